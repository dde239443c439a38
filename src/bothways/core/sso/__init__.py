"""Core: sso - staff sign in by the word of the operator's own OpenID provider.

Owns      sso_settings, sso_flows
Promises  an answer counts once, in the browser that was sent away, from the provider that was asked;
          nobody comes in by an address that the provider did not verify or the workspace did not allow.
Asks      staff, identity, vault, audit, bearer, durable
Never     passwords and second factors; a wing.
"""
