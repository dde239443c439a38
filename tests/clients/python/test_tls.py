"""Certificates are checked; an operator's own authority can be trusted."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bothways_client import ConnectionFailed, NotFound
from tests.clients.python.speaker import speaking


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Acme's own authority")])
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.fixture
async def base_url(certificate: Path) -> AsyncIterator[str]:
    """A server with that certificate, where nothing is found."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


async def test_a_certificate_that_nobody_trusts_is_told_as_such(kind: str, base_url: str) -> None:
    async with speaking(kind, base_url) as speaker:
        with pytest.raises(ConnectionFailed) as raised:
            await speaker.ask(lambda hub: hub.environment.get())
    assert raised.value.code == "untrusted"
    assert "ssl_context" in raised.value.next_step
    assert speaker.naps == []


async def test_an_authority_of_ones_own_can_be_trusted(kind: str, base_url: str, certificate: Path) -> None:
    trusting = ssl.create_default_context(cafile=certificate)
    async with speaking(kind, base_url, ssl_context=trusting) as speaker:
        with pytest.raises(NotFound):
            await speaker.ask(lambda hub: hub.environment.get())
