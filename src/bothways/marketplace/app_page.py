"""The page of one integration: what it may do, which accounts are connected, what happened, and the form."""

from dataclasses import dataclass

from bothways.kit.web.assets import Assets
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.reply import Reply
from bothways.marketplace import shop
from bothways.marketplace.form import NO_FAULT, Fault, Filled, inputs
from bothways.marketplace.history import ReadHappenings
from bothways.marketplace.outcomes import Words
from bothways.marketplace.permissions import explain
from bothways.marketplace.screens import Screens
from bothways.marketplace.visit import Visit
from bothways.outbound.catalog.model import Entry
from bothways.outbound.connections.errors import ConnectionNotFound
from bothways.outbound.connections.model import Connection


@dataclass(frozen=True)
class Sheet:
    """The form on the page: what was sent before, what was wrong with it, and which connection it renews."""

    filled: Filled | None = None
    fault: Fault = NO_FAULT
    reconnect: str | None = None


@dataclass(frozen=True)
class AppPage:
    """Shows an entry of the catalog to the customer whose it is."""

    happenings: ReadHappenings
    assets: Assets
    screens: Screens

    async def __call__(
        self,
        visit: Visit,
        entry: Entry,
        exchange: Exchange,
        *,
        sheet: Sheet | None = None,
        notice: Words | None = None,
        status: int = 200,
        version: str = "",
    ) -> Reply:
        """`sheet` shows the form; without accounts it is there anyway. Raises ConnectionNotFound for a foreign one."""
        if sheet is None and entry.needs_form and not entry.connections and entry.integration.enabled:
            sheet = Sheet()
        renewed, language = _renewed(entry, sheet), visit.language(exchange)
        return self.screens.in_session(
            "app.html",
            visit.brand,
            exchange,
            status=status,
            language=language,
            visit=visit,
            card=shop.card(entry, self.assets, language),
            accounts=shop.accounts(entry, language),
            about=shop.paragraphs(entry.integration.long_description),
            help_url=entry.integration.documentation_url,
            permissions=explain(entry.integration.scopes, entry.integration.display_name),
            needs_form=entry.needs_form,
            redirects=entry.method.redirects,
            method_help="" if entry.method.redirects else entry.method.help,
            form=None
            if sheet is None
            else inputs(entry, language, sheet.filled, sheet.fault, renewed.values if renewed else {}),
            fault=NO_FAULT if sheet is None else sheet.fault,
            renewed=None if renewed is None else (renewed.id, shop.name_of(entry, renewed)),
            happenings=await self.happenings(visit.brand.environment.id, visit.customer.customer_id, entry, language),
            notice=notice,
            version=version,
        )


def _renewed(entry: Entry, sheet: Sheet | None) -> Connection | None:
    """The connection that the form renews."""
    if sheet is None or sheet.reconnect is None:
        return None
    for connection in entry.connections:
        if connection.id == sheet.reconnect:
            return connection
    raise ConnectionNotFound("This customer has no such connection through the integration.")
