"""The events page."""

import ast
import re
from pathlib import Path

import bothways
from tools.reference.markdown import code, table

# What each event tells, for the person who listens to it. An event that is missing here stops `make docs`.
SENTENCES = {
    "connection.account_changed": "After a reconnect another account stands behind the connection; `data` has both.",
    "connection.created": "A customer connected an account, or one was imported.",
    "connection.disconnected": "A connection ended; its secrets were deleted in the same moment.",
    "connection.needs_reauth": "The grant is no longer accepted; the customer has to connect again. Told once.",
    "connection.reconnected": "A customer connected again; the connection kept its id.",
    "connection.recovered": "Credentials are fresh again after failures.",
    "connection.refresh_failing": "Renewing fails for now and is tried again; a token that is still valid is served.",
    "connection.refreshed": "Credentials were renewed.",
    "connection.revocation_given_up": "The provider could not be told that the connection ended; here it is gone.",
    "connection.revoked": "The provider confirmed that it forgot the grant.",
    "connection.scopes_changed": "The provider granted other scopes than before.",
    "connection.updated": "Metadata or values of a connection were changed.",
    "connect_link.created": "A connect link was made for a customer; `data` tells for how long.",
    "connect_link.opened": "Somebody opened a connect link; `data` has the session that came of it.",
    "connect_link.revoked": "A connect link and the sessions that it opened were ended.",
    "customer.created": "A customer was seen for the first time.",
    "customer.deleted": "A customer was deleted and everything sealed for it became unreadable.",
    "customer.updated": "Name, email or metadata of a customer changed.",
    "integration.created": "A provider was switched on.",
    "integration.removed": "A provider was switched off for good.",
    "integration.updated": "An integration was changed; `data` names the fields.",
    "tile.created": "A card of the operator's own was added to the marketplace.",
    "tile.removed": "A card of the operator's own was removed.",
    "tile.updated": "A card of the operator's own was changed; `data` names the fields.",
}

TYPE = re.compile(
    r"(?:connection|customer|integration|environment|connect_session|connect_link|tile|authorization)\.[a-z_]+"
)
# Names of the same form that are not events: log units, audit actions, routes, templates.
OTHER_USES = {"unit", "Entry", "Route", "operation", "in_session"}


class Undocumented(Exception):
    """An event without a sentence in `SENTENCES`."""


def page() -> str:
    """Every event type. Raises Undocumented when the code tells of something that has no sentence here."""
    types = sorted({found for path in Path(bothways.__path__[0]).rglob("*.py") for found in _types(path)})
    if missing := [found for found in types if found not in SENTENCES]:
        raise Undocumented(f"say in tools/reference/events.py what these tell: {', '.join(missing)}")
    return f"""# Events

An event is written in the transaction that made it true. `GET /v1/events` lists them; `subject_id` is what it happened
to, `customer_id` the customer it concerns. No event holds a secret.

{table(("type", "what it tells"), ((code(found), SENTENCES[found]) for found in types))}
"""


def _types(path: Path) -> set[str]:
    """What the file says that looks like an event. A deed that is told and audited under one name is an event, too."""
    tree = ast.parse(path.read_text())
    told, elsewhere = _arguments(tree, {"Event"}), _arguments(tree, OTHER_USES)
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts - (elsewhere - told) if TYPE.fullmatch(text)}


def _arguments(tree: ast.AST, functions: set[str]) -> set[str]:
    return {
        argument.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _name(call.func) in functions
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def _name(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
