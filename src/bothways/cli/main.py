"""The commands.

What takes long to import is imported by the commands that need it: a command should answer at once.
"""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bothways import __version__, settings
from bothways.cli.commands import ACTOR, Output, command, with_bothways
from bothways.cli.staff import staff
from bothways.core.bearer.model import Mode
from bothways.core.identity.scopes import SCOPES
from bothways.core.vault.key_ring import new_master_key
from bothways.kit.crypto import SystemEntropy

if TYPE_CHECKING:
    from bothways.app.compose import Bothways


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bothways")
def main() -> None:
    """An integration hub that works both ways."""


@main.group("api-key")
def api_key() -> None:
    """Keys by which the operator's backend calls the API."""


@main.group()
def environment() -> None:
    """The isolated test and live sides of a workspace."""


@main.group("master-key")
def master_key() -> None:
    """The keys that seal the vault."""


@main.group()
def providers() -> None:
    """Provider files."""


@main.group()
def audit() -> None:
    """The record of who did what."""


main.add_command(staff)


@command(main, "serve")
@click.option("--host", help="Listen on this address instead of BOTHWAYS_HOST.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Listen on this port instead of BOTHWAYS_PORT.")
def serve(output: Output, host: str | None, port: int | None) -> None:
    """Serve the API and the pages; do the due work too unless BOTHWAYS_WORKER is false."""
    from bothways.cli.serving import serve_forever

    chosen = settings.load()
    asyncio.run(serve_forever(chosen, host or chosen.host, port or chosen.port))


@command(main, "worker")
def worker(output: Output) -> None:
    """Do the due work: renewals ahead of expiry, revocations, sweeps."""
    from bothways.cli.serving import work_forever

    asyncio.run(work_forever(settings.load()))


@command(main, "demo")
@click.option("--port", default=8700, show_default=True, help="Bothways.")
@click.option("--acme-port", default=8701, show_default=True, help="The product that embeds it.")
@click.option("--sandbox-port", default=8702, show_default=True, help="The provider to connect.")
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path(".demo"), show_default=True, help="Where it is kept."
)
def demo(output: Output, port: int, acme_port: int, sandbox_port: int, data: Path) -> None:
    """Start everything needed to try Bothways: server, worker, a provider, and a product that embeds it.

    Of the settings it takes BOTHWAYS_PROVIDERS_DIR, BOTHWAYS_SENTENCES_DIR and BOTHWAYS_KOLLA_WIDGET_URL; all others
    are its own.
    """
    from bothways.cli.demo import Ports, run_demo

    asyncio.run(run_demo(Ports(port, acme_port, sandbox_port), data, as_json=output.as_json))


@command(main, "sandbox")
@click.option("--port", default=8702, show_default=True)
@click.option("--lifetime", default=300, show_default=True, help="Seconds that access tokens live.")
def sandbox(output: Output, port: int, lifetime: int) -> None:
    """Start the sandbox provider alone."""
    from bothways.cli.serving import serve_sandbox

    def said(address: str) -> None:
        output.show({"url": address}, f"The sandbox provider is at {address}; its tokens live {lifetime} seconds.")

    asyncio.run(serve_sandbox(port, lifetime, said))


@command(main, "migrate")
def migrate(output: Output) -> None:
    """Bring the database to this version's schema. Safe to repeat; does nothing when there is nothing to do."""
    from bothways.migrations.run import upgrade

    ran = asyncio.run(upgrade(settings.load().database_url.reveal()))
    output.show({"revisions": ran}, [f"Ran {revision}." for revision in ran] or "The database is up to date.")


@command(main, "restored")
def restored(output: Output) -> None:
    """Run this once after a backup was put back, before anything is started on it.

    Refresh tokens in a backup may have been used up since; showing one to its provider looks like theft and would end
    the authorization. So connections serve what they hold for as long as it lives, and then ask for their customer.
    """

    async def work(bothways: "Bothways") -> None:
        count = await bothways.outbound.connections.doubt()
        output.show({"connections": count}, f"{count} connections will not use the refresh tokens of the backup.")

    with_bothways(work)


@command(main, "doctor")
def doctor(output: Output) -> None:
    """Check settings, database, keys, clock and public address, and say what to do."""
    from bothways.cli.doctor import examine

    findings = asyncio.run(examine())
    marks = {"ok": "ok  ", "warning": "warn", "failed": "FAIL"}
    lines = [
        f"{marks[finding.outcome]}  {finding.check}: {finding.message}"
        + (f"\n      -> {finding.next_step}" if finding.next_step else "")
        for finding in findings
    ]
    output.show([vars(finding) for finding in findings], lines)
    if any(finding.outcome == "failed" for finding in findings):
        sys.exit(1)


@command(main, "settings")
def show_settings(output: Output) -> None:
    """Show every setting with its present value; secrets are masked."""
    found = settings.describe(settings.load())
    rows = [{"variable": one.variable, "value": one.value, "default": one.default, "help": one.help} for one in found]
    width = max(len(one.variable) for one in found)
    output.show(rows, [f"{one.variable:{width}}  {one.value}" for one in found])


@command(environment, "create")
@click.option("--name", required=True)
@click.option("--mode", type=click.Choice([mode.value for mode in Mode]), default=Mode.TEST.value, show_default=True)
@click.option("--workspace", "workspace_id", help="Id of the workspace; without it the only one, or a new one.")
def environment_create(output: Output, name: str, mode: str, workspace_id: str | None) -> None:
    """Make an environment."""

    async def work(bothways: "Bothways") -> None:
        identity = bothways.identity
        known = await identity.read_environments.workspaces()
        chosen = workspace_id or (known[0].id if known else (await identity.create_workspace(name, actor=ACTOR)).id)
        made = await identity.create_environment(chosen, name, Mode(mode), actor=ACTOR)
        output.show({"id": made.id, "workspace_id": chosen, "mode": mode, "name": name}, f"Made {made.id} ({mode}).")

    with_bothways(work)


@command(environment, "list")
def environment_list(output: Output) -> None:
    """List the environments."""

    async def work(bothways: "Bothways") -> None:
        found = await bothways.identity.read_environments.list()
        rows = [{"id": one.id, "workspace_id": one.workspace_id, "mode": one.mode, "name": one.name} for one in found]
        output.show(
            rows, [f"{one.id}  {one.mode.value:5}{one.name}" for one in found] or "There is no environment yet."
        )

    with_bothways(work)


@command(master_key, "new")
@click.option("--id", "key_id", default="k1", show_default=True, help="A short name; each key needs its own.")
def master_key_new(output: Output, key_id: str) -> None:
    """Make a master key for BOTHWAYS_MASTER_KEYS. Nothing keeps it but you: without it every credential is lost."""
    made = new_master_key(key_id, SystemEntropy()).reveal()
    output.show({"master_key": made}, made)


@command(providers, "check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
def providers_check(output: Output, files: tuple[Path, ...]) -> None:
    """Check provider files: the named ones or folders, or else those that come with Bothways."""
    from bothways.outbound.providers.check import check as check_providers

    report = check_providers(files)
    output.show(report.json(), report.text())
    if not report.passed:
        sys.exit(1)


@command(api_key, "create")
@click.option("--environment", "environment_id", required=True, help="Id of the environment.")
@click.option("--name", required=True, help="What it is for, such as `billing backend`.")
@click.option("--scope", "scopes", multiple=True, help="Repeat for each; without any the key may do everything.")
def api_key_create(output: Output, environment_id: str, name: str, scopes: tuple[str, ...]) -> None:
    """Make an API key. Its token is shown now and never again."""

    async def work(bothways: "Bothways") -> None:
        made = await bothways.identity.create_api_key(environment_id, name, scopes or SCOPES, actor=ACTOR)
        token = made.token.reveal()
        row = {"id": made.key.id, "token": token, "scopes": list(made.key.scopes)}
        output.show(row, [token, "Put it somewhere safe: it cannot be shown again."])

    with_bothways(work)


@command(api_key, "list")
@click.option("--environment", "environment_id", required=True, help="Id of the environment.")
def api_key_list(output: Output, environment_id: str) -> None:
    """List the keys of an environment; never their tokens."""

    async def work(bothways: "Bothways") -> None:
        found = await bothways.identity.list_api_keys(environment_id)
        rows = [
            {
                "id": key.id,
                "name": key.name,
                "hint": key.hint,
                "scopes": list(key.scopes),
                "last_used_at": key.last_used_at,
                "revoked_at": key.revoked_at,
            }
            for key in found
        ]
        lines = [f"{key.id}  {key.hint}  {'revoked' if key.revoked_at else 'active ':7}  {key.name}" for key in found]
        output.show(rows, lines or "There is no key yet; `bothways api-key create` makes one.")

    with_bothways(work)


@command(api_key, "revoke")
@click.option("--environment", "environment_id", required=True, help="Id of the environment.")
@click.argument("key_id")
def api_key_revoke(output: Output, environment_id: str, key_id: str) -> None:
    """Make a key useless: within a second on every node."""

    async def work(bothways: "Bothways") -> None:
        key = await bothways.identity.revoke_api_key(environment_id, key_id, actor=ACTOR)
        output.show({"id": key.id, "revoked_at": key.revoked_at}, f"Revoked {key.id}.")

    with_bothways(work)


@command(audit, "verify")
@click.option("--environment", "environment_id", required=True, help="Id of the environment.")
def audit_verify(output: Output, environment_id: str) -> None:
    """Check that no audit entry was changed, removed, reordered or cut off."""

    async def work(bothways: "Bothways") -> None:
        bad = await bothways.audit.verify(environment_id)
        if bad is None:
            output.show({"whole": True}, "The audit trail is whole.")
            return
        output.fail("audit_broken", [f"Entry {bad.sequence}: {bad.reason}"], "Compare with a backup from before.")

    with_bothways(work)
