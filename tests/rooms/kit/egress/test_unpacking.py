"""Packed bodies come out whole or not at all."""

import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis.strategies import binary, integers, sampled_from

from bothways.kit.egress.errors import AnswerLost, AnswerTooLarge
from bothways.kit.egress.unpacking import body_for


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "": bytes,
}


def unpack(encoding: str, packed: bytes, *, limit: int = 1_000_000, step: int = 1_000_000) -> bytes:
    body = body_for(encoding, limit)
    for start in range(0, len(packed), step):
        body.feed(packed[start : start + step])
    return body.finish()


@given(sampled_from(sorted(PACKERS)), binary(max_size=2000), integers(1, 100))
def test_what_was_packed_comes_out_however_it_is_cut(encoding: str, data: bytes, step: int) -> None:
    assert unpack(encoding, PACKERS[encoding](data), step=step) == data


@given(binary(min_size=1, max_size=2000))
def test_deflate_without_its_header_comes_out(data: bytes) -> None:
    assert unpack("deflate", bare_deflate(data)) == data


def test_several_gzip_members_come_out_joined() -> None:
    assert unpack("gzip", gzip.compress(b"one ") + gzip.compress(b"two"), step=3) == b"one two"


def test_an_empty_answer_is_empty_whatever_it_says() -> None:
    assert unpack("gzip", b"") == b""


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_the_limit_itself_still_fits(encoding: str) -> None:
    assert len(unpack(encoding, PACKERS[encoding](b"a" * 1000), limit=1000)) == 1000
    with pytest.raises(AnswerTooLarge):
        unpack(encoding, PACKERS[encoding](b"a" * 1001), limit=1000)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_stopped_at_the_limit(layers: int) -> None:
    bomb = b"\0" * 50_000_000
    for _ in range(layers):
        bomb = gzip.compress(bomb)
    if layers == 1:
        with pytest.raises(AnswerTooLarge):
            unpack("gzip", bomb, limit=100_000, step=64 * 1024)
    else:
        with pytest.raises(AnswerLost):
            unpack("gzip, gzip", bomb)


def test_endless_empty_members_are_stopped() -> None:
    with pytest.raises(AnswerTooLarge):
        unpack("gzip", gzip.compress(b"") * 10_000, limit=100_000, step=64 * 1024)


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(b"whole")[:-1], b"\x1f", b"not gzip at all", gzip.compress(b"a") + b"x"],
    # Named, as gzip puts the time into its header.
    ids=["its end cut off", "one byte", "something else", "rubbish behind it"],
)
def test_a_damaged_body_is_no_answer(packed: bytes) -> None:
    with pytest.raises(AnswerLost):
        unpack("gzip", packed)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, br", "compress", "\ud800"])
def test_an_unknown_packing_is_no_answer(encoding: str) -> None:
    with pytest.raises(AnswerLost):
        body_for(encoding, 1000)
