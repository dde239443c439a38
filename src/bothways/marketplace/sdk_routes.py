"""The browser SDK's script files, at addresses that operators write into their pages once and for all."""

from dataclasses import dataclass

from bothways.kit.web.assets import Assets
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.problems import RouteNotFound
from bothways.kit.web.reply import Header, Reply
from bothways.kit.web.route import Public, Route, Routes

# The address stays the same when the file changes: browsers ask again after five minutes, and mostly hear 304.
_SHORT: Header = (b"cache-control", b"public, max-age=300, stale-while-revalidate=86400")
_FOR_EVERYBODY: tuple[Header, ...] = (
    (b"cross-origin-resource-policy", b"cross-origin"),
    # For `<script crossorigin>`, with which a page hears of errors in it.
    (b"access-control-allow-origin", b"*"),
)


@dataclass(frozen=True)
class ScriptFiles:
    """`bothways.js` puts `bothways` into the global scope; `element.js` registers `<bothways-marketplace>`."""

    assets: Assets

    def routes(self) -> Routes:
        """Both, for every page."""
        why = Public("a script that any page may load holds nothing of anybody")
        # fmt: off
        return [
            Route("GET", "/sdk/v1/bothways.js", why, self.script,  hidden=True),
            Route("GET", "/sdk/v1/element.js",  why, self.element, hidden=True),
        ]
        # fmt: on

    async def script(self, exchange: Exchange) -> Reply:
        """The SDK."""
        return self._file("sdk.js", exchange)

    async def element(self, exchange: Exchange) -> Reply:
        """The custom element on top of it."""
        return self._file("sdk-element.js", exchange)

    def _file(self, name: str, exchange: Exchange) -> Reply:
        asset = self.assets.files.get(name)
        if asset is None:
            raise RouteNotFound("The browser code is not built here.")
        tag = f'"{asset.version}"'
        headers = ((b"etag", tag.encode()), _SHORT, *_FOR_EVERYBODY)
        if tag in (exchange.header("if-none-match") or ""):
            return Reply(304, headers=headers)
        return Reply(200, asset.body, ((b"content-type", asset.content_type), *headers))
