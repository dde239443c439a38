"""Server-rendered pages: no page needs a script, and none may run one that is not ours."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from bothways.kit.crypto import sha256
from bothways.sandbox.exchange import Say

# form-action is left out on purpose: browsers hold it against every hop after a form, and consent ends at the
# client's address, which may send the person on to anywhere.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("content-type", "text/html; charset=utf-8"),
    ("content-security-policy", POLICY),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cache-control", "no-store"),
)
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Pages:
    """Templates and static files of this package."""

    environment: Environment
    static: Mapping[str, Say]
    versions: Mapping[str, str] = field(default_factory=dict)

    def render(
        self, template: str, *, status: int = 200, headers: Sequence[tuple[str, str]] = (), **values: object
    ) -> Say:
        """An HTML page; every value is escaped."""
        text = self.environment.get_template(template).render(static=self.versions, **values)
        return Say(status, text.encode(), (*HEADERS, *headers))


def load_pages() -> Pages:
    """Read templates and static files from the package."""
    environment = Environment(
        loader=PackageLoader("bothways.sandbox"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(host=_host, spoken=spoken, ago=ago)
    static: dict[str, Say] = {}
    versions: dict[str, str] = {}
    for file in files("bothways.sandbox").joinpath("static").iterdir():
        kind = file.name.rpartition(".")[2]
        if kind in TYPES:
            body = file.read_bytes()
            # The address changes with the content, so that browsers may keep it for ever.
            versions[file.name] = f"/static/{file.name}?v={urlsafe_b64encode(sha256(body)[:6]).decode()}"
            static[file.name] = Say(200, body, _static_headers(TYPES[kind]))
    return Pages(environment, static, versions)


def spoken(seconds: float) -> str:
    """A duration as people say it: `42 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = max(0, int(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min" + (f" {whole % 60} s" if whole % 60 else "")
    return f"{whole // 3600} h" + (f" {whole % 3600 // 60} min" if whole % 3600 >= 60 else "")


def ago(seconds: float) -> str:
    """How long ago something was: `just now`, `42 s ago`."""
    return "just now" if seconds < 3 else f"{spoken(seconds)} ago"


def _host(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc or parts.scheme


def _static_headers(kind: str) -> tuple[tuple[str, str], ...]:
    return (
        ("content-type", kind),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
    )
