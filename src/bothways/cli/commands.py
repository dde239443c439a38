"""What every command is made of.

With `--json` each prints one JSON document; errors go to standard error with what to do next.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from bothways import settings
from bothways.kit.errors import DomainError

if TYPE_CHECKING:
    from bothways.app.compose import Bothways

ACTOR = "cli"


@dataclass(frozen=True)
class Output:
    """Prints either for people or as JSON."""

    as_json: bool

    def show(self, value: object, text: str | Sequence[str]) -> None:
        """One result: `value` for programs, `text` for people."""
        click.echo(
            json.dumps(value, default=str) if self.as_json else text if isinstance(text, str) else "\n".join(text)
        )

    def fail(self, code: str, problems: Sequence[str], next_step: str = "") -> None:
        """Say what is wrong and leave with status 1."""
        if self.as_json:
            click.echo(json.dumps({"error": code, "problems": list(problems), "next_step": next_step}), err=True)
        else:
            for line in [*problems, *([f"-> {next_step}"] if next_step else [])]:
                click.echo(line, err=True)
        sys.exit(1)


def command(group: click.Group, name: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command with `--json`, whose known errors are told without a traceback."""

    def register(function: Callable[..., None]) -> click.Command:
        def guarded(as_json: bool, **options: Any) -> None:
            output = Output(as_json)
            try:
                function(output, **options)
            except settings.SettingsError as error:
                output.fail("settings_wrong", error.problems, "Correct them, then run `bothways doctor`.")
            except DomainError as error:
                output.fail(error.code, [str(error)], error.next_step)

        guarded.__doc__ = function.__doc__
        guarded.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
        flagged = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(guarded)
        return group.command(name)(flagged)

    return register


def with_bothways(work: "Callable[[Bothways], Awaitable[None]]") -> None:
    """Run `work` on everything composed, and close it afterwards."""
    from bothways.app.compose import compose
    from bothways.kit.log import configure

    async def run() -> None:
        # Standard output is for the result alone.
        bothways = await compose(settings.load(), configure(sys.stderr, "warning"))
        try:
            await work(bothways)
        finally:
            await bothways.close()

    asyncio.run(run())
