"""A request to a provider's API as it leaves: address, headers, body, credentials attached."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bothways.outbound.providers.calls import Attach, Call
from bothways.outbound.providers.model import Method, Provider
from bothways.outbound.providers.template import Names, fill, fill_address, fill_headers, fill_params


@dataclass(frozen=True)
class Attached:
    """Headers and query parameters that carry credentials. Neither is ever logged."""

    headers: Mapping[str, str]
    query: Mapping[str, str]


@dataclass(frozen=True)
class Outgoing:
    """A request, ready to be sent by the egress."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


def attach(how: Attach, names: Names) -> Attached:
    """The credentials in the places that the provider wants. OAuth 1 is signed by whoever sends."""
    headers = fill_headers(how.headers, names)
    if how.basic is not None:
        pair = f"{fill(how.basic.username, names)}:{fill(how.basic.password, names)}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    return Attached(headers, fill_params(how.query, names))


def outgoing(provider: Provider, method: Method, call: Call, names: Names) -> Outgoing:
    """The described call with the API's headers and the credentials. Raises ValueUnfit."""
    base = provider.base_url_of(method).rstrip("/")
    url = fill_address(base + call.url if call.url.startswith("/") else call.url, names)
    attached = attach(method.attach, names)
    body = b"" if call.body is None else json.dumps(call.body).encode()
    headers = {
        "Accept": "application/json",
        **({"Content-Type": "application/json"} if body else {}),
        **fill_headers(provider.api.headers, names),
        **attached.headers,
        # Last: a look-up may want the token in a form of its own.
        **fill_headers(call.headers, names),
    }
    return Outgoing(call.method, with_query(url, attached.query), headers, body)


def with_query(url: str, query: Mapping[str, str]) -> str:
    """The address with more query parameters, encoded."""
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"
