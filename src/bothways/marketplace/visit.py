"""A customer's browser on our pages: whose it is, and what every page of its session shows."""

from collections.abc import Awaitable
from dataclasses import dataclass
from urllib.parse import quote

from bothways.core.identity.callers import BrowserCaller, CustomerCaller
from bothways.core.identity.csrf import check_csrf
from bothways.core.identity.read_customers import ReadCustomers
from bothways.kit.errors import DomainError
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.reply import Reply
from bothways.marketplace.brand import Brand, ReadBrand
from bothways.marketplace.languages import Language, Languages
from bothways.marketplace.screens import Screens, Way


@dataclass(frozen=True)
class Visit:
    """One request inside of a connect session."""

    caller: BrowserCaller
    brand: Brand
    customer_name: str | None
    languages: Languages

    @property
    def customer(self) -> CustomerCaller:
        """Whom it is for."""
        return self.caller.customer

    @property
    def csrf(self) -> str:
        """The token for our forms."""
        return self.caller.csrf.reveal()

    @property
    def base(self) -> str:
        """Where the session's pages begin."""
        return f"/connect/{self.customer.session_id}"

    @property
    def only(self) -> str | None:
        """The one integration that the session was opened for; None when there may be several."""
        ids = self.customer.integration_ids
        return next(iter(ids)) if ids is not None and len(ids) == 1 else None

    @property
    def return_url(self) -> str | None:
        """Where the customer came from, while that is allowed."""
        return self.brand.allowed_return(self.customer.return_url)

    def language(self, exchange: Exchange) -> Language:
        """What the session was opened in, or what the browser wants."""
        return self.languages.for_reader(exchange, self.customer.locale)

    def app(self, slug: str) -> str:
        """The page of an integration."""
        return f"{self.base}/apps/{quote(slug, safe='')}"

    def check(self, csrf: str | None) -> None:
        """Raises CSRFRefused unless the form is one of ours."""
        check_csrf(self.caller.csrf, csrf)


@dataclass(frozen=True)
class ReadVisit:
    """What a page needs besides its own matter. Raises EnvironmentNotFound, CustomerNotFound."""

    brands: ReadBrand
    customers: ReadCustomers
    languages: Languages

    async def __call__(self, caller: BrowserCaller) -> Visit:
        customer = await self.customers.get(caller.customer.environment_id, caller.customer.customer_id)
        return Visit(caller, await self.brands(caller.customer.environment_id), customer.name, self.languages)


async def shown(work: Awaitable[Reply], visit: Visit, exchange: Exchange, screens: Screens) -> Reply:
    """What `work` answers. Its errors become pages of this session, which the operator's frame may show; programs hear
    them as they are.
    """
    try:
        return await work
    except DomainError as error:
        if not exchange.is_for_people:
            raise
        language = visit.language(exchange)
        back = Way(language.say("back.all"), visit.base)
        ancestors = visit.brand.frame_ancestors
        return screens.trouble(error, visit.brand, exchange, ways=[back], frame_ancestors=ancestors, language=language)
