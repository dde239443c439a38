"""Outbound: connect - the redirect dance, client side, and the form for keys.

Owns      authorizations, pending_authorizations
Promises  a state answers once, in the browser it was given to, for the integration it was made for;
          what comes back is kept whole or not at all;
          a standing link opens until an account is connected, and not once more.
Asks      integrations, providers, connections, identity, vault, events
Never     catalog, workflows, anything inbound.
"""
