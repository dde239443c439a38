"""What a provider says about itself, and the keys that it signs with: fetched, checked, remembered for a while."""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.core.sso.errors import SSOUnavailable
from bothways.kit.clock import Clock
from bothways.kit.egress.client import Egress
from bothways.kit.egress.errors import EgressError
from bothways.kit.egress.messages import Request, Response
from bothways.oauth.foreign import Document, Unreadable, read_object
from bothways.oauth.metadata import MetadataRefused, ServerMetadata, discovery_url, parse_metadata

FRESH_SECONDS = 600.0
# A token with an unknown key makes us look again; whoever sends many of them must not make us look for each.
BETWEEN_LOOKS_SECONDS = 60.0
MOST_REMEMBERED = 100
DEADLINE_SECONDS = 10.0
MAX_BYTES = 256 * 1024


@dataclass(frozen=True)
class KeySet:
    """The provider's public keys, as they were at `at` on the monotonic clock."""

    keys: tuple[Document, ...]
    at: float


class OpenIDProviders:
    """Asks through the one way out, so a setting reaches no address that others may not reach."""

    def __init__(self, egress: Egress, clock: Clock) -> None:
        self._egress = egress
        self._clock = clock
        self._metadata: dict[str, tuple[float, ServerMetadata]] = {}
        self._keys: dict[str, KeySet] = {}

    async def metadata(self, issuer: str) -> ServerMetadata:
        """Raises SSOUnavailable with a sentence on what is wrong."""
        until, known = self._metadata.get(issuer, (0.0, None))
        if known is not None and self._clock.monotonic() < until:
            return known
        try:
            answer = await self.send(Request("GET", discovery_url(issuer), {"Accept": "application/json"}))
            found = parse_metadata(_body(answer), issuer=issuer)
        except MetadataRefused as error:
            raise SSOUnavailable(f"The provider's description cannot be used: {error.reason}.") from None
        if not (found.authorization_endpoint and found.token_endpoint and found.jwks_uri):
            raise SSOUnavailable("The provider's description names no endpoints to sign in with.")
        _remember(self._metadata, issuer, (self._clock.monotonic() + FRESH_SECONDS, found))
        return found

    async def keys(self, metadata: ServerMetadata, *, anew: bool = False) -> tuple[Document, ...]:
        """`anew` looks again, at most once a minute. Raises SSOUnavailable."""
        where = metadata.jwks_uri or ""
        known, now = self._keys.get(where), self._clock.monotonic()
        if known is not None and now - known.at < (BETWEEN_LOOKS_SECONDS if anew else FRESH_SECONDS):
            return known.keys
        answer = await self.send(Request("GET", where, {"Accept": "application/json"}))
        try:
            listed = read_object(_body(answer)).get("keys")
        except Unreadable:
            listed = None
        if not isinstance(listed, list):
            raise SSOUnavailable("The provider's keys cannot be read.")
        found = KeySet(tuple(key for key in listed if isinstance(key, dict)), now)
        _remember(self._keys, where, found)
        return found.keys

    async def send(self, request: Request) -> Response:
        """One exchange with the provider. Raises SSOUnavailable."""
        try:
            return await self._egress.send(
                Request(request.method, request.url, request.headers, request.body, DEADLINE_SECONDS, MAX_BYTES)
            )
        except EgressError as error:
            raise SSOUnavailable("The provider cannot be reached.", debug=str(error)) from None

    def forget(self, issuer: str) -> None:
        """Look again when it is needed next."""
        self._metadata.pop(issuer, None)


def _body(answer: Response) -> bytes:
    if answer.status != 200:
        raise SSOUnavailable(f"The provider answers with status {answer.status}.")
    return answer.body


def _remember(kept: dict[str, object] | Mapping[str, object], name: str, value: object) -> None:
    assert isinstance(kept, dict)
    if len(kept) >= MOST_REMEMBERED:
        del kept[next(iter(kept))]
    kept[name] = value
