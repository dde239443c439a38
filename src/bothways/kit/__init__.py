"""Kit - tools without any noun of ours.

Owns      nothing that a customer would name
Promises  clock, ids, randomness, HTTP and database are handed in, never reached for;
          nothing here knows what a connection, an app or a customer is.
Asks      nobody
Never     oauth, core, a wing.
"""
