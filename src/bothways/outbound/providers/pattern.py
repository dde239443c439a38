"""Patterns of provider files: regular expressions small enough that no text can make them slow.

Python's engine goes back and tries again; a repeated group, or many repetitions in a row, lets a short text
keep it busy for years. So: no repetition of a group, no references, few open repetitions and few forks.
"""

import re

MAX_PATTERN_LENGTH = 200
MAX_MATCHED_LENGTH = 1_024
MAX_OPEN_REPETITIONS = 2
MAX_FORKS = 6

_PARTS = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<close>\)(?=[*+{]))|(?P<special>\(\?(?!:))"
    r"|(?P<plain>\(\?:|\{\d+\})|(?P<open>[*+]|\{\d*,\d*\})|(?P<fork>[?|])"
)


def fault_of_pattern(pattern: str) -> str | None:
    """Why the pattern is refused; None when it may be used."""
    if len(pattern) > MAX_PATTERN_LENGTH:
        return f"it is longer than {MAX_PATTERN_LENGTH} characters"
    try:
        re.compile(pattern)
    except (re.error, OverflowError) as error:
        return f"it is not a regular expression: {error}"
    kinds = [match.lastgroup for match in _PARTS.finditer(pattern)]
    if "close" in kinds or "special" in kinds:
        return "a group must not be repeated, named or look ahead; write the parts one after another"
    if any(match[0][1:].isdigit() for match in _PARTS.finditer(pattern) if match.lastgroup == "escape"):
        return "a reference to a group is not allowed"
    if kinds.count("open") > MAX_OPEN_REPETITIONS or kinds.count("fork") > MAX_FORKS:
        return f"use at most {MAX_OPEN_REPETITIONS} repetitions without a fixed count, and {MAX_FORKS} of ? and |"
    return None


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits. A text longer than any key of this kind does not."""
    return len(text) <= MAX_MATCHED_LENGTH and re.fullmatch(pattern, text) is not None
