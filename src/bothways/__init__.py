"""Bothways: an integration hub that works both ways."""

__version__ = "0.1.0"
