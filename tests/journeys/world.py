"""One installation with several tenants in it, each with one of everything, for tests that try the wrong door."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from yarl import URL

from bothways.core.bearer.model import Mode
from bothways.core.identity.roles import Role
from bothways.core.identity.scopes import SCOPES
from bothways.kit.db.database import Database
from bothways.kit.secret import Secret
from bothways.migrations.tables import all_tables
from bothways.sandbox.options import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET
from tests.support.hub import Answer, Hub
from tests.support.hubs import Walk

STAFF_EMAIL, STAFF_PASSWORD = "sam@acme.example", "a long enough password"

# Of the right shape, and never given out.
UNKNOWN: Mapping[str, str] = {
    "customer_id": "cust_0000000000000000000000000000",
    "key_id": "key_0000000000000000000000000000",
    "session_id": "cs_0000000000000000000000000000",
    "connection_id": "conn_0000000000000000000000000000",
    "authorization_id": "auth_0000000000000000000000000000",
    "integration": "intg_0000000000000000000000000000",
    "integration_id": "intg_0000000000000000000000000000",
    "environment_id": "env_0000000000000000000000000000",
    "owner_id": "tile_0000000000000000000000000000",
    "tile": "tile_0000000000000000000000000000",
    "slug": "nobodys-provider",
    "language": "nobodys-language",
    "rest": "connections",
    "item": "intg_0000000000000000000000000000",
    "link_id": "cl_0000000000000000000000000000",
    "token": "bw_test_cl_0000000000000000000000000000000000000000000",
    "ticket": "bw_test_tk_0000000000000000000000000000000000000000000",
    "name": "nothing.css",
    "workspace_id": "ws_0000000000000000000000000000",
    "staff_id": "staff_0000000000000000000000000000",
    "passkey_id": "pk_0000000000000000000000000000",
}
_NUMBERS = itertools.count(1)


# For what no database has a part in.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def send(hub: Hub, method: str, path: str, body: bytes | None = None, /, **headers: str) -> Answer:
    """A request with any bytes as its body and nothing in its headers that the caller did not name."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    async with hub.session.request(
        method,
        URL(hub.base_url + path, encoded=True),
        data=body,
        headers=named,
        allow_redirects=False,
        skip_auto_headers=("content-type",),
    ) as response:
        return Answer(response.status, response.headers, await response.text(errors="replace"))


async def send_form(hub: Hub, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
    """A form as a browser sends it."""
    kind = {"content_type": "application/x-www-form-urlencoded", "accept": "text/html"}
    return await send(hub, "POST", path, urlencode(fields).encode(), **{**kind, **headers})


@dataclass
class Tenant:
    """One environment with one of everything, reached with a key that may do all. `ids` are path parameters."""

    hub: Hub
    sandbox_url: str
    ids: dict[str, str] = field(default_factory=dict)
    customer: str = "shared-id"
    session: str = ""
    cookie: str = ""
    other_session: str = ""
    other_session_id: str = ""
    other_cookie: str = ""

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """As this environment's backend, and it must work."""
        answer = await self.hub.call(method, path, body, **more)
        assert answer.status < 400, f"{method} {path}: {answer.text}"
        return answer

    async def integrate(self, **changes: Any) -> str:
        """Another integration; returns its id."""
        body = {
            "provider": "sandbox",
            "slug": f"sandbox-{next(_NUMBERS)}",
            "client_id": DEMO_CLIENT_ID,
            "client_secret": DEMO_CLIENT_SECRET,
            "values": {"base_url": self.sandbox_url},
        }
        return str((await self.call("POST", "/v1/integrations", body | changes)).data["id"])

    async def adopt(self, customer: str, **tokens: Any) -> str:
        """A connection of this customer's with tokens that no provider knows; returns its id."""
        credentials = {"access_token": "adopted-at", "refresh_token": "adopted-rt", "expires_in": 3600, **tokens}
        body = {"customer": customer, "integration": self.ids["integration"], "credentials": credentials}
        return str((await self.call("POST", "/v1/connections", body)).data["id"])

    async def open_session(self, customer: str, **more: Any) -> tuple[str, str, str]:
        """A connect session's id and token, and the cookie of a browser that opened its link."""
        opened = (await self.call("POST", "/v1/connect-sessions", {"customer": {"id": customer}, **more})).data
        link = opened["url"].removeprefix(self.hub.base_url)
        answer = await send_form(self.hub, link, {})
        assert answer.status == 303, answer.text
        cookie = answer.headers["set-cookie"].partition(";")[0]
        return opened["id"], opened["token"], cookie.partition("=")[2]

    async def key(self, *scopes: str) -> str:
        """The token of another key."""
        made = await self.hub.bothways.identity.create_api_key(
            self.hub.environment.id, "another", scopes or SCOPES, actor="test"
        )
        return made.token.reveal()

    def path(self, template: str, **instead: str) -> str:
        """A route's path with this tenant's own ids in it."""
        return template.format(**{**UNKNOWN, **self.ids, **instead})


@dataclass(frozen=True)
class World:
    """`acme` is in test mode; `live` is its other environment; `other` belongs to another company."""

    acme: Tenant
    live: Tenant
    other: Tenant
    staff_cookie: str


async def build_world(walk: Walk) -> World:
    """Everything at once, in an installation that has one environment so far."""
    hub = walk.hub
    made = await hub.bothways.identity.create_environment(hub.environment.workspace_id, "Live", Mode.LIVE, actor="test")
    key = await hub.bothways.identity.create_api_key(made.id, "live", SCOPES, actor="test")
    live = replace(hub, environment=made, token=key.token.reveal())
    other = await hub.another_environment(hub.environment.mode)
    acme = await _furnish(hub, walk)
    acme.ids["staff_id"] = await _colleague(hub)
    return World(
        acme=acme,
        live=await _furnish(live, walk),
        other=await _furnish(other, walk),
        staff_cookie=await _sign_in(hub),
    )


async def _furnish(hub: Hub, walk: Walk) -> Tenant:
    tenant = Tenant(hub, walk.sandbox.base_url)
    definition = (await tenant.call("GET", "/v1/providers/sandbox")).data["definition"]
    number = next(_NUMBERS)
    slug = f"own-{number}"
    await tenant.call("POST", "/v1/providers", {"definition": definition | {"slug": slug, "name": "Own"}})
    tenant.ids |= {"slug": slug, "environment_id": hub.environment.id}
    tenant.ids["integration"] = tenant.ids["integration_id"] = tenant.ids["item"] = await tenant.integrate()
    tenant.ids["unused"] = await tenant.integrate()
    tenant.ids["connection_id"] = await tenant.adopt(tenant.customer)
    tenant.ids["session_id"], tenant.session, tenant.cookie = await tenant.open_session(tenant.customer)
    other = await tenant.open_session("somebody-else")
    tenant.other_session_id, tenant.other_session, tenant.other_cookie = other
    spare = {"name": "spare", "scopes": ["catalog:read"]}
    tenant.ids["key_id"] = (await tenant.call("POST", "/v1/api-keys", spare)).data["id"]
    begun = {"customer": tenant.customer, "integration": tenant.ids["integration"]}
    tenant.ids["authorization_id"] = (await tenant.call("POST", "/v1/authorizations", begun)).data["id"]
    card = {"slug": f"tile-{number}", "kind": "promotional", "name": "Ours", "link_url": "https://ours.example/"}
    tenant.ids["tile"] = (await tenant.call("POST", "/v1/tiles", card)).data["id"]
    link = {"customer": {"id": tenant.customer}}
    tenant.ids["link_id"] = (await tenant.call("POST", "/v1/connect-links", link)).data["id"]
    customers = (await tenant.call("GET", f"/v1/customers?external_id={tenant.customer}")).data["items"]
    tenant.ids["customer_id"] = customers[0]["id"]
    return tenant


async def _colleague(hub: Hub) -> str:
    workspace, password = hub.environment.workspace_id, Secret(STAFF_PASSWORD)
    email = "colleague@acme.example"
    made = await hub.bothways.staff.create(workspace, email, "Colleague", password, actor="test", role=Role.VIEWER)
    return made.id


async def _sign_in(hub: Hub) -> str:
    staff = hub.bothways.staff
    password = Secret(STAFF_PASSWORD)
    await staff.create(hub.environment.workspace_id, STAFF_EMAIL, "Sam", password, actor="test")
    signed = await staff.sign_in(STAFF_EMAIL, password, address="127.0.0.1")
    return signed.token.reveal()


async def everything_in(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in an order of no meaning, for comparing before and after."""
    async with database.read() as tx:
        return {
            table.name: sorted((tuple(row) for row in await tx.all(select(table))), key=repr)
            for table in all_tables().sorted_tables
        }


def told(answer: Answer) -> tuple[int, list[tuple[str, str]], str]:
    """All that a caller learns, apart from the name of the request."""
    request_id = answer.headers["x-request-id"]
    headers = sorted((name.lower(), text) for name, text in answer.headers.items() if name.lower() != "x-request-id")
    return answer.status, headers, answer.text.replace(request_id, "req")
