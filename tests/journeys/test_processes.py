"""The commands as real processes: what they print, how they refuse, and how servers end."""

import asyncio
import json
import signal
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from bothways.kit.db.database import Database
from bothways.migrations.run import upgrade
from tests.journeys.echo import definition
from tests.journeys.processes import Running, make_environment, new_key, run, started
from tests.journeys.world import everything_in
from tests.support.ill_answers import Gate, gated
from tests.support.ill_provider import IllProvider, ill_provider

bare_sqlite = pytest.mark.parametrize("bare_database_url", ["sqlite"], indirect=True)

# ------------------------------------------------------------------------------------------------- one-shot commands


@bare_sqlite
async def test_commands_set_an_installation_up_and_print_one_document_each(bare_database_url: str) -> None:
    key = (await run("master-key", "new", "--json")).data["master_key"]
    here = {"database_url": bare_database_url, "master_keys": key}
    early = await run("environment", "create", "--name", "Acme", "--json", **here)
    assert (early.status, early.out, json.loads(early.err)["error"]) == (1, "", "database_older")
    assert (await run("migrate", "--json", **here)).data["revisions"][0] == "0001"
    assert (await run("migrate", "--json", **here)).data == {"revisions": []}
    environment = (await run("environment", "create", "--name", "Acme", "--mode", "live", "--json", **here)).data
    chosen = ("--environment", environment["id"], "--json")
    made = (await run("api-key", "create", "--name", "billing", "--scope", "events:read", *chosen, **here)).data
    assert made["token"].startswith("bw_live_sk_")
    (listed,) = (await run("api-key", "list", *chosen, **here)).data
    assert (listed["id"], listed["name"], listed["revoked_at"]) == (made["id"], "billing", None)
    assert made["token"] not in json.dumps(listed)
    revoked = (await run("api-key", "revoke", made["id"], *chosen, **here)).data
    assert revoked["revoked_at"]
    unknown = await run("api-key", "revoke", "key_unknown", *chosen, **here)
    assert (unknown.status, json.loads(unknown.err)["error"]) == (1, "api_key_not_found")
    assert (await run("audit", "verify", *chosen, **here)).data == {"whole": True}


async def test_providers_are_checked(tmp_path: Path) -> None:
    good = await run("providers", "check", "--json")
    assert (good.status, good.data["passed"], good.data["checked"] >= 40) == (0, True, True)
    file = tmp_path / "wrong.json"
    file.write_text('{"slug": "wrong", "name": 7}')
    bad = await run("providers", "check", str(file), "--json")
    assert (bad.status, bad.data["passed"]) == (1, False)
    wrong = {problem["path"]: problem["reason"] for problem in bad.data["problems"]}
    assert wrong["name"] == "it has the wrong type"
    assert wrong["methods"] == "it is missing"


async def test_the_doctor_finds_what_is_wrong_and_says_what_to_do(bare_database_url: str) -> None:
    key = new_key()
    await upgrade(bare_database_url)
    await make_environment(bare_database_url, key)
    well = await run("doctor", "--json", database_url=bare_database_url, master_keys=key)
    outcomes = {finding["check"]: finding["outcome"] for finding in well.data}
    assert {outcomes[name] for name in ("settings", "master keys", "database", "schema", "vault", "clock")} == {"ok"}
    assert outcomes["public address"] == "ok"
    ill = await run(
        "doctor",
        "--json",
        database_url=bare_database_url,
        master_keys=new_key(),
        public_url="http://connect.acme.example",
    )
    failed = {finding["check"]: finding for finding in ill.data if finding["outcome"] == "failed"}
    assert ill.status == 1
    assert {"public address"} < failed.keys()
    assert all(finding["next_step"] for finding in failed.values())
    assert any("BOTHWAYS_MASTER_KEYS" in finding["next_step"] for finding in failed.values())


@bare_sqlite
async def test_the_doctor_asks_for_proxies_by_name_and_for_a_place_to_remember(
    bare_database_url: str, tmp_path: Path
) -> None:
    await upgrade(bare_database_url)
    here = {"database_url": bare_database_url, "master_keys": new_key(), "public_url": "https://127.0.0.1:9"}
    (tmp_path / "file").touch()
    poor = await run("doctor", "--json", **here, state_dir=str(tmp_path / "file"))
    warned = {finding["check"]: finding["next_step"] for finding in poor.data if finding["outcome"] == "warning"}
    assert "BOTHWAYS_TRUSTED_PROXIES" in warned["proxies"]
    assert "BOTHWAYS_STATE_DIR" in warned["memory"]
    well = await run("doctor", "--json", **here, state_dir=str(tmp_path / "state"), trusted_proxies="10.0.0.0/8")
    told = {finding["check"]: finding["outcome"] for finding in well.data}
    assert (told["memory"], "proxies" in told) == ("ok", False)


@bare_sqlite
async def test_a_database_that_cannot_be_opened_hides_nothing_else_from_the_doctor(
    bare_database_url: str, tmp_path: Path
) -> None:
    examined = await run("doctor", "--json", database_url=f"sqlite:///{tmp_path}", master_keys=new_key())
    found = {finding["check"]: finding for finding in examined.data}
    assert "its address is a folder's" in found["database"]["message"]
    assert found["master keys"]["outcome"] == found["public address"]["outcome"] == "ok"


@bare_sqlite
async def test_a_warning_does_not_spoil_what_a_command_prints(bare_database_url: str, tmp_path: Path) -> None:
    await upgrade(bare_database_url)
    (tmp_path / "file").touch()
    here = {"database_url": bare_database_url, "master_keys": new_key(), "state_dir": str(tmp_path / "file")}
    listed = await run("environment", "list", "--json", **here)
    assert (listed.data, "notebook_unusable" in listed.err) == ([], True)


@bare_sqlite
async def test_files_of_the_operators_that_cannot_be_used_are_named(bare_database_url: str, tmp_path: Path) -> None:
    await upgrade(bare_database_url)
    (tmp_path / "de.json").write_text('{"conect": "Los"}')
    here = {"database_url": bare_database_url, "master_keys": new_key(), "sentences_dir": str(tmp_path)}
    refused = await run("serve", "--json", **here, providers_dir=str(tmp_path))
    told = json.loads(refused.err)
    assert (refused.status, told["error"]) == (1, "settings_wrong")
    assert all(problem.startswith(f"BOTHWAYS_PROVIDERS_DIR: {tmp_path / 'de.json'}: ") for problem in told["problems"])
    examined = await run("doctor", "--json", **here, providers_dir=str(tmp_path / "nowhere"))
    failed = {finding["check"]: finding["message"] for finding in examined.data if finding["outcome"] == "failed"}
    assert "nowhere is no folder" in failed["own providers"]
    assert "de.json: conect: nothing says this" in failed["own sentences"]


async def test_a_setting_that_nobody_knows_is_named() -> None:
    result = await run("serve", "--json", databse_url="sqlite:///x.db", port="99999")
    told = json.loads(result.err)
    assert (result.status, result.out, told["error"]) == (1, "", "settings_wrong")
    assert any("BOTHWAYS_DATABSE_URL" in problem for problem in told["problems"])
    assert any("BOTHWAYS_PORT" in problem for problem in told["problems"])


# ------------------------------------------------------------------------------------------- master keys (row 46)


async def test_serve_refuses_wrong_short_and_missing_master_keys_and_writes_nothing(bare_database_url: str) -> None:
    key = new_key()
    await upgrade(bare_database_url)
    await make_environment(bare_database_url, key)
    short = f"k1:{'QUJD' * 4}"
    rings = {
        "missing": {},
        "short": {"master_keys": short},
        "wrong": {"master_keys": new_key()},
        "another": {"master_keys": new_key("k2")},
    }
    before = await look(bare_database_url)
    results = [await run("serve", "--json", database_url=bare_database_url, **ring) for ring in rings.values()]
    for name, result in zip(rings, results, strict=True):
        assert (name, result.status, result.out) == (name, 1, "")
        told = json.loads(result.err)
        assert len(told["problems"]) == 1
        assert "BOTHWAYS_MASTER_KEYS" in told["next_step"]
        assert "Traceback" not in result.err
        assert short[3:] not in result.err
    assert await look(bare_database_url) == before


@bare_sqlite
async def test_without_a_master_key_no_database_is_even_made(bare_database_url: str) -> None:
    folder = Path(bare_database_url.removeprefix("sqlite:///")).parent
    before = list(folder.iterdir())
    result = await run("serve", database_url=f"sqlite:///{folder}/other.db")
    assert (result.status, result.err.splitlines()[0]) == (1, "There is no master key.")
    assert list(folder.iterdir()) == before


async def look(url: str) -> Any:
    """Every row, as somebody else sees them."""
    database = await Database.open(url)
    try:
        return await everything_in(database)
    finally:
        await database.close()


# ------------------------------------------------------------------------------------------------- servers and workers


async def connect(running: Running, token: str, provider: IllProvider) -> str:
    """A connection whose token is due to be renewed."""
    await running.call("POST", "/v1/providers", token, {"definition": definition(provider.base_url)})
    client = {"client_id": provider.client_id, "client_secret": provider.client_secret}
    await running.call("POST", "/v1/integrations", token, {"provider": "echo", "method_id": "oauth2", **client})
    pair = provider.new_pair()
    tokens = {"access_token": pair.access_token, "refresh_token": pair.refresh_token}
    credentials = {**tokens, "expires_at": "2020-01-01T00:00:00Z"}
    body = {"customer": "cus-1", "integration": "echo", "credentials": credentials}
    status, made = await running.call("POST", "/v1/connections", token, body)
    assert status == 201, made
    return str(made["id"])


async def test_a_server_that_is_told_to_stop_finishes_what_it_has_begun(bare_database_url: str, tmp_path: Path) -> None:
    here = {"database_url": bare_database_url, "master_keys": new_key(), "worker": "false"}
    await upgrade(bare_database_url)
    _, token = await make_environment(bare_database_url, here["master_keys"])
    log, gate = tmp_path / "log", Gate()
    async with ill_provider() as provider:
        async with started("serve", log, **here) as running:
            connection = await connect(running, token, provider)
            provider.script(gated(gate))
            path = f"/v1/connections/{connection}"
            renewing = asyncio.create_task(running.call("POST", f"{path}/refresh", token))
            async with asyncio.timeout(20):
                await gate.reached()
            running.process.send_signal(signal.SIGTERM)
            await refuses(running)
            assert running.process.returncode is None
            gate.release()
            status, renewed = await renewing
            assert (status, renewed["version"]) == (200, 2)
            assert await running.stopped() == 0
        async with started("serve", log, **here) as running:
            # What was renewed on the way out was kept.
            status, credentials = await running.call("GET", f"{path}/credentials", token)
            assert (status, provider.agrees(credentials["access_token"])) == (200, True)
            assert len(provider.refreshes) == 1
            running.process.send_signal(signal.SIGINT)
            assert await running.stopped() == 0
    assert "Traceback" not in log.read_text()


@bare_sqlite
async def test_a_server_in_a_hurry_ends_without_a_fuss(bare_database_url: str, tmp_path: Path) -> None:
    here = {"database_url": bare_database_url, "master_keys": new_key()}
    await upgrade(bare_database_url)
    log = tmp_path / "log"
    async with started("serve", log, **here) as running:
        address = urlsplit(running.base_url)
        told = [json.loads(line) for line in log.read_text().splitlines()]
        assert [line["address"] for line in told if line.get("event") == "serving"] == [running.base_url]
        # A body that never comes: the first signal would wait for it.
        _, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(b"POST /portal/sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf")
        await refuses_after(running, signal.SIGTERM)
        running.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(5):
            assert await running.stopped() == 0
        writer.close()
    assert "Traceback" not in log.read_text()


async def test_settings_are_shown_masked() -> None:
    key = new_key()
    url = "postgresql://bothways:planted-4711@db.example/bothways"
    here = {"master_keys": key, "database_url": url, "metrics_token": "planted-4711", "port": "9000"}
    for options in ((), ("--json",)):
        shown = await run("settings", *options, **here)
        assert shown.status == 0
        assert "planted-4711" not in shown.out
        assert key not in shown.out
        assert "9000" in shown.out
    values = {row["variable"]: row["value"] for row in shown.data}
    assert values["BOTHWAYS_MASTER_KEYS"] == "********"
    assert values["BOTHWAYS_DATABASE_URL"] == "postgresql://bothways:********@db.example/bothways"


@bare_sqlite
async def test_a_port_that_is_taken_is_told_before_anything_else(bare_database_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        here = {"database_url": bare_database_url, "master_keys": new_key(), "port": port}
        for command in (("serve",), ("sandbox", "--port", port)):
            done = await run(*command, "--json", **(here if command == ("serve",) else {}))
            told = json.loads(done.err)
            assert (done.status, told["error"]) == (1, "port_taken")
            assert port in told["problems"][0]


async def refuses_after(running: Running, number: signal.Signals) -> None:
    """Send the signal, and wait until nobody new is served."""
    running.process.send_signal(number)
    await refuses(running)


async def refuses(running: Running) -> None:
    """Wait until nobody new is served."""
    async with asyncio.timeout(20), aiohttp.ClientSession() as another:
        while True:
            try:
                async with another.get(f"{running.base_url}/healthz"):
                    await asyncio.sleep(0.02)
            except aiohttp.ClientError:
                return


async def test_what_was_answered_before_a_kill_is_there_after_the_next_start(
    bare_database_url: str, tmp_path: Path
) -> None:
    here = {"database_url": bare_database_url, "master_keys": new_key()}
    await upgrade(bare_database_url)
    _, token = await make_environment(bare_database_url, here["master_keys"])
    kept: list[str] = []
    enough = asyncio.Event()

    async def write(running: Running, lane: int) -> None:
        for number in range(1_000):
            status, made = await running.call("POST", "/v1/customers", token, {"id": f"cus-{lane}-{number}"})
            assert status == 200
            kept.append(made["id"])
            if len(kept) >= 40:
                enough.set()

    async with started("serve", tmp_path / "log", **here) as running:
        lanes = [asyncio.create_task(write(running, lane)) for lane in range(4)]
        async with asyncio.timeout(60):
            await enough.wait()
        running.process.kill()
        assert await running.stopped() == -signal.SIGKILL
        ended = await asyncio.gather(*lanes, return_exceptions=True)
        assert all(isinstance(error, aiohttp.ClientError) for error in ended)
    async with started("serve", tmp_path / "log", **here) as running:
        for customer in kept:
            status, _ = await running.call("GET", f"/v1/customers/{customer}", token)
            assert status == 200


@bare_sqlite
async def test_a_worker_does_what_is_due_and_finishes_it_when_told_to_stop(
    bare_database_url: str, tmp_path: Path
) -> None:
    here = {"database_url": bare_database_url, "master_keys": new_key(), "worker": "false"}
    await upgrade(bare_database_url)
    _, token = await make_environment(bare_database_url, here["master_keys"])
    gate = Gate()
    async with ill_provider() as provider, started("serve", tmp_path / "log", **here) as running:
        connection = await connect(running, token, provider)
        provider.script(gated(gate))
        async with started("worker", tmp_path / "worker-log", **here) as worker:
            async with asyncio.timeout(60):
                await gate.reached()
            worker.process.send_signal(signal.SIGTERM)
            gate.release()
            assert await worker.stopped() == 0
        status, credentials = await running.call("GET", f"/v1/connections/{connection}/credentials", token)
        assert (status, provider.agrees(credentials["access_token"])) == (200, True)
        assert len(provider.refreshes) == 1
