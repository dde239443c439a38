"""The request to a token endpoint as it leaves: one description serves the standard and its oddities. Pure."""

import json
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from bothways.kit.secret import Secret
from bothways.oauth import client_auth, grants, scopes
from bothways.outbound.providers.attach import Outgoing, with_query
from bothways.outbound.providers.calls import BodyFormat, TokenRequest
from bothways.outbound.providers.grants import AssertionGrant, ClientCredentials, CodeGrant, Grant, RefreshGrant
from bothways.outbound.providers.model import Method
from bothways.outbound.providers.template import Names, fill_address, fill_headers, fill_params

_CONTENT_TYPES = {BodyFormat.FORM: "application/x-www-form-urlencoded", BodyFormat.JSON: "application/json"}


def token_request(
    method: Method, token: TokenRequest, client: ClientCredentials, names: Names, grant: Grant
) -> Outgoing:
    """The request that presents a grant. Raises ValueUnfit and CannotAuthenticate."""
    refreshes = isinstance(grant, RefreshGrant)
    if isinstance(grant, RefreshGrant):
        names = replace(names, token={"refresh_token": grant.refresh_token})
    # Who signs an assertion says there who they are; a client beside it is optional (RFC 7523 section 2.1).
    signed = isinstance(grant, AssertionGrant)
    headers, proof = ({}, {}) if signed else client_auth.apply(token.client_auth, client.id, client.secret)
    standard = {
        method.renames.get(name, name): text
        for name, text in {**_form(method, grant), **proof}.items()
        if name not in token.omit
    }
    extra = fill_params(token.refresh_params if refreshes else token.params, names)
    url = fill_address((token.refresh_url if refreshes else None) or token.url, names)
    return carry(
        token.method,
        url,
        token.format,
        {**standard, **extra},
        merged({"Accept": "application/json"}, fill_headers(token.headers, names), headers),
    )


def carry(
    method: str, url: str, body_format: BodyFormat, params: Mapping[str, str], headers: Mapping[str, str]
) -> Outgoing:
    """Parameters as a form, as JSON or in the query; a GET has no body, whatever the format."""
    if body_format is BodyFormat.QUERY or method == "GET":
        return Outgoing(method, with_query(url, params), headers)
    body = urlencode(params) if body_format is BodyFormat.FORM else json.dumps(dict(params))
    return Outgoing(method, url, merged({"Content-Type": _CONTENT_TYPES[body_format]}, headers), body.encode())


def merged(*layers: Mapping[str, str]) -> dict[str, str]:
    """Headers laid over each other; their names are compared without case, as HTTP does."""
    found: dict[str, tuple[str, str]] = {}
    for layer in layers:
        found |= {name.lower(): (name, text) for name, text in layer.items()}
    return dict(found.values())


def secrets_of(client: ClientCredentials | None, grant: Grant | None) -> list[Secret[str] | None]:
    """Every secret that such a request carries."""
    sent = [] if client is None else [client.secret]
    if isinstance(grant, CodeGrant):
        return [*sent, grant.code, grant.verifier]
    if isinstance(grant, AssertionGrant):
        return [*sent, grant.assertion]
    return [*sent, grant.refresh_token] if isinstance(grant, RefreshGrant) else sent


def _form(method: Method, grant: Grant) -> dict[str, str]:
    if isinstance(grant, CodeGrant):
        return grants.code_grant(grant.code, redirect_uri=grant.redirect_uri, verifier=grant.verifier)
    scope = scopes.join(grant.scopes, method.scopes.separator)
    if isinstance(grant, AssertionGrant):
        if grant.assertion is None or method.assertion is None:
            raise TypeError("an assertion is signed before it is sent")
        return grants.assertion_grant(grant.assertion, scope="" if method.assertion.scope_claim else scope)
    if isinstance(grant, RefreshGrant):
        return grants.refresh_grant(grant.refresh_token, scope=scope if method.refresh.sends_scope else "")
    return grants.client_credentials_grant(scope=scope)
