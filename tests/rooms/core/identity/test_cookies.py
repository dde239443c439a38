from datetime import timedelta

from bothways.core.identity.cookies import connect_cookie, staff_cookie
from bothways.kit.secret import Secret

TOKEN = Secret("bw_live_ss_x")


def parts(header: str) -> set[str]:
    return set(header.split("; "))


def test_the_staff_cookie_is_for_this_host_alone_and_out_of_reach_for_scripts() -> None:
    cookie = staff_cookie("https://connect.example.com")
    assert cookie.name == "__Host-bothways_staff"
    assert parts(cookie.carry(TOKEN, timedelta(hours=12))) == {
        "__Host-bothways_staff=bw_live_ss_x",
        "Path=/",
        "Max-Age=43200",
        "HttpOnly",
        "SameSite=Lax",
        "Secure",
    }


def test_without_https_the_prefix_and_secure_are_left_out_or_browsers_would_drop_it() -> None:
    cookie = staff_cookie("http://127.0.0.1:8700")
    assert parts(cookie.carry(TOKEN, timedelta(hours=12))) == {
        "bothways_staff=bw_live_ss_x",
        "Path=/",
        "Max-Age=43200",
        "HttpOnly",
        "SameSite=Lax",
    }


def test_a_connect_cookie_stays_on_its_sessions_path() -> None:
    cookie = connect_cookie("https://connect.example.com", "cs_1")
    assert cookie.name == "__Secure-bothways_cs_1"
    assert {"Path=/connect/cs_1", "SameSite=Lax", "Secure", "HttpOnly"} <= parts(
        cookie.carry(TOKEN, timedelta(hours=1))
    )


def test_in_a_frame_a_connect_cookie_works_on_the_operators_site_and_apart_from_others() -> None:
    plain, cookie = (connect_cookie("https://x.test", "cs_1", embedded=embedded) for embedded in (False, True))
    assert cookie.name == plain.name
    assert {"Path=/connect/cs_1", "SameSite=None", "Secure", "Partitioned", "HttpOnly"} <= parts(
        cookie.carry(TOKEN, timedelta(hours=1))
    )


def test_a_connect_cookie_without_https_is_lax_in_a_frame_too() -> None:
    cookie = connect_cookie("http://127.0.0.1:8700", "cs_1", embedded=True)
    assert {"bothways_cs_1=bw_live_ss_x", "SameSite=Lax", "HttpOnly"} <= parts(cookie.carry(TOKEN, timedelta(hours=1)))


def test_dropping_a_cookie_names_the_same_cookie() -> None:
    for cookie in (staff_cookie("https://x.test"), connect_cookie("https://x.test", "cs_1")):
        dropped, carried = parts(cookie.drop()), parts(cookie.carry(TOKEN, timedelta(hours=1)))
        assert f"{cookie.name}=" in dropped
        assert "Max-Age=0" in dropped
        assert {part for part in carried if "=" not in part or part.startswith(("Path", "SameSite"))} <= dropped


def test_a_lifetime_that_is_over_is_no_negative_one() -> None:
    assert "Max-Age=0" in staff_cookie("https://x.test").carry(TOKEN, timedelta(seconds=-5))
