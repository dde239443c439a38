"""The command page."""

from collections.abc import Iterator

import click

from bothways.cli import main
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
        names, words = parameter.get_help_record(context) or (parameter.opts[0], "")
        # Click appends the default to the words; it has a column of its own here.
        words = words.split("  [")[0].split(" [default")[0].removeprefix("[")
        words = "required" if words.startswith("required") else words
    else:
        names, words = parameter.make_metavar(context), ""
    default = parameter.default
    return (
        code(names),
        words,
        code(str(default)) if isinstance(default, str | int) and not isinstance(default, bool) else "",
    )
