"""The settings page."""

from bothways.settings import Settings, describe
from tools.reference.markdown import code, table


def page() -> str:
    """Every variable with its default."""
    rows = [(code(one.variable), one.help, code(one.default)) for one in describe(Settings())]
    return f"""# Settings

Read once from the environment when a process starts. A variable that is wrong, or starts with `BOTHWAYS_` and is not
listed here, stops the start with a sentence that says why. `bothways doctor` shows the values in use, secrets masked.

{table(("variable", "what it does", "default"), rows)}
"""
