"""Authorization server metadata (RFC 8414) and OpenID Connect discovery: where to find it, and reading it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bothways.oauth.foreign import Document, Unreadable, at, is_visible, read_object

MAX_URL_LENGTH = 2000
MAX_LIST = 1000

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class MetadataRefused(Exception):
    """The document cannot be trusted or read; `reason` is a sentence that quotes nothing of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ServerMetadata:
    """What an authorization server says about itself. None and empty mean that it does not say."""

    issuer: str
    authorization_endpoint: str | None
    token_endpoint: str | None
    revocation_endpoint: str | None
    introspection_endpoint: str | None
    registration_endpoint: str | None
    userinfo_endpoint: str | None
    jwks_uri: str | None
    scopes: tuple[str, ...]
    response_types: tuple[str, ...]
    grant_types: tuple[str, ...]
    client_auth_methods: tuple[str, ...]
    challenge_methods: tuple[str, ...]
    sends_issuer: bool


def metadata_url(issuer: str) -> str:
    """RFC 8414 section 3.1: the well-known part goes between host and path. Raises MetadataRefused."""
    parts = urlsplit(_issuer(issuer))
    return f"{parts.scheme}://{parts.netloc}/.well-known/oauth-authorization-server{parts.path.rstrip('/')}"


def discovery_url(issuer: str) -> str:
    """OpenID Connect Discovery 1.0 section 4: the well-known part goes behind the path. Raises MetadataRefused."""
    return _issuer(issuer).rstrip("/") + "/.well-known/openid-configuration"


def parse_metadata(body: bytes, *, issuer: str) -> ServerMetadata:
    """Read a document that was fetched for `issuer`.

    Raises MetadataRefused when it is no JSON object, names another issuer (section 3.3), or holds an endpoint
    that is no https address.
    """
    try:
        document = read_object(body)
    except Unreadable as error:
        raise MetadataRefused(str(error)) from None
    # The code points are compared as they are; two spellings of a URL are two issuers.
    if at(document, "issuer") != _issuer(issuer):
        raise MetadataRefused("the document names another issuer")
    return ServerMetadata(
        issuer=issuer,
        authorization_endpoint=_endpoint(document, "authorization_endpoint"),
        token_endpoint=_endpoint(document, "token_endpoint"),
        revocation_endpoint=_endpoint(document, "revocation_endpoint"),
        introspection_endpoint=_endpoint(document, "introspection_endpoint"),
        registration_endpoint=_endpoint(document, "registration_endpoint"),
        userinfo_endpoint=_endpoint(document, "userinfo_endpoint"),
        jwks_uri=_endpoint(document, "jwks_uri"),
        scopes=_texts(document, "scopes_supported"),
        response_types=_texts(document, "response_types_supported"),
        grant_types=_texts(document, "grant_types_supported"),
        client_auth_methods=_texts(document, "token_endpoint_auth_methods_supported"),
        challenge_methods=_texts(document, "code_challenge_methods_supported"),
        sends_issuer=at(document, "authorization_response_iss_parameter_supported") is True,
    )


def _issuer(text: str) -> str:
    if not _is_web(text) or "?" in text or "#" in text:
        raise MetadataRefused("an issuer is an https address without query and fragment")
    return text


def _endpoint(document: Document, name: str) -> str | None:
    value = document.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not _is_web(value) or "#" in value:
        raise MetadataRefused(f"{name} is not an https address")
    return value


def _texts(document: Document, name: str) -> tuple[str, ...]:
    value = document.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MAX_LIST:
        raise MetadataRefused(f"{name} is not a list of texts")
    texts = tuple(item for item in value if isinstance(item, str) and is_visible(item))
    if len(texts) != len(value):
        raise MetadataRefused(f"{name} is not a list of texts")
    return texts


def _is_web(text: str) -> bool:
    if not is_visible(text) or " " in text or "\\" in text or len(text) > MAX_URL_LENGTH:
        return False
    try:
        parts = urlsplit(text)
        if not parts.hostname or parts.username is not None or parts.port == 0:
            return False
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
