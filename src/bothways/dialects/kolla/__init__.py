"""Dialects: Kolla - Konnect's API, its consumer tokens and its widget, over our own verbs.

Owns      nothing
Promises  what Kolla's clients can ask is answered in their words, or refused in them with the reason;
          a consumer token is a connect session and dies with it;
          every caller sees its own environment, and a consumer itself alone.
Asks      identity, vault, providers, integrations, connections, connect, catalog
Never     other dialects, tables, rules of its own.
"""
