"""One described call to a provider's API, sent with the credentials attached."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bothways.kit.clock import Clock
from bothways.kit.crypto import Entropy
from bothways.kit.egress.client import Egress
from bothways.kit.egress.messages import Request, Response
from bothways.kit.secret import Secret
from bothways.oauth.foreign import Json, Unreadable, at, read_json
from bothways.oauth.oauth1 import Signer, TokenPair, new_stamp, sign
from bothways.oauth.token import TokenAnswer
from bothways.outbound.providers.attach import outgoing
from bothways.outbound.providers.calls import Call, Expectation
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.model import Method, Provider
from bothways.outbound.providers.oauth1 import signer_of
from bothways.outbound.providers.template import Names

ASK_SECONDS = 20.0


@dataclass(frozen=True)
class Bearer:
    """What calls are made with: connection values, and whichever credentials there are.

    `signer` signs the request where the method attaches by OAuth 1.
    """

    names: Names
    signer: Signer | None = None

    @classmethod
    def of(
        cls,
        provider: Provider,
        method: Method,
        values: Mapping[str, str],
        *,
        fields: Mapping[str, Secret[str]] | None = None,
        answer: TokenAnswer | None = None,
        pair: TokenPair | None = None,
        client: ClientCredentials | None = None,
    ) -> "Bearer":
        """Raises ValueUnfit when a signature needs a value that is missing."""
        names = Names.of(provider, values).with_credentials(fields or {})
        names = names if client is None else names.with_client(client)
        names = names if answer is None else names.with_token(answer)
        if pair is None:
            return cls(names)
        signer = None if client is None else signer_of(provider, method, client, values, pair)
        return cls(replace(names, token={**pair.extra, "access_token": pair.token}), signer)

    def knowing(self, **known: Any) -> "Bearer":
        """The same with more values or answers: `connection`, `verify`, `look_up`."""
        return replace(self, names=replace(self.names, **known))


@dataclass(frozen=True)
class Ask:
    """Send a call and return the answer, whatever its status. Raises EgressError and ValueUnfit."""

    egress: Egress
    clock: Clock
    entropy: Entropy

    async def __call__(self, provider: Provider, method: Method, call: Call, bearer: Bearer) -> Response:
        request = outgoing(provider, method, call, bearer.names)
        headers = dict(request.headers)
        if method.attach.oauth1 and bearer.signer is not None:
            stamp = new_stamp(int(self.clock.now().timestamp()), self.entropy)
            headers["Authorization"] = sign(bearer.signer, stamp, request.method, request.url)
        return await self.egress.send(
            Request(request.method, request.url, headers, request.body, deadline_seconds=ASK_SECONDS)
        )


def read_answer(response: Response) -> Json:
    """The JSON of an answer; None when there is none that can be read."""
    try:
        return read_json(response.body)
    except Unreadable:
        return None


def is_page(response: Response) -> bool:
    """Whether the answer is a page for people, which no API sends to say yes."""
    return response.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower().startswith((b"<!doctype html", b"<html"))


def meets(expected: Expectation | None, document: Json) -> bool:
    """Whether an answer holds what it must to count as a yes."""
    if expected is None:
        return True
    found = at(document, expected.path)
    return found is not None if expected.equals is None else found == expected.equals
