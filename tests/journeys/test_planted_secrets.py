"""A whole story with secrets that a search recognises, then the search: logs, errors, events, audit, metrics, disk.

Everything goes wrong in it that may, at debug level, with a provider that repeats what it hears.
"""

import contextlib
import io
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pyotp
import pytest
import structlog
from sqlalchemy import text

from bothways.core.identity.roles import Role
from bothways.core.staff.model import Authority, Caller
from bothways.core.vault.key_ring import new_master_key
from bothways.kit.errors import DomainError
from bothways.kit.log import configure
from bothways.kit.secret import Secret
from tests.journeys.echo import Mood, Plants, definition, echo_provider
from tests.journeys.story import Story
from tests.journeys.world import everything_in, send
from tests.support.clock import ManualClock
from tests.support.entropy import SeededEntropy
from tests.support.hub import Answer, running_hub

# Not a secret: what the search must find, or it finds nothing at all.
MARKER = "marker-customer-51"
LATER = 700


@pytest.fixture
async def story(database_url: str, clock: ManualClock) -> AsyncIterator[Story]:
    plants, log = Plants(), io.BytesIO()
    # Of its own: what other tests drew from the usual one stands in the log of the server that they share.
    entropy = SeededEntropy(51)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    master_keys = new_master_key("k1", entropy).reveal()
    plants.seen("master key", master_keys.partition(":")[2])
    configure(log, "debug", clock)
    metrics = {"BOTHWAYS_METRICS_TOKEN": plants.new("metrics token")}
    try:
        async with (
            echo_provider(plants) as provider,
            running_hub(database_url, clock, entropy, settings=metrics, master_keys=master_keys) as hub,
        ):
            plants.seen("API key", hub.token)
            yield Story(hub, provider, plants, clock, database_url, log)
    finally:
        structlog.reset_defaults()
        root.handlers[:], root.level = handlers, level


# ------------------------------------------------------------------------------------------------------ the story


async def integrate(story: Story, method: str, **more: str) -> str:
    body = {"provider": "echo", "method_id": method, "slug": f"echo-{method}", **more}
    answer = await story.call("POST", "/v1/integrations", body)
    assert answer.status == 201, answer.text
    return str(answer.data["id"])


async def walk_to_the_provider(story: Story, integration: str, number: int) -> tuple[str, str]:
    """From the API through the start link to the provider and back: the callback's path, and the browser's cookie."""
    body = {"integration": integration, "customer": MARKER}
    begun = await story.call("POST", "/v1/authorizations", body, secret=True)
    link = begun.data["url"].removeprefix(story.hub.base_url)
    story.plants.seen(f"start link {number}", link.rpartition("/")[2])
    left = await story.page("GET", link)
    cookie = left.headers["set-cookie"].partition(";")[0]
    story.plants.seen(f"browser {number}", cookie.partition("=")[2])
    async with story.hub.session.get(left.headers["location"], allow_redirects=False) as response:
        back = response.headers["location"].removeprefix(story.hub.base_url)
    return back, cookie


async def connect_by_oauth(story: Story, integration: str) -> str:
    """With every way of failing on the path, then once well, then the same answer again."""
    for number, mood in enumerate(Mood):
        back, cookie = await walk_to_the_provider(story, integration, number)
        if mood is Mood.WELL:
            # Another browser, rubbish beside it, and twice.
            await story.page("GET", back.replace("state=", "state=bw_test_st_"), cookie=cookie)
            await story.page("GET", f"{back}&error=server_error", cookie="")
            back, cookie = await walk_to_the_provider(story, integration, number + 100)
        story.provider.mood = mood
        answer = await story.page("GET", back, cookie=cookie)
        assert (answer.status < 400) is (mood is Mood.WELL), answer.text
        await story.page("GET", back, cookie=cookie)
        story.provider.mood = Mood.WELL
    listed = await story.call("GET", f"/v1/connections?customer={MARKER}&integration={integration}")
    assert len(listed.data["items"]) == 1
    return str(listed.data["items"][0]["id"])


async def connect_by_form(story: Story, integration: str, fields: dict[str, str], session: tuple[str, str]) -> str:
    """By the API and on the page: with every way of failing, then well."""
    session_id, cookie = session
    path = f"/connect/{session_id}/apps/{integration}"
    page = await story.page("GET", f"{path}?add=", cookie=cookie)
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert csrf, page.text
    body = {"integration": integration, "customer": MARKER, "fields": fields}
    typed = {f"fields.{name}": said for name, said in fields.items()} | {"csrf": csrf[1]}
    for mood in Mood:
        if mood is not Mood.WELL:
            story.provider.mood = mood
            refused = (await story.call("POST", "/v1/authorizations", body)).status >= 400
            # Whether a key works is told by the status alone where a provider's file expects no more.
            assert refused or mood is Mood.BABBLES
            await story.page("POST", f"{path}/connect", typed, cookie=cookie)
    story.provider.mood = Mood.WELL
    answer = await story.call("POST", "/v1/authorizations", body, idempotency_key=integration)
    assert answer.status == 201, answer.text
    replayed = await story.call("POST", "/v1/authorizations", body, idempotency_key=integration)
    assert replayed.data == answer.data
    return str(answer.data["connection_id"])


async def read_credentials(story: Story, connection: str) -> Answer:
    path = f"/v1/connections/{connection}/credentials"
    answer = await story.hub.call("GET", path)
    story._hear(path, answer, secret=answer.status == 200)
    return answer


async def refresh_in_every_way(story: Story, connections: list[str]) -> None:
    """Well, then through every failure: what is lost on the way is asked for again, and refused at the end."""
    story.clock.advance(LATER)
    for one in connections:
        assert (await read_credentials(story, one)).status == 200
    for mood in (Mood.FAILS, Mood.BABBLES, Mood.REFUSES_CLIENT, Mood.NESTS, Mood.DROPS, Mood.CUTS, Mood.REFUSES):
        story.clock.advance(LATER * 10)
        story.provider.mood = mood
        for one in connections:
            assert (await read_credentials(story, one)).status >= 400
            await story.call("POST", f"/v1/connections/{one}/refresh", {})
        await story.work()
    story.provider.mood = Mood.WELL


async def import_connections(story: Story, integration: str) -> str:
    """Tokens from elsewhere: unproven, proven, refused, and wrong in ways that invite to quote them."""
    plants = story.plants
    tokens = {"access_token": plants.new("imported at", "i/{}"), "refresh_token": plants.new("imported rt")}
    body = {"customer": MARKER, "integration": integration, "credentials": {**tokens, "expires_in": 60}}
    kept = await story.call("POST", "/v1/connections", body, idempotency_key="import-1")
    assert kept.status == 201, kept.text
    await story.call("POST", "/v1/connections", body, idempotency_key="import-1")
    await story.call("POST", "/v1/connections", body | {"label": "x"}, idempotency_key="import-1")
    wrong = [
        body | {"verify": True},
        body | {"credentials": tokens | {"expires_in": plants.new("in a number")}},
        body | {"credentials": tokens["access_token"]},
        body | {"credentials": {**tokens, "access_token": [plants.new("in a list")]}},
        body | {"credentials": {**tokens, "access_token": "\r\n" + plants.new("after a line break")}},
        body | {"credentials": {**tokens, "access_token": plants.new("long") * 2_000}},
        body | {"credentials": {**tokens, "scopes": [plants.new("in a scope", "{} x")]}},
        body | {"values": {"client_secret": plants.new("in values")}},
    ]
    for said in wrong:
        assert (await story.call("POST", "/v1/connections", said)).status >= 400
    return str(kept.data["id"])


async def send_secrets_where_none_belong(story: Story, connection: str) -> None:
    """In paths, queries, headers, broken bodies and wrong fields."""
    plants = story.plants
    await story.call("GET", f"/v1/customers?access_token={plants.new('in a query')}")
    await story.call("GET", f"/v1/connections?cursor={plants.new('in a cursor')}")
    await story.call("GET", f"/v1/{plants.new('in a path')}")
    await story.call("GET", f"/v1/connections/{plants.new('in an id')}")
    await story.page("GET", f"/connect/start/{plants.new('in a link')}")
    await story.page("GET", f"/connect/{plants.new('in a session id')}")
    await story.page("GET", f"/oauth/callback/{plants.new('in a callback')}?code=x&state={plants.new('in a state')}")
    await story.call("GET", "/v1/environment", token=plants.new("as a key"))
    await story.call("GET", "/v1/environment", token=f"bw_test_sk_{plants.new('as our key')}")
    for scheme in ("Basic", "Digest", "Token", ""):
        authorization = f"{scheme} {plants.new(f'as {scheme}')}".strip()
        await story.call("GET", "/v1/environment", token="", authorization=authorization)
    key = plants.new("idempotency key") + "ü"
    await story.call("POST", "/v1/customers", {"id": "x"}, idempotency_key=key)
    await story.call("GET", "/metrics", token=plants.new("wrong metrics token"))
    broken = {"in broken JSON": '{"client_secret": "%s"', "in a duplicate": '{"id": "%s", "id": "%s"}', "raw": "%s"}
    for name, shape in broken.items():
        said = shape.replace("%s", plants.new(name)).encode()
        headers = {"authorization": f"Bearer {story.hub.token}", "content_type": "application/json"}
        answer = await send(story.hub, "POST", "/v1/customers", said, **headers)
        story._hear(name, answer)
        assert answer.status >= 400
    wrong = {"client_secret": plants.new("secret in a patch", "\n{}")}
    await story.call("PATCH", "/v1/integrations/echo-oauth2", wrong)
    await story.call("PATCH", "/v1/integrations/echo-oauth2", {"client_secret": {"x": plants.new("in an object")}})
    await story.call("POST", f"/v1/connections/{connection}/refresh", {"rejected_version": plants.new("as a number")})


async def sign_staff_in(story: Story) -> None:
    staff, password = story.hub.bothways.staff, Secret(story.plants.new("password"))
    workspace = story.hub.environment.workspace_id
    await staff.create(workspace, "sam@acme.example", "Sam", password, actor="test")
    with contextlib.suppress(DomainError):
        wrong = Secret(story.plants.new("wrong password"))
        await staff.sign_in("sam@acme.example", wrong, address="127.0.0.1")
    signed = await staff.sign_in("sam@acme.example", password, address="127.0.0.1")
    story.plants.seen("staff session", signed.token.reveal())
    await let_somebody_join(story)


async def let_somebody_join(story: Story) -> None:
    """By a link, to a second factor and recovery codes."""
    staff, browser = story.hub.bothways.staff, Caller("127.0.0.1")
    workspace = story.hub.environment.workspace_id
    member, link = await staff.invite(workspace, "grace@acme.example", Role.VIEWER, Authority("test"))
    token = link.url.reveal().rpartition("/")[2]
    story.plants.seen("invitation", token)
    await story.hub.call("GET", f"/portal/invite/{token}", token="", accept="text/html")
    password = Secret(story.plants.new("chosen password"))
    await staff.accept(token, "Grace", password, browser)
    secret = (await staff.factors.begin_totp(member.id)).secret.reveal()
    story.plants.seen("one-time password secret", secret)
    code = pyotp.TOTP(secret).at(int(story.hub.bothways.edges.clock.now().timestamp()))
    for number, one in enumerate(await staff.factors.confirm_totp(member.id, code)):
        story.plants.seen(f"recovery code {number}", one.reveal())
    doorstep = await staff.sign_in("grace@acme.example", password, address="127.0.0.1")
    story.plants.seen("doorstep", doorstep.token.reveal())


async def open_session(story: Story) -> tuple[str, str]:
    """A connect session by an idempotent call, repeated; its id and its browser's cookie."""
    body = {"customer": {"id": MARKER}}
    opened = await story.call("POST", "/v1/connect-sessions", body, secret=True, idempotency_key="session-1")
    again = await story.call("POST", "/v1/connect-sessions", body, secret=True, idempotency_key="session-1")
    assert again.data == opened.data
    link = opened.data["url"].removeprefix(story.hub.base_url)
    story.plants.seen("session", opened.data["token"])
    story.plants.seen("session link", link.rpartition("/")[2])
    answer = await story.page("GET", link)
    cookie = answer.headers["set-cookie"].partition(";")[0]
    story.plants.seen("session cookie", cookie.partition("=")[2])
    await story.page("GET", link)
    return opened.data["id"], cookie


async def break_the_database(story: Story) -> None:
    """Statements fail with all that they were given: a fault of ours, with a traceback."""
    database = story.hub.bothways.edges.database
    for table in ("connections", "customers", "idempotent_requests", "authorizations"):
        async with database.begin() as tx:
            await tx.execute(text(f"ALTER TABLE {table} RENAME TO {table}_gone"))
    plants = story.plants
    tokens = {"access_token": plants.new("at of a crash"), "refresh_token": plants.new("rt of a crash")}
    body = {"customer": "crash", "integration": "echo-oauth2", "credentials": tokens}
    crashed = await story.call("POST", "/v1/connections", body, idempotency_key="crash")
    await story.call("POST", "/v1/connections", body)
    key = {"integration": "echo-key", "customer": "crash", "fields": {"key": plants.new("key of a crash")}}
    await story.call("POST", "/v1/authorizations", key)
    await story.page("GET", "/connect/start/bw_test_tk_" + "0" * 43)
    assert crashed.status == 500
    for table in ("connections", "customers", "idempotent_requests", "authorizations"):
        async with database.begin() as tx:
            await tx.execute(text(f"ALTER TABLE {table}_gone RENAME TO {table}"))


async def tell(story: Story) -> None:
    """The whole story."""
    plants, provider = story.plants, story.provider
    await story.call("POST", "/v1/providers", {"definition": definition(provider.base_url)})
    secret = plants.new("client secret", "s:{}%+ /=&é")
    oauth = await integrate(story, "oauth2", client_id="client-1", client_secret=secret)
    key = await integrate(story, "key")
    await integrate(story, "machine")
    for mood in Mood:
        provider.mood = mood
        await story.call("POST", f"/v1/integrations/{oauth}/test")
    provider.mood = Mood.WELL
    session = await open_session(story)
    connection = await connect_by_oauth(story, oauth)
    assert (await read_credentials(story, connection)).status == 200
    own = {"client_id": "customers-own", "client_secret": plants.new("customers client secret", "{}/+")}
    machines = await connect_by_form(story, "echo-machine", own, session)
    good = plants.new("good key", "k.{}~")
    provider.api_keys.add(good)
    await story.call("POST", "/v1/authorizations", {"integration": key, "customer": MARKER, "fields": {"key": "no"}})
    keys = await connect_by_form(story, "echo-key", {"key": good}, session)
    for one in (machines, keys):
        assert (await read_credentials(story, one)).status == 200
    imported = await import_connections(story, oauth)
    assert (await read_credentials(story, imported)).status == 200
    await send_secrets_where_none_belong(story, connection)
    await sign_staff_in(story)
    await refresh_in_every_way(story, [imported, connection, machines])
    await break_the_database(story)
    provider.mood = Mood.REFUSES
    for one in (connection, machines, keys):
        await story.call("DELETE", f"/v1/connections/{one}")
    await story.work()
    provider.mood = Mood.WELL


async def look_everywhere(story: Story) -> None:
    """What an operator can look up afterwards."""
    for path in ("/v1/events", "/v1/audit-entries", "/v1/connections", "/v1/integrations", "/v1/customers"):
        answer = await story.call("GET", f"{path}?limit=100")
        while answer.data["next_cursor"]:
            answer = await story.call("GET", f"{path}?limit=100&cursor={answer.data['next_cursor']}")
    listed = await story.call("GET", "/v1/connections?limit=100")
    for item in listed.data["items"]:
        await story.call("GET", f"/v1/connections/{item['id']}/history?limit=100")
    await story.call("GET", "/v1/catalog")
    await story.call("GET", "/openapi.json")
    page = await story.call("GET", "/metrics", token=story.hub.bothways.border.metrics_token.reveal())  # type: ignore[union-attr]
    assert page.status == 200


async def test_no_secret_is_anywhere_but_in_the_answers_that_hand_it_out(
    story: Story, capfd: pytest.CaptureFixture[str]
) -> None:
    log_began = await place_in_the_write_ahead_log(story)
    await tell(story)
    await look_everywhere(story)
    database = story.hub.bothways.edges.database
    dump = repr(await everything_in(database)).encode()
    files = await on_disk(story, log_began)
    printed = capfd.readouterr()
    places = {
        "log": story.log.getvalue() + story.hub.log.getvalue(),
        "rows": dump,
        "output": (printed.out + printed.err).encode(),
        **files,
        **{f"answer {number} to {what}": said for number, (what, said) in enumerate(story.told)},
    }
    assert {where: found for where, said in places.items() if (found := story.plants.found_in(said))} == {}
    # The search works: what is no secret was found, and secrets were handed out and were seen by the provider.
    assert all(MARKER.encode() in said for said in [dump, b"".join(files.values())])
    assert b"connection.refresh" in places["log"]
    assert b"error_text" in places["log"]
    handed = story.plants.found_in("".join(story.handed_out).encode())
    assert {"good key", "imported at", "session"} <= handed.keys()
    heard = b"".join(repr(one).encode() for one in story.provider.heard)
    assert {"client secret", "good key", "imported rt"} <= story.plants.found_in(heard).keys()


async def place_in_the_write_ahead_log(story: Story) -> tuple[str, int]:
    """The file that PostgreSQL writes to, and how far it is."""
    if story.database_url.startswith("sqlite"):
        return "", 0
    connection = await asyncpg.connect(story.database_url)
    try:
        return tuple(await connection.fetchrow("SELECT * FROM pg_walfile_name_offset(pg_current_wal_insert_lsn())"))
    finally:
        await connection.close()


async def on_disk(story: Story, log_began: tuple[str, int]) -> dict[str, bytes]:
    """Every byte that the database keeps: of SQLite, and of the server of our own for PostgreSQL.

    What went before in the write-ahead log is of other tests, and would take most of the time.
    """
    url = story.database_url
    if url.startswith("sqlite"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        return {file.name: file.read_bytes() for file in folder.iterdir()}
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("CHECKPOINT")
        number = await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()")
    finally:
        await connection.close()
    last, _ = await place_in_the_write_ahead_log(story)
    home = Path(parse_qs(urlsplit(url).query)["host"][0])
    tables = (home / "base" / str(number)).iterdir()
    files = {f"server/{file.name}": file.read_bytes() for file in (*tables, home / "log")}
    first, offset = log_began
    for file in (home / "pg_wal").glob("0*"):
        if first <= file.name <= last:
            files[f"pg_wal/{file.name}"] = file.read_bytes()[offset if file.name == first else 0 :]
    return files
