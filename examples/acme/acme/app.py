"""Acme as one ASGI app."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Litestar, Response
from litestar.config.csrf import CSRFConfig
from litestar.exceptions import PermissionDeniedException
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from acme.backend import Backend
from acme.http import Http
from acme.hub import Hub
from acme.options import AcmeOptions
from acme.pages import AnyRequest, Desk, NotSignedIn, handlers
from acme.remote import Remote
from acme.sessions import Sessions
from bothways_client import AsyncBothways

HERE = Path(__file__).parent
CSRF_COOKIE = "acme_csrf"


def create_acme(options: AcmeOptions) -> Litestar:
    """Acme Desk. Bothways need not be there yet when it starts."""
    http = Http()
    bothways = AsyncBothways(options.bothways_url, options.api_key)

    @asynccontextmanager
    async def connected(_: Litestar) -> AsyncIterator[None]:
        async with http.running(), bothways:
            yield

    probes = {probe.integration: probe for probe in options.integrations}
    desk = Desk(options, Sessions(), Backend(Hub(bothways), Remote(http), probes))
    return Litestar(
        route_handlers=[
            *handlers(desk),
            create_static_files_router(path="/static", directories=[HERE / "static"]),
        ],
        lifespan=[connected],
        template_config=TemplateConfig(instance=JinjaTemplateEngine(engine_instance=_templates())),
        csrf_config=CSRFConfig(secret=_csrf_secret(options), cookie_name=CSRF_COOKIE, cookie_httponly=True),
        exception_handlers={NotSignedIn: _to_the_door, PermissionDeniedException: _start_over},
        after_request=_protect(options),
        openapi_config=None,
        logging_config=None,
    )


def _csrf_secret(options: AcmeOptions) -> str:
    # The same after a restart, so that forms in open tabs go on working.
    return hashlib.sha256(f"acme csrf {options.api_key}".encode()).hexdigest()


def _to_the_door(_: AnyRequest, __: Exception) -> Response[Any]:
    return Redirect("/sign-in", status_code=303)


def _start_over(_: AnyRequest, __: Exception) -> Response[Any]:
    """A form without a good token: often a cookie from an Acme of another day."""
    answer = Redirect("/sign-in", status_code=303)
    answer.delete_cookie(CSRF_COOKIE)
    return answer


def _protect(options: AcmeOptions) -> Any:
    policy = (
        f"default-src 'none'; style-src 'self'; script-src 'self' {options.public_bothways_url};"
        f" connect-src 'self' {options.public_bothways_url}; frame-src {options.public_bothways_url};"
        f" img-src 'self' data: {options.public_bothways_url};"
        " base-uri 'none'; frame-ancestors 'none'"
    )

    async def add_headers(response: Response[Any]) -> Response[Any]:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return add_headers


def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(clock=_clock, spoken=_spoken)
    return environment


def _clock(instant: datetime) -> str:
    return instant.astimezone().strftime("%H:%M:%S")


def _spoken(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 7200:
        return f"{seconds // 60} min {seconds % 60:02} s"
    return f"{seconds // 3600} h"
