"""Built styles, scripts, fonts and icons, served from memory."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bothways.kit.web.exchange import Exchange
from bothways.kit.web.problems import RouteNotFound
from bothways.kit.web.reply import Header, Reply
from bothways.kit.web.route import Public, Route, Routes

PATH = "/assets"
# Files in it have their digest in their names, and never change.
NAMED_BY_DIGEST = "parts/"
_TYPES = {
    ".css": b"text/css; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".json": b"application/json",
    ".map": b"application/json",
    ".svg": b"image/svg+xml",
    ".png": b"image/png",
    ".webp": b"image/webp",
    ".ico": b"image/x-icon",
    ".woff2": b"font/woff2",
    ".txt": b"text/plain; charset=utf-8",
}
# Pictures and fonts are packed already.
_PACKABLE = frozenset({".css", ".js", ".json", ".map", ".svg", ".txt"})
_VARY: Header = (b"vary", b"Accept-Encoding")
_GZIP: Header = (b"content-encoding", b"gzip")
# A drawing may be opened as a page of its own; then it is one without scripts, forms or our origin.
_SVG_POLICY: Header = (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; sandbox")
_FOREVER: Header = (b"cache-control", b"public, max-age=31536000, immutable")
_ASK_AGAIN: Header = (b"cache-control", b"public, no-cache")


@dataclass(frozen=True)
class Asset:
    """One file; `version` is the beginning of its SHA-256."""

    body: bytes
    content_type: bytes
    version: str
    packable: bool = False

    @cached_property
    def packed(self) -> bytes:
        """As gzip (RFC 1952), packed when it is first asked for. Nothing secret is in it that its length could tell."""
        return gzip.compress(self.body, mtime=0)


@dataclass(frozen=True)
class Assets:
    """A folder's files by their relative path. Only what was there at the start exists; no path is ever resolved."""

    files: Mapping[str, Asset]

    @classmethod
    def load(cls, folder: Path) -> "Assets":
        """Read a folder. One that was not built yet is an empty one. Files of unknown types are left out."""
        found = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in _TYPES)
        return cls({path.relative_to(folder).as_posix(): _asset(path) for path in found})

    def url(self, name: str) -> str:
        """The address of a file; its version in the query lets browsers keep it for good."""
        asset = self.files.get(name)
        if asset is None or name.startswith(NAMED_BY_DIGEST):
            return f"{PATH}/{name}"
        return f"{PATH}/{name}?v={asset.version}"

    def part(self, name: str) -> str | None:
        """The address of the file in `parts/` that has its digest behind this name; None without one."""
        stem = f"{NAMED_BY_DIGEST}{name}-"
        return next((self.url(file) for file in self.files if file.startswith(stem)), None)

    def reply(self, name: str, version: str | None, seen: str | None, accepts: str | None = None) -> Reply:
        """The file. `version` is what the address asked for, `seen` the ETag that the browser holds, `accepts` its
        Accept-Encoding. Raises RouteNotFound.
        """
        asset = self.files.get(name)
        if asset is None:
            raise RouteNotFound("There is no such file.")
        packed = asset.packable and takes_gzip(accepts)
        # Two encodings are two representations, each with a strong tag of its own (RFC 9110 section 8.8.3).
        tag = f'"{asset.version}-gzip"' if packed else f'"{asset.version}"'
        headers: list[Header] = [
            (b"etag", tag.encode()),
            _FOREVER if version == asset.version or name.startswith(NAMED_BY_DIGEST) else _ASK_AGAIN,
            (b"cross-origin-resource-policy", b"cross-origin"),
        ]
        if asset.packable:
            headers.append(_VARY)
        if asset.content_type == _TYPES[".svg"]:
            headers.append(_SVG_POLICY)
        if seen is not None and tag in seen:
            return Reply(304, headers=tuple(headers))
        if packed:
            headers.append(_GZIP)
        return Reply(200, asset.packed if packed else asset.body, ((b"content-type", asset.content_type), *headers))

    def routes(self) -> Routes:
        """`/assets/...`, for everybody."""

        async def asset(name: str, exchange: Exchange, v: str | None = None) -> Reply:
            """One built file."""
            seen, accepts = exchange.header("if-none-match"), exchange.header("accept-encoding")
            return self.reply(name.lstrip("/"), v, seen, accepts)

        why = Public("styles, scripts and icons hold nothing of anybody", counted=False)
        return [Route("GET", f"{PATH}/{{name:path}}", why, asset, hidden=True)]


def takes_gzip(accepts: str | None) -> bool:
    """Whether an Accept-Encoding (RFC 9110 section 12.5.3) takes gzip. Without one, plain bytes are the safe answer."""
    for item in (accepts or "").lower().split(","):
        name, _, weight = item.partition(";")
        if name.strip() in {"gzip", "x-gzip"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    return Asset(body, _TYPES[path.suffix], hashlib.sha256(body).hexdigest()[:16], path.suffix in _PACKABLE)
