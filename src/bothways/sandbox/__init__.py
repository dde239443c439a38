"""Sandbox - a little OAuth 2 provider that ships with the product, to try everything offline.

Owns      nothing that lasts: people, clients, consents and tokens live in memory, each in bounded number
Promises  the protocol is spoken as strictly as at a good provider (RFC 6749, 7009, 7636, 7662, 8414, 9207), so that
          what works here is not a toy; anybody may look inside, expire tokens and make it fail.
Asks      oauth, kit
Never     core, a wing. It knows nothing of the Bothways that connects to it, and is no place for real data.
"""
