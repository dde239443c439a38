"""Bodies that arrive packed, unpacked without ever holding more than was asked for. Pure."""

import zlib
from collections.abc import Callable
from typing import Protocol

from bothways.kit.egress.errors import AnswerLost, AnswerTooLarge

ACCEPTED = "gzip, deflate"

# zlib's window bits: 15, plus 32 to recognise gzip and zlib by their headers; negative for no header at all.
_ANY_HEADER = 15 + 32
_NO_HEADER = -15


class Body(Protocol):
    """Collects an answer's body."""

    def feed(self, chunk: bytes) -> None:
        """Raises AnswerTooLarge past the limit, AnswerLost when it cannot be unpacked."""
        ...

    def finish(self) -> bytes:
        """The whole body. Raises AnswerLost when its end is missing."""
        ...


def body_for(content_encoding: str, max_bytes: int) -> Body:
    """What can collect a body with this Content-Encoding (RFC 9110 section 8.4). Raises AnswerLost for unknown ones."""
    makers: dict[str, Callable[[int], Body]] = {
        "": PlainBody,
        "identity": PlainBody,
        "gzip": PackedBody,
        "x-gzip": PackedBody,
        "deflate": PackedBody,
    }
    maker = makers.get(content_encoding.strip().lower())
    if maker is None:
        raise AnswerLost("the answer is packed in a way that was not asked for")
    return maker(max_bytes)


class PlainBody:
    """A body as it is."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._collected = bytearray()

    def feed(self, chunk: bytes) -> None:
        if len(self._collected) + len(chunk) > self._max_bytes:
            raise AnswerTooLarge(f"the answer's body exceeds {self._max_bytes} bytes")
        self._collected += chunk

    def finish(self) -> bytes:
        return bytes(self._collected)


class PackedBody:
    """gzip (RFC 1952), also in several members, or deflate with or without its zlib header (RFC 1950, 1951)."""

    def __init__(self, max_bytes: int) -> None:
        self._plain = PlainBody(max_bytes)
        self._max_bytes = max_bytes
        self._unpacker = zlib.decompressobj(_ANY_HEADER)
        self._arrived = 0
        self._unpacked = 0

    def feed(self, chunk: bytes) -> None:
        self._arrived += len(chunk)
        if self._arrived > self._max_bytes:
            raise AnswerTooLarge(f"the answer's body exceeds {self._max_bytes} bytes")
        try:
            self._unpack(chunk)
        except zlib.error:
            raise AnswerLost("the answer's body cannot be unpacked") from None

    def finish(self) -> bytes:
        if self._arrived and not self._unpacker.eof:
            raise AnswerLost("the answer's body ends too early")
        return self._plain.finish()

    def _unpack(self, chunk: bytes) -> None:
        while chunk:
            if self._unpacker.eof:
                self._unpacker = zlib.decompressobj(_ANY_HEADER)
            # One byte more than may come, so that too much is noticed and no more than that is made.
            room = self._max_bytes - self._unpacked + 1
            data = self._step(chunk, room)
            self._unpacked += len(data)
            self._plain.feed(data)
            chunk = self._unpacker.unused_data or self._unpacker.unconsumed_tail

    def _step(self, chunk: bytes, room: int) -> bytes:
        try:
            return self._unpacker.decompress(chunk, room)
        except zlib.error:
            if self._arrived != len(chunk):
                raise
            # Some servers understand "deflate" as the bare stream (RFC 9110 section 8.4.1.2 knows them).
            self._unpacker = zlib.decompressobj(_NO_HEADER)
            return self._unpacker.decompress(chunk, room)
