"""OAuth - the protocol as pure functions.

Owns      nothing; no I/O, no clock, no database
Promises  both sides of OAuth 2.0 are built and parsed strictly, once, for both wings.
Asks      kit
Never     core, a wing, the network.
"""
