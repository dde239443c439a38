"""Certificates are checked: by authority, by name, by time."""

import asyncio
import datetime
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bothways.kit.egress.client import Egress
from bothways.kit.egress.errors import ConnectFailed
from bothways.kit.egress.messages import Request
from tests.rooms.kit.egress.conftest import LOOPBACK

NAME = "provider.example"
DAY = datetime.timedelta(days=1)


def certificate(folder: Path, *, expired: bool = False) -> Path:
    """A certificate for NAME that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - 10 * DAY)
        .not_valid_after(now - DAY if expired else now + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@asynccontextmanager
async def serve_tls(certificate: Path) -> AsyncIterator[int]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe")
        await writer.drain()
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    yield server.sockets[0].getsockname()[1]
    server.close()


def trusting(certificate: Path | None) -> Egress:
    return Egress(
        LOOPBACK,
        lookup=lambda host, port: [(socket.AddressFamily.AF_INET, "127.0.0.1")],
        tls=ssl.create_default_context(cafile=certificate),
    )


async def test_a_trusted_server_answers(tmp_path: Path) -> None:
    made = certificate(tmp_path)
    egress = trusting(made)
    async with serve_tls(made) as port:
        for method in ("GET", "POST"):
            assert (await egress.send(Request(method, f"https://{NAME}:{port}/"))).body == b"safe"
    await egress.close()


@pytest.mark.parametrize(
    ("name", "expired", "known"),
    [("other.example", False, True), ("127.0.0.1", False, True), (NAME, True, True), (NAME, False, False)],
    ids=["another name", "an address", "expired", "nobody vouches"],
)
async def test_a_server_that_cannot_prove_itself_gets_nothing(
    tmp_path: Path, name: str, expired: bool, known: bool
) -> None:
    made = certificate(tmp_path, expired=expired)
    egress = trusting(made if known else None)
    async with serve_tls(made) as port:
        with pytest.raises(ConnectFailed):
            await egress.send(Request("POST", f"https://{name}:{port}/"))
    await egress.close()
