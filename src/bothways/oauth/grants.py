"""What a client sends to a token or revocation endpoint: the plain forms, before any provider's habits."""

from bothways.kit.secret import Secret


def code_grant(code: Secret[str], *, redirect_uri: str | None, verifier: Secret[str] | None) -> dict[str, str]:
    """The form of RFC 6749 section 4.1.3 with the verifier of RFC 7636 section 4.5."""
    form = {"grant_type": "authorization_code", "code": code.reveal()}
    if redirect_uri is not None:
        form["redirect_uri"] = redirect_uri
    if verifier is not None:
        form["code_verifier"] = verifier.reveal()
    return form


def refresh_grant(refresh_token: Secret[str], *, scope: str = "") -> dict[str, str]:
    """The form of RFC 6749 section 6. Without `scope` the provider grants what it granted before."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token.reveal()}
    return form | ({"scope": scope} if scope else {})


def client_credentials_grant(*, scope: str = "") -> dict[str, str]:
    """The form of RFC 6749 section 4.4.2."""
    return {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})


def assertion_grant(assertion: Secret[str], *, scope: str = "") -> dict[str, str]:
    """The form of RFC 7523 section 2.1."""
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion.reveal()}
    return form | ({"scope": scope} if scope else {})


def revocation(token: Secret[str], *, hint: str = "") -> dict[str, str]:
    """The form of RFC 7009 section 2.1; `hint` is `access_token` or `refresh_token`."""
    return {"token": token.reveal()} | ({"token_type_hint": hint} if hint else {})
