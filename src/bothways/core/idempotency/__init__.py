"""Core: idempotency - the same call, sent twice, is done once.

Owns      idempotent_requests
Promises  a key gives the first answer again for 24 hours, sealed meanwhile; with another request it is refused;
          one request per key is under way at a time; keys of two environments, or of two customers, never meet.
Asks      vault, durable
Never     what a request means.
"""
