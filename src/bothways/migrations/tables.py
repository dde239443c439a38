"""Finds every room's tables, without knowing the rooms."""

import importlib
import pkgutil

from sqlalchemy import MetaData

import bothways
from bothways.kit.db.metadata import metadata


def all_tables() -> MetaData:
    """The metadata with every table of the house: a room declares its tables in its `store` module."""
    for module in pkgutil.walk_packages(bothways.__path__, "bothways."):
        if module.name.rpartition(".")[2] == "store":
            importlib.import_module(module.name)
    return metadata
