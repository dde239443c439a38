"""The face of API keys: who may call, told to those who may themselves."""

from bothways.core.identity.callers import Operator, OperatorCaller
from bothways.core.identity.create_api_key import CreateAPIKey
from bothways.core.identity.errors import APIKeyNotFound, ScopesBeyondOwn
from bothways.core.identity.key_schemas import APIKeyIn, APIKeyOut, NewAPIKeyOut, key_out, new_key_out
from bothways.core.identity.list_api_keys import ListAPIKeys
from bothways.core.identity.model import Validity
from bothways.core.identity.revoke_api_key import RevokeAPIKey
from bothways.kit.web.paging import DEFAULT_LIMIT, Cursor, Cursors, Limit, Page
from bothways.kit.web.route import Handler, Route, Routes

TAGS = ("API keys",)


def key_routes(create: CreateAPIKey, look: ListAPIKeys, revoke: RevokeAPIKey, cursors: Cursors) -> Routes:
    """Reading takes api_keys:read, everything else api_keys:write."""
    may_read, may_write = Operator("api_keys:read"), Operator("api_keys:write")
    every, one, missing = "/v1/api-keys", "/v1/api-keys/{key_id:str}", (APIKeyNotFound,)
    # fmt: off
    return [
        Route("GET",    every, may_read,  listing(look, cursors), tags=TAGS),
        Route("POST",   every, may_write, creating(create),       tags=TAGS, status=201, idempotent=True,
              shown_once=True, errors=(ScopesBeyondOwn,)),
        Route("GET",    one,   may_read,  reading(look),          tags=TAGS, errors=missing),
        Route("DELETE", one,   may_write, revoking(revoke),       tags=TAGS, errors=missing),
    ]
    # fmt: on


def listing(look: ListAPIKeys, cursors: Cursors) -> Handler:
    """GET /v1/api-keys."""

    async def list_api_keys(
        caller: OperatorCaller,
        state: Validity | None = None,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor | None = None,
    ) -> Page[APIKeyOut]:
        """List API keys

        Oldest first, revoked and expired ones too, which `state` tells apart. Tokens are not kept, so none is shown.
        """
        scope = f"{caller.environment_id} api keys {state}"
        after = None if cursor is None else str(cursors.read(scope, cursor)[0])
        found = await look(caller.environment_id, state=state, after=after, limit=limit + 1)
        more = cursors.write(scope, [found[limit - 1].id]) if len(found) > limit else None
        now = look.clock.now()
        return Page([key_out(key, now) for key in found[:limit]], more)

    return list_api_keys


def creating(create: CreateAPIKey) -> Handler:
    """POST /v1/api-keys."""

    async def create_api_key(caller: OperatorCaller, data: APIKeyIn) -> NewAPIKeyOut:
        """Make an API key

        `token` is in this answer and nowhere else: repeated with the same Idempotency-Key the call makes no second key,
        and is refused. Nobody can give a key scopes that they do not have themselves.
        """
        made = await create(
            caller.environment_id,
            data.name,
            data.scopes,
            actor=caller.actor,
            expires_at=data.expires_at,
            within=caller.grantable,
        )
        return new_key_out(made, create.clock.now())

    return create_api_key


def reading(look: ListAPIKeys) -> Handler:
    """GET /v1/api-keys/{key_id}."""

    async def get_api_key(caller: OperatorCaller, key_id: str) -> APIKeyOut:
        """Get an API key"""
        return key_out(await look.one(caller.environment_id, key_id), look.clock.now())

    return get_api_key


def revoking(revoke: RevokeAPIKey) -> Handler:
    """DELETE /v1/api-keys/{key_id}."""

    async def revoke_api_key(caller: OperatorCaller, key_id: str) -> APIKeyOut:
        """Revoke an API key

        It is worth nothing from now on; on other nodes within a second. It stays in the list. Revoking twice changes
        nothing.
        """
        return key_out(await revoke(caller.environment_id, key_id, actor=caller.actor), revoke.clock.now())

    return revoke_api_key
