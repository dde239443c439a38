"""docs/reference, written from the code: `python -m tools.reference` writes it, `--check` fails when it is stale."""
