"""Core: bearer - tokens that are worth something to whoever holds them.

Owns      the form of every token of our making
Promises  256 random bits in each; only a digest and a hint are ever stored;
          secret scanners can recognise a leaked one by its beginning.
Asks      nobody
Never     a database, what a token allows.
"""
