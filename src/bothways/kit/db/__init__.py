"""Kit: db - one way to talk to SQLite and to PostgreSQL.

Owns      the metadata that every room's tables join; connections, pools, transactions
Promises  the same statements mean the same on both databases;
          errors of the drivers leave as our own, without the values that were written;
          at most one writer at a time on SQLite, and readers never wait for it;
          text and numbers that one of the two refuses are refused on both.
Asks      nobody
Never     tables of its own, knowledge of what a row means.

Doors: `database.Database`, `transaction.Transaction`, `point.PointRead`, `metadata.metadata`, `types.Instant`,
`types.Json`, and what can go wrong in `errors`.
"""
