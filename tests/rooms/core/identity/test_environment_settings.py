import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bothways.core.identity.environment_settings import check_allowed_origins, check_return_urls, check_theme
from bothways.core.identity.model import Theme

LEAST = "4.5:1 is the least that can be read"
PNG = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n....").decode()


@pytest.mark.parametrize(
    "url",
    ["https://app.example.com/done", "https://app.example.com/done?x=1", "http://127.0.0.1:8701/", "http://localhost/"],
)
def test_a_return_url_is_https_or_on_this_machine(url: str) -> None:
    assert check_return_urls([url]) == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "app.example.com",
        "http://app.example.com/",
        "https://app.example.com/#done",
        "https://user@app.example.com/",
        "https://user:password@app.example.com/",
        "https://*.example.com/",
        "https://app.example.com/../x",
        "https://app.example.com\\@evil.test/",
        "https://app.example.com/\n",
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.test/",
        "https://" + "x" * 2000,
    ],
)
def test_another_return_url_is_refused_by_its_place(url: str) -> None:
    faults = check_return_urls(["https://fine.example.com/", url])
    assert [fault.field for fault in faults] == ["return_urls[1]"]
    assert "evil" not in faults[0].reason


@pytest.mark.parametrize("origin", ["https://app.example.com", "https://app.example.com:8443", "http://127.0.0.1:8701"])
def test_an_origin_is_written_as_browsers_send_it(origin: str) -> None:
    assert check_allowed_origins([origin]) == []


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "null",
        "https://app.example.com/",
        "https://App.example.com",
        "https://app.example.com:443",
        "http://127.0.0.1:80",
        "http://app.example.com",
        "https://*.example.com",
        "https://app.example.com:99999",
        "https://a b",
        "https://app.example.com; script-src *",
        "https://app.example.com\n",
    ],
)
def test_another_origin_is_refused(origin: str) -> None:
    assert [fault.field for fault in check_allowed_origins([origin])] == ["allowed_origins[0]"]


def test_lists_are_bounded_and_hold_each_address_once() -> None:
    assert check_return_urls([f"https://a{number}.example.com/" for number in range(51)])
    assert check_allowed_origins(["https://a.example.com"] * 2)


@pytest.mark.parametrize(
    "theme",
    [
        Theme(),
        Theme(product_name="Acme & Sons", accent="#36c", radius=0, font="Inter, Segoe UI, sans-serif", mode="dark"),
        Theme(accent="#3366CC", radius=32, logo=PNG),
        Theme(background="#fdf3e3", surface="#fffaf0", text="#3d2a14", surface_dark="#0f2e27", text_dark="#dff"),
        Theme(logo="https://cdn.example.com/logo.png"),
        Theme(logo="data:image/webp;base64," + base64.b64encode(b"RIFF....WEBP").decode()),
    ],
)
def test_a_theme_may_say_how_pages_look(theme: Theme) -> None:
    assert check_theme(theme) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accent", "red"),
        ("accent", "#36"),
        ("accent", "#3366cc\n"),
        ("accent", "#fff;background:url(//evil.test)"),
        ("accent", "#36c}body{display:none"),
        ("accent", "#٣٣٣"),
        ("background", "white"),
        ("text_dark", "#fff;}"),
        ("radius", -1),
        ("radius", 33),
        ("font", ""),
        ("font", "Inter;}"),
        ("font", "'Inter'"),
        ("font", "a, b, c, d, e, f, g"),
        ("font", "url(x)"),
        ("font", "Inter\n"),
        ("font", "Inter,"),
        ("mode", "sepia"),
        ("mode", ""),
        ("product_name", ""),
        ("product_name", "a\nb"),
        ("product_name", "x" * 61),
        ("logo", "http://cdn.example.com/logo.png"),
        ("logo", "//cdn.example.com/logo.png"),
        ("logo", "javascript:alert(1)"),
        ("logo", "data:image/svg+xml;base64,PHN2Zz4="),
        ("logo", "data:text/html;base64,PHN2Zz4="),
        ("logo", "data:image/png;base64,%%%"),
        ("logo", "data:image/png;base64," + base64.b64encode(b"<svg onload=alert(1)>").decode()),
        ("logo", PNG + "\n"),
        ("logo", PNG + "A" * 96 * 1024),
    ],
)
def test_a_theme_that_could_be_anything_else_in_css_or_html_is_refused(field: str, value: object) -> None:
    faults = check_theme(Theme(**{field: value}))
    assert [fault.field for fault in faults] == [f"theme.{field}"]


@pytest.mark.parametrize(
    ("theme", "field", "reason"),
    [
        (
            Theme(text="#8a8a8a"),
            "text",
            "has 3.2:1 on the background #f6f7f9; 4.5:1 is the least that can be read: choose a darker one",
        ),
        (
            Theme(surface="#fff", text="#777"),
            "text",
            "has 4.4:1 on the surface #fff; 4.5:1 is the least that can be read: choose a darker one",
        ),
        (
            Theme(surface_dark="#d0d0d0"),
            "surface_dark",
            f"leaves our text only 1.3:1; {LEAST}: choose a darker one, or set it as surface",
        ),
        (
            Theme(background="#101418", text="#ffffff"),
            "background",
            f"leaves our colour for good news only 3.0:1; {LEAST}: choose a lighter one, or set it as background_dark",
        ),
    ],
)
def test_words_that_cannot_be_read_are_refused_by_figure(theme: Theme, field: str, reason: str) -> None:
    assert (f"theme.{field}", reason) in [(fault.field, fault.reason) for fault in check_theme(theme)]


@given(st.text(alphabet=st.characters()))
def test_no_font_or_colour_ends_a_declaration(text: str) -> None:
    for theme in (Theme(font=text), Theme(accent=text), Theme(surface=text)):
        if not check_theme(theme):
            assert not set(text) & set(";{}()<>\"'\\/\n@:")
