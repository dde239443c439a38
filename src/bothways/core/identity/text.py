"""Rules for the texts that operators give us about people and things."""

import unicodedata
from collections.abc import Mapping, Sequence

from bothways.core.identity.model import CustomerDetails
from bothways.kit.errors import FieldError, InvalidInput
from bothways.kit.text import CONTROLS, is_line

MAX_EXTERNAL_ID = 128
MAX_NAME = 200
MAX_EMAIL = 254
MAX_METADATA_KEYS = 50
MAX_METADATA_KEY = 40
MAX_METADATA_VALUE = 500

# Control characters, invisible ones (also those that turn the direction of text) and halves of surrogate pairs.
_UNSEEN = CONTROLS | {"Cf"}


def check_line(field: str, text: str, longest: int) -> list[FieldError]:
    """One line of text for people: not blank, at most `longest` characters, no line breaks or control characters."""
    if not text.strip() or len(text) > longest:
        return [FieldError(field, f"use 1 to {longest} characters")]
    if not is_line(text):
        return [FieldError(field, "must not hold line breaks or control characters")]
    return []


def check_external_id(field: str, text: str) -> list[FieldError]:
    """An operator's own id. Whatever could look like another id, or become one by normalising, is refused."""
    if not 0 < len(text) <= MAX_EXTERNAL_ID:
        return [FieldError(field, f"use 1 to {MAX_EXTERNAL_ID} characters")]
    if text != text.strip():
        return [FieldError(field, "must not begin or end with white space")]
    if any(unicodedata.category(mark) in _UNSEEN for mark in text):
        return [FieldError(field, "must not hold control characters or invisible ones")]
    if not unicodedata.is_normalized("NFC", text):
        return [FieldError(field, "must be in Unicode normalisation form C")]
    return []


def check_email(field: str, text: str) -> list[FieldError]:
    """Roughly an address: whether mail arrives there only a mail can tell."""
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain or len(text) > MAX_EMAIL:
        return [FieldError(field, "write an address such as jo@example.com")]
    if not text.isprintable() or any(mark.isspace() or mark in ',;<>"' for mark in text):
        return [FieldError(field, "must not hold blanks, quotes, brackets or control characters")]
    return []


def check_metadata(field: str, metadata: Mapping[str, str]) -> list[FieldError]:
    """A few short texts, for the operator's own use."""
    if len(metadata) > MAX_METADATA_KEYS:
        return [FieldError(field, f"use at most {MAX_METADATA_KEYS} keys")]
    faults = []
    for key, value in metadata.items():
        if not 0 < len(key) <= MAX_METADATA_KEY or not key.isprintable():
            faults.append(FieldError(field, f"a key has 1 to {MAX_METADATA_KEY} printable characters"))
        elif len(value) > MAX_METADATA_VALUE:
            faults.append(FieldError(f"{field}.{key}", f"use at most {MAX_METADATA_VALUE} characters"))
    return faults


def check_customer(details: CustomerDetails, prefix: str = "") -> list[FieldError]:
    """All of a customer's details; `prefix` goes before the names of fields."""
    return [
        *check_external_id(f"{prefix}id", details.external_id),
        *(check_line(f"{prefix}name", details.name, MAX_NAME) if details.name is not None else ()),
        *(check_email(f"{prefix}email", details.email) if details.email is not None else ()),
        *(check_metadata(f"{prefix}metadata", details.metadata) if details.metadata is not None else ()),
    ]


def require_none(faults: Sequence[FieldError]) -> None:
    """Raises InvalidInput that names every fault, if there are any."""
    if faults:
        raise InvalidInput("; ".join(f"{fault.field}: {fault.reason}" for fault in faults), fields=faults)
