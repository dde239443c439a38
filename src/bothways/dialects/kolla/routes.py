"""Every path of Kolla's API, in both of its families: `/connect/v1/...` and `/v1/...`.

A verb stands behind a colon in the last part of a path (AIP-136), so the handlers of such paths take the part whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bothways.core.identity.callers import CustomerCaller, OperatorCaller
from bothways.dialects.kolla import bodies, names
from bothways.dialects.kolla.account_change import ChangeAccount, DisableAccount
from bothways.dialects.kolla.account_create import CreateAccount
from bothways.dialects.kolla.account_list import ListAccounts
from bothways.dialects.kolla.accounts import FindAccount, WriteAccount
from bothways.dialects.kolla.apps import ListApps
from bothways.dialects.kolla.connector_list import ListConnectors
from bothways.dialects.kolla.connector_write import ChangeConnector, CreateConnector
from bothways.dialects.kolla.connectors import FindConnector, Wire, connector_out
from bothways.dialects.kolla.consumers import GiveConsumerToken
from bothways.dialects.kolla.credentials import HandOut, Ping
from bothways.dialects.kolla.gate import Caller, KollaCaller, KollaVerbs
from bothways.dialects.kolla.links import CreateLink, ListLinks, LoadLink
from bothways.dialects.kolla.logs import ListLogs, WriteLog
from bothways.dialects.kolla.pages import Asked
from bothways.dialects.kolla.status import SPEECH
from bothways.dialects.kolla.templates import GetTemplate, template_out
from bothways.kit.errors import InvalidInput
from bothways.kit.web.problems import RouteNotFound
from bothways.kit.web.route import Handler, Public, Route, Routes
from bothways.outbound.integrations.write import WriteIntegration

FAMILIES = ("/connect/v1", "/v1")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Verbs:
    """What stands behind the paths."""

    give_token: GiveConsumerToken
    connectors: FindConnector
    list_connectors: ListConnectors
    create_connector: CreateConnector
    change_connector: ChangeConnector
    integrations: WriteIntegration
    find: FindAccount
    list: ListAccounts
    create: CreateAccount
    change: ChangeAccount
    disable: DisableAccount
    write_out: WriteAccount
    hand_out: HandOut
    ping: Ping
    create_link: CreateLink
    list_links: ListLinks
    load_link: LoadLink
    list_logs: ListLogs
    write_log: WriteLog
    list_apps: ListApps
    template: GetTemplate
    public_url: str


@dataclass(frozen=True)
class Api:
    """The handlers, and the table of where they stand."""

    verbs: Verbs

    def routes(self) -> Routes:
        """All of them."""
        table = [route for family in FAMILIES for route in self._family(family)]
        shop = KollaCaller("catalog:read", consumer=True, anonymous=True)
        nowhere = Public("nothing stands here, and it is said in Kolla's words")
        return [
            *table,
            _route("GET", "/v1/apps", shop, self.listing_apps),
            *(_route(method, "/connect/v1/{rest:path}", nowhere, self.nothing) for method in _METHODS),
        ]

    def _family(self, base: str) -> Sequence[Route]:
        one, template = f"{base}/connectors/{{connector:str}}", f"{base}/connectortemplates/{{template:str}}"
        accounts, account = f"{one}/linkedaccounts", f"{one}/linkedaccounts/{{account:str}}"
        # fmt: off
        return [
            _route("POST",   f"{base}/consumers:consumerToken", _key("connect_sessions:write"), self.giving_token),
            _route("GET",    f"{base}/connectors", _key("integrations:read"),          self.listing_connectors),
            _route("POST",   f"{base}/connectors", _key("integrations:write"),         self.creating_connector),
            _route("GET",    one,                  _key("integrations:read"),          self.reading_connector),
            _route("PATCH",  one,                  _key("integrations:write"),         self.changing_connector),
            _route("DELETE", one,                  _key("integrations:write"),         self.removing_connector),
            _route("GET",    f"{one}/consumers/{{consumer:str}}", OF_CONSUMER,         self.asking_of_consumer),
            _route("GET",    accounts,             _also("connections:read"),          self.listing),
            _route("POST",   accounts,             _also("connect_sessions:write"),    self.creating),
            _route("GET",    account,              _also("connections:read"),          self.reading),
            _route("PATCH",  account,              _key("connections:write"),          self.changing),
            _route("POST",   account,              OF_ACCOUNT,                         self.doing),
            _route("GET",    f"{account}/logs",    _key("connections:read"),           self.listing_logs),
            _route("POST",   f"{account}/logs",    _key("connections:write"),          self.writing_log),
            _route("GET",    f"{one}/links",       _key("connect_links:read"),         self.listing_links),
            _route("POST",   f"{one}/links",       _key("connect_links:write"),        self.creating_link),
            _route("POST",   f"{base}/connectors:loadLink", LINK,                      self.loading_link),
            _route("GET",    template,             _key("providers:read"),             self.reading_template),
        ]
        # fmt: on

    # ------------------------------------------------------------------------------------------------- consumers

    async def giving_token(self, caller: OperatorCaller, body: bytes) -> Wire:
        """POST consumers:consumerToken."""
        return await self.verbs.give_token(caller, bodies.read(body))

    async def asking_of_consumer(self, caller: OperatorCaller, connector: str, consumer: str) -> Wire:
        """GET connectors/{c}/consumers/{consumer}:credentials and :ping."""
        consumer_id, verb = names.split_verb(consumer)
        if not consumer_id:
            raise InvalidInput.of("consumer_id", "is required")
        if verb == "ping":
            return await self.verbs.ping(caller, connector, consumer_id)
        return await self.verbs.hand_out(caller, connector, names.WILDCARD, {}, consumer_id)

    # ------------------------------------------------------------------------------------------------ connectors

    async def listing_connectors(
        self,
        caller: OperatorCaller,
        filter: str | None = None,  # noqa: A002 - the wire's word
        page_size: int = 0,
        page_token: str | None = None,
        order_by: str | None = None,
    ) -> Wire:
        """GET connectors."""
        asked = Asked(filter, page_size, page_token, order_by)
        found, token = await self.verbs.list_connectors(caller, asked)
        return {"connectors": found, "next_page_token": token}

    async def creating_connector(self, caller: OperatorCaller, body: bytes) -> Wire:
        """POST connectors."""
        made = await self.verbs.create_connector(caller, bodies.read(body))
        return connector_out(made, self.verbs.public_url)

    async def reading_connector(self, caller: OperatorCaller, connector: str) -> Wire:
        """GET connectors/{c}."""
        found = await self.verbs.connectors(caller, connector)
        return connector_out(await self.verbs.connectors.with_method(found), self.verbs.public_url)

    async def changing_connector(
        self, caller: OperatorCaller, connector: str, body: bytes, update_mask: str | None = None
    ) -> Wire:
        """PATCH connectors/{c}."""
        data = bodies.narrowed(bodies.read(body), update_mask)
        changed = await self.verbs.change_connector(caller, connector, data, bodies.mask(update_mask, data))
        return connector_out(changed, self.verbs.public_url)

    async def removing_connector(self, caller: OperatorCaller, connector: str) -> Wire:
        """DELETE connectors/{c}, which no account may be linked through."""
        found = await self.verbs.connectors(caller, connector)
        await self.verbs.integrations.remove(caller.environment_id, caller.actor, found.id)
        return {}

    # ------------------------------------------------------------------------------------------- linked accounts

    async def listing(
        self,
        caller: OperatorCaller | CustomerCaller,
        connector: str,
        filter: str | None = None,  # noqa: A002 - the wire's word
        page_size: int = 0,
        page_token: str | None = None,
        order_by: str | None = None,
    ) -> Wire:
        """GET connectors/{c}/linkedaccounts."""
        asked = Asked(filter, page_size, page_token, order_by)
        found, token = await self.verbs.list(caller, connector, asked)
        return {"linked_accounts": [await self.verbs.write_out(one) for one in found], "next_page_token": token}

    async def creating(self, caller: OperatorCaller | CustomerCaller, connector: str, body: bytes) -> Wire:
        """POST connectors/{c}/linkedaccounts."""
        return await self.verbs.write_out(await self.verbs.create(caller, connector, bodies.read(body)))

    async def reading(self, caller: OperatorCaller | CustomerCaller, connector: str, account: str) -> Wire:
        """GET connectors/{c}/linkedaccounts/{la}."""
        return await self.verbs.write_out(await self.verbs.find(caller, connector, account))

    async def changing(
        self, caller: OperatorCaller, connector: str, account: str, body: bytes, update_mask: str | None = None
    ) -> Wire:
        """PATCH connectors/{c}/linkedaccounts/{la}."""
        data = bodies.read(body)
        return await self.verbs.write_out(await self.verbs.change(caller, connector, account, data, update_mask))

    async def doing(
        self,
        caller: OperatorCaller | CustomerCaller,
        connector: str,
        account: str,
        body: bytes,
        consumer_id: str | None = None,
    ) -> Wire:
        """POST connectors/{c}/linkedaccounts/{la}:credentials and :disable."""
        reference, verb = names.split_verb(account)
        if verb == "disable":
            return await self.verbs.write_out(await self.verbs.disable(caller, connector, reference))
        assert isinstance(caller, OperatorCaller), "the guard lets nobody else ask for credentials"
        return await self.verbs.hand_out(caller, connector, reference, bodies.read(body), consumer_id)

    async def listing_logs(
        self,
        caller: OperatorCaller,
        connector: str,
        account: str,
        filter: str | None = None,  # noqa: A002 - the wire's word
        page_size: int = 0,
        page_token: str | None = None,
        order_by: str | None = None,
    ) -> Wire:
        """GET .../logs."""
        asked = Asked(filter, page_size, page_token, order_by)
        found, token = await self.verbs.list_logs(caller, connector, account, asked)
        return {"linked_account_logs": found, "next_page_token": token}

    async def writing_log(self, caller: OperatorCaller, connector: str, account: str, body: bytes) -> Wire:
        """POST .../logs."""
        return await self.verbs.write_log(caller, connector, account, bodies.read(body))

    # ----------------------------------------------------------------------------------------------------- links

    async def listing_links(
        self,
        caller: OperatorCaller,
        connector: str,
        filter: str | None = None,  # noqa: A002 - the wire's word
        page_size: int = 0,
        page_token: str | None = None,
    ) -> Wire:
        """GET connectors/{c}/links."""
        found, token = await self.verbs.list_links(caller, connector, Asked(filter, page_size, page_token))
        return {"connector_links": found, "next_page_token": token}

    async def creating_link(self, caller: OperatorCaller, connector: str, body: bytes) -> Wire:
        """POST connectors/{c}/links."""
        return await self.verbs.create_link(caller, connector, bodies.read(body))

    async def loading_link(self, body: bytes) -> Wire:
        """POST connectors:loadLink."""
        return await self.verbs.load_link(bodies.read(body))

    # ------------------------------------------------------------------------------------------------ the window

    async def listing_apps(
        self,
        caller: Caller,
        filter: str | None = None,  # noqa: A002 - the wire's word
        page_size: int = 0,
        page_token: str | None = None,
        order_by: str | None = None,
    ) -> Wire:
        """GET apps."""
        found, token = await self.verbs.list_apps(caller, Asked(filter, page_size, page_token, order_by))
        return {"apps": found, "next_page_token": token}

    async def reading_template(self, caller: OperatorCaller, template: str) -> Wire:
        """GET connectortemplates/{id}."""
        return template_out(await self.verbs.template(caller.environment_id, template))

    async def nothing(self, rest: str) -> Wire:
        """Whatever else lies under the prefix that is Kolla's alone."""
        raise RouteNotFound("Nothing has this path.")


LINK = Public("the link itself is the secret")
OF_ACCOUNT = KollaVerbs(
    (
        ("credentials", KollaCaller("credentials:read")),
        ("disable", KollaCaller("connections:write", consumer=True)),
    )
)
OF_CONSUMER = KollaVerbs((("credentials", KollaCaller("credentials:read")), ("ping", KollaCaller("connections:read"))))


def _key(scope: str) -> KollaCaller:
    return KollaCaller(scope)


def _also(scope: str) -> KollaCaller:
    """Consumers see and change what is their own."""
    return KollaCaller(scope, consumer=True)


def _route(method: str, path: str, caller: object, handler: Handler) -> Route:
    return Route(method, path, caller, handler, hidden=True, speech=SPEECH)
