"""What pages need of the border: cookies read one by one, HEAD told apart, a page for those who are not let in."""

from dataclasses import replace

import pytest

from bothways.kit.errors import DomainError
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.pages import Look
from bothways.kit.web.reply import Reply
from bothways.kit.web.route import Gates, Public, Route
from tests.rooms.kit.web import things

BROWSER = {"accept": "text/html,application/xhtml+xml"}


def exchange(*cookies: str) -> Exchange:
    return Exchange({"method": "GET", "headers": [(b"cookie", text.encode()) for text in cookies]}, "req_1")


def test_a_cookie_of_another_server_on_this_host_does_not_hide_ours() -> None:
    assert exchange('junk={"a": 1}; ours=1').cookie("ours") == "1"
    assert exchange("junk", "ours=a=b; ours=2").cookie("ours") == "a=b"
    assert exchange("ours=1").cookie("theirs") is None


async def test_head_is_answered_like_get_and_can_be_told_apart() -> None:
    asked: list[bool] = []

    async def look(exchange: Exchange) -> Reply:
        asked.append(exchange.headers_only)
        return Reply(200, b"seen")

    site = things.site([Route("GET", "/look", Public("for this test"), look, hidden=True)])

    await site.send("GET", "/look")
    await site.send("HEAD", "/look")

    assert asked == [False, True]


def with_a_door() -> Gates:
    async def turned_away(error: DomainError, exchange: Exchange) -> Reply:
        return Reply(303, headers=((b"location", f"/door?{error.code}".encode()),))

    return {guard: replace(gate, turned_away=turned_away) for guard, gate in things.GATES.items()}


@pytest.mark.parametrize(("path", "status"), [("/mine", 303), ("/v1/mine", 401)])
async def test_people_who_are_not_let_in_see_a_page_and_programs_a_problem(path: str, status: int) -> None:
    async def mine(caller: things.Caller) -> Reply:
        return Reply(200)

    site = things.site([Route("GET", path, things.Session(), mine)], gates=with_a_door())

    answer = await site.send("GET", path, headers=BROWSER)

    assert (answer.status_code, answer.headers.get("location")) == (
        status,
        "/door?unauthenticated" if status == 303 else None,
    )
    assert site.lines()[-1]["problem"] == "unauthenticated"


async def test_a_program_is_told_the_problem_even_by_a_page() -> None:
    async def mine(caller: things.Caller) -> Reply:
        return Reply(200)

    site = things.site([Route("GET", "/mine", things.Session(), mine)], gates=with_a_door())

    assert (await site.send("GET", "/mine")).json()["code"] == "unauthenticated"


def test_pictures_may_come_from_the_origins_that_a_page_names() -> None:
    policy = Look(images=("https://cdn.example.com",)).headers()["Content-Security-Policy"]
    assert "img-src 'self' data: https://cdn.example.com;" in policy
    with pytest.raises(ValueError, match="a source is an origin"):
        Look(images=("*",)).headers()
