"""HEAD on a real socket: headers, no body, and the connection is still understood afterwards."""

import asyncio
from urllib.parse import urlsplit

import pytest

from tests.rooms.kit.web import things
from tests.support.servers import serve


@pytest.mark.parametrize("path", ["/v1/things/a", "/v1/slow-things/a", "/v1/nothing"])
async def test_the_answer_after_head_is_not_its_body(path: str) -> None:
    async with serve(things.site().app) as url, asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port or 0)
        rest = "HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer key-1\r\n\r\n"
        writer.write(f"HEAD {path} {rest}GET /v1/things/a {rest}".encode())
        first = await reader.readuntil(b"\r\n\r\n")
        second = await reader.readuntil(b"\r\n\r\n")
        writer.close()
    assert b"content-length: " in first.lower()
    assert second.startswith(b"HTTP/1.1 200 OK\r\n")
