"""What is asked of a person before a connection, on the wire: one shape wherever it is shown."""

from msgspec import Struct

from bothways.outbound.providers.model import Choice, ConnectionValue, Field


class ChoiceOut(Struct, frozen=True):
    """One option of a list."""

    value: str
    label: str


class QuestionOut(Struct, frozen=True):
    """Something to type or choose; `prefix` and `suffix` stand around the input. `secret` ones are never shown back."""

    name: str
    label: str
    kind: str
    secret: bool
    required: bool
    help: str
    help_url: str | None
    placeholder: str
    prefix: str
    suffix: str
    default: str | None
    choices: list[ChoiceOut]


def value_out(value: ConnectionValue) -> QuestionOut:
    """A part of the provider's addresses, as a question."""
    return QuestionOut(
        name=value.name,
        label=value.label,
        kind=value.kind,
        secret=False,
        required=value.required,
        help=value.help,
        help_url=None,
        placeholder=value.placeholder,
        prefix=value.prefix,
        suffix=value.suffix,
        default=value.default,
        choices=_choices(value.choices),
    )


def field_out(field: Field) -> QuestionOut:
    """A part of the credentials, as a question."""
    return QuestionOut(
        name=field.name,
        label=field.label,
        kind="choice" if field.choices else "text",
        secret=field.secret,
        required=field.required,
        help=field.help,
        help_url=field.help_url,
        placeholder=field.placeholder,
        prefix="",
        suffix="",
        default=field.default,
        choices=_choices(field.choices),
    )


def _choices(choices: tuple[Choice, ...]) -> list[ChoiceOut]:
    return [ChoiceOut(choice.value, choice.label) for choice in choices]
