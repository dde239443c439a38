"""Outbound: connections - a customer's credentials for one integration.

Owns      connections, refresh_leases, revocations, connection_logs, connection_days
Promises  a connection is never lost: a token that a provider handed out is kept, or its loss is told once;
          at most one refresh is in flight per connection, over all nodes;
          plaintext credentials leave only through ReadCredentials, and never after a disconnect;
          reading fresh credentials is one indexed read, without write, lock or network.
Asks      integrations, providers, identity, vault, events, audit
Never     connect, proxy, workflows, anything inbound.
"""
