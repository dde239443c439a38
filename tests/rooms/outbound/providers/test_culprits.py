"""Which of the things that people gave stand in a request."""

import pytest

from bothways.outbound.providers.culprits import blame_fields, circumstances, host_of, values_in
from bothways.outbound.providers.judging import Circumstances
from bothways.outbound.providers.model import Choice, ClientOwner, Field, ValueSource
from tests.support.provider_server import a_provider, a_value, key_method


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://{connection.shop}.acme.example/a/{connection.b}", "{connection.shop}.acme.example"),
        ("{connection.base_url}/a/{connection.b}", "{connection.base_url}"),
        ("https://acme.example", "acme.example"),
    ],
)
def test_only_the_first_part_of_an_address_decides_the_host(address: str, host: str) -> None:
    assert host_of(address) == host


def test_a_value_is_found_behind_what_its_choice_sets() -> None:
    region = a_value("region", choices=(Choice("eu", "Europe", {"api_host": "eu.acme.example"}),))
    provider = a_provider(key_method(), values=(region, a_value("other")))
    assert values_in(provider, "https://{connection.api_host}/") == (region,)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (ValueSource.ASK, Circumstances(presents_grant=False, customers_host=True)),
        (ValueSource.INTEGRATION, Circumstances(presents_grant=False, operators_host=True)),
        (ValueSource.TOKEN_ANSWER, Circumstances(presents_grant=False)),
    ],
)
def test_a_host_is_whose_value_names_it(source: ValueSource, expected: Circumstances) -> None:
    method = key_method()
    provider = a_provider(method, values=(a_value("host", source=source),))
    assert circumstances(provider, method, "https://{connection.host}/", presents_grant=False) == expected


def test_a_customers_client_is_known_by_the_method() -> None:
    method = key_method(client=ClientOwner.CUSTOMER)
    assert circumstances(a_provider(method), method, "https://x/", presents_grant=True).customers_client


def test_all_fields_are_blamed_when_none_is_secret() -> None:
    method = key_method(fields=(Field("user", "User", secret=False), Field("account", "Account", secret=False)))
    assert [fault.field for fault in blame_fields(method, None, "no")] == ["fields.user", "fields.account"]
