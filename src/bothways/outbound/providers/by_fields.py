"""Tokens that are had for what the customer typed alone, without a consent and without a refresh token. Pure."""

from collections.abc import Mapping

from bothways.kit.secret import Secret
from bothways.outbound.providers.grants import AssertionGrant, ClientCredentials, ClientCredentialsGrant, Grant
from bothways.outbound.providers.model import Method, MethodType
from bothways.outbound.providers.verdict import IntegrationMisconfigured


def grant_by_fields(
    method: Method,
    fields: Mapping[str, Secret[str]],
    scopes: tuple[str, ...],
    operators: ClientCredentials | None = None,
) -> tuple[ClientCredentials, Grant] | None:
    """The client with the grant that it presents: the customer's own, or else the operator's; None where such a method
    obtains nothing by fields. Raises IntegrationMisconfigured when there is no client.
    """
    if method.type is MethodType.JWT_BEARER:
        return ClientCredentials(""), AssertionGrant(scopes)
    if method.type is not MethodType.OAUTH2_CLIENT_CREDENTIALS:
        return None
    own = fields.get("client_id")
    client = operators if own is None else ClientCredentials(own.reveal(), fields.get("client_secret"))
    if client is None:
        raise IntegrationMisconfigured(f"There is no client id to ask with: {method.label}.")
    return client, ClientCredentialsGrant(scopes)
