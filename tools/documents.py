"""The documents of what our API is, from a server that is put together over an empty database."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

PORTAL = "/portal/api/"


@dataclass(frozen=True)
class Documents:
    """`api` is what the server answers at /openapi.json. `portal` has the staff operations, which that one leaves out.

    `scopes` is the scope that each operation's row in the route table names, by method and path.
    """

    api: Json
    portal: Json
    scopes: Mapping[tuple[str, str], str]


@cache
def documents() -> Documents:
    """All of them; made once in a process."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_compose(Path(folder)))


async def _compose(folder: Path) -> Documents:
    from bothways.app.compose import compose
    from bothways.core.vault.key_ring import new_master_key
    from bothways.kit.crypto import SystemEntropy
    from bothways.kit.secret import Secret
    from bothways.kit.web.operation import template_of
    from bothways.migrations.run import upgrade
    from bothways.settings import Settings

    url = f"sqlite:///{folder / 'documents.db'}"
    await upgrade(url)
    bothways = await compose(Settings(Secret(url), new_master_key("k1", SystemEntropy()), log_level="error"))
    try:
        of_staff = [replace(route, hidden=False) for route in bothways.routes if route.path.startswith(PORTAL)]
        return Documents(
            api=dict(bothways.border.document(bothways.routes)),
            portal=dict(bothways.border.document(of_staff)),
            scopes={
                (route.method, template_of(route.path)): getattr(route.caller, "scope", "") for route in bothways.routes
            },
        )
    finally:
        await bothways.close()
