"""What must hold in a provider's file beyond the shape of its parts."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bothways.kit.text import is_line
from bothways.outbound.providers.address_rules import check_addresses
from bothways.outbound.providers.categories import CATEGORIES
from bothways.outbound.providers.kinds import fault_of, is_host
from bothways.outbound.providers.method_rules import check_method
from bothways.outbound.providers.model import ConnectionValue, Provider, ValueKind, ValueSource
from bothways.outbound.providers.pattern import fault_of_pattern
from bothways.outbound.providers.problems import Problems

MAX_NAME_LENGTH = 80
MAX_DESCRIPTION_LENGTH = 200
MAX_METHODS = 10
MAX_VALUES = 20

_SLUG = re.compile(r"[a-z][a-z0-9-]{1,62}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_ICON = re.compile(r"(simple-icons|logos):[a-z0-9-]+")


def check(provider: Provider, problems: Problems) -> None:
    """Note everything that would not work."""
    _check_face(provider, problems)
    _check_size(provider, problems)
    for index, value in enumerate(provider.values):
        _check_value(provider, value, f"values[{index}]", problems)
    check_names("values", [value.name for value in provider.values], problems)
    check_names("methods", [method.id for method in provider.methods], problems)
    _check_use_of_values(provider, problems)
    for index, method in enumerate(provider.methods):
        check_method(provider, method, f"methods[{index}]", problems)
    check_addresses(provider, problems)


def check_names(path: str, names: Iterable[str], problems: Problems) -> None:
    """Names are unique, and safe to stand in addresses, placeholders and forms."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        where = f"{path}[{index}]"
        if not _NAME.fullmatch(name):
            problems.add(where, f"{name!r} cannot be a name", "Use small letters, digits and _, a letter first.")
        if name in seen:
            problems.add(where, f"{name!r} stands here twice", "Give each a name of its own.")
        seen.add(name)


def _check_face(provider: Provider, problems: Problems) -> None:
    if not _SLUG.fullmatch(provider.slug):
        problems.add("slug", "it cannot be a slug", "Use 2 to 63 small letters, digits or hyphens, a letter first.")
    for path, text, most in (
        ("name", provider.name, MAX_NAME_LENGTH),
        ("description", provider.description, MAX_DESCRIPTION_LENGTH),
    ):
        if not text.strip() or len(text) > most or not is_line(text):
            problems.add(
                path, "it is empty, too long or holds control characters", f"Write one line of at most {most}."
            )
    strangers = [name for name in provider.categories if name not in CATEGORIES]
    if strangers or not 1 <= len(provider.categories) <= 3:
        problems.add("categories", "one to three of the known ones are needed", "Known: " + ", ".join(CATEGORIES) + ".")
    if provider.icon is not None and not _ICON.fullmatch(provider.icon):
        problems.add("icon", "it names no icon", "Write simple-icons:name or logos:name, or null for a monogram.")
    if not provider.source.independent >= 0:
        problems.add("source.independent", "it is negative", "Count the independent sources that agree.")
    _check_links(provider, problems)


def _check_links(provider: Provider, problems: Problems) -> None:
    """Links for people."""
    links = [("website", provider.website), ("docs_url", provider.docs_url)]
    for index, method in enumerate(provider.methods):
        path = f"methods[{index}]"
        links += [(f"{path}.setup_url", method.setup_url), (f"{path}.scopes.docs_url", method.scopes.docs_url)]
        links += [(f"{path}.fields[{at}].help_url", field.help_url) for at, field in enumerate(method.fields)]
    for path, url in links:
        parts = urlsplit(url or "https://example.com")
        if parts.scheme != "https" or not is_host(parts.hostname or "") or parts.username is not None:
            problems.add(path, "it is no https link", "Write it as https://example.com/page.")


def _check_size(provider: Provider, problems: Problems) -> None:
    if not 1 <= len(provider.methods) <= MAX_METHODS:
        problems.add("methods", "there is no way to connect, or too many", f"Describe 1 to {MAX_METHODS} methods.")
    if len(provider.values) > MAX_VALUES:
        problems.add("values", "there are too many", f"Describe at most {MAX_VALUES}.")
    for index, host in enumerate(provider.hosts):
        if not is_host(host):
            problems.add(f"hosts[{index}]", "it is no host name", "Write it as example.com.")


def _check_value(provider: Provider, value: ConnectionValue, path: str, problems: Problems) -> None:
    if value.kind is ValueKind.CHOICE and not value.choices:
        problems.add(path, "a choice without choices", "List the choices.")
    if value.pattern is not None and (reason := fault_of_pattern(value.pattern)):
        problems.add(f"{path}.pattern", reason, "Write a simpler pattern.")
        return
    for index, host in enumerate(value.hosts):
        if not is_host(host):
            problems.add(f"{path}.hosts[{index}]", "it is no host name", "Write it as example.com.")
    if value.allow_http and value.source is not ValueSource.INTEGRATION:
        problems.add(path, "plain http is for servers that the operator names", "Set source to integration.")
    if value.default is not None and (reason := fault_of(value, value.default)):
        problems.add(f"{path}.default", reason, "Give a default that people could type themselves.")
    for index, choice in enumerate(value.choices):
        _check_sets(provider, value, f"{path}.choices[{index}].sets", choice.sets, problems)


def _check_sets(provider: Provider, value: ConnectionValue, path: str, sets: Iterable[str], problems: Problems) -> None:
    """Every choice sets the same values, and they are declared as coming with a choice."""
    rules = {other.name: other for other in provider.values}
    given = dict(sets) if isinstance(sets, dict) else {}
    if set(given) != set(value.choices[0].sets):
        problems.add(path, "not every choice sets the same values", "Let each choice set all of them.")
    for name, text in given.items():
        rule = rules.get(name)
        if rule is None or rule.source is not ValueSource.CHOICE:
            problems.add(f"{path}.{name}", "no such value comes with a choice", "Declare it with source choice.")
        elif reason := fault_of(rule, text):
            problems.add(f"{path}.{name}", reason, "Correct it.")


def _check_use_of_values(provider: Provider, problems: Problems) -> None:
    used = {name for method in provider.methods for name in method.values}
    set_by_choice = {name for value in provider.values for choice in value.choices for name in choice.sets}
    for index, value in enumerate(provider.values):
        if value.source is ValueSource.CHOICE and value.name not in set_by_choice:
            problems.add(f"values[{index}]", "no choice sets it", "Name it under sets of a choice, or remove it.")
        if value.source is not ValueSource.CHOICE and value.name not in used:
            problems.add(f"values[{index}]", "no method uses it", "Name it under values of a method, or remove it.")
