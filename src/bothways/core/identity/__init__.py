"""Core: identity - who there is, and who is asking.

Owns      workspaces, environments, customers, api_keys, connect_sessions, connect_tickets, connect_browsers,
          connect_frames, connect_links
Promises  a caller is bound to one environment, and to one customer where a customer asks;
          keys and session tokens are shown once and kept as digests;
          deleting a customer shreds its data key and removes what other rooms keep for it.
Asks      bearer, vault, events, audit, durable
Never     what a caller does with its rights; a wing.
"""
