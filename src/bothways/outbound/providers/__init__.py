"""Outbound: providers - what remote services published about themselves, as data.

Owns      custom_providers, the provider files in data/
Promises  an oddity is a named switch of the model, never code for one provider;
          a value reaches an address only after the check of its kind, and escaped;
          a file that is wrong is named with the path, the reason and what to do.
Asks      identity, audit
Never     integrations, connections, connect, anything inbound.
"""
