"""The command page."""

from collections.abc import Iterator
from pathlib import Path

import click

from bothways.cli.main import main
from tools.reference.markdown import code, sentence, table


def page() -> str:
    """Every command with its options."""
    return "\n\n".join(["# The bothways command", sentence(main.help), *_parts("bothways", main)])


def _parts(name: str, command: click.Command) -> Iterator[str]:
    if isinstance(command, click.Group):
        for word, below in sorted(command.commands.items()):
            yield from _parts(f"{name} {word}", below)
        return
    yield f"## {name}"
    yield sentence(command.help)
    rows = [_row(parameter) for parameter in command.params if not getattr(parameter, "hidden", False)]
    if rows:
        yield table(("option", "", "default"), rows)


def _row(parameter: click.Parameter) -> tuple[str, str, str]:
    context = click.Context(click.Command("x"))
    if isinstance(parameter, click.Option):
        names = (parameter.get_help_record(context) or (parameter.opts[0], ""))[0]
        words = parameter.help or ""
    else:
        names, words = parameter.make_metavar(context), ""
    return code(names), words, "required" if parameter.required else _default(parameter.default)


def _default(value: object) -> str:
    told = isinstance(value, str | int | Path) and not isinstance(value, bool)
    return code(str(value)) if told else ""
