"""Members of staff, and how they sign in, on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from bothways.core.identity.roles import Role
from bothways.core.identity.text import MAX_EMAIL
from bothways.core.sso.model import MAX_CLIENT_ID, MAX_CLIENT_SECRET, MAX_DOMAINS, SSODraft, SSOSettings
from bothways.core.staff.links import Link
from bothways.core.staff.model import Listed, Policy
from bothways.kit.secret import Secret
from bothways.portal.schemas import RoleName


class MemberOut(Struct, frozen=True):
    """One of the staff. Whoever was `invited` did not come yet, and has the e-mail address for a name."""

    id: str
    email: str
    name: str
    role: RoleName
    state: Literal["invited", "active"]
    second_factor: bool
    has_password: bool
    created_at: datetime
    last_signed_in_at: datetime | None


class MembersOut(Struct, frozen=True):
    """Oldest first."""

    items: list[MemberOut]


class InvitationIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to invite."""

    email: Annotated[str, Meta(max_length=MAX_EMAIL)]
    role: Role = Role.DEVELOPER


class LinkOut(Struct, frozen=True):
    """To hand over. It opens once and is shown now only; whoever opens it first becomes the member."""

    url: str
    purpose: Literal["invitation", "password_reset"]
    expires_at: datetime


class InvitedOut(Struct, frozen=True):
    """The member to be, and the link for them."""

    member: MemberOut
    link: LinkOut


class MemberPatch(Struct, frozen=True, forbid_unknown_fields=True):
    """Another role."""

    role: Role


class PolicyOut(Struct, frozen=True):
    """How the workspace's members sign in."""

    second_factor_required: bool
    only_sso: bool


class PolicyPatch(Struct, frozen=True, forbid_unknown_fields=True):
    """What is absent stays."""

    second_factor_required: bool | UnsetType = UNSET
    only_sso: bool | UnsetType = UNSET

    def onto(self, before: Policy) -> Policy:
        """The policy that is wanted."""
        return Policy(
            before.second_factor_required if self.second_factor_required is UNSET else self.second_factor_required,
            before.only_sso if self.only_sso is UNSET else self.only_sso,
        )


class SSOIn(Struct, frozen=True, forbid_unknown_fields=True):
    """An OpenID provider. Without a client secret the one that is kept stays."""

    issuer: Annotated[str, Meta(max_length=2_000)]
    client_id: Annotated[str, Meta(max_length=MAX_CLIENT_ID)]
    domains: Annotated[list[Annotated[str, Meta(max_length=253)]], Meta(max_length=MAX_DOMAINS)]
    client_secret: Annotated[str, Meta(max_length=MAX_CLIENT_SECRET)] | None = None
    default_role: Role | None = None

    def draft(self) -> SSODraft:
        """As the verb takes it."""
        secret = None if self.client_secret is None else Secret(self.client_secret)
        return SSODraft(self.issuer, self.client_id, secret, tuple(self.domains), self.default_role)


class SSOOut(Struct, frozen=True):
    """`redirect_uri` goes into the provider's settings. The client secret is never shown."""

    configured: bool
    redirect_uri: str
    issuer: str | None = None
    client_id: str | None = None
    domains: list[str] = []
    default_role: RoleName | None = None
    updated_at: datetime | None = None


def member_out(listed: Listed) -> MemberOut:
    """A member as colleagues see them."""
    member = listed.staff
    return MemberOut(
        id=member.id,
        email=member.email,
        name=member.name,
        role=member.role.value,
        state="invited" if member.joined_at is None else "active",
        second_factor=listed.factors.any,
        has_password=listed.has_password,
        created_at=member.created_at,
        last_signed_in_at=listed.last_signed_in_at,
    )


def link_out(link: Link) -> LinkOut:
    """The only time that it leaves."""
    return LinkOut(link.url.reveal(), link.purpose.value, link.expires_at)


def policy_out(policy: Policy) -> PolicyOut:
    """As it is."""
    return PolicyOut(policy.second_factor_required, policy.only_sso)


def sso_out(settings: SSOSettings | None, redirect_uri: str) -> SSOOut:
    """Settings, or what to begin with where there are none."""
    if settings is None:
        return SSOOut(False, redirect_uri)
    return SSOOut(
        configured=True,
        redirect_uri=redirect_uri,
        issuer=settings.issuer,
        client_id=settings.client_id,
        domains=list(settings.domains),
        default_role=None if settings.default_role is None else settings.default_role.value,
        updated_at=settings.updated_at,
    )
