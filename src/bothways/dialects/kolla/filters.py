"""The subset of AIP-160 filters that Kolla's clients send, read by a real little parser. Pure.

    filter      = [ expression ]
    expression  = sequence { "AND" sequence }        AND binds less tightly than OR, as AIP-160 has it
    sequence    = term { "OR" term }
    term        = [ "NOT" | "-" ] ( "(" expression ")" | field ( "=" | "!=" ) value )
    value       = word | "quoted" | 'quoted'         a backslash takes the next character as it is

Every field must be known, and everything is bounded.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bothways.kit.errors import InvalidInput

MAX_LENGTH = 2_000
MAX_TESTS = 50
MAX_DEPTH = 10

Facts = Mapping[str, str | Sequence[str]]
"""What is known of one thing, by field. Of several values one must be equal, and none for `!=`."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<mark>!=|=|\(|\)|-(?=[\sA-Za-z(]))|(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""|(?P<word>[^\s()=!"']+))"""
)
_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True)
class Test:
    """One comparison."""

    field: str
    value: str
    equals: bool

    def holds(self, facts: Facts) -> bool:
        """A field that a thing does not have is the empty text."""
        known = facts.get(self.field, "")
        values = (known,) if isinstance(known, str) else known
        return (self.value in values) is self.equals


@dataclass(frozen=True)
class Every:
    """All of them; with none, always."""

    parts: tuple["Node", ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether each holds."""
        return all(part.holds(facts) for part in self.parts)


@dataclass(frozen=True)
class Some:
    """One of them at least."""

    parts: tuple["Node", ...]

    def holds(self, facts: Facts) -> bool:
        """Whether one holds."""
        return any(part.holds(facts) for part in self.parts)


@dataclass(frozen=True)
class Not:
    """The opposite."""

    part: "Node"

    def holds(self, facts: Facts) -> bool:
        """Whether it does not hold."""
        return not self.part.holds(facts)


Node = Test | Every | Some | Not


def parse(text: str | None, fields: Collection[str]) -> Node:
    """The filter; none at all holds for everything. `labels.` in `fields` stands for every label.

    Raises InvalidInput for the field `filter`, with the place and the reason.
    """
    if text is None or not text.strip():
        return Every()
    if len(text) > MAX_LENGTH:
        raise _wrong(f"it is longer than {MAX_LENGTH} characters")
    reader = _Reader(_tokens(text), fields)
    found = reader.expression(0)
    reader.end()
    return found


def pinned(node: Node, field: str) -> str | None:
    """The one value that `field` must have, where the filter says so outright: what a list may be narrowed by."""
    if isinstance(node, Test) and node.equals and node.field == field:
        return node.value
    if isinstance(node, Every):
        return next((value for part in node.parts if (value := pinned(part, field)) is not None), None)
    return None


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    found, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise _wrong(f"it cannot be read from character {place} on")
        kind = match.lastgroup or ""
        found.append(_Token(kind, match[kind]))
        place = match.end()
    return found


class _Reader:
    """Reads tokens by recursive descent."""

    def __init__(self, tokens: list[_Token], fields: Collection[str]) -> None:
        self._tokens = tokens
        self._fields = fields
        self._place = 0
        self._tests = 0

    def expression(self, depth: int) -> Node:
        """Sequence { AND sequence }"""
        parts = [self._sequence(depth)]
        while self._takes("word", "AND"):
            parts.append(self._sequence(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def end(self) -> None:
        """Nothing may be left."""
        if (rest := self._peek()) is not None:
            raise _wrong(f"AND or OR is missing before {_shown(rest.text)}")

    def _sequence(self, depth: int) -> Node:
        parts = [self._term(depth)]
        while self._takes("word", "OR"):
            parts.append(self._term(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _term(self, depth: int) -> Node:
        if self._takes("word", "NOT") or self._takes("mark", "-"):
            return Not(self._simple(depth))
        return self._simple(depth)

    def _simple(self, depth: int) -> Node:
        if not self._takes("mark", "("):
            return self._test()
        if depth >= MAX_DEPTH:
            raise _wrong(f"it is nested deeper than {MAX_DEPTH} levels")
        inner = self.expression(depth + 1)
        if not self._takes("mark", ")"):
            raise _wrong("a closing parenthesis is missing")
        return inner

    def _test(self) -> Node:
        self._tests += 1
        if self._tests > MAX_TESTS:
            raise _wrong(f"it has more than {MAX_TESTS} comparisons")
        field = self._next("a field")
        if field.kind != "word" or _NAME.fullmatch(field.text) is None:
            raise _wrong(f"a field is wanted in the place of {_shown(field.text)}")
        self._require_known(field.text)
        operator = self._next(f"= or != behind {field.text}")
        if operator.text not in {"=", "!="} or operator.kind != "mark":
            raise _wrong(f"= or != is wanted in the place of {_shown(operator.text)}")
        value = self._next(f"a value behind {field.text}{operator.text}")
        if value.kind == "mark":
            raise _wrong(f"a value is wanted in the place of {_shown(value.text)}")
        return Test(field.text, _value(value), operator.text == "=")

    def _require_known(self, field: str) -> None:
        label = field.startswith("labels.") and "labels." in self._fields
        if not label and field not in self._fields:
            raise _wrong(f"there is no field {_shown(field)}; use {', '.join(sorted(self._fields))}")

    def _peek(self) -> _Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _next(self, wanted: str) -> _Token:
        token = self._peek()
        if token is None:
            raise _wrong(f"{wanted} is missing at the end")
        self._place += 1
        return token

    def _takes(self, kind: str, text: str) -> bool:
        if self._peek() != _Token(kind, text):
            return False
        self._place += 1
        return True


def _value(token: _Token) -> str:
    return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL) if token.kind == "quoted" else token.text


def _shown(text: str) -> str:
    clean = "".join(mark if mark.isprintable() else "?" for mark in text[:40])
    return f"`{clean}`"


def _wrong(reason: str) -> InvalidInput:
    return InvalidInput.of("filter", reason)
