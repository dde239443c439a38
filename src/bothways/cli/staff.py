"""Commands on the operator's people: the first of them, and whoever cannot get in any more."""

from typing import TYPE_CHECKING

import click

from bothways.cli.commands import ACTOR, Output, command, with_bothways
from bothways.core.identity.roles import Role
from bothways.kit.secret import Secret

if TYPE_CHECKING:
    from bothways.app.compose import Bothways
    from bothways.core.staff.links import Link
    from bothways.core.staff.model import Authority, Staff

WORKSPACE = "Bothways"
_ROLES = click.Choice([role.value for role in Role])


@click.group()
def staff() -> None:
    """The operator's people."""


@command(staff, "invite")
@click.option("--email", required=True)
@click.option("--role", type=_ROLES, help="Without it: owner for the first of a workspace, developer from then on.")
@click.option("--workspace", "workspace_id", help="Id of the workspace; without it the only one, or a new one.")
def staff_invite(output: Output, email: str, role: str | None, workspace_id: str | None) -> None:
    """Invite somebody: prints a link that works once, for 72 hours. Hand it over yourself."""

    async def work(bothways: "Bothways") -> None:
        identity = bothways.identity
        known = await identity.read_environments.workspaces()
        chosen = workspace_id or (
            known[0].id if known else (await identity.create_workspace(WORKSPACE, actor=ACTOR)).id
        )
        there = await bothways.staff.read.of_workspace(chosen)
        given = Role(role) if role else Role.DEVELOPER if there else Role.OWNER
        member, link = await bothways.staff.invite(chosen, email, given, _authority())
        _show_link(output, member, link)

    with_bothways(work)


@command(staff, "link")
@click.argument("email")
def staff_link(output: Output, email: str) -> None:
    """Make a new link for a member: an invitation again, or for another password."""

    async def work(bothways: "Bothways") -> None:
        member = await bothways.staff.read.by_email(email)
        link = await bothways.staff.renew_link(member.workspace_id, member.id, _authority())
        _show_link(output, member, link)

    with_bothways(work)


@command(staff, "list")
def staff_list(output: Output) -> None:
    """List the members of every workspace."""

    async def work(bothways: "Bothways") -> None:
        workspaces = await bothways.identity.read_environments.workspaces()
        found = [one for space in workspaces for one in await bothways.staff.read.of_workspace(space.id)]
        rows = [
            {
                "id": one.staff.id,
                "workspace_id": one.staff.workspace_id,
                "email": one.staff.email,
                "name": one.staff.name,
                "role": one.staff.role.value,
                "state": "active" if one.staff.joined_at else "invited",
                "second_factor": one.factors.any,
            }
            for one in found
        ]
        lines = [f"{row['id']}  {row['role']:10}{row['state']:9}{row['email']}" for row in rows]
        output.show(rows, lines or "There is nobody yet; `bothways staff invite` lets somebody in.")

    with_bothways(work)


@command(staff, "remove")
@click.argument("email")
def staff_remove(output: Output, email: str) -> None:
    """Remove a member: signed out everywhere at once. The last owner of a workspace stays."""

    async def work(bothways: "Bothways") -> None:
        member = await bothways.staff.read.by_email(email)
        await bothways.staff.remove(member.workspace_id, member.id, _authority())
        output.show({"id": member.id, "email": member.email}, f"Removed {member.email}.")

    with_bothways(work)


@command(staff, "role")
@click.argument("email")
@click.argument("role", type=_ROLES)
def staff_role(output: Output, email: str, role: str) -> None:
    """Give a member another role."""

    async def work(bothways: "Bothways") -> None:
        member = await bothways.staff.read.by_email(email)
        await bothways.staff.change_role(member.workspace_id, member.id, Role(role), _authority())
        output.show({"id": member.id, "email": member.email, "role": role}, f"{member.email} is {role} now.")

    with_bothways(work)


@command(staff, "reset-second-factor")
@click.argument("email")
def staff_reset_second_factor(output: Output, email: str) -> None:
    """Remove a member's second factors, for whoever lost the phone and the recovery codes."""

    async def work(bothways: "Bothways") -> None:
        member = await bothways.staff.read.by_email(email)
        await bothways.staff.clear_factors(member.workspace_id, member.id, _authority())
        output.show({"id": member.id, "email": member.email}, f"{member.email} signs in by password alone now.")

    with_bothways(work)


@command(staff, "allow-passwords")
@click.option("--workspace", "workspace_id", required=True, help="Id of the workspace.")
def staff_allow_passwords(output: Output, workspace_id: str) -> None:
    """Let members sign in by password again, for when single sign-on is the only way and does not work."""

    async def work(bothways: "Bothways") -> None:
        from dataclasses import replace

        await bothways.identity.read_environments.workspace(workspace_id)
        before = await bothways.staff.read.policy(workspace_id)
        await bothways.staff.change_policy(workspace_id, replace(before, only_sso=False), actor=ACTOR)
        output.show({"workspace_id": workspace_id, "only_sso": False}, "Passwords work again.")

    with_bothways(work)


@command(staff, "create")
@click.option("--workspace", "workspace_id", required=True, help="Id of the workspace.")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", type=_ROLES, default=Role.OWNER.value, show_default=True)
@click.password_option(help="At least 12 characters; asked for when left out.")
def staff_create(output: Output, workspace_id: str, email: str, name: str, role: str, password: str) -> None:
    """Add a member with a password, without a link."""

    async def work(bothways: "Bothways") -> None:
        made = await bothways.staff.create(workspace_id, email, name, Secret(password), actor=ACTOR, role=Role(role))
        output.show({"id": made.id, "email": made.email, "role": role}, f"{made.email} can sign in now, as {role}.")

    with_bothways(work)


def _authority() -> "Authority":
    from bothways.core.staff.model import Authority

    return Authority(ACTOR)


def _show_link(output: Output, member: "Staff", link: "Link") -> None:
    url, until = link.url.reveal(), link.expires_at
    row = {
        "id": member.id,
        "email": member.email,
        "role": member.role.value,
        "purpose": link.purpose.value,
        "url": url,
        "expires_at": until.isoformat(),
    }
    output.show(row, [url, f"For {member.email}, as {member.role}; once, until {until:%Y-%m-%d %H:%M} UTC."])
