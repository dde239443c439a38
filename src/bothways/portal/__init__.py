"""The portal - where the operator's people sign in and run their integrations.

Owns      no table: the pages at /portal, and the calls at /portal/api that only the portal's script makes
Promises  nobody sees it without having signed in, and nobody signed in sees another workspace;
          signing in and out works without script, and the page that loads the script tells nothing of anybody;
          signing out ends the session everywhere.
Asks      staff, sso, identity
Never     rules of what its script shows: that speaks to the same API as everybody; the marketplace.
"""
