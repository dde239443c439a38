"""The inbound wing: third-party developers build apps on the operator's product; we are the OAuth server."""
