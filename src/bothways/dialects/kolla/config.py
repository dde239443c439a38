"""What Kolla calls consumer config: our connection values, and the keys that a consumer types, under one roof."""

from collections.abc import Mapping
from dataclasses import dataclass

from bothways.dialects.kolla.connectors import Switched, Wire
from bothways.kit.errors import FieldError, InvalidInput
from bothways.outbound.catalog.model import Entry
from bothways.outbound.providers.model import Choice, ConnectionValue, Field, ValueKind
from bothways.outbound.providers.values import asked_values

# What Kolla's browser SDK says for the first part of a shop's address.
_SUBDOMAIN = "subdomain"
_IN_ADDRESSES = frozenset({ValueKind.LABEL, ValueKind.HOSTNAME})
_FORMATS = {ValueKind.URL: "uri", ValueKind.HOSTNAME: "hostname", ValueKind.EMAIL: "email", ValueKind.UUID: "uuid"}


@dataclass(frozen=True)
class Given:
    """The same, sorted."""

    values: Mapping[str, str]
    fields: Mapping[str, str]


def sort(switched: Switched, given: Mapping[str, str], *, strict: bool) -> Given:
    """By our names, written in any case, with or without `consumer_config.` before them.

    What fits nothing is refused where it is `strict`. Raises InvalidInput that names each.
    """
    asked = asked_values(switched.provider, switched.method)
    values = {value.name.casefold(): value.name for value in asked}
    fields = {field.name.casefold(): field.name for field in switched.method.fields}
    in_address = [value.name for value in asked if value.kind in _IN_ADDRESSES]
    if len(in_address) == 1:
        values.setdefault(_SUBDOMAIN, in_address[0])
    found, typed, faults = dict[str, str](), dict[str, str](), list[FieldError]()
    for name, text in given.items():
        plain = name.removeprefix("consumer_config.").casefold()
        if plain in values:
            found[values[plain]] = text
        elif plain in fields:
            typed[fields[plain]] = text
        elif strict:
            known = ", ".join(sorted([*values.values(), *fields.values()])) or "nothing"
            faults.append(FieldError(f"consumer_config_values.{name[:64]}", f"this connector asks for {known}"))
    if faults:
        raise InvalidInput("; ".join(f"{fault.field}: {fault.reason}" for fault in faults), fields=faults)
    return Given(found, typed)


def form(entry: Entry) -> Wire | None:
    """What a consumer has to type, as a JSON schema with hints for drawing it; None where nothing is asked."""
    if not entry.needs_form:
        return None
    values = {value.name: _value(value) for value in entry.asked_values}
    fields = {field.name: _field(field) for field in entry.asked_fields}
    required = [value.name for value in entry.asked_values if value.required]
    required += [field.name for field in entry.asked_fields if field.required]
    return {
        "schema": {
            "type": "object",
            "properties": {**values, **fields},
            "required": required,
            "additionalProperties": False,
        },
        "ui_schema": {
            "ui:order": [*values, *fields],
            **{field.name: {"ui:widget": "password"} for field in entry.asked_fields if field.secret},
            **{value.name: hint for value in entry.asked_values if (hint := _hint(value))},
        },
        "extra_errors": {},
        "meta_info": {"help": entry.method.help, "documentation": entry.method.setup_url or ""},
    }


def _value(value: ConnectionValue) -> Wire:
    found: Wire = {"type": "string", "title": value.label, "description": value.help}
    if value.kind in _FORMATS:
        found["format"] = _FORMATS[value.kind]
    return found | _options(value.choices, value.default) | _pattern(value.pattern)


def _field(field: Field) -> Wire:
    found: Wire = {"type": "string", "title": field.label, "description": field.help}
    return found | _options(field.choices, field.default) | _pattern(field.pattern)


def _options(choices: tuple[Choice, ...], default: str | None) -> Wire:
    found: Wire = {} if default is None else {"default": default}
    if choices:
        found["oneOf"] = [{"const": choice.value, "title": choice.label} for choice in choices]
    return found


def _pattern(pattern: str | None) -> Wire:
    return {} if pattern is None else {"pattern": f"^(?:{pattern})$"}


def _hint(value: ConnectionValue) -> Wire:
    hints = {"ui:placeholder": value.placeholder, "ui:prefix": value.prefix, "ui:suffix": value.suffix}
    return {name: text for name, text in hints.items() if text}
