"""What is pure in the marketplace: colours, permissions, categories, and telling people from programs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.core.identity.colours import READABLE, USUAL, contrast
from bothways.core.identity.environment_settings import check_theme
from bothways.core.identity.model import Theme
from bothways.kit.web.exchange import Exchange
from bothways.marketplace import categories, permissions
from bothways.marketplace.doorstep import is_framed, only_looks
from bothways.marketplace.screens import extended
from bothways.marketplace.theme import ink_on, lifted, stylesheet

CHANNEL = st.integers(0, 255).map(lambda value: value / 255)
COLOUR = st.tuples(CHANNEL, CHANNEL, CHANNEL)
HEX = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def channels(text: str) -> tuple[float, float, float]:
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


@given(COLOUR)
def test_words_on_any_accent_can_be_read(accent: tuple[float, float, float]) -> None:
    assert contrast(channels(ink_on(accent)), accent) >= READABLE


DARK = channels(USUAL["surface_dark"])


@given(COLOUR)
def test_any_accent_stands_out_in_the_dark(accent: tuple[float, float, float]) -> None:
    assert contrast(lifted(accent, DARK), DARK) >= READABLE


def test_an_accent_that_is_bright_enough_stays_as_it_is() -> None:
    assert "--theme-accent-dark: #8fb2ff;" in stylesheet(Theme(accent="#8fb2ff"))


@pytest.mark.parametrize(("accent", "ink"), [("#fff", "#14181f"), ("#000000", "#ffffff"), ("#757575", "#ffffff")])
def test_the_ink_is_the_one_that_is_read_better(accent: str, ink: str) -> None:
    assert f"--theme-on-accent: {ink};" in stylesheet(Theme(accent=accent))


@given(st.builds(Theme, accent=st.none() | HEX, radius=st.none() | st.integers(0, 32)))
def test_a_theme_is_one_rule(theme: Theme) -> None:
    sheet = stylesheet(theme)
    assert sheet.count("{") == sheet.count("}") <= 1
    assert "url(" not in sheet


@pytest.mark.parametrize(
    ("theme", "ground"),
    [
        (Theme(background="#fdf3e3", surface="#fffaf0", text="#3d2a14"), "#fdf3e3"),
        (Theme(text="#6c6c6c"), "#f6f7f9"),
        (Theme(background_dark="#081f1a", surface_dark="#0f2e27", text_dark="#b5d8cc"), "#0f2e27"),
    ],
)
def test_softer_inks_of_a_theme_can_be_read(theme: Theme, ground: str) -> None:
    assert check_theme(theme) == []
    sheet = stylesheet(theme)
    softer = re.findall(r"--theme-text-(?:soft|faint)[a-z-]*: (#\w{6});", sheet)
    assert [ink for ink in softer if contrast(channels(ink), channels(ground)) < READABLE] == []
    # What is left to us in the other scheme is not written down.
    assert ("-dark" in sheet) == (theme.text_dark is not None)
    assert len(softer) == 2


def test_fonts_are_named_as_css_wants_them() -> None:
    assert '--theme-font: "Fira Sans", serif, system-ui, sans-serif;' in stylesheet(Theme(font="Fira Sans, serif"))


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("contacts.read", "See contacts"),
        ("write_orders", "Change orders"),
        ("crm.objects.contacts.write", "Add and change contacts"),
        ("https://www.googleapis.com/auth/gmail.send", "Send mail as you"),
        ("zendesk:anything:odd", None),
        ("read", "See what you can see in Acme"),
        ("<script>:read", None),
    ],
)
def test_scopes_are_put_into_words_where_they_are_known(scope: str, words: str | None) -> None:
    found = permissions.read(scope, "Acme")
    assert (found.words if found.key else None) == words


@given(st.text(min_size=1, max_size=40))
def test_no_scope_breaks_the_words(scope: str) -> None:
    explained = permissions.explain([scope], "{app} {0}")
    assert [found.scopes for found in explained] == [(scope,)]
    assert explained[0].words


def test_what_was_refused_is_named_unless_providers_grant_it_silently() -> None:
    asked = ("openid", "email", "contacts.read", "tasks:write")
    assert [lacking.words for lacking in permissions.missing(asked, ["tasks:write"], "Acme")] == ["See contacts"]
    assert permissions.missing(asked, [], "Acme") == []


def test_chips_are_the_commonest_categories_and_the_chosen_one() -> None:
    many = [[slug] for slug in ("crm", "crm", "email", "ai", "ats", "cms", "data", "design", "erp", "forms")]
    shown = categories.chips(many, "cms")
    assert [chip.label for chip in shown][:2] == ["All", "Customer records"]
    assert len(shown) == categories.MOST_CHIPS + 2
    assert [chip.slug for chip in shown if chip.chosen] == ["cms"]
    assert categories.chips([["crm"], ["crm"]], "") == []


def request(method: str = "GET", **headers: str) -> Exchange:
    named = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return Exchange({"method": method, "headers": named}, "req_1")


@pytest.mark.parametrize("agent", ["Mozilla/5.0 (iPhone) AppleWebKit/605 Safari/604.1", "curl/8.9", ""])
def test_people_and_plain_clients_are_let_through(agent: str) -> None:
    assert not only_looks(request(user_agent=agent))
    assert not only_looks(request(user_agent=agent, sec_fetch_mode="navigate"))


def test_a_frame_is_known_by_its_destination() -> None:
    assert is_framed(request(sec_fetch_dest="iframe"))
    assert not is_framed(request(sec_fetch_dest="document"))
    assert not is_framed(request())


@pytest.mark.parametrize(
    ("url", "longer"),
    [
        ("https://a.example/x", "https://a.example/x?a=1"),
        ("https://a.example/x?", "https://a.example/x?a=1"),
        ("https://a.example/x?b=2", "https://a.example/x?b=2&a=1"),
    ],
)
def test_an_address_keeps_its_query(url: str, longer: str) -> None:
    assert extended(url, a="1") == longer
