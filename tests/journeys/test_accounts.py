"""Accounts and secrets with peculiarities: another account, odd characters, keys that no header can carry."""

import re
from typing import Any

from tests.journeys.dance import CUSTOMER, Dance, integrate
from tests.journeys.echo import definition
from tests.journeys.world import on_sqlite


async def test_another_account_behind_a_connection_is_shown_and_recorded(dance: Dance) -> None:
    leaving = await dance.leave()
    await dance.come(await dance.consent(leaving), leaving.cookie)
    (held,) = await dance.connections()
    dance.provider.account = "grace"
    again = await dance.leave(connection_id=held["id"])
    answer = await dance.come(await dance.consent(again), again.cookie)
    assert "grace" in answer.text.lower()
    (now,) = await dance.connections()
    assert (now["id"], now["account"]["id"], now["replaced_account"]["id"]) == (held["id"], "acct_grace", "acct_ada")
    events = await dance.hub.call("GET", f"/v1/events?subject_id={held['id']}")
    assert any(
        "acct_ada" in str(event["data"]) and "acct_grace" in str(event["data"]) for event in events.data["items"]
    )


@on_sqlite
async def test_a_client_secret_with_odd_characters_works_encoded_and_raw(dance: Dance) -> None:
    """RFC 6749 section 2.3.1 wants the parts of Basic form-encoded; some providers read them as they are."""
    assert re.search(r"[:%+]", dance.provider.client_secret)
    leaving = await dance.leave()
    assert (await dance.come(await dance.consent(leaving), leaving.cookie)).status == 200
    raw = definition(dance.provider.base_url) | {"slug": "raw", "name": "Raw"}
    raw["methods"][0]["token"]["client_auth"] = "basic_raw"
    await dance.hub.call("POST", "/v1/providers", {"definition": raw})
    dance.integration = await integrate(dance.hub, dance.provider, "raw", provider="raw")
    dance.provider.reads_basic_raw = True
    leaving = await dance.leave()
    assert (await dance.come(await dance.consent(leaving), leaving.cookie)).status == 200


BAD_KEYS = [
    "ill-key-1\r\nx-evil: 1",
    "ill-key-1\n",
    " ill-key-1",
    "ill-key-1 ",
    "ill-key-1\x00",
    "k" * 100_000,
    "kéy-1",
    "",
]


async def test_a_key_that_no_header_can_carry_is_refused_unsent_and_unquoted(dance: Dance) -> None:
    await dance.hub.call("POST", "/v1/integrations", {"provider": "echo", "method_id": "key", "slug": "echo-key"})
    body: dict[str, Any] = {"integration": "echo-key", "customer": CUSTOMER}
    for key in BAD_KEYS:
        answer = await dance.hub.call("POST", "/v1/authorizations", body | {"fields": {"key": key}})
        assert answer.status in {400, 422}, f"{key[:20]!r}: {answer.text}"
        assert key.strip()[:12] not in answer.text or not key.strip()
    assert dance.provider.api_requests == []
    assert await dance.connections() == []
