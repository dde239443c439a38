"""Kolla's names for our things: `connectors/contacts/linkedaccounts/2h7...`, ids without our prefixes.

A connector is named by its slug, so that whoever moves here keeps the names that stand in their code; its id works
wherever its slug does.
"""

import re

from bothways.kit.ids import ALPHABET, BODY_LENGTH

WILDCARD = "-"
_BARE = re.compile(rf"[{ALPHABET}]{{{BODY_LENGTH}}}")


def bare(our_id: str) -> str:
    """`conn_2h7...` as `2h7...`."""
    return our_id.partition("_")[2]


def ours(prefix: str, bare_id: str) -> str | None:
    """`2h7...` as `conn_2h7...`; None for what cannot be an id."""
    return f"{prefix}_{bare_id}" if _BARE.fullmatch(bare_id) else None


def last(name: str) -> str:
    """The id at the end of a name, or the name when it is an id alone."""
    return name.rpartition("/")[2]


def connector(slug: str) -> str:
    """Of an integration."""
    return f"connectors/{slug}"


def linked_account(slug: str, connection_id: str) -> str:
    """Of a connection, or of the authorization that will become one."""
    return f"connectors/{slug}/linkedaccounts/{bare(connection_id)}"


def split_verb(segment: str) -> tuple[str, str]:
    """`2h7...:disable` as its two parts; without a verb the second is empty (AIP-136)."""
    resource, colon, verb = segment.rpartition(":")
    return (resource, verb) if colon else (segment, "")
