"""Pages in an environment's look, as replies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from bothways.kit.errors import DomainError
from bothways.kit.log import describe, is_fault
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.pages import Look, Pages
from bothways.kit.web.problems import problem
from bothways.kit.web.reply import Header, Reply
from bothways.marketplace.brand import Brand
from bothways.marketplace.doorstep import is_framed
from bothways.marketplace.languages import Language, Languages
from bothways.marketplace.outcomes import Words, failed

# Lets a consent in a popup stay in touch with nobody but us.
KEEPS_POPUPS = "same-origin-allow-popups"


@dataclass(frozen=True)
class Way:
    """What to do next: a link, or the window's end where `closes`."""

    label: str
    href: str = ""
    closes: bool = False


@dataclass(frozen=True)
class Screens:
    """Renders this room's templates."""

    pages: Pages
    languages: Languages

    def in_session(
        self, template: str, brand: Brand, exchange: Exchange, *, status: int = 200, **values: object
    ) -> Reply:
        """A page of a connect session: the environment's sites may frame it, and consents open as popups of it."""
        look = Look(
            status=status, frame_ancestors=brand.frame_ancestors, opener_policy=KEEPS_POPUPS, images=brand.images
        )
        return self._page(template, brand, exchange, look, values)

    def alone(
        self,
        template: str,
        brand: Brand | None,
        exchange: Exchange,
        *,
        status: int = 200,
        frame_ancestors: Sequence[str] = (),
        **values: object,
    ) -> Reply:
        """A page outside of a session. It stays in touch with its opener, so that the popup it may be can be closed."""
        images = () if brand is None else brand.images
        look = Look(status=status, frame_ancestors=frame_ancestors, opener_policy=None, images=images)
        return self._page(template, brand, exchange, look, values)

    def trouble(
        self,
        error: DomainError,
        brand: Brand | None,
        exchange: Exchange,
        *,
        words: Words | None = None,
        ways: Sequence[Way] = (),
        announces: bool = False,
        frame_ancestors: Sequence[str] = (),
        language: Language | None = None,
    ) -> Reply:
        """The page for an error: what it means, what to do, and the facts for an administrator."""
        note(error, exchange)
        told = problem(error, exchange.request_id)
        product = None if brand is None else brand.name
        return self.alone(
            "result.html",
            brand,
            exchange,
            status=told.status,
            frame_ancestors=frame_ancestors,
            words=words or failed(error, language or self.languages.for_reader(exchange), product=product),
            ways=ways,
            problem=told,
            announces=announces,
            closes=False,
            language=language,
        )

    def _page(
        self, template: str, brand: Brand | None, exchange: Exchange, look: Look, values: dict[str, object]
    ) -> Reply:
        spoken = values.pop("language", None) or self.languages.for_reader(exchange)
        assert isinstance(spoken, Language)
        framed = is_framed(exchange)
        said = {"language": spoken, "say": spoken.html}
        page = self.pages.reply(template, look, brand=brand, framed=framed, **said, **values)
        return with_headers(page, *spoken.headers)


def note(error: DomainError, exchange: Exchange) -> None:
    """Put an error that became a page into the log line, as the border does with those that reach it."""
    exchange.problem = error.code
    if is_fault(error):
        exchange.level = "warning"
        exchange.notes.update(describe(error))


def see_other(location: str, *headers: Header) -> Reply:
    """303: the browser goes there by GET."""
    return Reply(303, headers=((b"location", location.encode("ascii")), *headers))


def with_headers(reply: Reply, *headers: Header) -> Reply:
    """The reply with more headers."""
    return replace(reply, headers=(*reply.headers, *headers))


def set_cookie(value: str) -> Header:
    """One Set-Cookie header."""
    return (b"set-cookie", value.encode("ascii"))


def extended(url: str, **parameters: str) -> str:
    """The address with more in its query; what stands there stays."""
    query = urlsplit(url).query
    return url + ("&" if query else "" if url.endswith("?") else "?") + urlencode(parameters)
