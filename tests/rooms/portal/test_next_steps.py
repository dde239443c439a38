"""What staff are told to do next: in words of the portal, for errors that exist."""

import re

from tests.house.tree import ROOT

STEPS = ROOT / "web" / "portal" / "src" / "api" / "next-steps.ts"


def test_the_portal_has_words_for_errors_that_exist_and_none_that_speak_of_calls() -> None:
    told = dict(re.findall(r'^  (\w+): "(.+)",$', STEPS.read_text(), re.MULTILINE))
    ours = {
        code
        for file in (ROOT / "src" / "bothways").rglob("*.py")
        for code in re.findall(r'^    code = "(\w+)"$', file.read_text(), re.MULTILINE)
    }
    assert len(told) > 15
    assert told.keys() - ours == set()
    assert [step for step in told.values() if re.search(r"\b(GET|POST|PATCH|DELETE)\b|`|_|/v1", step)] == []
