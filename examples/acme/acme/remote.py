"""Calling the connected products, with whatever Bothways says is needed."""

import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from acme.http import Http
from bothways_client import Credentials

TIMEOUT = aiohttp.ClientTimeout(total=15)
MAX_SHOWN = 4000


@dataclass(frozen=True)
class Contact:
    """Somebody in a connected address book."""

    name: str
    email: str
    company: str
    source: str


@dataclass(frozen=True)
class Reply:
    """What the other product answered. `status` 0 means that it could not be reached."""

    url: str
    status: int
    document: Any

    @property
    def text(self) -> str:
        """The document as people read it."""
        return json.dumps(self.document, indent=2, ensure_ascii=False)[:MAX_SHOWN]


@dataclass(frozen=True)
class Remote:
    """One way to call them all: base address, headers and query come with the credentials."""

    http: Http

    async def get(self, credentials: Credentials, path: str) -> Reply:
        """GET `path` at the connected product."""
        url = (credentials.base_url or "").rstrip("/") + path
        try:
            async with self.http.session.get(
                url, headers=credentials.headers, params=credentials.query, timeout=TIMEOUT, allow_redirects=False
            ) as answer:
                return Reply(url, answer.status, await answer.json(content_type=None))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return Reply(url, 0, {"error": type(error).__name__})


def contacts_in(reply: Reply, source: str) -> list[Contact]:
    """The contacts of an answer; none when it is an error or something else."""
    found = reply.document.get("contacts") if isinstance(reply.document, dict) else None
    if reply.status != 200 or not isinstance(found, list):
        return []
    return [Contact(one["name"], one["email"], one.get("company", ""), source) for one in found]
