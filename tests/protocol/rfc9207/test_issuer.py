"""RFC 9207: who answers is who was asked."""

import pytest

from bothways.oauth.authorization import Granted, IssuerMismatch, Refused, ResponseRefused, check_issuer, parse_response

HONEST = "https://honest.as.example"


def response(query: str) -> Granted | Refused:
    return parse_response(query)


def test_the_issuer_that_was_asked_is_accepted() -> None:
    check_issuer(
        response("code=x1848ZT64p4IirMPT0R-X3141MFPTuBX-VFL_cvaplMH58&state=s&iss=https%3A%2F%2Fhonest.as.example"),
        HONEST,
    )


@pytest.mark.parametrize(
    "issuer",
    [
        "https://attacker.as.example",
        HONEST + "/",
        "HTTPS://honest.as.example",
        "https://honest.as.example:443",
        HONEST + "%2f",
    ],
)
@pytest.mark.parametrize("kind", ["code=c", "error=access_denied"])
def test_another_spelling_is_another_issuer(issuer: str, kind: str) -> None:
    with pytest.raises(IssuerMismatch) as caught:
        check_issuer(response(f"{kind}&state=s&iss={issuer}"), HONEST)
    assert isinstance(caught.value, ResponseRefused)
    assert issuer not in str(caught.value)


def test_a_provider_that_sends_it_must_always_send_it() -> None:
    check_issuer(response("code=c&state=s"), HONEST)
    for query in ("code=c&state=s", "code=c&state=s&iss="):
        with pytest.raises(IssuerMismatch):
            check_issuer(response(query), HONEST, required=True)


def test_an_issuer_that_nobody_knows_decides_nothing() -> None:
    check_issuer(response("code=c&state=s&iss=https://some.example"), None)
