"""RFC 7009 section 2.1."""

from bothways.kit.secret import Secret
from bothways.oauth.grants import revocation


def test_the_token_is_named_with_a_hint() -> None:
    form = revocation(Secret("45ghiukldjahdnhzdauz"), hint="refresh_token")
    assert form == {"token": "45ghiukldjahdnhzdauz", "token_type_hint": "refresh_token"}


def test_the_hint_is_optional() -> None:
    assert revocation(Secret("t")) == {"token": "t"}
