"""SQL of sso_settings (one for each workspace) and sso_flows (browsers that were sent to a provider)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, Row, Table, Text, select

from bothways.core.identity.roles import Role
from bothways.core.sso.model import SSOSettings
from bothways.kit.db.metadata import metadata
from bothways.kit.db.transaction import Transaction
from bothways.kit.db.types import Instant, Json

sso_settings = Table(
    "sso_settings",
    metadata,
    Column("workspace_id", Text, ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("client_id", Text, nullable=False),
    Column("sealed_secret", LargeBinary),
    Column("version", BigInteger, nullable=False),
    Column("domains", Json, nullable=False),
    Column("default_role", Text),
    Column("updated_at", Instant, nullable=False),
)

# Taken once, by deleting the row. State, nonce and the browser's cookie are only compared, so they are digests.
sso_flows = Table(
    "sso_flows",
    metadata,
    Column("state_digest", LargeBinary, primary_key=True),
    Column("workspace_id", Text, ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("issuer", Text, nullable=False),
    Column("browser_digest", LargeBinary, nullable=False),
    Column("nonce_digest", LargeBinary, nullable=False),
    Column("sealed_verifier", LargeBinary, nullable=False),
    Column("id", Text, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)


@dataclass(frozen=True)
class Kept:
    """Settings with the client secret as it lies; `version` counts the secrets that lay there."""

    settings: SSOSettings
    sealed_secret: bytes | None
    version: int


@dataclass(frozen=True)
class Flow:
    """A browser that was sent away."""

    id: str
    workspace_id: str
    issuer: str
    browser_digest: bytes
    nonce_digest: bytes
    sealed_verifier: bytes
    expires_at: datetime


async def find(tx: Transaction, workspace_id: str, *, lock: bool = False) -> Kept | None:
    """The workspace's settings."""
    statement = select(sso_settings).where(sso_settings.c.workspace_id == workspace_id)
    row = await tx.first(statement.with_for_update() if lock else statement)
    return None if row is None else _kept(row)


async def every(tx: Transaction) -> list[SSOSettings]:
    """Those of all workspaces: an installation has a handful."""
    statement = select(sso_settings).order_by(sso_settings.c.workspace_id)
    return [_kept(row).settings for row in await tx.all(statement)]


async def put(tx: Transaction, kept: Kept) -> None:
    """Replace a workspace's settings."""
    settings = kept.settings
    values = {
        "issuer": settings.issuer,
        "client_id": settings.client_id,
        "sealed_secret": kept.sealed_secret,
        "version": kept.version,
        "domains": list(settings.domains),
        "default_role": None if settings.default_role is None else settings.default_role.value,
        "updated_at": settings.updated_at,
    }
    statement = tx.insert(sso_settings).values(workspace_id=settings.workspace_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=[sso_settings.c.workspace_id], set_=values))


async def remove(tx: Transaction, workspace_id: str) -> bool:
    """Whether there were settings. Browsers that are away come back in vain."""
    await tx.execute(sso_flows.delete().where(sso_flows.c.workspace_id == workspace_id))
    return await tx.execute(sso_settings.delete().where(sso_settings.c.workspace_id == workspace_id)) > 0


async def add_flow(tx: Transaction, flow: Flow, state_digest: bytes) -> None:
    """Keep a browser that leaves."""
    await tx.execute(sso_flows.insert().values(**vars(flow), state_digest=state_digest))


async def claim_flow(tx: Transaction, state_digest: bytes) -> Flow | None:
    """The flow; nobody claims it again."""
    claimed = sso_flows.delete().where(sso_flows.c.state_digest == state_digest).returning(sso_flows)
    row = await tx.first(claimed)
    if row is None:
        return None
    values = dict(row._mapping)
    del values["state_digest"]
    return Flow(**values)


async def sweep(tx: Transaction, before: datetime) -> None:
    """Delete flows that ended before that instant."""
    await tx.execute(sso_flows.delete().where(sso_flows.c.expires_at < before))


def _kept(row: Row[Any]) -> Kept:
    settings = SSOSettings(
        workspace_id=row.workspace_id,
        issuer=row.issuer,
        client_id=row.client_id,
        domains=tuple(row.domains),
        default_role=None if row.default_role is None else Role(row.default_role),
        updated_at=row.updated_at,
    )
    return Kept(settings, row.sealed_secret, row.version)
