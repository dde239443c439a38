"""Settings: every wrong variable is named, and no secret is printed."""

import pytest

from bothways.settings import Settings, SettingsError, describe, load

KEYS = {"BOTHWAYS_MASTER_KEYS": "k1:super-secret-master-key"}


def problems(**variables: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load({f"BOTHWAYS_{name}": text for name, text in variables.items()})
    return caught.value.problems


def test_nothing_has_to_be_set_to_be_read() -> None:
    assert load({}).public_url == "http://127.0.0.1:8700"


def test_every_wrong_variable_is_named_at_once() -> None:
    found = problems(PORT="http", PUBLIC_URL="example.com", LOG_LEVEL="loud", NO_SUCH="1")
    assert [line.partition(":")[0] for line in found] == [
        "BOTHWAYS_PUBLIC_URL",
        "BOTHWAYS_PORT",
        "BOTHWAYS_LOG_LEVEL",
        "BOTHWAYS_NO_SUCH",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PUBLIC_URL", "https://example.com/?a=b"),
        ("PUBLIC_URL", "https://user:pw@example.com"),
        ("PUBLIC_URL", "ftp://example.com"),
        ("DATABASE_URL", "mysql://secret-word@host/db"),
        ("ALLOWED_NETWORKS", "10.0.0.0/33"),
        ("WORKER", "maybe"),
        ("PORT", "70000"),
        ("RATE_LIMIT_PER_SECOND", "0"),
    ],
)
def test_what_cannot_be_meant_is_refused(name: str, text: str) -> None:
    found = problems(**{name: text})
    assert found[0].startswith(f"BOTHWAYS_{name}:")
    assert "secret-word" not in found[0]


def test_a_trailing_slash_of_the_public_address_is_dropped() -> None:
    assert load({"BOTHWAYS_PUBLIC_URL": "https://connect.example.com/"}).public_url == "https://connect.example.com"


def test_settings_are_printed_masked() -> None:
    found = load(KEYS | {"BOTHWAYS_DATABASE_URL": "postgresql://me:secret-word@db.internal/bothways"})
    text = repr(found) + "\n".join(f"{line.variable}={line.value}" for line in describe(found))
    assert "super-secret-master-key" not in text
    assert "secret-word" not in text
    assert "postgresql://me:********@db.internal/bothways" in text


def test_every_setting_is_described() -> None:
    assert all(line.help and line.variable.startswith("BOTHWAYS_") for line in describe(Settings()))
