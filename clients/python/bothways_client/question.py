"""What a form asks, of operators and of their customers."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One option of a list."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something to type or choose. `secret` ones are never shown back."""

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
    choices: tuple[Choice, ...]
