"""The scopes page."""

from bothways.core.identity.scopes import SCOPES
from tools.reference.api import operations
from tools.reference.markdown import code, table


def page() -> str:
    """Every scope of an API key, and the operations that ask for it."""
    asked = {scope: [one for one in operations() if one.scope == scope] for scope in SCOPES}
    rows = [
        (code(scope), "<br>".join(f"`{one.method} {one.path}`" for one in found))
        for scope, found in sorted(asked.items())
    ]
    return f"""# Scopes

An API key may do what its scopes say, in its own environment, and nothing else. Give each backend its own key, with
as few of them as it needs.

{table(("scope", "operations"), rows)}
"""
