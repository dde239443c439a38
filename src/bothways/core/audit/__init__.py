"""Core: audit - who did what, in a chain that shows when it was tampered with.

Owns      audit_entries, audit_heads
Promises  an entry is kept in the transaction of the deed: no deed without its entry;
          `Audit.verify` names the first entry that was changed, removed or moved, a cut tail included.
Asks      nobody
Never     secrets, what a deed means.
"""
