"""Core - the facilities that both wings stand on."""
