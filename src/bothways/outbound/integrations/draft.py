"""An integration as the operator describes it, and every way in which that can be wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from urllib.parse import parse_qsl

from bothways.kit.errors import FieldError, InvalidInput
from bothways.kit.secret import Secret
from bothways.oauth.authorization import RESERVED
from bothways.outbound.integrations.client import MAX_SECRET_LENGTH
from bothways.outbound.integrations.model import Integration, check_scopes, check_slug, check_texts
from bothways.outbound.integrations.presentation import (
    check_background,
    check_categories,
    check_link,
    check_logo,
    check_long_description,
)
from bothways.outbound.providers.model import ClientOwner, Method, Provider, ValueSource
from bothways.outbound.providers.values import check_values

MAX_PARAMS = 20
_COPY = "copy it from your app at the provider; with `enabled` false it may follow later"


@dataclass(frozen=True)
class Draft:
    """What the operator asks for. Empty texts mean "take the provider's"."""

    provider: str
    slug: str = ""
    method_id: str = ""
    client_id: str | None = None
    client_secret: Secret[str] | None = None
    scopes: tuple[str, ...] | None = None
    authorize_params: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    display_name: str = ""
    description: str = ""
    logo: str | None = None
    enabled: bool = True
    long_description: str = ""
    categories: tuple[str, ...] = ()
    background: str | None = None
    documentation_url: str | None = None

    @classmethod
    def of(cls, held: Integration, changes: Mapping[str, object]) -> "Draft":
        """The integration as it stands, with `changes` laid over it."""
        kept = {item.name: getattr(held, item.name) for item in fields(cls) if item.name != "client_secret"}
        return cls(**kept | dict(changes))


@dataclass(frozen=True)
class Settled(Draft):
    """A draft that was found right, with nothing left open."""

    scopes: tuple[str, ...] = ()


def check(draft: Draft, provider: Provider, *, holds_secret: bool = False) -> Settled:
    """The draft with the provider's own words where it had none.

    `holds_secret`: a client secret is already kept, so leaving it out means keeping it.
    Raises InvalidInput that names every wrong field.
    """
    method = provider.find_method(draft.method_id) if draft.method_id else provider.methods[0]
    if method is None:
        known = ", ".join(item.id for item in provider.methods)
        raise InvalidInput.of("method_id", f"{provider.name} has no such method; choose one of {known}")
    settled = Settled(
        provider=provider.slug,
        method_id=method.id,
        slug=draft.slug or provider.slug,
        client_id=draft.client_id,
        client_secret=draft.client_secret,
        scopes=_scopes(draft, method),
        authorize_params=draft.authorize_params,
        values=draft.values,
        display_name=draft.display_name or provider.name,
        description=draft.description or provider.description,
        logo=draft.logo,
        enabled=draft.enabled,
        long_description=draft.long_description,
        categories=draft.categories,
        background=draft.background,
        documentation_url=draft.documentation_url,
    )
    # One that is switched off is being set up: what belongs to the provider's side may follow when it is known.
    values, faults = _check_values(provider, method, settled.values, complete=settled.enabled)
    faults = [
        *check_slug(settled.slug),
        *check_texts(settled.display_name, settled.description),
        *check_scopes(draft.scopes or ()),
        *_check_client(settled, method, holds_secret=holds_secret),
        *_check_params(settled, method),
        *check_logo(settled.logo),
        *check_long_description(settled.long_description),
        *check_categories(settled.categories),
        *check_background(settled.background),
        *(check_link("documentation_url", settled.documentation_url) if settled.documentation_url is not None else ()),
        *faults,
    ]
    if faults:
        raise InvalidInput("; ".join(f"{fault.field}: {fault.reason}" for fault in faults), fields=faults)
    return replace(settled, values=values)


def _scopes(draft: Draft, method: Method) -> tuple[str, ...]:
    asked = method.scopes.default if draft.scopes is None else draft.scopes
    return tuple(dict.fromkeys((*method.scopes.required, *asked)))


def _check_client(draft: Draft, method: Method, *, holds_secret: bool) -> list[FieldError]:
    if method.client is not ClientOwner.OPERATOR:
        given = [name for name in ("client_id", "client_secret") if getattr(draft, name) is not None]
        return [FieldError(name, "this method uses no client of yours; leave it out") for name in given]
    faults = []
    # Providers ask for the redirect URI before they give a client, and it holds the integration's id. So one that is
    # switched off may be without.
    if draft.client_id is None:
        if draft.enabled:
            faults.append(FieldError("client_id", _COPY))
    elif not _is_visible(draft.client_id, 1_024):
        faults.append(FieldError("client_id", "must be visible characters without blanks around; copy it again"))
    if draft.client_secret is None:
        if draft.enabled and method.needs_client_secret and not holds_secret:
            faults.append(FieldError("client_secret", _COPY))
    elif not _is_visible(draft.client_secret.reveal(), MAX_SECRET_LENGTH):
        faults.append(
            FieldError(
                "client_secret", "must be visible characters without blanks or line breaks around; copy it again"
            )
        )
    return faults


def _check_values(
    provider: Provider, method: Method, given: Mapping[str, str], *, complete: bool
) -> tuple[Mapping[str, str], Sequence[FieldError]]:
    try:
        return check_values(provider, method, given, source=ValueSource.INTEGRATION, complete=complete), ()
    except InvalidInput as error:
        return {}, error.fields


def _check_params(draft: Draft, method: Method) -> list[FieldError]:
    if len(draft.authorize_params) > MAX_PARAMS:
        return [FieldError("authorize_params", f"give at most {MAX_PARAMS}")]
    # A caller that could replace redirect_uri, state or code_challenge would own the whole exchange.
    reserved = RESERVED | {method.renames.get(name, name).lower() for name in RESERVED} | _in_address(method)
    lowered = [name.lower() for name in draft.authorize_params]
    faults = []
    for name, value in draft.authorize_params.items():
        field = f"authorize_params.{name}"
        if name.lower() in reserved:
            faults.append(FieldError(field, "is set by Bothways itself; leave it out"))
        elif not (_is_visible(name, 100) and name.isascii()) or lowered.count(name.lower()) > 1:
            faults.append(FieldError(field, "a name is 1 to 100 visible ASCII characters, once in any case of letters"))
        elif len(value) > 500 or not value.isprintable():
            faults.append(FieldError(field, "a value is at most 500 printable characters"))
    return faults


def _in_address(method: Method) -> set[str]:
    """The parameters that the provider's own address has."""
    return {name.lower() for name, _ in parse_qsl((method.authorize_url or "").partition("?")[2], True)}


def _is_visible(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and text.isprintable() and text == text.strip()
