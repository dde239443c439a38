"""The portal - where the operator's people sign in and see how their connections do.

Owns      no table: the pages at /portal
Promises  nobody sees it without having signed in, and nobody signed in sees another workspace;
          every page works without script; signing out ends the session everywhere.
Asks      catalog, connections, integrations, staff, identity, events
Never     rules of what it shows; the marketplace.
"""
