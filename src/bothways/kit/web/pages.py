"""Server-rendered pages: escaped by default, without inline script or style, framed by nobody unless named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Response

from bothways.kit.web.assets import Assets
from bothways.kit.web.problems import Problem
from bothways.kit.web.reply import HTML, Reply

_SOURCE = re.compile(
    r"https?://(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.\-]+|\*\.[A-Za-z0-9.\-]+)(:\d{1,5})?|https:|http:|'self'"
)


@dataclass(frozen=True)
class Look:
    """How a page is sent.

    `frame_ancestors`: origins that may frame it, `'self'` among them; nobody by default. `form_action`: where else its
    forms may end up: browsers hold a redirect after a form to it as well, so a form that leads to a provider needs
    `("https:",)`.
    `opener_policy`: `same-origin` cuts the page off from whoever opened it, `same-origin-allow-popups` keeps popups of
    its own, None leaves the two in touch. `images`: origins of pictures beside our own. `frames`: origins of pages that
    it may frame; none by default.
    """

    status: int = 200
    frame_ancestors: Sequence[str] = ()
    form_action: Sequence[str] = ()
    opener_policy: str | None = "same-origin"
    images: Sequence[str] = ()
    frames: Sequence[str] = ()

    def headers(self) -> dict[str, str]:
        """The page's security headers. Raises ValueError on a source that is no plain origin, scheme or `'self'`."""
        headers = {"Content-Security-Policy": self._policy(), "Referrer-Policy": "no-referrer"}
        headers |= {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        if not self.frame_ancestors:
            headers["X-Frame-Options"] = "DENY"
        if self.opener_policy:
            headers["Cross-Origin-Opener-Policy"] = self.opener_policy
        return headers

    def _policy(self) -> str:
        return "; ".join(
            [
                "default-src 'none'",
                "style-src 'self'",
                "font-src 'self'",
                " ".join(["img-src 'self' data:", *map(_checked, self.images)]),
                "script-src 'self'",
                "connect-src 'self'",
                *([f"frame-src {_sources('', self.frames)}"] if self.frames else []),
                f"form-action {_sources('self', self.form_action)}",
                "base-uri 'none'",
                f"frame-ancestors {_sources('none' if not self.frame_ancestors else '', self.frame_ancestors)}",
            ]
        )


PLAIN = Look()


@dataclass(frozen=True)
class Pages:
    """One room's templates. In them `asset('ui.css')` is the address of a built file."""

    package: str
    assets: Assets
    folder: str = "templates"
    _templates: Environment = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        templates = Environment(
            loader=PackageLoader(self.package, self.folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        templates.globals["asset"] = self.assets.url
        object.__setattr__(self, "_templates", templates)

    def text(self, template: str, /, **values: object) -> str:
        """The page as text. Raises jinja2.UndefinedError when the template wants what was not given."""
        return self._templates.get_template(template).render(**values)

    def render(self, template: str, /, look: Look = PLAIN, **values: object) -> Response[str]:
        """The page as a response, to which a handler may add cookies."""
        return Response(
            self.text(template, **values),
            status_code=look.status,
            media_type="text/html; charset=utf-8",
            headers=look.headers(),
        )

    def reply(self, template: str, /, look: Look = PLAIN, **values: object) -> Reply:
        """The page as plain bytes."""
        headers = tuple((name.lower().encode(), value.encode()) for name, value in look.headers().items())
        return Reply(look.status, self.text(template, **values).encode(), (HTML, *headers))


_FOR_PEOPLE = {
    401: ("Please sign in", "This page is for people who are signed in."),
    403: ("This is not yours to open", "Ask whoever sent you here for access."),
    404: ("There is nothing here", "The address may be mistyped, or what it showed is gone."),
    408: ("That took too long", "Go back and try again."),
    409: ("That was done already", "Go back and look at how things stand now."),
    429: ("Too many requests", "Wait a moment, then try again."),
    503: ("Not available right now", "Wait a moment, then try again."),
}
_OURS = ("Something went wrong", "It is our fault, not yours. Try again in a moment.")
_THEIRS = ("That did not work", "Go back and try again from the start.")


def error_page(pages: Pages, told: Problem) -> Reply:
    """What people see instead of problem+json."""
    heading, advice = _FOR_PEOPLE.get(told.status) or (_OURS if told.status >= 500 else _THEIRS)
    return pages.reply("error.html", Look(status=told.status), problem=told, heading=heading, advice=advice)


def _sources(keyword: str, sources: Sequence[str]) -> str:
    return " ".join([*([f"'{keyword}'"] if keyword else []), *map(_checked, sources)])


def _checked(source: str) -> str:
    if not _SOURCE.fullmatch(source):
        raise ValueError("a source is an origin such as https://app.example.com")
    return source
