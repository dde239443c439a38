"""Column types that read and write the same on every database.

Rooms use these two, and SQLAlchemy's `Text`, `String`, `BigInteger`, `Boolean` and `LargeBinary`.
"""

import json
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as whole microseconds since 1970 in UTC; read back in UTC.

    A naive datetime raises ValueError: it names no instant.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


class Json(TypeDecorator[object]):
    """Any JSON value as text: null, numbers, strings, lists, objects. Key order is kept.

    Written in ASCII, so that NUL and lone surrogates inside strings survive every database.
    None is SQL NULL. NaN and infinities raise ValueError.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> object | None:
        if value is None:
            return None
        decoded: object
        try:
            decoded = msgspec.json.decode(value)
        except msgspec.DecodeError:
            # Strict about lone surrogates, which were let in; the slower one is not.
            decoded = json.loads(value)
        return decoded
