"""Giving a grant back where the provider wants headers of its own."""

from bothways.kit.secret import Secret
from bothways.outbound.providers.calls import Revoke, RevokeAuth
from bothways.outbound.providers.grants import ClientCredentials
from bothways.outbound.providers.revoke import HeldTokens, RevokeToken
from tests.support.clock import ManualClock
from tests.support.provider_server import Scripted, a_provider, code_method, loopback_egress, provider_server


async def test_a_revocation_may_carry_the_client_secret_in_a_header() -> None:
    async with provider_server() as server, loopback_egress() as egress:
        server.script("/revoke", Scripted(200, b""))
        how = Revoke(
            f"{server.url}/revoke",
            auth=RevokeAuth.NONE,
            headers={"Authorization": "Bearer {client.secret}"},
            params={"client_id": "{client.id}"},
        )
        method = code_method(server.url, revoke=how)
        client = ClientCredentials("id", Secret("planted-secret"))
        held = HeldTokens(Secret("planted-at"))
        await RevokeToken(egress, ManualClock())(a_provider(method, server.url), method, client, {}, held)
        assert server.last.headers["authorization"] == "Bearer planted-secret"
        assert server.last.form == {"client_id": "id"}
