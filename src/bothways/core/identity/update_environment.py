"""Changing an environment's settings."""

from dataclasses import dataclass, replace

from bothways.core.audit.model import Entry
from bothways.core.audit.trail import Audit
from bothways.core.identity import environment_rows
from bothways.core.identity.environment_settings import check_allowed_origins, check_return_urls, check_theme
from bothways.core.identity.errors import EnvironmentNotFound
from bothways.core.identity.model import Environment, Theme
from bothways.core.identity.text import MAX_NAME, check_line, require_none
from bothways.kit.clock import Clock
from bothways.kit.db.database import Database
from bothways.kit.errors import FieldError


@dataclass(frozen=True)
class EnvironmentChanges:
    """New settings; None leaves one as it is. Lists and the theme are replaced as a whole."""

    name: str | None = None
    return_urls: tuple[str, ...] | None = None
    allowed_origins: tuple[str, ...] | None = None
    theme: Theme | None = None

    def given(self) -> dict[str, object]:
        """Those that are to be changed."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class UpdateEnvironment:
    """Change settings of an environment, all that are given or none."""

    database: Database
    clock: Clock
    audit: Audit

    async def __call__(self, environment_id: str, changes: EnvironmentChanges, *, actor: str) -> Environment:
        """The environment as it is then. Raises InvalidInput that names each wrong setting, EnvironmentNotFound."""
        require_none(_faults(changes))
        given = changes.given()
        async with self.database.begin() as tx:
            before = await environment_rows.find(tx, environment_id, lock=True)
            if before is None:
                raise EnvironmentNotFound(f"There is no environment {environment_id}.")
            after = replace(before, updated_at=self.clock.now(), **given)  # type: ignore[arg-type]
            await environment_rows.change(tx, after)
            entry = Entry(environment_id, actor, "environment.updated", environment_id, {"changed": sorted(given)})
            await self.audit.record(tx, entry)
        return after


def _faults(changes: EnvironmentChanges) -> list[FieldError]:
    return [
        *(check_line("name", changes.name, MAX_NAME) if changes.name is not None else ()),
        *check_return_urls(changes.return_urls or ()),
        *check_allowed_origins(changes.allowed_origins or ()),
        *(check_theme(changes.theme) if changes.theme is not None else ()),
    ]
