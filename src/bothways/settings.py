"""Settings: read once from the environment, checked, frozen. Only the roof imports this.

Each field of `Settings` is one variable; `describe()` feeds `bothways doctor` and the generated reference.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bothways.kit.secret import Secret

PREFIX = "BOTHWAYS_"
DIALECTS = ("kolla",)

Network = IPv4Network | IPv6Network


class SettingsError(Exception):
    """One or more variables are wrong; `problems` has a sentence for each, with what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def _setting(help_text: str, parse: Callable[[str], Any], default: object, *, secret: bool = False) -> Any:
    return field(default=default, metadata={"help": help_text, "parse": parse, "secret": secret})


def _secret(text: str) -> Secret[str]:
    return Secret(text)


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("write it as https://connect.example.com, without query or fragment")
    if parts.username is not None:
        raise ValueError("it must not hold a user name or password")
    return text.rstrip("/")


def _database_url(text: str) -> Secret[str]:
    if urlsplit(text).scheme not in {"sqlite", "postgresql"}:
        raise ValueError("write it as sqlite:///path/to/bothways.db or postgresql://user:password@host/name")
    return Secret(text)


def _dialects(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if unknown := [name for name in names if name not in DIALECTS]:
        raise ValueError(f"{unknown[0]} is no dialect; write a list of {', '.join(DIALECTS)}")
    return names


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise ValueError("write it as https://konnect.example.com, without a path")
    return text.rstrip("/").lower()


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def _switch(text: str) -> bool:
    if text.lower() not in {"true", "false", "1", "0", "yes", "no"}:
        raise ValueError("write true or false")
    return text.lower() in {"true", "1", "yes"}


def _positive(text: str) -> int:
    number = int(text)
    if not 0 < number <= 10_000_000:
        raise ValueError("write a whole number from 1 to 10000000")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65_536:
        raise ValueError("write a port from 1 to 65535")
    return number


def _level(text: str) -> str:
    if text.lower() not in {"debug", "info", "warning", "error"}:
        raise ValueError("write debug, info, warning or error")
    return text.lower()


@dataclass(frozen=True)
class Settings:
    """What an operator may set. Every field is the variable `BOTHWAYS_` + its name in capitals."""

    database_url: Secret[str] = _setting(
        "Where everything is kept: `sqlite:///path/to/bothways.db` or `postgresql://user:password@host/name`.",
        _database_url,
        Secret("sqlite:///bothways.db"),
        secret=True,
    )
    master_keys: Secret[str] | None = _setting(
        "The vault's key ring, `id:key` pairs with commas between; the first seals, all open."
        " Make one with `bothways master-key new`. Without it nothing starts.",
        _secret,
        None,
        secret=True,
    )
    public_url: str = _setting(
        "The address under which browsers and providers reach Bothways. Redirect URIs are made from it,"
        " never from request headers.",
        _public_url,
        "http://127.0.0.1:8700",
    )
    host: str = _setting("The address that `serve` listens on.", str, "127.0.0.1")
    port: int = _setting("The port that `serve` listens on.", _port, 8700)
    allowed_networks: tuple[Network, ...] = _setting(
        "Private networks that outgoing requests may reach, such as `10.1.0.0/16,127.0.0.1/32`."
        " Everything that is not public is refused otherwise.",
        _networks,
        (),
    )
    providers_dir: Path | None = _setting("A folder with your own provider files (`*.json`).", Path, None)
    sentences_dir: Path | None = _setting(
        "A folder with what the marketplace says in languages of your own, or in better words: `nl.json`, `de.json`."
        " See docs/guides/web-sdk.md.",
        Path,
        None,
    )
    trusted_proxies: tuple[Network, ...] = _setting(
        "Networks of the proxies in front, such as `10.0.0.0/8`: they alone are believed to say, by `X-Forwarded-For`,"
        " whose request they pass on. Limits by address and the log's `peer` go by it.",
        _networks,
        (),
    )
    state_dir: Path | None = _setting(
        "A folder of this machine, apart from the database and its backups, where a node remembers which refresh tokens"
        " it has shown to providers: a database that was put back is noticed by that before a spent token is shown"
        " again. Without it `$XDG_STATE_HOME/bothways` or `~/.local/state/bothways`.",
        Path,
        None,
    )
    dialects: tuple[str, ...] = _setting(
        "Other products' interfaces to serve beside our own, with commas between: `kolla`."
        " See docs/guides/from-kolla.md.",
        _dialects,
        (),
    )
    kolla_widget_url: str | None = _setting(
        "The address at whose root Kolla's browser SDK finds its widget, such as `https://konnect.example.com`; it must"
        " lead to this server, and stand in the allowed origins of each environment that uses it.",
        _origin,
        None,
    )
    rate_limit_per_second: int = _setting(
        "Requests per second that one environment may send on average, to each node; bursts of twice as many pass.",
        _positive,
        500,
    )
    public_rate_limit_per_second: int = _setting(
        "Requests per second that one address may send on average to pages that ask nobody who they are (links,"
        " callbacks, sign-in), to each node; bursts of twice as many pass. An IPv6 address counts with its /64.",
        _positive,
        100,
    )
    worker: bool = _setting(
        "Whether `serve` also does the due work; turn it off to run `bothways worker`.", _switch, True
    )
    metrics_token: Secret[str] | None = _setting(
        "A bearer token that `/metrics` asks for. Without it the page is open to whoever reaches the port.",
        _secret,
        None,
        secret=True,
    )
    log_level: str = _setting("The least severe log lines to write: debug, info, warning or error.", _level, "info")


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the variables. Raises SettingsError that names every wrong or unknown `BOTHWAYS_` variable."""
    source = os.environ if environment is None else environment
    given = {name: text for name, text in source.items() if name.startswith(PREFIX) and text != ""}
    values: dict[str, object] = {}
    problems: list[str] = []
    for item in fields(Settings):
        text = given.pop(PREFIX + item.name.upper(), None)
        if text is None:
            continue
        try:
            values[item.name] = item.metadata["parse"](text)
        except ValueError as error:
            # A parser's message may quote its input; a secret must not be printed.
            reason = (
                "its value cannot be read" if item.metadata["secret"] and "write it" not in str(error) else str(error)
            )
            problems.append(f"{PREFIX}{item.name.upper()}: {reason}")
    problems += [f"{name}: there is no such setting; see docs/reference/settings.md" for name in sorted(given)]
    if problems:
        raise SettingsError(problems)
    values.setdefault("state_dir", _usual_state_dir(source))
    return Settings(**values)  # type: ignore[arg-type]


def as_set(*names: str) -> dict[str, str]:
    """Those of these variables that are set, as they are, for whoever settles all others itself."""
    return {name: os.environ[name] for name in names if name in os.environ}


def _usual_state_dir(source: Mapping[str, str]) -> Path | None:
    """As the XDG base directory specification has it."""
    if source.get("XDG_STATE_HOME"):
        return Path(source["XDG_STATE_HOME"]) / "bothways"
    return Path(source["HOME"]) / ".local/state/bothways" if source.get("HOME") else None


@dataclass(frozen=True)
class Description:
    """One setting as people read it; `value` is masked where it is secret."""

    variable: str
    help: str
    default: str
    value: str


def describe(settings: Settings) -> list[Description]:
    """Every setting with its help, default and present value, secrets masked."""
    return [
        Description(
            variable=PREFIX + item.name.upper(),
            help=item.metadata["help"],
            default=_shown(item.name, item.default),
            value=_shown(item.name, getattr(settings, item.name)),
        )
        for item in fields(Settings)
    ]


def _shown(name: str, value: object) -> str:
    if name == "database_url" and isinstance(value, Secret):
        return _without_password(str(value.reveal()))
    if isinstance(value, tuple):
        return ",".join(str(part) for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username}:********@{host}").geturl()
