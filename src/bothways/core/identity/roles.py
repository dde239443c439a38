"""What the operator's people may do in the environments of their workspace: a role is a set of scopes."""

from enum import StrEnum

from bothways.core.identity.scopes import SCOPES

# People never see what opens a customer's account: credentials go to backends only.
_FOR_BACKENDS = frozenset({"credentials:read"})
_OF_KEYS = frozenset({"api_keys:read", "api_keys:write"})


class Role(StrEnum):
    """From the most to the least. Owners manage everybody; admins everybody but owners."""

    OWNER = "owner"
    ADMIN = "admin"
    DEVELOPER = "developer"
    VIEWER = "viewer"

    def is_at_least(self, least: "Role") -> bool:
        """Whether it may do all that `least` may."""
        return _ORDER.index(self) <= _ORDER.index(least)

    @property
    def scopes(self) -> frozenset[str]:
        """What it may do through the API, in every environment of its workspace."""
        return _SCOPES[self]

    @property
    def grantable(self) -> frozenset[str]:
        """What it may allow an API key: whoever makes keys makes them for backends, which may do everything."""
        return frozenset(SCOPES) if self.is_at_least(Role.ADMIN) else frozenset()


_ORDER = tuple(Role)
_ALL = frozenset(SCOPES) - _FOR_BACKENDS
_SCOPES = {
    Role.OWNER: _ALL,
    Role.ADMIN: _ALL,
    Role.DEVELOPER: _ALL - _OF_KEYS,
    Role.VIEWER: frozenset(scope for scope in _ALL - _OF_KEYS if scope.endswith(":read")),
}
