"""Outbound: integrations - a provider switched on in an environment.

Owns      integrations
Promises  a client secret is sealed on arrival and is never shown again;
          an id or a slug names an integration everywhere, inside its own environment only.
Asks      providers, vault, events, audit
Never     connections, connect, anything inbound.
"""
