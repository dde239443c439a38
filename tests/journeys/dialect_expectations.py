"""Whom every route of every dialect lets in. One that is not written down here fails the matrix.

What each caller is then answered is tried beside the dialect, in its own words: `test_doors.py` there.
"""

from collections.abc import Mapping

from bothways.dialects.kolla.gate import KollaCaller, KollaVerbs, KollaWidget
from bothways.kit.web.route import Public

PUBLIC = Public("the reason is the route's own")

_CREDENTIALS = KollaCaller("credentials:read")
_OF_ACCOUNT = KollaVerbs((("credentials", _CREDENTIALS), ("disable", KollaCaller("connections:write", consumer=True))))
_OF_CONSUMER = KollaVerbs((("credentials", _CREDENTIALS), ("ping", KollaCaller("connections:read"))))
_ONE = "connectors/{connector}"
_ACCOUNT = f"{_ONE}/linkedaccounts/{{account}}"

# fmt: off
# Under each of Kolla's two prefixes.
_KOLLA: Mapping[str, object] = {
    "POST consumers:consumerToken":     KollaCaller("connect_sessions:write"),
    "GET connectors":                   KollaCaller("integrations:read"),
    "POST connectors":                  KollaCaller("integrations:write"),
    f"GET {_ONE}":                      KollaCaller("integrations:read"),
    f"PATCH {_ONE}":                    KollaCaller("integrations:write"),
    f"DELETE {_ONE}":                   KollaCaller("integrations:write"),
    f"GET {_ONE}/consumers/{{consumer}}": _OF_CONSUMER,
    f"GET {_ONE}/linkedaccounts":       KollaCaller("connections:read", consumer=True),
    f"POST {_ONE}/linkedaccounts":      KollaCaller("connect_sessions:write", consumer=True),
    f"GET {_ACCOUNT}":                  KollaCaller("connections:read", consumer=True),
    f"PATCH {_ACCOUNT}":                KollaCaller("connections:write"),
    f"POST {_ACCOUNT}":                 _OF_ACCOUNT,
    f"GET {_ACCOUNT}/logs":             KollaCaller("connections:read"),
    f"POST {_ACCOUNT}/logs":            KollaCaller("connections:write"),
    f"GET {_ONE}/links":                KollaCaller("connect_links:read"),
    f"POST {_ONE}/links":               KollaCaller("connect_links:write"),
    "POST connectors:loadLink":         PUBLIC,
    "GET connectortemplates/{template}": KollaCaller("providers:read"),
}
_BOTH = {
    f"{route.partition(' ')[0]} {base}/{route.partition(' ')[2]}": guard
    for base in ("/connect/v1", "/v1")
    for route, guard in _KOLLA.items()
}

# By the dialect's name in the settings.
DIALECTS: Mapping[str, Mapping[str, object]] = {
    "kolla": {
        **_BOTH,
        "GET /v1/apps":                 KollaCaller("catalog:read", consumer=True, anonymous=True),
        **{f"{method} /connect/v1/{{rest}}": PUBLIC for method in ("GET", "POST", "PUT", "PATCH", "DELETE")},
        "GET /":                        PUBLIC,
        "POST /kolla/widget:enter":     KollaWidget(),
    },
}
# fmt: on
