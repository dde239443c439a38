"""A browser without pictures or script: keeps cookies by path, reads forms, follows redirects only when told to."""

import contextlib
import html
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

import aiohttp

# What Chromium sends when a person follows a link.
NAVIGATION = {
    "accept": "text/html,application/xhtml+xml",
    "sec-fetch-mode": "navigate",
    "sec-fetch-dest": "document",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0 Safari/537.36",
}
FRAMED = {"sec-fetch-dest": "iframe"}
# Forms of pages without a referrer say `null`; where they come from says Sec-Fetch-Site.
OWN_FORM = {"origin": "null", "sec-fetch-site": "same-origin"}


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, and the fields it comes with."""

    action: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Seen:
    """One page."""

    url: str
    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    text: str

    @property
    def location(self) -> str:
        """Where a redirect leads, as a whole address."""
        return urljoin(self.url, self.headers["location"])

    @property
    def words(self) -> str:
        """The text that people read, without markup."""
        unread = r'<(head|script|style)\b.*?</\1>|<span class="logo[^>]*aria-hidden="true">[^<]*</span>'
        body = re.sub(unread, " ", self.text, flags=re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())

    def form(self, action: str) -> Form:
        """The form whose action ends like this."""
        for found in re.finditer(r"<form\b[^>]*>.*?</form>", self.text, re.DOTALL):
            head = found[0].partition(">")[0]
            target = re.search(r'action="([^"]*)"', head)
            address = html.unescape(target[1]) if target else ""
            if address.endswith(action):
                inputs = [
                    dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input\b[^>]*>", found[0])
                ]
                fields = {one["name"]: html.unescape(one.get("value", "")) for one in inputs}
                return Form(urljoin(self.url, address), fields)
        raise AssertionError(f"no form for {action} in\n{self.text}")

    def policy(self, directive: str) -> str:
        """The sources of one directive of the page's content security policy."""
        parts = dict(part.strip().partition(" ")[::2] for part in self.headers["content-security-policy"].split(";"))
        return parts[directive]


@dataclass
class Surfer:
    """Somebody with a cookie jar."""

    session: aiohttp.ClientSession
    headers: dict[str, str] = field(default_factory=lambda: dict(NAVIGATION))

    async def get(self, url: str, **headers: str) -> Seen:
        """One request; a redirect is returned, not followed."""
        return await self._send("GET", url, None, headers)

    async def head(self, url: str) -> Seen:
        """The headers of a page."""
        return await self._send("HEAD", url, None, {})

    async def post(self, form: Form, headers: Mapping[str, str] = OWN_FORM, **fields: str) -> Seen:
        """Send a form with these fields filled in; names with dots are written with two underscores."""
        filled = {**form.fields, **{name.replace("__", "."): text for name, text in fields.items()}}
        return await self._send("POST", form.action, urlencode(filled), {**headers, "content_type": _FORM})

    async def follow(self, seen: Seen, **headers: str) -> Seen:
        """Go on until there is a page."""
        while 300 <= seen.status < 400:
            seen = await self.get(seen.location, **headers)
        return seen

    async def visit(self, url: str, **headers: str) -> Seen:
        """Open an address and go on until there is a page."""
        return await self.follow(await self.get(url, **headers), **headers)

    async def _send(self, method: str, url: str, body: str | None, more: Mapping[str, str]) -> Seen:
        headers = self.headers | {name.replace("_", "-"): text for name, text in more.items()}
        async with self.session.request(method, url, data=body, headers=headers, allow_redirects=False) as answer:
            cookies = tuple(answer.headers.getall("set-cookie", []))
            return Seen(url, answer.status, answer.headers, cookies, await answer.text())


_FORM = "application/x-www-form-urlencoded"


def path_of(url: str) -> str:
    """The path of an address."""
    return urlsplit(url).path


@contextlib.asynccontextmanager
async def surfing() -> AsyncIterator[Surfer]:
    """A new browser."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, timeout=aiohttp.ClientTimeout(total=20)) as session:
        yield Surfer(session)
