"""The errors page."""

import importlib
import pkgutil
from collections.abc import Iterator

import bothways
from bothways.kit.errors import DomainError
from bothways.kit.web.problems import status_of
from tools.reference.markdown import code, sentence, table


def page() -> str:
    """Every error code, its status, and what to do."""
    rows = [
        (code(error.code), str(status_of(error)), sentence(error.__doc__), error.next_step)
        for error in sorted(errors(), key=lambda error: error.code)
    ]
    return f"""# Errors

Every error answer is a problem document (RFC 9457, `application/problem+json`) with `type`, `title`, `status`, `code`,
`detail`, `next_step`, `request_id` and, for wrong inputs, `errors` with `field` and `reason`. The `code` never changes.

{table(("code", "status", "when", "what to do"), rows)}
"""


def errors() -> list[type[DomainError]]:
    """Every error class with a code of its own, wherever it is defined."""
    for module in pkgutil.walk_packages(bothways.__path__, "bothways."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return [error for error in dict.fromkeys(_below(DomainError)) if "code" in vars(error) and _is_ours(error)]


def _below(error: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in error.__subclasses__():
        yield child
        yield from _below(child)


def _is_ours(error: type[DomainError]) -> bool:
    return error.__module__.startswith("bothways.")
