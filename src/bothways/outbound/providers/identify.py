"""Whose account it is: read from what the provider answered, and looked up where it did not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bothways.kit.egress.errors import EgressError
from bothways.kit.errors import InvalidInput
from bothways.kit.secret import Secret
from bothways.oauth.foreign import Json, clean
from bothways.oauth.oauth1 import TokenPair
from bothways.oauth.token import TokenAnswer, TokenUnusable
from bothways.outbound.providers.ask import Ask, Bearer, is_page, meets, read_answer
from bothways.outbound.providers.calls import Call
from bothways.outbound.providers.culprits import address_of, circumstances
from bothways.outbound.providers.explain import explain, explain_unfit
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.model import Method, Provider, ValueSource
from bothways.outbound.providers.template import Names, ValueUnfit, fill, placeholders
from bothways.outbound.providers.values import take_values
from bothways.outbound.providers.verdict import ProviderUnclear

MAX_ID_LENGTH = 255
MAX_LABEL_LENGTH = 200


@dataclass(frozen=True)
class Identity:
    """The account at the provider: a stable id, and a name for people, both cleaned text of the provider's.

    They are None where the provider does not tell. `values` are those given and those found in its answers.
    """

    account_id: str | None
    account_label: str | None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Identify:
    """Find out whose credentials these are: typed fields, a token answer, or an OAuth 1 pair with its client.

    `verified` is the verification's answer where there was one; without it the provider is asked if its file needs
    that. Values that the file takes from the token answer or a look-up are added to the given ones; without a
    required one this raises ProviderError. Not knowing the account is no error.
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
        verified: Json = None,
    ) -> Identity:
        if answer is not None:
            values = _take(provider, method, ValueSource.TOKEN_ANSWER, dict(answer.extra), values)
        try:
            bearer = Bearer.of(provider, method, values, fields=fields, answer=answer, pair=pair, client=client)
        except ValueUnfit as error:
            raise explain_unfit(provider, error) from None
        if method.look_up is not None:
            found = await self._look_up(provider, method, method.look_up, bearer)
            values = _take(provider, method, ValueSource.LOOK_UP, found, values)
            bearer = bearer.knowing(connection=values, look_up=found)
        if verified is None and _asks_verify(provider, method):
            verified = await self._verify(provider, method, bearer)
        account_id, label = account_of(provider, method, bearer.knowing(verify=verified).names)
        return Identity(account_id, label, values)

    async def _look_up(self, provider: Provider, method: Method, call: Call, bearer: Bearer) -> Json:
        address = address_of(provider, method, call)
        about = circumstances(provider, method, address, presents_grant=False)
        try:
            response = await self.ask(provider, method, call, bearer)
        except ValueUnfit as error:
            raise explain_unfit(provider, error) from None
        except EgressError as error:
            raise explain(provider, address, error, about, (), {}, self.ask.clock.now()) from None
        document = read_answer(response)
        if response.status >= 300 or is_page(response) or not meets(call.expect, document):
            failure = TokenUnusable("the look-up after connecting failed", response.status)
            raise explain(provider, address, failure, about, (), response.headers, self.ask.clock.now())
        return document

    async def _verify(self, provider: Provider, method: Method, bearer: Bearer) -> Json:
        """What the verification tells, or None: good credentials may lack the right to this one call."""
        call = provider.verify_of(method)
        if call is None:
            return None
        try:
            response = await self.ask(provider, method, call, bearer)
        except (EgressError, ValueUnfit):
            return None
        return read_answer(response) if response.status < 300 else None


def account_of(provider: Provider, method: Method, names: Names) -> tuple[str | None, str | None]:
    """Id and label by what is known already; None when the provider's file does not say how, or the id is missing."""
    how = provider.account_of(method)
    account_id = "" if how is None else _filled(how.id, names, MAX_ID_LENGTH)
    if how is None or not account_id:
        return None, None
    return account_id, _filled(how.label, names, MAX_LABEL_LENGTH) or account_id


def _filled(template: str, names: Names, limit: int) -> str:
    try:
        return clean(fill(template, names), limit=limit)
    except ValueUnfit:
        return ""


def _asks_verify(provider: Provider, method: Method) -> bool:
    how = provider.account_of(method)
    return how is not None and any(space == "verify" for text in (how.id, how.label) for space, _ in placeholders(text))


def _take(
    provider: Provider, method: Method, source: ValueSource, document: Json, values: Mapping[str, str]
) -> Mapping[str, str]:
    try:
        return {**values, **take_values(provider, method, source, document)}
    except InvalidInput as error:
        detail = f"{provider.name} did not say what is needed: {error.detail}"
        raise ProviderUnclear(detail, fields=error.fields) from None
