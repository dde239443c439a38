"""The page that stands in the frame: who may frame it, and what it says before any script runs."""

import dataclasses

import pytest

from bothways.core.identity.model import Theme
from bothways.kit.web.assets import Asset, Assets
from bothways.kit.web.exchange import Exchange
from bothways.kit.web.pages import Pages
from bothways.marketplace.brand import ReadBrand
from bothways.marketplace.embed_routes import Embed
from bothways.marketplace.languages import Languages, choose
from tests.rooms.marketplace.customer import ACME, Customer
from tests.rooms.marketplace.test_shop import MARKUP
from tests.support.surfer import Seen

SHOP = "https://shop.example"


async def page(customer: Customer, query: str = "", **headers: str) -> Seen:
    environment = customer.walk.hub.environment.id
    return await customer.surfer.get(f"{customer.hub_url}/embed/{environment}{query}", **headers)


async def built(customer: Customer, **more: str) -> str:
    """The page as it is once the browser code was built."""
    edges = customer.walk.hub.bothways.edges
    files = {name: Asset(b"", b"text/plain", "v1") for name in ("embed.js", "embed.css")}
    embed = Embed(
        ReadBrand(customer.walk.hub.bothways.identity.read_environments),
        Pages("bothways.marketplace", Assets({**edges.assets.files, **files})),
        Languages(),
    )
    reply = await embed.page(
        customer.walk.hub.environment.id, Exchange({"method": "GET", "headers": []}, "req_1"), **more
    )
    assert reply.status == 200
    return reply.body.decode()


async def test_the_environments_sites_may_frame_it_and_nobody_else(customer: Customer) -> None:
    await customer.environment(allowed_origins=(ACME, SHOP))
    seen = await page(customer)
    policy = seen.headers["content-security-policy"]
    assert f"frame-ancestors {ACME} {SHOP}" in policy
    assert "x-frame-options" not in seen.headers
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert seen.headers["referrer-policy"] == "no-referrer"
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert seen.headers["cross-origin-opener-policy"] == "same-origin-allow-popups"
    assert "set-cookie" not in seen.headers


async def test_without_allowed_sites_nobody_frames_it(customer: Customer) -> None:
    await customer.environment(allowed_origins=())
    seen = await page(customer)
    assert "frame-ancestors 'none'" in seen.headers["content-security-policy"]
    assert seen.headers["x-frame-options"] == "DENY"


async def test_a_preview_is_framed_by_ourselves_alone_and_wears_nothing_yet(customer: Customer) -> None:
    await customer.environment(Theme(product_name="Acme", accent="#0f766e"), allowed_origins=(ACME, SHOP))
    environment = customer.walk.hub.environment.id
    seen = await customer.surfer.get(f"{customer.hub_url}/embed/{environment}/preview")
    assert seen.policy("frame-ancestors") == "'self'"
    assert seen.policy("img-src") == "'self' data: https:"
    assert seen.policy("script-src") == seen.policy("connect-src") == "'self'"
    assert "set-cookie" not in seen.headers
    assert "data-preview" in seen.text
    assert "theme.css" not in seen.text
    assert "data-preview" not in (await page(customer)).text


async def test_it_tells_the_script_where_it_is_and_whom_to_talk_to(customer: Customer) -> None:
    await customer.environment(Theme(product_name='Acme "Desk" <b>', mode="dark"), allowed_origins=(ACME, SHOP))
    text = await built(customer)
    assert f'data-environment="{customer.walk.hub.environment.id}"' in text
    assert f'data-origins="{ACME} {SHOP}"' in text
    assert 'data-product-name="Acme &#34;Desk&#34; &lt;b&gt;"' in text
    assert 'data-test="true"' in text
    assert '<html lang="en" data-theme="dark">' in text
    assert '<script type="module" src="/assets/embed.js?v=v1"></script>' in text
    assert '<link rel="stylesheet" href="/assets/embed.css?v=v1">' in text
    assert "/theme.css?v=" in text
    assert "<noscript>" in text


async def test_the_page_may_ask_for_a_language_and_a_scheme(customer: Customer) -> None:
    await customer.environment(Theme(mode="light"))
    assert '<html lang="de" data-theme="dark">' in await built(customer, locale="de-AT", theme="dark")
    assert '<html lang="en" data-theme="light">' in await built(customer, locale="tlh")


@pytest.mark.parametrize("theme", ["sepia", "dark%22%20onload=%22x", "DARK"])
async def test_a_scheme_that_does_not_exist_is_refused(customer: Customer, theme: str) -> None:
    await customer.environment()
    assert (await page(customer, f"?theme={theme}")).status == 422


async def test_a_locale_is_never_written_into_the_page(customer: Customer) -> None:
    await customer.environment()
    seen = await page(customer, '?locale="><script>alert(1)</script>', accept_language=MARKUP)
    assert "alert(" not in seen.text
    assert '<html lang="en"' in seen.text


async def test_an_installation_without_its_script_says_so(customer: Customer) -> None:
    await customer.environment()
    edges = customer.walk.hub.bothways.edges
    files = {name: file for name, file in edges.assets.files.items() if not name.startswith("embed.")}
    brands = ReadBrand(customer.walk.hub.bothways.identity.read_environments)
    embed = Embed(brands, Pages("bothways.marketplace", dataclasses.replace(edges.assets, files=files)), Languages())
    reply = await embed.page(customer.walk.hub.environment.id, Exchange({"method": "GET", "headers": []}, "req_1"))
    assert reply.status == 503
    assert b"make assets" in reply.body
    assert b"<script" not in reply.body


async def test_an_environment_that_does_not_exist_has_no_page(customer: Customer) -> None:
    seen = await customer.surfer.get(f"{customer.hub_url}/embed/env_0000000000000000000000000000")
    assert seen.status == 404
    assert "frame-ancestors 'none'" in seen.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("wish", "accepted", "language"),
    [
        ("de", "fr", "de"),
        ("pt-BR", None, "pt"),
        ("pt_BR", None, "pt"),
        ("", "fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("", "nl, es;q=0.3, de;q=0.7", "de"),
        ("", "de;q=0, ja", "ja"),
        ("nl", "*", "en"),
        ("", None, "en"),
        ("", "de;q=nonsense, fr", "fr"),
        ("DE", "", "de"),
        ("", "x" * 10_000, "en"),
    ],
)
def test_readers_get_their_language_where_we_have_it(wish: str, accepted: str | None, language: str) -> None:
    assert choose(wish, accepted) == language


@pytest.mark.parametrize(
    ("wish", "accepted", "language"),
    [
        ("pt-BR", None, "pt-BR"),
        ("pt-PT", None, "pt"),
        ("zh-Hant-TW", None, "zh-Hant"),
        ("zh-Hans", None, "en"),
        ("", "zh-Hans, pt-br;q=0.9", "pt-BR"),
    ],
)
def test_a_variety_with_a_file_of_its_own_is_taken(wish: str, accepted: str | None, language: str) -> None:
    assert choose(wish, accepted, ("en", "pt", "pt-BR", "zh-Hant")) == language
