"""Which provider a workspace trusts, and with what."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bothways.core.identity.roles import Role
from bothways.kit.errors import FieldError
from bothways.kit.secret import Secret

FLOW_LIFETIME = timedelta(minutes=10)
MAX_DOMAINS = 50
MAX_CLIENT_ID = 500
MAX_CLIENT_SECRET = 2_000
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})+")


@dataclass(frozen=True)
class SSOSettings:
    """`domains` are those of the e-mail addresses that may come in. New people get the `default_role`; None: only
    those who were invited come in.
    """

    workspace_id: str
    issuer: str
    client_id: str
    domains: tuple[str, ...]
    default_role: Role | None
    updated_at: datetime


@dataclass(frozen=True)
class SSODraft:
    """Settings as somebody wants them. Without a client secret the one that is kept stays."""

    issuer: str
    client_id: str
    client_secret: Secret[str] | None
    domains: tuple[str, ...]
    default_role: Role | None


def check_draft(draft: SSODraft) -> list[FieldError]:
    """What is wrong before anybody is asked."""
    faults = []
    if not 0 < len(draft.client_id) <= MAX_CLIENT_ID or not draft.client_id.isprintable():
        faults.append(FieldError("client_id", "write the client id that the provider gave you"))
    secret = "x" if draft.client_secret is None else draft.client_secret.reveal()
    if not 0 < len(secret) <= MAX_CLIENT_SECRET or not secret.isprintable():
        faults.append(FieldError("client_secret", "write what the provider gave you, or leave it out"))
    if not 0 < len(draft.domains) <= MAX_DOMAINS or len(set(draft.domains)) < len(draft.domains):
        faults.append(FieldError("domains", f"name 1 to {MAX_DOMAINS} domains, each once"))
    faults += [
        FieldError(f"domains[{index}]", "write a domain in small letters, such as example.com")
        for index, domain in enumerate(draft.domains)
        if not _DOMAIN.fullmatch(domain)
    ]
    if draft.default_role is Role.OWNER:
        faults.append(FieldError("default_role", "owners are made by owners; choose another role"))
    return faults


def domain_of(email: str) -> str:
    """What stands behind the last @, in small letters."""
    return email.strip().lower().rpartition("@")[2]
