"""Acme Desk: a small support product that shows how a product embeds Bothways.

Read `hub.py` first: it is everything that Acme asks of Bothways. `remote.py` calls other products with what it gets.
The rest is an ordinary web app.
"""
