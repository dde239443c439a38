"""Linked-account logs: our logbooks in Kolla's words."""

from dataclasses import dataclass

from bothways.core.identity.callers import OperatorCaller
from bothways.dialects.kolla import names
from bothways.dialects.kolla.accounts import STATES, Account, FindAccount
from bothways.dialects.kolla.bodies import Data, text
from bothways.dialects.kolla.connectors import Wire
from bothways.dialects.kolla.filters import parse
from bothways.dialects.kolla.pages import Asked, Tokens
from bothways.kit.errors import InvalidInput
from bothways.outbound.connections.log_entry import ErrorClass, Level, LogEntry, Note
from bothways.outbound.connections.logbook import ReadLogbook, WriteLogEntry

_PREFIX = "ERROR_CLASS_"
_BATCH = 200
_FILTERS = frozenset({"level", "action", "code", "error_class", "request_id", "state"})


@dataclass(frozen=True)
class ListLogs:
    """Newest first."""

    find: FindAccount
    read: ReadLogbook
    tokens: Tokens

    async def __call__(
        self, caller: OperatorCaller, connector: str, reference: str, asked: Asked
    ) -> tuple[list[Wire], str]:
        """Raises ConnectionNotFound, InvalidInput."""
        node, size = parse(asked.filter, _FILTERS), asked.size()
        if asked.order_by not in {None, "", "create_time desc"}:
            raise InvalidInput.of("order_by", "logs come newest first: create_time desc")
        account = await self.find(caller, connector, reference)
        if account.held is None:
            return [], ""
        scope = f"{caller.environment_id} logs {account.id}"
        position = self.tokens.read(scope, asked)
        after = str(position[0]) if position else None
        found: list[Wire] = []
        while batch := await self.read(caller.environment_id, account.id, after=after, limit=_BATCH):
            for entry in batch:
                after = entry.id
                if node.holds(_facts(entry)):
                    found.append(log_out(account, entry))
                if len(found) == size:
                    return found, self.tokens.write(scope, asked, [after])
        return found, ""


@dataclass(frozen=True)
class WriteLog:
    """POST .../logs."""

    find: FindAccount
    write: WriteLogEntry

    async def __call__(self, caller: OperatorCaller, connector: str, reference: str, data: Data) -> Wire:
        """Raises ConnectionNotFound, InvalidInput."""
        account = await self.find(caller, connector, reference)
        note = Note(
            level=_level(data),
            action=text(data, "action") or "",
            message=text(data, "message") or "",
            code=text(data, "code"),
            error_class=_error_class(data),
            request_id=text(data, "request_id"),
        )
        if account.held is None:
            raise InvalidInput.of("linked_account", "has no log before it is connected")
        return log_out(account, await self.write(caller.environment_id, account.id, note))


def log_out(account: Account, entry: LogEntry) -> Wire:
    """An entry."""
    uid, note = names.bare(entry.id), entry.note
    wire: Wire = {
        "name": f"{names.linked_account(account.integration.slug, account.id)}/logs/{uid}",
        "uid": uid,
        "request_id": note.request_id or "",
        "action": note.action,
        "code": note.code or "",
        "level": note.level.upper(),
        "message": note.message,
        "state": STATES[entry.state],
        "auth_state": account.auth_state,
        "consumer_id": account.customer.external_id,
        "consumer_title": account.customer.name or "",
        "create_time": entry.created_at,
    }
    if note.error_class is not None:
        wire["error_class"] = f"{_PREFIX}{note.error_class.upper()}"
    return wire


def _facts(entry: LogEntry) -> dict[str, str]:
    note = entry.note
    return {
        "level": note.level.upper(),
        "action": note.action,
        "code": note.code or "",
        "error_class": "" if note.error_class is None else f"{_PREFIX}{note.error_class.upper()}",
        "request_id": note.request_id or "",
        "state": STATES[entry.state],
    }


def _level(data: Data) -> Level:
    given = text(data, "level")
    if given not in {"INFO", "ERROR"}:
        raise InvalidInput.of("level", "write INFO or ERROR")
    return Level(given.lower())


def _error_class(data: Data) -> ErrorClass | None:
    given = text(data, "error_class")
    if given is None:
        return None
    known = {f"{_PREFIX}{item.upper()}": item for item in ErrorClass}
    if given not in known:
        raise InvalidInput.of("error_class", f"write {', '.join(known)}")
    return known[given]
