"""All that Acme asks of Bothways: four requests with an API key, from the backend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp

from acme.http import Http
from acme.people import Customer

TIMEOUT = aiohttp.ClientTimeout(total=60)


class Trouble(Exception):
    """Bothways says no, or cannot be reached. `code` is stable, the sentences are for people."""

    def __init__(self, code: str, detail: str, next_step: str = "") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.next_step = next_step


@dataclass(frozen=True)
class Account:
    """An account that the customer connected."""

    connection_id: str
    label: str
    state: str
    reason: str | None


@dataclass(frozen=True)
class Tile:
    """An integration as the customer sees it."""

    slug: str
    name: str
    description: str
    logo_url: str | None
    monogram: str
    accounts: Sequence[Account]


@dataclass(frozen=True)
class Credentials:
    """What goes with a request to the connected product. Good until `expires_at`, if that is known.

    `version` counts the credentials of a connection: it names those that the product rejected.
    """

    version: int
    headers: Mapping[str, str] = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    base_url: str
    expires_at: datetime | None


@dataclass(frozen=True)
class Hub:
    """Bothways, as Acme's backend knows it."""

    http: Http
    base_url: str
    api_key: str

    async def open_connect_session(self, customer: Customer, return_url: str) -> str:
        """An address that opens Bothways' connect page for this customer, once."""
        body = {
            "customer": {"id": customer.id, "name": customer.company, "email": customer.email},
            "return_url": return_url,
        }
        opened = await self._ask("POST", "/v1/connect-sessions", json=body)
        return str(opened["url"])

    async def catalog(self, customer: Customer) -> list[Tile]:
        """What the customer can connect, and what is connected."""
        found = await self._ask("GET", "/v1/catalog", params={"customer": customer.id})
        return [_tile(item) for item in found["items"]]

    async def credentials(self, connection_id: str) -> Credentials:
        """Working credentials: Bothways has renewed them by now, if that was needed."""
        return _credentials(await self._ask("GET", f"/v1/connections/{connection_id}/credentials"))

    async def renew(self, connection_id: str, rejected_version: int | None = None) -> None:
        """Have them renewed before their time: because the product rejected them, or just for the demo."""
        body = {} if rejected_version is None else {"rejected_version": rejected_version}
        await self._ask("POST", f"/v1/connections/{connection_id}/refresh", json=body)

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.api_key}"}
        try:
            async with self.http.session.request(
                method, self.base_url + path, headers=headers, timeout=TIMEOUT, **more
            ) as answer:
                document = await answer.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Trouble("unreachable", "Bothways cannot be reached.", "Is it running?") from error
        if answer.status >= 400:
            raise Trouble(document["code"], document["detail"], document.get("next_step", ""))
        return document


def _tile(item: Mapping[str, Any]) -> Tile:
    accounts = [
        Account(one["id"], one["account_label"] or one["label"] or item["name"], one["state"], one["reason"])
        for one in item["connections"]
    ]
    return Tile(item["slug"], item["name"], item["description"], item["logo_url"], item["monogram"], accounts)


def _credentials(document: Mapping[str, Any]) -> Credentials:
    expires_at = document.get("expires_at")
    return Credentials(
        version=document["version"],
        headers=document["headers"],
        query=document["query"],
        base_url=document.get("base_url", ""),
        expires_at=None if expires_at is None else datetime.fromisoformat(expires_at),
    )
