"""Bodies as Kolla's clients send them: JSON with or without saying so, or nothing; what is not known is left aside."""

from collections.abc import Mapping

from bothways.kit.errors import InvalidInput
from bothways.kit.web.problems import MalformedRequest
from bothways.kit.web.strict_json import check

Data = Mapping[str, object]

_MOST_TEXTS = 100


def read(body: bytes) -> Data:
    """The object; an empty body is an empty one. Raises MalformedRequest."""
    if not body.strip():
        return {}
    found = check(body)
    if not isinstance(found, dict):
        raise MalformedRequest("The body must be a JSON object.")
    return found


def text(data: Data, name: str) -> str | None:
    """A text; null, the empty text and absence are the same. Raises InvalidInput."""
    value = data.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise InvalidInput.of(name, "must be a string")
    return value


def flag(data: Data, name: str, *, default: bool = False) -> bool:
    """Raises InvalidInput."""
    value = data.get(name)
    if value is not None and not isinstance(value, bool):
        raise InvalidInput.of(name, "must be true or false")
    return default if value is None else value


def inner(data: Data, name: str) -> Data:
    """An object in it; null and absence are an empty one. Raises InvalidInput."""
    value = data.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidInput.of(name, "must be an object")
    return value


def texts(data: Data, name: str) -> dict[str, str]:
    """An object of texts; numbers and truth values become texts, null is left out. Raises InvalidInput."""
    found: dict[str, str] = {}
    for key, value in inner(data, name).items():
        if isinstance(value, bool):
            found[key] = "true" if value else "false"
        elif isinstance(value, str | int | float):
            found[key] = str(value)
        elif value is not None:
            raise InvalidInput.of(f"{name}.{key[:64]}", "must be a string")
    if len(found) > _MOST_TEXTS:
        raise InvalidInput.of(name, f"give at most {_MOST_TEXTS}")
    return found


def words(data: Data, name: str, most: int) -> tuple[str, ...] | None:
    """A list of texts; None when absent. Raises InvalidInput."""
    value = data.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InvalidInput.of(name, "must be a list of strings")
    if len(value) > most:
        raise InvalidInput.of(name, f"give at most {most}")
    return tuple(value)


def mask(update_mask: str | None, data: Data) -> frozenset[str]:
    """The fields to change: those that the mask names (AIP-134), or without one those that were sent.

    A path into a field names the field.
    """
    if not update_mask or update_mask == "*":
        return frozenset(data)
    return frozenset(path.partition(".")[0] for path in _paths(update_mask))


def narrowed(data: Data, update_mask: str | None) -> Data:
    """What was sent, without what the mask leaves out of a field by naming paths into it. Raises InvalidInput."""
    paths = [path.partition(".")[::2] for path in _paths(update_mask or "")]
    whole = {field for field, below in paths if not below}
    found = dict(data)
    for field in {field for field, below in paths if below} - whole:
        names = {below for head, below in paths if head == field}
        found[field] = {name: value for name, value in inner(data, field).items() if name in names}
    return found


def masked(given: Mapping[str, str], known: Mapping[str, str], update_mask: str | None, name: str) -> dict[str, str]:
    """A map as it shall be: what was given or, where the mask names keys of it, what is known with those changed.

    A key that the mask names and nobody gave goes (AIP-134, AIP-161).
    """
    paths = _paths(update_mask or "")
    keys = {path.partition(".")[2].strip("`") for path in paths if path.startswith(f"{name}.")}
    if not keys or name in paths:
        return dict(given)
    kept = {key: text for key, text in known.items() if key not in keys}
    return kept | {key: given[key] for key in keys if key in given}


def _paths(update_mask: str) -> list[str]:
    return [part.strip() for part in update_mask.split(",") if part.strip()]
