"""Core: vault - secrets that must be shown or used again.

Owns      data_keys, master_keys
Promises  nothing leaves a seal unless key, owner, table, column, row, environment and version all match;
          one data key per owner, and shredding it makes everything it ever sealed unreadable, for good;
          a wrong or missing master key stops the start before anything is written;
          caches hold wrapped keys only.
Asks      durable
Never     what a secret is for, logging one.
"""
