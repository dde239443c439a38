"""The providers page."""

import json
from importlib.resources import files

from tools.reference.markdown import code, table


def page() -> str:
    """Every provider that comes with Bothways, and how one connects to it."""
    folder = files("bothways.outbound.providers") / "data"
    found = [json.loads(entry.read_text()) for entry in folder.iterdir() if entry.name.endswith(".json")]
    rows = [
        (
            f"[{one['name']}]({one['website']})" if one.get("website") else one["name"],
            code(one["slug"]),
            ", ".join(one.get("categories", [])),
            "<br>".join(method.get("label", method["type"]) for method in one["methods"]),
        )
        for one in sorted(found, key=lambda one: one["slug"])
    ]
    return f"""# Providers

These {len(rows)} come with Bothways. Each is one data file;
[add your own](../guides/add-a-provider.md) by a file or through the API.

{table(("provider", "slug", "categories", "ways to connect"), rows)}
"""
