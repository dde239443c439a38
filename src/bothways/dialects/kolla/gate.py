"""How Kolla's callers are let in: an API key, with or without `Bearer`; a consumer token; or nobody, by a program."""

from dataclasses import dataclass

from bothways.core.bearer.model import Kind, parse
from bothways.core.identity.authenticate_key import AuthenticateKey
from bothways.core.identity.callers import CustomerCaller, OperatorCaller, ScopeMissing, Unauthenticated
from bothways.core.identity.errors import EnvironmentNotFound
from bothways.core.identity.read_environments import ReadEnvironments
from bothways.dialects.kolla.errors import KollaConsumerNotAllowed
from bothways.dialects.kolla.names import ours, split_verb
from bothways.dialects.kolla.tokens import ConsumerTokens, is_one
from bothways.kit.web.exchange import Exchange, Who
from bothways.kit.web.problems import RouteNotFound
from bothways.kit.web.route import Gate, Gates, Scheme

PROGRAM_HEADER = "Program"
_WANTED = "Send `Authorization: Bearer` with an API key or a consumer token, once."


@dataclass(frozen=True)
class KollaCaller:
    """Guard: an API key with this scope. `consumer` lets consumer tokens in, too, and `anonymous` whoever names a
    program, for what a shop window shows everybody.
    """

    scope: str
    consumer: bool = False
    anonymous: bool = False


@dataclass(frozen=True)
class KollaVerbs:
    """Guard: each custom verb of a path has one of its own. A verb that is not here stands nowhere."""

    by_verb: tuple[tuple[str, KollaCaller], ...]

    def of(self, path: str) -> KollaCaller:
        """The guard of the path's verb. Raises RouteNotFound."""
        _, verb = split_verb(path)
        found = dict(self.by_verb).get(verb)
        if found is None:
            raise RouteNotFound("Nothing has this path.")
        return found


@dataclass(frozen=True)
class KollaWidget:
    """Guard: a consumer token, in the hands of our own widget. Nothing else comes in."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who looks into an environment's shop window."""

    environment_id: str


Caller = OperatorCaller | CustomerCaller | Stranger


@dataclass(frozen=True)
class LetIn:
    """Authenticates."""

    keys: AuthenticateKey
    tokens: ConsumerTokens
    environments: ReadEnvironments

    async def __call__(self, guard: KollaCaller | KollaVerbs, exchange: Exchange) -> Caller:
        """Raises Unauthenticated, ScopeMissing, KollaConsumerNotAllowed, RouteNotFound for an unknown verb."""
        if isinstance(guard, KollaVerbs):
            guard = guard.of(exchange.path)
        token = _token(exchange)
        if token is None:
            return await self._stranger(guard, exchange)
        if is_one(token):
            caller, _ = await self.tokens.read(token)
            if not guard.consumer:
                raise KollaConsumerNotAllowed("A consumer token may not do this.")
            return caller
        if (parse(token) or (None, None))[1] is not Kind.API_KEY:
            raise Unauthenticated("The API key is not valid.")
        operator = self.keys.cached(token) or await self.keys(token)
        if guard.scope not in operator.scopes:
            raise ScopeMissing(f"This API key does not have the scope {guard.scope}.")
        return operator

    async def _stranger(self, guard: KollaCaller, exchange: Exchange) -> Stranger:
        named = exchange.headers(PROGRAM_HEADER)
        if not guard.anonymous or len(named) != 1:
            raise Unauthenticated(_WANTED)
        environment_id = ours("env", named[0].removeprefix("programs/"))
        try:
            if environment_id is None:
                raise EnvironmentNotFound("That is no id.")
            return Stranger((await self.environments.get(environment_id)).id)
        except EnvironmentNotFound as error:
            raise Unauthenticated("There is no such program.") from error


def gates(let_in: LetIn) -> Gates:
    """The gate of both guards. Browsers on the operator's sites may ask, with the headers that Kolla's SDK sends."""
    gate = Gate(
        let_in,
        _who,
        (Scheme("kolla", "An API key, or a consumer token."),),
        (Unauthenticated, ScopeMissing, KollaConsumerNotAllowed),
        cross_origin=True,
        request_headers=(PROGRAM_HEADER,),
    )

    async def consumer(_: KollaWidget, exchange: Exchange) -> CustomerCaller:
        token = _token(exchange) or ""
        if not is_one(token):
            raise Unauthenticated("Send `Authorization: Bearer` with a consumer token, once.")
        caller, _said = await let_in.tokens.read(token)
        return caller

    widget = Gate(consumer, _who_of_widget, errors=(Unauthenticated,))
    return {KollaCaller: gate, KollaVerbs: gate, KollaWidget: widget}


def _token(exchange: Exchange) -> str | None:
    """The credential; None when there is none. Old clients send the key bare. Raises Unauthenticated."""
    sent = exchange.headers("authorization")
    if not sent:
        return None
    text = sent[0].strip(" ")
    bare = exchange.bearer() or (text if " " not in text else "")
    if len(sent) > 1 or not bare:
        raise Unauthenticated(_WANTED)
    return bare


def _who_of_widget(caller: CustomerCaller) -> Who:
    return Who(caller.environment_id, caller.session_id, caller.customer_id)


def _who(caller: Caller) -> Who:
    if isinstance(caller, CustomerCaller):
        return Who(caller.environment_id, caller.session_id, caller.customer_id, cross_origin=True)
    if isinstance(caller, Stranger):
        # All strangers share what one customer may use up, so that they keep nobody waiting.
        return Who(caller.environment_id, f"program {caller.environment_id}", "program", cross_origin=True)
    return Who(caller.environment_id, caller.key_id)
