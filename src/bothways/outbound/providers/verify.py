"""Proving credentials by a call to the provider, and saying which field is wrong when it says no."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from bothways.kit.egress.errors import AddressForbidden, EgressError
from bothways.kit.egress.messages import Response
from bothways.kit.errors import FieldError, Reason
from bothways.kit.secret import Secret
from bothways.oauth.foreign import Json
from bothways.oauth.oauth1 import TokenPair
from bothways.oauth.token import TokenAnswer, TokenUnusable
from bothways.outbound.providers.ask import Ask, Bearer, is_page, meets, read_answer
from bothways.outbound.providers.calls import Call
from bothways.outbound.providers.culprits import (
    address_of,
    blame_fields,
    blame_values,
    circumstances,
    host_of,
    values_in,
)
from bothways.outbound.providers.explain import explain, explain_unfit
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.judging import is_host_unknown
from bothways.outbound.providers.model import Method, Provider
from bothways.outbound.providers.template import ValueUnfit, placeholders
from bothways.outbound.providers.verdict import CredentialsRefused

# Of these a provider means what was typed; 400 and 422 are how some say that a key is malformed.
_NO = frozenset({400, 401, 403, 407, 422})
_NOT_HERE = frozenset({404, 410, 421})


@dataclass(frozen=True)
class VerifyCredentials:
    """Ask the provider whether credentials work, and return its answer's JSON for `identify`.

    Given are the typed fields, a token answer, or an OAuth 1 pair with its client. None is returned where no cheap
    request is known. Raises CredentialsRefused with a fault per field that is wrong, as far as the provider lets that
    be known, and ProviderError when it cannot be asked. Nothing that was typed is repeated.
    """

    ask: Ask

    async def __call__(
        self,
        provider: Provider,
        method: Method,
        values: Mapping[str, str],
        *,
        fields: Mapping[str, Secret[str]] | None = None,
        answer: TokenAnswer | None = None,
        pair: TokenPair | None = None,
        client: ClientCredentials | None = None,
    ) -> Json:
        call = provider.verify_of(method)
        if call is None:
            return None
        check = _Check(provider, method, call)
        try:
            bearer = Bearer.of(provider, method, values, fields=fields, answer=answer, pair=pair, client=client)
            response = await self.ask(provider, method, call, bearer)
        except ValueUnfit as error:
            raise check.unfit(error) from None
        except EgressError as error:
            check.refuse_silence(error, self.ask)
        return check.read(response, self.ask)


@dataclass(frozen=True)
class _Check:
    """One verification: what its answer means for the fields and values that were given."""

    provider: Provider
    method: Method
    call: Call

    @property
    def address(self) -> str:
        return address_of(self.provider, self.method, self.call)

    def read(self, response: Response, ask: Ask) -> Json:
        """The answer of a yes; everything else raises."""
        document = read_answer(response)
        if str(response.status) in self.call.blame:
            self._refuse(self._blamed(self.call.blame[str(response.status)]), response.status)
        if response.status in _NOT_HERE or 300 <= response.status < 400 or is_page(response):
            self._refuse_place(response, ask)
        if response.status in _NO or (response.status < 300 and not meets(self.call.expect, document)):
            self._refuse(self._secret_fields(response.status), response.status)
        if response.status >= 300:
            self._explain(TokenUnusable("no usable answer", response.status), response, ask)
        return document

    def unfit(self, error: ValueUnfit) -> Exception:
        """A field or value that cannot even be sent."""
        faults = {fault.field.removeprefix("credential."): fault.reason for fault in error.fields}
        typed = [
            FieldError(f"fields.{item.name}", faults[item.name]) for item in self.method.fields if item.name in faults
        ]
        return (
            CredentialsRefused(_sentence(self.provider, typed), fields=typed)
            if typed
            else explain_unfit(self.provider, error)
        )

    def refuse_silence(self, error: EgressError, ask: Ask) -> NoReturn:
        """No answer came. A host that is not there is the fault of the value that names it."""
        faults = blame_values(values_in(self.provider, host_of(self.address)), self._absence(error))
        if faults and (is_host_unknown(error) or isinstance(error, AddressForbidden)):
            raise CredentialsRefused(_sentence(self.provider, faults), fields=faults) from None
        self._explain(error, None, ask)

    def _refuse_place(self, response: Response, ask: Ask) -> NoReturn:
        """The answer of a place where this account is not: the address was wrong, or what stands in it."""
        name = self.provider.name
        faults = blame_values(
            values_in(self.provider, self.address), _no_account(f"{name} knows no such account there; check it")
        )
        in_path = [path for space, path in placeholders(self.call.url) if space == "credential"]
        faults += blame_fields(self.method, in_path, _refused(f"{name} did not accept it; copy it again"))
        if faults:
            raise CredentialsRefused(_sentence(self.provider, faults), fields=faults)
        self._explain(TokenUnusable("no usable answer", max(response.status, 300)), response, ask)

    def _refuse(self, faults: list[FieldError], status: int) -> NoReturn:
        raise CredentialsRefused(_sentence(self.provider, faults), fields=faults, debug=f"status {status}")

    def _blamed(self, names: tuple[str, ...]) -> list[FieldError]:
        reason = _refused(f"{self.provider.name} did not accept it; check it")
        typed = [item.name for item in self.method.fields if item.name in names]
        values = [value for value in self.provider.values if value.name in names]
        return blame_fields(self.method, typed, reason) + blame_values(values, reason)

    def _secret_fields(self, status: int) -> list[FieldError]:
        name = self.provider.name
        if status == 403:
            sentence = f"{name} knows it, or not, but refuses it; check it and its permissions"
            return blame_fields(self.method, None, Reason.of("forbidden", sentence))
        return blame_fields(self.method, None, _refused(f"{name} did not accept it; copy it again"))

    def _absence(self, error: EgressError) -> Reason:
        if isinstance(error, AddressForbidden):
            return Reason.of("not_reachable", "it leads to an address that may not be reached")
        return _no_account(f"no account of {self.provider.name} was found there; check the spelling")

    def _explain(self, failure: TokenUnusable | EgressError, response: Response | None, ask: Ask) -> NoReturn:
        about = circumstances(self.provider, self.method, self.address, presents_grant=False)
        headers = {} if response is None else response.headers
        raise explain(self.provider, self.address, failure, about, (), headers, ask.clock.now()) from None


def _refused(sentence: str) -> Reason:
    return Reason.of("refused", sentence)


def _no_account(sentence: str) -> Reason:
    return Reason.of("no_account", sentence)


def _sentence(provider: Provider, faults: list[FieldError]) -> str:
    if not faults:
        return f"{provider.name} did not accept the credentials."
    return "; ".join(f"{fault.field}: {fault.reason}" for fault in faults) + "."
