"""The marketplace - the shop window that an operator's customers see, and the way through it.

Owns      no table: the pages at /connect and the provider's way back at /oauth/callback
Promises  every page works without script; a page is framed by the environment's own sites and by nobody else;
          nothing happens without the token that stands in our forms; a secret that was typed is never shown again.
Asks      catalog, connect, connections, integrations, identity
Never     rules of connecting; tables; the portal.
"""
