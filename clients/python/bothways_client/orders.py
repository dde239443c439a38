"""The orders in which lists can be had; a minus turns one round."""

from typing import Literal

Age = Literal["created_at", "-created_at"]
Order = Literal["created_at", "-created_at", "name", "-name"]
