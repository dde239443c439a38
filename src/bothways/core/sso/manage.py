"""Setting single sign-on up."""

from collections.abc import Sequence
from dataclasses import dataclass

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity.text import require_none
from bothways.core.sso import store
from bothways.core.sso.errors import SSONotConfigured, SSOUnavailable
from bothways.core.sso.model import SSODraft, SSOSettings, check_draft, domain_of
from bothways.core.sso.openid_provider import OpenIDProviders
from bothways.core.sso.store import Kept
from bothways.core.staff.read import ReadStaff
from bothways.core.vault.model import Place
from bothways.core.vault.vault import Vault
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.db.transaction import Transaction
from bothways.kit.errors import FieldError, InvalidInput


@dataclass(frozen=True)
class ReadSSO:
    """A workspace's settings, never the client secret."""

    database: Database

    async def __call__(self, workspace_id: str) -> SSOSettings | None:
        """None where it is not set up."""
        async with self.database.read() as tx:
            kept = await store.find(tx, workspace_id)
        return None if kept is None else kept.settings

    async def everywhere(self) -> list[SSOSettings]:
        """Those of every workspace."""
        async with self.database.read() as tx:
            return await store.every(tx)

    async def for_email(self, email: str) -> SSOSettings:
        """By the domain of an e-mail address. Raises SSONotConfigured."""
        domain = domain_of(email)
        for settings in await self.everywhere():
            if domain in settings.domains:
                return settings
        raise SSONotConfigured("No workspace signs in by single sign-on with this address.")


@dataclass(frozen=True)
class PutSSO:
    """Replace a workspace's settings, after the provider was asked who it is."""

    database: Database
    vault: Vault
    clock: Clock
    providers: OpenIDProviders
    audit: Audit

    async def __call__(self, workspace_id: str, draft: SSODraft, *, actor: str) -> SSOSettings:
        """Raises InvalidInput that names each wrong field."""
        require_none(check_draft(draft))
        self.providers.forget(draft.issuer)
        try:
            await self.providers.metadata(draft.issuer)
        except SSOUnavailable as error:
            raise InvalidInput.of("issuer", error.detail[:1].lower() + error.detail[1:].rstrip(".")) from None
        settings = SSOSettings(
            workspace_id, draft.issuer, draft.client_id, draft.domains, draft.default_role, self.clock.now()
        )
        async with self.database.begin() as tx:
            before = await store.find(tx, workspace_id, lock=True)
            require_none(_taken(await store.every(tx), settings))
            await store.put(tx, await self._kept(tx, before, settings, draft))
            detail = {"issuer": draft.issuer, "client_id": draft.client_id, "domains": list(draft.domains)}
            await self.audit.record(tx, Entry(workspace_id, actor, "sso.changed", workspace_id, detail))
        return settings

    async def _kept(self, tx: Transaction, before: Kept | None, settings: SSOSettings, draft: SSODraft) -> Kept:
        version = 0 if before is None else before.version
        if draft.client_secret is None:
            if before is None or before.sealed_secret is None:
                return Kept(settings, None, version)
            # A secret goes to the server that gave it out, and to no other.
            if before.settings.issuer != settings.issuer:
                raise InvalidInput.of("client_secret", "write it anew, as the provider is another one")
            return Kept(settings, before.sealed_secret, version)
        place = secret_place(settings.workspace_id, version + 1)
        sealed = await self.vault.seal(tx, settings.workspace_id, draft.client_secret.reveal().encode(), place)
        return Kept(settings, sealed, version + 1)


@dataclass(frozen=True)
class RemoveSSO:
    """Forget the provider. People who have a password sign in with it; the others need a link."""

    database: Database
    staff: ReadStaff
    audit: Audit

    async def __call__(self, workspace_id: str, *, actor: str) -> None:
        """Raises SSONotConfigured; InvalidInput while nobody may come in otherwise."""
        if (await self.staff.policy(workspace_id)).only_sso:
            raise InvalidInput.of("only_sso", "switch it off first, or nobody could sign in")
        async with self.database.begin() as tx:
            if not await store.remove(tx, workspace_id):
                raise SSONotConfigured("There is no single sign-on here.")
            await self.audit.record(tx, Entry(workspace_id, actor, "sso.removed", workspace_id))


def secret_place(workspace_id: str, version: int) -> Place:
    """Where a client secret belongs."""
    return Place("sso_settings", "sealed_secret", workspace_id, workspace_id, version)


def _taken(everybody: Sequence[SSOSettings], wanted: SSOSettings) -> list[FieldError]:
    """An address leads to one workspace, so a domain belongs to one."""
    others = {domain for one in everybody if one.workspace_id != wanted.workspace_id for domain in one.domains}
    return [
        FieldError(f"domains[{index}]", "another workspace of this installation has it")
        for index, domain in enumerate(wanted.domains)
        if domain in others
    ]
