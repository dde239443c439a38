"""A SELECT compiled once and run on the driver itself: the hot path, without SQLAlchemy in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Dialect, Row, Select
from sqlalchemy.engine.result import SimpleResultMetaData

from bothways.kit.db.errors import Unstorable


class PointRead(Protocol):
    """One prepared SELECT. Call it with its bind values by name; the first row comes back, or None."""

    async def __call__(self, **values: object) -> Row[Any] | None: ...


@dataclass(frozen=True)
class _Slot:
    position: int
    name: str
    convert: Callable[[Any], Any] | None


class Plan:
    """What a driver needs to run a SELECT, and what makes a row of its answer.

    Raises ValueError for statements whose text depends on their values (`IN` with a bound list).
    """

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        if compiled.literal_execute_params | compiled.post_compile_params:
            raise ValueError("a point read has a fixed text: no IN with a bound list")
        self.sql = compiled.string
        self._arguments: list[object] = []
        self._slots: list[_Slot] = []
        for position, name in enumerate(compiled.positiontup or ()):
            bind = compiled.binds[name]
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            value = None if bind.required else bind.effective_value
            self._arguments.append(convert(value) if convert and not bind.required else value)
            if bind.required:
                self._slots.append(_Slot(position, bind.key, convert))
        self._names = {slot.name for slot in self._slots}
        columns = statement.selected_columns
        processors = tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns)
        self._processors = processors if any(processors) else None
        self._keys = SimpleResultMetaData([column.key or f"column_{n}" for n, column in enumerate(columns)])

    def arguments(self, values: dict[str, object]) -> list[object]:
        """The driver's positional arguments. Raises TypeError for missing or unknown names, Unstorable for NUL."""
        if values.keys() != self._names:
            raise TypeError(f"this point read takes {sorted(self._names)}")
        arguments = self._arguments.copy()
        for slot in self._slots:
            value = values[slot.name]
            if type(value) is str and "\0" in value:
                raise Unstorable("The input holds a NUL character.")
            arguments[slot.position] = slot.convert(value) if slot.convert else value
        return arguments

    def row(self, data: Sequence[Any]) -> Row[Any]:
        """The answer with columns by position and by name, converted by their types."""
        return Row(self._keys, self._processors, self._keys._key_to_index, data)
