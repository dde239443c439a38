"""The demo: everything that it takes to watch an account being connected, on one machine."""

import asyncio
import json
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from bothways.app.compose import Bothways, compose
from bothways.cli.serving import Server, listen, serve_until_told, serving
from bothways.core.bearer.model import Mode
from bothways.core.identity.model import Theme
from bothways.core.identity.scopes import SCOPES
from bothways.core.identity.update_environment import EnvironmentChanges
from bothways.core.vault.key_ring import new_master_key
from bothways.kit.clock import SystemClock
from bothways.kit.crypto import SystemEntropy
from bothways.kit.secret import Secret
from bothways.migrations.run import upgrade
from bothways.outbound.integrations.draft import Draft
from bothways.sandbox.model import Client
from bothways.sandbox.options import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, SandboxOptions
from bothways.sandbox.server import create_sandbox
from bothways.settings import Settings, as_set, load

ACTOR = "demo"
HOST = "127.0.0.1"
STAFF_EMAIL = "staff@acme.example"
TOKEN_SECONDS = 60


@dataclass(frozen=True)
class Ports:
    """Where the three servers listen."""

    bothways: int
    acme: int
    sandbox: int

    def address(self, port: int) -> str:
        """A port of this machine as an address."""
        return f"http://{HOST}:{port}"

    def listen(self) -> "Listeners":
        """Take all three. Raises PortTaken."""
        return Listeners(*(listen(HOST, port) for port in (self.bothways, self.acme, self.sandbox)))


@dataclass(frozen=True)
class Listeners:
    """The ports, taken. Whoever comes before the servers are up waits a moment."""

    bothways: socket.socket
    acme: socket.socket
    sandbox: socket.socket


@dataclass(frozen=True)
class Kept:
    """What a second start needs. It opens nothing but this demo, and lies readable by its owner alone."""

    master_keys: str
    staff_password: str
    api_key: str = ""


async def run_demo(ports: Ports, data: Path, *, as_json: bool) -> None:
    """Set up what is missing, start all servers, and say where they are. Returns when it is interrupted."""
    say: Callable[[str], None] = (lambda text: None) if as_json else lambda text: click.echo(f"  {text}")
    listeners = ports.listen()
    kept = _kept(data)
    settings = load(
        {
            "BOTHWAYS_DATABASE_URL": f"sqlite:///{(data / 'bothways.db').absolute()}",
            "BOTHWAYS_MASTER_KEYS": kept.master_keys,
            "BOTHWAYS_PUBLIC_URL": ports.address(ports.bothways),
            "BOTHWAYS_PORT": str(ports.bothways),
            "BOTHWAYS_ALLOWED_NETWORKS": "127.0.0.0/8",
            "BOTHWAYS_LOG_LEVEL": "warning",
            # Whoever comes from there can try their own client at once.
            "BOTHWAYS_DIALECTS": "kolla",
            **as_set("BOTHWAYS_PROVIDERS_DIR", "BOTHWAYS_SENTENCES_DIR", "BOTHWAYS_KOLLA_WIDGET_URL"),
        }
    )
    say("Preparing the database")
    await upgrade(settings.database_url.reveal())
    bothways = await compose(settings)
    try:
        if not kept.api_key:
            say("Making a workspace, an environment, an API key and three integrations")
            kept = await _seed(bothways, ports, kept)
            _keep(data, kept)
        await _serve(bothways, settings, ports, listeners, kept, as_json=as_json)
    finally:
        await bothways.close()


async def _seed(bothways: Bothways, ports: Ports, kept: Kept) -> Kept:
    identity = bothways.identity
    acme = ports.address(ports.acme)
    workspace = await identity.create_workspace("Acme", actor=ACTOR)
    environment = await identity.create_environment(workspace.id, "Acme Desk", Mode.TEST, actor=ACTOR)
    changes = EnvironmentChanges(
        return_urls=(f"{acme}/integrations",), allowed_origins=(acme,), theme=Theme(**_acme_theme())
    )
    await identity.update_environment(environment.id, changes, actor=ACTOR)
    await bothways.staff.create(workspace.id, STAFF_EMAIL, "Sam Staff", Secret(kept.staff_password), actor=ACTOR)
    for draft in _drafts(ports.address(ports.sandbox)):
        await bothways.outbound.write_integration.create(environment.id, ACTOR, draft)
    key = await identity.create_api_key(environment.id, "Acme's backend", SCOPES, actor=ACTOR)
    return Kept(kept.master_keys, kept.staff_password, key.token.reveal())


def _drafts(sandbox: str) -> list[Draft]:
    values = {"base_url": sandbox}
    return [
        Draft(
            "sandbox",
            client_id=DEMO_CLIENT_ID,
            client_secret=Secret(DEMO_CLIENT_SECRET),
            scopes=("profile.read", "contacts.read"),
            values=values,
            display_name="Sandbox Contacts",
            description="Bring the people you know at the Sandbox into Acme Desk. You sign in there and allow it.",
        ),
        Draft(
            "sandbox-key",
            values=values,
            display_name="Sandbox Keys",
            description="The same account, connected by pasting an API key.",
        ),
        Draft(
            "sandbox-m2m",
            values=values,
            display_name="Sandbox Machines",
            description="From machine to machine, with a client id and secret of your own.",
        ),
    ]


async def _serve(
    bothways: Bothways, settings: Settings, ports: Ports, listeners: Listeners, kept: Kept, *, as_json: bool
) -> None:
    environment, *_ = await bothways.identity.read_environments.list()
    integration = await bothways.outbound.get_integration(environment.id, "sandbox")
    redirect_uri = integration.redirect_uri(settings.public_url)
    options = SandboxOptions(
        clock=SystemClock(),
        entropy=SystemEntropy(),
        issuer_url=ports.address(ports.sandbox),
        clients=(Client(DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, "Acme Desk", (redirect_uri,)),),
        access_token_lifetime_seconds=TOKEN_SECONDS,
    )
    servers = [
        Server(bothways.asgi, listeners.bothways),
        Server(create_sandbox(options), listeners.sandbox),
    ]
    acme = _acme(ports, kept)
    if acme is not None:
        servers.append(Server(acme, listeners.acme))
    async with serving(bothways, with_worker=True), asyncio.TaskGroup() as group:
        running = group.create_task(serve_until_told(*servers))
        while not all(one.started for one in servers) and not running.done():
            await bothways.edges.clock.sleep(0.05)
        if not running.done():
            click.echo(_json(ports, kept) if as_json else _text(ports, kept, with_acme=acme is not None))


def _acme(ports: Ports, kept: Kept) -> Any:
    # The host product lives in examples/, outside this package: a wheel does not carry it.
    try:
        from acme.app import create_acme
        from acme.options import AcmeOptions
    except ImportError:
        return None
    address = ports.address(ports.bothways)
    return create_acme(
        AcmeOptions(
            bothways_url=address,
            public_bothways_url=address,
            api_key=kept.api_key,
            public_url=ports.address(ports.acme),
        )
    )


def _acme_theme() -> dict[str, Any]:
    try:
        from acme.options import THEME
    except ImportError:
        return {}
    return dict(THEME)


def _kept(data: Path) -> Kept:
    file = data / "demo.json"
    if file.exists():
        return Kept(**json.loads(file.read_text()))
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    entropy = SystemEntropy()
    kept = Kept(new_master_key("demo", entropy).reveal(), entropy.bytes(9).hex())
    _keep(data, kept)
    return kept


def _keep(data: Path, kept: Kept) -> None:
    file = data / "demo.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(kept), indent=1))


def _json(ports: Ports, kept: Kept) -> str:
    return json.dumps(
        {
            "bothways": ports.address(ports.bothways),
            "acme": ports.address(ports.acme),
            "sandbox": ports.address(ports.sandbox),
            "staff": {"email": STAFF_EMAIL, "password": kept.staff_password},
            "api_key": kept.api_key,
        }
    )


def _text(ports: Ports, kept: Kept, *, with_acme: bool) -> str:
    bothways = ports.address(ports.bothways)
    acme = ports.address(ports.acme) if with_acme else "not here: it comes with the repository, in examples/acme"
    return f"""
  Bothways is running. Begin at Acme Desk, a made-up product that embeds it:

    Acme Desk         {acme}
    Sandbox provider  {ports.address(ports.sandbox)}
    Bothways          {bothways}
      staff sign-in   {bothways}/portal/sign-in
                      {STAFF_EMAIL} / {kept.staff_password}
      API reference   {bothways}/reference
      API key         {kept.api_key}

  Tokens of the sandbox live for {TOKEN_SECONDS} seconds, so renewals can be watched. Ctrl-C stops everything.
"""
