"""Outbound: catalog - what one customer can connect, and how each of it stands.

Owns      tiles: cards of the operator's own; else it is the shop window over the rooms below
Promises  what is switched off is not shown, unless the customer is connected through it;
          nothing secret and nothing of another customer is in it.
Asks      providers, integrations, connections, events, audit
Never     connect, workflows, anything inbound.
"""
