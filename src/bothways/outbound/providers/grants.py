"""What is handed to a token endpoint: the client, and the grant it presents."""

from dataclasses import dataclass

from bothways.kit.secret import Secret


@dataclass(frozen=True)
class ClientCredentials:
    """A client at the provider. A public client has no secret."""

    id: str
    secret: Secret[str] | None = None


@dataclass(frozen=True)
class CodeGrant:
    """RFC 6749 section 4.1.3; `verifier` is None where the provider's data switches PKCE off."""

    code: Secret[str]
    redirect_uri: str
    verifier: Secret[str] | None = None


@dataclass(frozen=True)
class RefreshGrant:
    """RFC 6749 section 6. The scopes are sent only where the provider's data says so."""

    refresh_token: Secret[str]
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClientCredentialsGrant:
    """RFC 6749 section 4.4."""

    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class AssertionGrant:
    """RFC 7523 section 2.1. `assertion` is signed at the moment of asking; it is None until then."""

    scopes: tuple[str, ...] = ()
    assertion: Secret[str] | None = None


Grant = CodeGrant | RefreshGrant | ClientCredentialsGrant | AssertionGrant
