"""Pages that people see: escaped, without inline script, framed by nobody unless named; and the files they load."""

from pathlib import Path

import jinja2
import pytest

from bothways.kit.web.assets import Assets
from bothways.kit.web.pages import Look, Pages
from bothways.kit.web.problems import Problem
from tests.rooms.kit.web import things

PAGES = Pages("bothways.kit.web", Assets({}))


def told(detail: str) -> Problem:
    return Problem("/x", "X", 404, "x", detail, "y", "req_1")


def test_values_are_escaped() -> None:
    text = PAGES.text("error.html", problem=told("<img src=x onerror=alert(1)>"), heading="<b>", advice="\"'")

    assert "<img" not in text
    assert "<b>" not in text
    assert "&lt;b&gt;" in text


def test_a_value_that_was_forgotten_is_an_error_and_no_blank() -> None:
    with pytest.raises(jinja2.UndefinedError):
        PAGES.text("error.html", problem=told(""), heading="x")


def test_a_page_forbids_inline_script_and_style_and_framing() -> None:
    headers = Look().headers()

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self';"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_named_sites_may_frame_a_page() -> None:
    headers = Look(frame_ancestors=("https://app.example.com", "http://localhost:8701"), opener_policy=None).headers()

    assert "frame-ancestors https://app.example.com http://localhost:8701" in headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in headers
    assert "Cross-Origin-Opener-Policy" not in headers


def test_a_form_may_lead_to_a_provider_when_the_page_says_so() -> None:
    assert "form-action 'self' https:;" in Look(form_action=("https:",)).headers()["Content-Security-Policy"]


@pytest.mark.parametrize(
    "source",
    [
        "*",
        "'unsafe-inline'",
        "self",
        "https://a.example; script-src *",
        "https://a.example/path",
        "a.example",
        "https://a\r\nX: y",
        "",
    ],
)
def test_a_source_that_is_no_origin_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="a source is an origin"):
        Look(frame_ancestors=(source,)).headers()


def test_a_rendered_page_takes_cookies() -> None:
    response = PAGES.render("error.html", Look(status=404), problem=told("x"), heading="x", advice="y")
    response.set_cookie("a", "b")

    assert (response.status_code, len(response.cookies)) == (404, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "icons").mkdir()
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "look-BxRXf13b.js").write_text("1")
    (tmp_path / "ui.css").write_text("body{}")
    (tmp_path / "icons" / "slack.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    (tmp_path / "build.py").write_text("secret")
    (tmp_path.parent / "outside.css").write_text("outside")
    return tmp_path


async def test_a_versioned_address_is_kept_for_good(folder: Path) -> None:
    assets = Assets.load(folder)

    response = await things.site(assets=assets).send("GET", assets.url("ui.css"))

    assert (response.status_code, response.text) == (200, "body{}")
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_file_with_its_digest_in_its_name_is_kept_for_good(folder: Path) -> None:
    assets = Assets.load(folder)
    assert (assets.part("look"), assets.part("loo")) == ("/assets/parts/look-BxRXf13b.js", None)
    response = await things.site(assets=assets).send("GET", "/assets/parts/look-BxRXf13b.js")

    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("address", ["/assets/ui.css", "/assets/ui.css?v=older"])
async def test_any_other_address_is_asked_for_again(folder: Path, address: str) -> None:
    site = things.site(assets=Assets.load(folder))
    response = await site.send("GET", address)
    again = await site.send("GET", address, headers={"if-none-match": response.headers["etag"]})

    assert response.headers["cache-control"] == "public, no-cache"
    assert (again.status_code, again.content) == (304, b"")


async def test_a_drawing_is_served_without_its_scripts(folder: Path) -> None:
    response = await things.site(assets=Assets.load(folder)).send("GET", "/assets/icons/slack.svg")

    assert response.headers["content-type"] == "image/svg+xml"
    assert response.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["build.py", "../outside.css", "..%2foutside.css", "%2e%2e/outside.css", "", "icons", "/etc/passwd"]
)
async def test_nothing_else_is_served(folder: Path, path: str) -> None:
    response = await things.site(assets=Assets.load(folder)).send("GET", f"/assets/{path}")

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("accepts", "packed"),
    [("gzip, deflate, br", True), ("br;q=1.0, GZIP;q=0.5", True), ("x-gzip", True), ("gzip;q=0", False), ("br", False)],
)
async def test_texts_go_packed_to_whoever_takes_them_so(folder: Path, accepts: str, packed: bool) -> None:
    site = things.site(assets=Assets.load(folder))
    response = await site.send("GET", "/assets/ui.css", headers={"accept-encoding": accepts})
    assert response.headers.get("content-encoding") == ("gzip" if packed else None)
    assert response.headers["vary"] == "Accept-Encoding"
    # The client unpacks what says that it is packed.
    assert response.content == (folder / "ui.css").read_bytes()
    tag = response.headers["etag"]
    again = await site.send("GET", "/assets/ui.css", headers={"accept-encoding": accepts, "if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = {"accept-encoding": "br" if packed else "gzip", "if-none-match": tag}
    assert (await site.send("GET", "/assets/ui.css", headers=other)).status_code == 200


def test_assets_that_were_not_built_are_simply_absent(tmp_path: Path) -> None:
    assert Assets.load(tmp_path / "nowhere").url("ui.css") == "/assets/ui.css"
