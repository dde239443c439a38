"""How far a caller sees: an API key all of its environment, a connect session its own customer and integrations."""

from dataclasses import dataclass

from bothways.core.identity.callers import CustomerCaller, OperatorCaller


@dataclass(frozen=True)
class Reach:
    """None does not narrow."""

    customer_id: str | None = None
    integration_ids: frozenset[str] | None = None

    @classmethod
    def of(cls, caller: OperatorCaller | CustomerCaller) -> "Reach":
        """What the caller may be shown."""
        return cls(caller.customer_id, caller.integration_ids) if isinstance(caller, CustomerCaller) else cls()

    @property
    def is_session(self) -> bool:
        """Whether it is a customer's browser that looks."""
        return self.customer_id is not None

    @property
    def key(self) -> str:
        """One text for each reach, which cursors are bound to."""
        return f"{self.customer_id} {'all' if self.integration_ids is None else sorted(self.integration_ids)}"

    def holds(self, integration_id: str) -> bool:
        """Whether the integration lies within it."""
        return self.integration_ids is None or integration_id in self.integration_ids
