"""The values and fields that a connection needs: checked, completed, and every fault named at once."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from bothways.kit.errors import FieldError, InvalidInput, Reason
from bothways.kit.secret import Secret
from bothways.oauth.foreign import Json, at
from bothways.outbound.providers.kinds import MAX_TEXT_LENGTH, fault_of, not_offered, too_long
from bothways.outbound.providers.model import ConnectionValue, Field, Method, Provider, ValueKind, ValueSource
from bothways.outbound.providers.pattern import matches
from bothways.outbound.providers.signing import key_fault

MAX_FIELD_LENGTH = 8_192
MISSING = Reason.of("missing", "fill this in")


def asked_values(
    provider: Provider, method: Method, source: ValueSource = ValueSource.ASK
) -> tuple[ConnectionValue, ...]:
    """The values that somebody has to give: the customer (`ASK`) or the operator (`INTEGRATION`)."""
    return tuple(value for value in provider.values_of(method) if value.source is source)


def check_values(
    provider: Provider,
    method: Method,
    given: Mapping[str, str],
    *,
    source: ValueSource = ValueSource.ASK,
    prefix: str = "values",
    complete: bool = True,
) -> dict[str, str]:
    """What was given, tidied, with defaults and what comes with a choice. Raises InvalidInput naming each fault.

    Unless `complete`, what is missing may follow later.
    """
    asked = asked_values(provider, method, source)
    faults = _unknown(given, {value.name for value in asked}, prefix)
    checked: dict[str, str] = {}
    for value in asked:
        text = tidy(value, given.get(value.name, "")) or value.default or ""
        reason = _reason(value, text) if text or complete else None
        if reason:
            faults.append(FieldError(f"{prefix}.{value.name}", reason))
        elif text:
            checked |= {value.name: text, **value.brings(text)}
    _raise(faults)
    return checked


def check_fields(method: Method, given: Mapping[str, str], *, prefix: str = "fields") -> dict[str, Secret[str]]:
    """The credentials a customer typed, exactly as typed; the lines of a private key have become one, as forms send it.

    Raises InvalidInput naming each fault, quoting none.
    """
    faults = _unknown(given, {field.name for field in method.fields}, prefix)
    checked: dict[str, Secret[str]] = {}
    for field in method.fields:
        text = given.get(field.name, "") or field.default or ""
        if method.assertion is not None and field.name == method.assertion.key:
            text = " ".join(text.split())
        reason = field_fault(field, text, in_header=_in_header(method, field.name))
        if reason:
            faults.append(FieldError(f"{prefix}.{field.name}", reason))
        elif text:
            checked[field.name] = Secret(text)
    if not faults and method.assertion is not None and (unfit := key_fault(method.assertion, checked)):
        faults.append(FieldError(f"{prefix}.{method.assertion.key}", unfit))
    _raise(faults)
    return checked


def take_values(provider: Provider, method: Method, source: ValueSource, document: Json) -> dict[str, str]:
    """The values of one source found in a callback's parameters, a token answer or a look-up's answer.

    Raises InvalidInput when a required one is missing or is not what its kind allows.
    """
    taken: dict[str, str] = {}
    faults = []
    for value in asked_values(provider, method, source):
        found = at(document, value.path or value.name)
        text = str(found) if isinstance(found, (str, int)) and not isinstance(found, bool) else value.default or ""
        reason = _reason(value, text)
        if reason:
            faults.append(FieldError(f"connection.{value.name}", f"in the provider's answer: {reason}"))
        elif text:
            taken |= {value.name: text, **value.brings(text)}
    _raise(faults)
    return taken


def tidy(value: ConnectionValue, text: str) -> str:
    """What people meant: no blanks around it, and without the parts of the address that are shown beside the input."""
    text = text.strip()
    if value.kind is ValueKind.LABEL or value.kind is ValueKind.HOSTNAME:
        text = _host_of(text).removesuffix(value.suffix.lower())
    if value.kind is ValueKind.URL:
        text = text.rstrip("/")
    return text


def field_fault(field: Field, text: str, *, in_header: bool = True) -> Reason | None:
    """Why `text` cannot be this credential; None when it can."""
    if not text:
        return MISSING if field.required else None
    if len(text) > MAX_FIELD_LENGTH:
        return too_long(MAX_FIELD_LENGTH)
    if text != text.strip():
        return Reason.of("blank_around", "it begins or ends with a blank; paste it without")
    if not text.isprintable() or (in_header and not text.isascii()):
        return Reason.of("unseen_characters", "it holds characters that a key cannot hold; copy it again")
    if field.choices and text not in {choice.value for choice in field.choices}:
        return not_offered(field.choices)
    if field.pattern is not None and not matches(field.pattern, text):
        return _unlike(field.placeholder)
    return None


def _unlike(example: str) -> Reason:
    if not example:
        return Reason.of("shape", "it does not look right")
    return Reason.of("shape_like", f"it does not look right; it should look like {example}", example=example)


def _reason(value: ConnectionValue, text: str) -> Reason | None:
    if text:
        return fault_of(value, text)
    return MISSING if value.required else None


def _host_of(text: str) -> str:
    """The host of a pasted address; anything that is not plainly one is left as it is, for the check to refuse."""
    lowered = text.lower()
    if not lowered.startswith(("https://", "http://")):
        return lowered.removesuffix("/")
    try:
        parts = urlsplit(lowered)
    except ValueError:
        return text
    return parts.netloc if len(lowered) <= MAX_TEXT_LENGTH else text


def _in_header(method: Method, name: str) -> bool:
    placeholder = f"{{credential.{name}}}"
    return any(placeholder in text and "{base64(" not in text for text in method.attach.headers.values())


def _unknown(given: Mapping[str, str], known: set[str], prefix: str) -> list[FieldError]:
    advice = "give only: " + ", ".join(sorted(known)) if known else "nothing is asked for here"
    return [FieldError(f"{prefix}.{name[:100]}", advice) for name in given if name not in known]


def _raise(faults: list[FieldError]) -> None:
    if faults:
        raise InvalidInput("; ".join(f"{fault.field}: {fault.reason}" for fault in faults), fields=faults)
