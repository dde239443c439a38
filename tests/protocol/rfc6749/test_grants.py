"""RFC 6749 sections 4.1.3, 4.4.2 and 6: the forms a client sends."""

from bothways.kit.secret import Secret
from bothways.oauth import grants

CODE = Secret("SplxlOBeZQQYbYS6WxSbIA")


def test_a_code_is_exchanged_with_its_redirect_uri_and_verifier() -> None:
    form = grants.code_grant(CODE, redirect_uri="https://hub.example/cb", verifier=Secret("v" * 43))
    assert form == {
        "grant_type": "authorization_code",
        "code": "SplxlOBeZQQYbYS6WxSbIA",
        "redirect_uri": "https://hub.example/cb",
        "code_verifier": "v" * 43,
    }


def test_what_is_not_there_is_not_sent() -> None:
    assert grants.code_grant(CODE, redirect_uri=None, verifier=None).keys() == {"grant_type", "code"}
    assert grants.refresh_grant(Secret("r")) == {"grant_type": "refresh_token", "refresh_token": "r"}
    assert grants.client_credentials_grant() == {"grant_type": "client_credentials"}


def test_scopes_are_sent_where_they_are_given() -> None:
    assert grants.refresh_grant(Secret("r"), scope="a b")["scope"] == "a b"
    assert grants.client_credentials_grant(scope="a")["scope"] == "a"
