"""What every route shall answer whom. A route that is not written down here fails the matrix."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bothways.core.identity.callers import (
    ConnectBrowser,
    CustomerSession,
    Operator,
    OperatorOrCustomer,
    PortalScript,
    StaffMember,
)
from bothways.core.identity.roles import Role
from bothways.kit.web.route import Public
from tests.journeys.world import STAFF_PASSWORD, Tenant

PUBLIC = Public("the reason is the route's own")

Body = Callable[[Tenant], Any]


@dataclass(frozen=True)
class Expected:
    """`guard` says who may call, `status` what they get with `body` and `query`; `session_status` is for sessions.

    `instead` names other ids for the path. The matrix calls in the order of `turn`: what destroys comes last.
    """

    guard: object
    status: int = 200
    body: Body | None = None
    query: str = ""
    session_body: Body | None = None
    instead: Mapping[str, str] = field(default_factory=dict)
    turn: int = 0


def _provider(tenant: Tenant, slug: str) -> dict[str, object]:
    method = {
        "type": "api_key",
        "id": "key",
        "label": "Key",
        "fields": [{"name": "key", "label": "Key"}],
        "attach": {"headers": {"X-Key": "{credential.key}"}},
    }
    return {
        "definition": {
            "slug": slug,
            "name": "Own",
            "description": "An own provider.",
            "categories": ["other"],
            "api": {"base_url": "https://api.own.example"},
            "methods": [method],
            "source": {"independent": 0},
            "checked_at": "2026-11-20",
        }
    }


def _import(tenant: Tenant) -> dict[str, object]:
    credentials = {"access_token": "imported-at"}
    return {"customer": tenant.customer, "integration": tenant.ids["integration"], "credentials": credentials}


def _integration(tenant: Tenant) -> dict[str, object]:
    return {"provider": "sandbox-key", "slug": "another", "values": {"base_url": tenant.sandbox_url}}


def _tile(tenant: Tenant) -> dict[str, object]:
    return {"slug": "one-more", "kind": "custom", "name": "Own", "link_url": "https://own.example/"}


def _which(tenant: Tenant) -> str:
    return f"?customer={tenant.customer}&integration={tenant.ids['integration']}"


_ONE_CUSTOMER = "/v1/customers/{customer_id}"
_ONE_KEY = "/v1/api-keys/{key_id}"
_ONE_PROVIDER = "/v1/providers/{slug}"
_ONE_INTEGRATION = "/v1/integrations/{integration}"
_ONE_CONNECTION = "/v1/connections/{connection_id}"
_STARTING = OperatorOrCustomer("connect_sessions:write")
_CATALOG = OperatorOrCustomer("catalog:read")
_UNUSED = {"integration": "unused"}

_ONE_MEMBER = "/portal/api/staff/{staff_id}"
_ONE_PASSKEY = "/portal/api/passkeys/{passkey_id}"
_ANYBODY, _ADMIN, _OWNER = PortalScript(), PortalScript(Role.ADMIN), PortalScript(Role.OWNER)


def _nobodys_provider(_: Tenant) -> dict[str, object]:
    return {"issuer": "http://127.0.0.1:9", "client_id": "x", "domains": ["acme.example"]}


# fmt: off
API: Mapping[str, Expected] = {
    "GET /v1/environment":                  Expected(Operator("environment:read")),
    "PATCH /v1/environment":                Expected(Operator("environment:write"), body=lambda _: {"name": "Acme"}),
    "GET /v1/customers":                    Expected(Operator("customers:read")),
    "POST /v1/customers":                   Expected(Operator("customers:write"), body=lambda _: {"id": "new"}),
    f"GET {_ONE_CUSTOMER}":                 Expected(Operator("customers:read")),
    f"PATCH {_ONE_CUSTOMER}":               Expected(Operator("customers:write"), body=lambda _: {"name": "Jo"}),
    f"GET {_ONE_CUSTOMER}/deletion":        Expected(Operator("customers:read")),
    f"DELETE {_ONE_CUSTOMER}":              Expected(Operator("customers:write"), 204, turn=4),
    "GET /v1/api-keys":                     Expected(Operator("api_keys:read")),
    "POST /v1/api-keys":                    Expected(Operator("api_keys:write"), 201,
                                                     body=lambda _: {"name": "more", "scopes": ["api_keys:write"]}),
    f"GET {_ONE_KEY}":                      Expected(Operator("api_keys:read")),
    f"DELETE {_ONE_KEY}":                   Expected(Operator("api_keys:write"), turn=3),
    "GET /v1/connect-links":                Expected(Operator("connect_links:read")),
    "POST /v1/connect-links":               Expected(Operator("connect_links:write"), 201,
                                                     body=lambda tenant: {"customer": {"id": tenant.customer}}),
    "GET /v1/connect-links/{link_id}":      Expected(Operator("connect_links:read")),
    "DELETE /v1/connect-links/{link_id}":   Expected(Operator("connect_links:write"), 204, turn=3),
    "GET /v1/connect-sessions":             Expected(Operator("connect_sessions:read")),
    "GET /v1/connect-sessions/{session_id}": Expected(Operator("connect_sessions:read")),
    "POST /v1/connect-sessions":            Expected(Operator("connect_sessions:write"), 201,
                                                     body=lambda tenant: {"customer": {"id": tenant.customer}}),
    "DELETE /v1/connect-sessions/{session_id}": Expected(Operator("connect_sessions:write"), 204, turn=3),
    "GET /v1/events":                       Expected(Operator("events:read")),
    "GET /v1/audit-entries":                Expected(Operator("audit:read")),
    "GET /v1/providers":                    Expected(Operator("providers:read")),
    "POST /v1/providers":                   Expected(Operator("providers:write"), 201,
                                                     body=lambda tenant: _provider(tenant, "one-more")),
    f"GET {_ONE_PROVIDER}":                 Expected(Operator("providers:read")),
    f"PUT {_ONE_PROVIDER}":                 Expected(Operator("providers:write"),
                                                     body=lambda tenant: _provider(tenant, tenant.ids["slug"])),
    f"DELETE {_ONE_PROVIDER}":              Expected(Operator("providers:write"), 204, turn=1),
    "GET /v1/integrations":                 Expected(Operator("integrations:read")),
    "POST /v1/integrations":                Expected(Operator("integrations:write"), 201, body=_integration),
    f"GET {_ONE_INTEGRATION}":              Expected(Operator("integrations:read")),
    f"PATCH {_ONE_INTEGRATION}":            Expected(Operator("integrations:write"),
                                                     body=lambda _: {"display_name": "Changed"}),
    f"DELETE {_ONE_INTEGRATION}":           Expected(Operator("integrations:write"), 204, instead=_UNUSED, turn=1),
    f"POST {_ONE_INTEGRATION}/test":        Expected(Operator("integrations:write")),
    "GET /v1/statistics":                   Expected(Operator("connections:read")),
    "GET /v1/tiles":                        Expected(Operator("tiles:read")),
    "POST /v1/tiles":                       Expected(Operator("tiles:write"), 201, body=_tile),
    "GET /v1/tiles/{tile}":                 Expected(Operator("tiles:read")),
    "PATCH /v1/tiles/{tile}":               Expected(Operator("tiles:write"), body=lambda _: {"name": "Changed"}),
    "DELETE /v1/tiles/{tile}":              Expected(Operator("tiles:write"), 204, turn=1),
    "GET /v1/connections":                  Expected(OperatorOrCustomer("connections:read")),
    "POST /v1/connections":                 Expected(Operator("connections:write"), 201, body=_import, turn=1),
    f"GET {_ONE_CONNECTION}":               Expected(OperatorOrCustomer("connections:read")),
    f"PATCH {_ONE_CONNECTION}":             Expected(Operator("connections:write"), body=lambda _: {"label": "Mine"}),
    f"DELETE {_ONE_CONNECTION}":            Expected(OperatorOrCustomer("connections:write"), turn=2),
    f"GET {_ONE_CONNECTION}/history":       Expected(OperatorOrCustomer("connections:read")),
    f"GET {_ONE_CONNECTION}/logs":          Expected(Operator("connections:read")),
    f"POST {_ONE_CONNECTION}/logs":         Expected(Operator("connections:write"), 201,
                                                     body=lambda _: {"level": "info", "action": "sync"}),
    f"GET {_ONE_CONNECTION}/credentials":   Expected(Operator("credentials:read")),
    # The sandbox never gave these tokens out, so that renewing them asks for the customer: a 409, not a 403.
    f"POST {_ONE_CONNECTION}/refresh":      Expected(Operator("connections:write"), 409, turn=1),
    "GET /v1/credentials":                  Expected(Operator("credentials:read"), query="which"),
    "POST /v1/authorizations":              Expected(_STARTING, 201,
        body=lambda tenant: {"customer": tenant.customer, "integration": tenant.ids["integration"]},
        session_body=lambda tenant: {"integration": tenant.ids["integration"]}),
    "GET /v1/authorizations":               Expected(Operator("connect_sessions:write")),
    "GET /v1/authorizations/{authorization_id}": Expected(_STARTING),
    "DELETE /v1/authorizations/{authorization_id}": Expected(_STARTING, turn=2),
    "GET /v1/catalog":                      Expected(_CATALOG),
    "GET /v1/catalog/{integration}":        Expected(_CATALOG),
    "GET /v1/session":                      Expected(CustomerSession()),
    "DELETE /v1/session":                   Expected(CustomerSession(), 204, turn=5),
    "POST /v1/session/tickets":             Expected(CustomerSession(), 201),
    "GET /v1/environment/marketplace":      Expected(Operator("environment:read")),
    "GET /v1/marketplace":                  Expected(CustomerSession()),
    "GET /v1/marketplace/{item}":           Expected(CustomerSession()),
}

# Reached by everybody; here with ids and names that nobody gave out.
OPEN: Mapping[str, Expected] = {
    "GET /healthz":                         Expected(PUBLIC),
    "GET /readyz":                          Expected(PUBLIC),
    "GET /metrics":                         Expected(PUBLIC),
    "GET /openapi.json":                    Expected(PUBLIC),
    "GET /reference":                       Expected(PUBLIC),
    "GET /assets/{name}":                   Expected(PUBLIC, 404),
    "GET /logos/{owner_id}":                Expected(PUBLIC, 404),
    "GET /sdk/v1/bothways.js":              Expected(PUBLIC, 404),
    "GET /sdk/v1/element.js":               Expected(PUBLIC, 404),
    "GET /connect/look/{environment_id}/theme.css": Expected(PUBLIC, 404),
    "GET /connect/look/{environment_id}/logo": Expected(PUBLIC, 404),
    "GET /connect/open/{ticket}":           Expected(PUBLIC, 404),
    "POST /connect/open/{ticket}":          Expected(PUBLIC, 404),
    "GET /connect/link/{token}":            Expected(PUBLIC, 404),
    "POST /connect/link/{token}":           Expected(PUBLIC, 404),
    "GET /connect/start/{ticket}":          Expected(PUBLIC, 404),
    "POST /connect/start/{ticket}":         Expected(PUBLIC, 404),
    "GET /oauth/callback/{integration_id}": Expected(PUBLIC, 400),
    "GET /portal/sign-in":                  Expected(PUBLIC),
    "POST /portal/sign-in":                 Expected(PUBLIC, 403),
    "POST /portal/sign-in/passkey":         Expected(PUBLIC, 403),
    "POST /portal/sign-in/passkey/options": Expected(PUBLIC, 403),
    "GET /portal/sign-in/second":           Expected(PUBLIC, 303),
    "POST /portal/sign-in/second":          Expected(PUBLIC, 303),
    "POST /portal/sign-in/second/options":  Expected(PUBLIC, 403),
    "GET /portal/invite/{token}":           Expected(PUBLIC, 404),
    "POST /portal/invite/{token}":          Expected(PUBLIC, 404),
    "GET /portal/reset/{token}":            Expected(PUBLIC, 404),
    "POST /portal/reset/{token}":           Expected(PUBLIC, 404),
    "GET /portal/sso":                      Expected(PUBLIC),
    "POST /portal/sso":                     Expected(PUBLIC, 403),
    "GET /portal/sso/callback/{workspace_id}": Expected(PUBLIC, 403),
    "POST /v1/session/redeem":              Expected(PUBLIC, 400),
    "GET /embed/{environment_id}":          Expected(PUBLIC, 404),
    "GET /embed/{environment_id}/preview":  Expected(PUBLIC, 404),
    "GET /embed/sentences/{language}":      Expected(PUBLIC, 404),
}

_PAGE = "/connect/{session_id}"
_APP = f"{_PAGE}/apps/{{integration}}"
_END = f"{_PAGE}/connections/{{connection_id}}/disconnect"

# Reached with the cookie of the browser that opened the session's link; bodies are forms.
PAGES: Mapping[str, Expected] = {
    f"GET {_PAGE}":                         Expected(ConnectBrowser()),
    f"GET {_PAGE}/state":                   Expected(ConnectBrowser()),
    f"GET {_APP}":                          Expected(ConnectBrowser()),
    f"GET {_APP}/connect":                  Expected(ConnectBrowser(), 303),
    f"POST {_APP}/connect":                 Expected(ConnectBrowser()),
    f"GET {_END}":                          Expected(ConnectBrowser()),
    f"POST {_END}":                         Expected(ConnectBrowser(), 303, turn=1),
}

# Reached with the cookie of somebody of the staff who signed in.
DESK: Mapping[str, Expected] = {
    "GET /portal":                          Expected(StaffMember()),
    "GET /portal/api/me":                   Expected(StaffMember()),
    "GET /portal/{rest}":                   Expected(StaffMember()),
    "POST /portal/sign-out":                Expected(StaffMember(), 303, turn=1),
}

# Called by the portal's script, which brings the cookie and the CSRF token; each with the least role that may.
PORTAL: Mapping[str, Expected] = {
    "POST /portal/api/environments":        Expected(_ADMIN, 201, body=lambda _: {"name": "More"}),
    "POST /portal/api/confirm":             Expected(_ANYBODY, 204, body=lambda _: {"password": STAFF_PASSWORD}),
    "PUT /portal/api/password":             Expected(_ANYBODY, turn=2,
        body=lambda _: {"current": STAFF_PASSWORD, "new": "another long password"}),
    "POST /portal/api/totp":                Expected(_ANYBODY),
    "POST /portal/api/totp/confirm":        Expected(_ANYBODY, 403, body=lambda _: {"code": "no code"}),
    "DELETE /portal/api/totp":              Expected(_ANYBODY, 404),
    "POST /portal/api/recovery-codes":      Expected(_ANYBODY, 404),
    "GET /portal/api/passkeys":             Expected(_ANYBODY),
    # Loopback is a number, for which no browser makes passkeys.
    "POST /portal/api/passkeys/begin":      Expected(_ANYBODY, 409),
    "POST /portal/api/passkeys":            Expected(_ANYBODY, 409, body=lambda _: {"name": "Key", "credential": {}}),
    f"PATCH {_ONE_PASSKEY}":                Expected(_ANYBODY, 404, body=lambda _: {"name": "Key"}),
    f"DELETE {_ONE_PASSKEY}":               Expected(_ANYBODY, 404),
    "GET /portal/api/sessions":             Expected(_ANYBODY),
    "DELETE /portal/api/sessions":          Expected(_ANYBODY, 204, turn=1),
    "DELETE /portal/api/sessions/{session_id}": Expected(_ANYBODY, 404),
    "GET /portal/api/staff":                Expected(_ANYBODY),
    "POST /portal/api/staff":               Expected(_ADMIN, 201, body=lambda _: {"email": "new@acme.example"}),
    f"PATCH {_ONE_MEMBER}":                 Expected(_ADMIN, body=lambda _: {"role": "developer"}),
    f"POST {_ONE_MEMBER}/link":             Expected(_ADMIN, 201),
    f"DELETE {_ONE_MEMBER}/second-factor":  Expected(_ADMIN, 204),
    f"DELETE {_ONE_MEMBER}":                Expected(_ADMIN, 204, turn=1),
    "GET /portal/api/audit-entries":        Expected(_ADMIN),
    "GET /portal/api/policy":               Expected(_ANYBODY),
    "PATCH /portal/api/policy":             Expected(_OWNER, body=lambda _: {"second_factor_required": False}),
    "GET /portal/api/sso":                  Expected(_OWNER),
    "PUT /portal/api/sso":                  Expected(_OWNER, 422, body=_nobodys_provider),
    "DELETE /portal/api/sso":               Expected(_OWNER, 404),
}
# fmt: on

# Served to the portal, and no part of what is promised to programs.
UNDOCUMENTED = frozenset({"GET /v1/environment/marketplace"})

ALL: Mapping[str, Expected] = {**API, **OPEN, **PAGES, **DESK, **PORTAL}


def in_turn(table: Mapping[str, Expected]) -> list[tuple[str, str, Expected]]:
    """Method, template and expectation; what destroys comes last."""
    rows = sorted(table.items(), key=lambda row: row[1].turn)
    return [(route.partition(" ")[0], route.partition(" ")[2], expected) for route, expected in rows]


def query_of(tenant: Tenant, expected: Expected) -> str:
    """The query that makes the call a good one."""
    return _which(tenant) if expected.query == "which" else ""


def takes_keys(expected: Expected) -> bool:
    """Whether an API key is let in; its guard has a `scope` then."""
    return isinstance(expected.guard, Operator | OperatorOrCustomer)


def takes_sessions(expected: Expected) -> bool:
    """Whether a connect session is let in."""
    return isinstance(expected.guard, CustomerSession | OperatorOrCustomer)


def bearer_of(tenant: Tenant, expected: Expected) -> str:
    """Who makes the good call: the key, or a session where no key is let in."""
    return tenant.hub.token if takes_keys(expected) else tenant.session


def is_same_guard(wanted: object, found: object) -> bool:
    """Whether a route lets in whom the table says; the reason of a public one is its own affair."""
    if isinstance(wanted, Public):
        return isinstance(found, Public)
    return wanted == found


GUARDS = (Operator, OperatorOrCustomer, CustomerSession, ConnectBrowser, StaffMember, PortalScript, Public)
