"""What members of staff change for themselves and for colleagues, through the portal's own calls."""

import pyotp
import pytest

from bothways.core.identity.roles import Role
from bothways.kit.secret import Secret
from tests.journeys.desk import Member, sign_in_as
from tests.journeys.world import STAFF_PASSWORD, told
from tests.support.clock import ManualClock
from tests.support.hub import Hub

NEW = "another long password"


@pytest.fixture
async def owner(hub: Hub) -> Member:
    return await sign_in_as(hub, Role.OWNER)


async def test_another_password_comes_with_a_new_session_and_ends_the_others(hub: Hub, owner: Member) -> None:
    email = (await owner.call("GET", "/portal/api/me")).data["staff"]["email"]
    elsewhere = await hub.bothways.staff.sign_in(email, Secret(STAFF_PASSWORD), address="127.0.0.1")
    changed = await owner.call("PUT", "/portal/api/password", {"current": STAFF_PASSWORD, "new": NEW})
    assert changed.status == 200
    cookie = changed.headers["set-cookie"]
    for part in ("bothways_staff=bw_live_ss_", "Path=/", "HttpOnly", "SameSite=Lax"):
        assert part in cookie
    token = cookie.partition(";")[0].partition("=")[2]
    again = Member(hub, owner.id, token, changed.data["csrf"])
    assert (await again.call("GET", "/portal/api/sessions")).status == 200
    assert (await owner.call("GET", "/portal/api/sessions")).status == 401
    old = Member(hub, owner.id, elsewhere.token.reveal(), "x")
    assert (await old.call("GET", "/portal/api/me")).status == 401
    assert NEW not in hub.log_text()


async def test_what_changes_who_may_sign_in_asks_for_the_password_again(
    hub: Hub, owner: Member, clock: ManualClock
) -> None:
    asking = [
        ("POST", "/portal/api/totp", None),
        ("DELETE", "/portal/api/totp", None),
        ("POST", "/portal/api/recovery-codes", None),
        ("POST", "/portal/api/passkeys/begin", None),
        ("DELETE", "/portal/api/passkeys/pk_x", None),
        ("POST", "/portal/api/staff", {"email": "new@acme.example"}),
        ("POST", "/portal/api/staff/staff_x/link", None),
        ("PATCH", "/portal/api/staff/staff_x", {"role": "viewer"}),
        ("DELETE", "/portal/api/staff/staff_x", None),
        ("DELETE", "/portal/api/staff/staff_x/second-factor", None),
        ("PATCH", "/portal/api/policy", {"second_factor_required": True}),
        ("PUT", "/portal/api/sso", {"issuer": "https://id.example", "client_id": "x", "domains": ["acme.example"]}),
        ("DELETE", "/portal/api/sso", None),
    ]
    clock.advance(601)
    for method, path, body in asking:
        answer = await owner.call(method, path, body)
        assert (answer.status, answer.data["code"]) == (403, "confirmation_needed"), f"{method} {path}: {answer.text}"
    wrong = await owner.call("POST", "/portal/api/confirm", {"password": "not the password"})
    assert (wrong.status, wrong.data["code"]) == (403, "password_wrong")
    assert (await owner.call("POST", "/portal/api/confirm", {"password": STAFF_PASSWORD})).status == 204
    assert (await owner.call("POST", "/portal/api/totp")).status == 200


async def test_one_time_passwords_are_set_up_and_given_up(hub: Hub, owner: Member, clock: ManualClock) -> None:
    begun = (await owner.call("POST", "/portal/api/totp")).data
    assert begun["qr_svg"].startswith("<svg")
    code = pyotp.TOTP(begun["secret"]).at(int(clock.now().timestamp()))
    codes = (await owner.call("POST", "/portal/api/totp/confirm", {"code": code})).data["recovery_codes"]
    assert len(codes) == 10
    me = (await owner.call("GET", "/portal/api/me")).data
    assert me["second_factor"] == {"required": False, "totp": True, "passkeys": 0, "recovery_codes": 10}
    listed = (await owner.call("GET", "/portal/api/staff")).data["items"]
    assert [one["second_factor"] for one in listed] == [True]
    assert (await owner.call("POST", "/portal/api/totp")).data["code"] == "totp_exists"
    assert (await owner.call("DELETE", "/portal/api/totp")).status == 204
    assert (await owner.call("GET", "/portal/api/me")).data["second_factor"]["recovery_codes"] == 0
    for secret in (begun["secret"], *codes):
        assert secret not in hub.log_text()


async def test_a_colleague_is_invited_promoted_and_removed(hub: Hub, owner: Member) -> None:
    made = (await owner.call("POST", "/portal/api/staff", {"email": "Grace@acme.example", "role": "viewer"})).data
    assert made["link"]["url"].startswith(f"{hub.base_url}/portal/invite/")
    assert (made["member"]["state"], made["member"]["email"]) == ("invited", "grace@acme.example")
    one = f"/portal/api/staff/{made['member']['id']}"
    assert (await owner.call("POST", f"{one}/link")).data["purpose"] == "invitation"
    assert (await owner.call("PATCH", one, {"role": "admin"})).data["role"] == "admin"
    listed = (await owner.call("GET", "/portal/api/staff")).data["items"]
    assert [(item["role"], item["state"]) for item in listed] == [("owner", "active"), ("admin", "invited")]
    assert (await owner.call("DELETE", one)).status == 204
    assert len((await owner.call("GET", "/portal/api/staff")).data["items"]) == 1


async def test_nobody_promotes_themselves_and_admins_touch_no_owner(hub: Hub, owner: Member) -> None:
    admin = await sign_in_as(hub, Role.ADMIN)
    myself, boss = f"/portal/api/staff/{admin.id}", f"/portal/api/staff/{owner.id}"
    for method, path, body, code in (
        ("PATCH", myself, {"role": "owner"}, "own_account"),
        ("DELETE", myself, None, "own_account"),
        ("PATCH", boss, {"role": "viewer"}, "owners_only"),
        ("DELETE", boss, None, "owners_only"),
        ("POST", f"{boss}/link", None, "owners_only"),
        ("DELETE", f"{boss}/second-factor", None, "owners_only"),
        ("POST", "/portal/api/staff", {"email": "x@acme.example", "role": "owner"}, "owners_only"),
    ):
        answer = await admin.call(method, path, body)
        assert (answer.status, answer.data["code"]) == (403, code), f"{method} {path}"


async def test_people_of_another_workspace_look_unknown_and_are_not_listed(hub: Hub, owner: Member) -> None:
    other = await hub.another_environment()
    stranger = await sign_in_as(hub, Role.VIEWER, other.environment.workspace_id)
    unknown = "staff_" + "2" * 26
    for method, path, body in (
        ("PATCH", "/portal/api/staff/{}", {"role": "admin"}),
        ("DELETE", "/portal/api/staff/{}", None),
        ("POST", "/portal/api/staff/{}/link", None),
        ("DELETE", "/portal/api/staff/{}/second-factor", None),
    ):
        answers = [told(await owner.call(method, path.format(one), body)) for one in (stranger.id, unknown)]
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
    assert stranger.id not in (await owner.call("GET", "/portal/api/staff")).text
    sessions = (await stranger.call("GET", "/portal/api/sessions")).data["items"]
    mine = await owner.call("DELETE", f"/portal/api/sessions/{sessions[0]['id']}")
    assert (mine.status, mine.data["code"]) == (404, "staff_session_not_found")


async def test_the_workspaces_audit_trail_tells_of_staff_and_of_nobody_elses(hub: Hub, owner: Member) -> None:
    other = await hub.another_environment()
    stranger = await sign_in_as(hub, Role.VIEWER, other.environment.workspace_id)
    await owner.call("POST", "/portal/api/staff", {"email": "grace@acme.example", "role": "viewer"})
    found = (await owner.call("GET", "/portal/api/audit-entries?limit=3")).data["items"]
    assert [one["action"] for one in found] == ["staff.invited", "staff.signed_in", "staff.created"]
    assert [one["actor"] for one in found] == [owner.id, owner.id, "test"]
    everything = (await owner.call("GET", "/portal/api/audit-entries?limit=100")).text
    assert stranger.id not in everything
    assert "@" not in everything


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issuer": "http://127.0.0.1:9"}, "issuer"),
        ({"issuer": "https://10.0.0.1"}, "issuer"),
        ({"issuer": "ftp://id.example"}, "issuer"),
        ({"issuer": "https://id.example/?x=y"}, "issuer"),
        ({"issuer": "https://user@id.example"}, "issuer"),
        ({"domains": []}, "domains"),
        ({"domains": ["Acme.example"]}, "domains[0]"),
        ({"domains": ["acme.example", "*"]}, "domains[1]"),
        ({"default_role": "owner"}, "default_role"),
        ({"client_id": ""}, "client_id"),
        ({"client_secret": "a\r\nb"}, "client_secret"),
    ],
)
async def test_wrong_settings_of_single_sign_on_are_named(
    owner: Member, changes: dict[str, object], field: str
) -> None:
    body = {"issuer": "http://127.0.0.1:9", "client_id": "x", "domains": ["acme.example"]} | changes
    answer = await owner.call("PUT", "/portal/api/sso", body)
    assert answer.status == 422, answer.text
    assert field in [one["field"] for one in answer.data["errors"]]
    settings = (await owner.call("GET", "/portal/api/sso")).data
    assert settings["configured"] is False
    assert settings["redirect_uri"].startswith("http://127.0.0.1:")
