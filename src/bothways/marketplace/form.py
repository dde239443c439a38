"""The form that asks for connection values and keys: what stands in it, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bothways.kit.errors import FieldError, Reason
from bothways.marketplace.languages import Language
from bothways.outbound.catalog.model import Entry
from bothways.outbound.providers.model import Choice, ConnectionValue, Field, ValueKind

VALUES = "values."
FIELDS = "fields."

_MODES: Mapping[ValueKind, str] = {
    ValueKind.URL: "url",
    ValueKind.HOSTNAME: "url",
    ValueKind.EMAIL: "email",
    ValueKind.DIGITS: "numeric",
}


@dataclass(frozen=True)
class Input:
    """One thing to type or choose. `name` is its path in the errors of the verbs, too: `values.x` or `fields.x`."""

    name: str
    label: str
    secret: bool
    required: bool
    help: str = ""
    help_url: str | None = None
    placeholder: str = ""
    prefix: str = ""
    suffix: str = ""
    value: str = ""
    mode: str = "text"
    choices: Sequence[Choice] = ()
    error: str = ""

    @property
    def id(self) -> str:
        """What labels point to."""
        return self.name.replace(".", "-")

    @property
    def described_by(self) -> str:
        """The ids of help and error."""
        return " ".join([*([f"{self.id}-help"] if self.help else []), *([f"{self.id}-error"] if self.error else [])])


@dataclass(frozen=True)
class Filled:
    """What somebody sent. Secrets are in here, and never go back into a page."""

    values: Mapping[str, str]
    fields: Mapping[str, str]

    @classmethod
    def of(cls, form: Mapping[str, str]) -> "Filled":
        """The two groups out of a submitted form."""
        return cls(dict(_group(form, VALUES)), dict(_group(form, FIELDS)))


@dataclass(frozen=True)
class Fault:
    """Why the form was not taken: per input, and about all of it."""

    by_name: Mapping[str, str]
    title: str = ""
    words: str = ""

    def of(self, name: str) -> str:
        """What is wrong with an input; empty when nothing is."""
        return self.by_name.get(name, "")


NO_FAULT = Fault({})


def inputs(
    entry: Entry,
    language: Language,
    filled: Filled | None = None,
    fault: Fault = NO_FAULT,
    known: Mapping[str, str] | None = None,
) -> list[Input]:
    """The form's inputs. `known` are the values of the connection that is renewed."""
    made = [
        *(_value_input(value, filled, known or {}, fault) for value in entry.asked_values),
        *(_field_input(field, filled, fault) for field in entry.asked_fields),
    ]
    return [replace(item, label=language.label(item.label)) for item in made]


def sentences(faults: Sequence[FieldError], shown: Sequence[Input], language: Language, app: str) -> Mapping[str, str]:
    """The faults by input, each as a sentence; what belongs to no input is left out."""
    names = {item.name for item in shown}
    return {fault.field: _sentence(fault.reason, language, app) for fault in faults if fault.field in names}


def _sentence(reason: str, language: Language, app: str) -> str:
    """By the reason's code; where it has none, its English clause with a capital first and a full stop last."""
    if isinstance(reason, Reason) and language.has(key := f"fault.{reason.code}"):
        return language.say(key, **{"app": app, **reason.params})
    return sentence(reason)


def sentence(clause: str) -> str:
    """`fill this in` as people expect it: a capital first, a full stop last."""
    text = clause[:1].upper() + clause[1:]
    return text if text.endswith((".", "!", "?")) or not text else f"{text}."


def _value_input(value: ConnectionValue, filled: Filled | None, known: Mapping[str, str], fault: Fault) -> Input:
    name = VALUES + value.name
    before = known.get(value.name) or value.default or ""
    return Input(
        name=name,
        label=value.label,
        secret=False,
        required=value.required,
        help=value.help,
        placeholder=value.placeholder,
        prefix=value.prefix,
        suffix=value.suffix,
        value=before if filled is None else filled.values.get(value.name, ""),
        mode=_MODES.get(value.kind, "text"),
        choices=value.choices,
        error=fault.of(name),
    )


def _field_input(field: Field, filled: Filled | None, fault: Fault) -> Input:
    name = FIELDS + field.name
    typed = (field.default or "") if filled is None else filled.fields.get(field.name, "")
    return Input(
        name=name,
        label=field.label,
        secret=field.secret,
        required=field.required,
        help=field.help,
        help_url=field.help_url,
        placeholder=field.placeholder,
        value="" if field.secret else typed,
        choices=field.choices,
        error=fault.of(name),
    )


def _group(form: Mapping[str, str], prefix: str) -> Iterator[tuple[str, str]]:
    return ((name.removeprefix(prefix), text) for name, text in form.items() if name.startswith(prefix))
