"""Core: events - what happened, for whoever wants to hear of it.

Owns      events
Promises  an event is kept in the transaction that made it true, or not at all;
          no event holds a secret.
Asks      nobody
Never     who listens; audit (who did it).
"""
