"""The error codes of OAuth 2.0 and the errors that carry them."""

from enum import StrEnum

from bothways.oauth.foreign import clean


class ErrorCode(StrEnum):
    """Registered codes. A provider may send others; they travel as plain text."""

    # RFC 6749 sections 4.1.2.1 and 5.2.
    INVALID_REQUEST = "invalid_request"
    INVALID_CLIENT = "invalid_client"
    INVALID_GRANT = "invalid_grant"
    INVALID_SCOPE = "invalid_scope"
    UNAUTHORIZED_CLIENT = "unauthorized_client"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"
    UNSUPPORTED_RESPONSE_TYPE = "unsupported_response_type"
    ACCESS_DENIED = "access_denied"
    SERVER_ERROR = "server_error"
    TEMPORARILY_UNAVAILABLE = "temporarily_unavailable"
    # RFC 7009 section 2.2.1.
    UNSUPPORTED_TOKEN_TYPE = "unsupported_token_type"
    # RFC 8628 section 3.5.
    AUTHORIZATION_PENDING = "authorization_pending"
    SLOW_DOWN = "slow_down"
    EXPIRED_TOKEN = "expired_token"
    # RFC 8707 section 2.
    INVALID_TARGET = "invalid_target"
    # RFC 7591 section 3.2.2.
    INVALID_REDIRECT_URI = "invalid_redirect_uri"
    INVALID_CLIENT_METADATA = "invalid_client_metadata"
    # OpenID Connect Core 1.0 section 3.1.2.6.
    INTERACTION_REQUIRED = "interaction_required"
    LOGIN_REQUIRED = "login_required"
    CONSENT_REQUIRED = "consent_required"


class OAuthError(Exception):
    """An error in the words of the protocol: `error` is the code, `description` a sentence.

    Both may have been written by the other side, who may echo what it was sent. They are cleaned, and the text
    of the exception holds the code alone, so that a traceback does not repeat the sentence.
    """

    def __init__(self, error: str, description: str = "") -> None:
        self.error = clean(error, limit=100)
        self.description = clean(description, limit=400)
        super().__init__(self.error or "no error code")
