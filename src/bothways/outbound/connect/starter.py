"""From who asks and what they sent to a wish that the verbs understand."""

from dataclasses import dataclass

from bothways.core.identity.callers import CustomerCaller, OperatorCaller
from bothways.core.identity.model import CustomerDetails
from bothways.core.identity.read_customers import ReadCustomers
from bothways.core.identity.text import check_customer, require_none
from bothways.kit.errors import InvalidInput
from bothways.outbound.connect.begin import Wish
from bothways.outbound.connect.schemas import AuthorizationIn


@dataclass(frozen=True)
class Starter:
    """Whose account is to be connected: a session's own customer, or the one that an API key names."""

    customers: ReadCustomers

    async def wish(self, caller: OperatorCaller | CustomerCaller, data: AuthorizationIn) -> Wish:
        """Raises InvalidInput when an API key names no customer, or a session says what a backend alone may say."""
        if isinstance(caller, CustomerCaller):
            _refuse_more(data)
            customer_id, session_id, only = caller.customer_id, caller.session_id, caller.integration_ids
            return_url = data.return_url or caller.return_url
        else:
            if data.customer is None:
                raise InvalidInput.of("customer", "say for which customer, by your own id")
            require_none(check_customer(CustomerDetails(data.customer), prefix="customer."))
            known = await self.customers.id_of(caller.environment_id, data.customer)
            customer_id, session_id, only, return_url = known or "", None, None, data.return_url
        return Wish(
            environment_id=caller.environment_id,
            mode=caller.mode,
            customer_id=customer_id,
            integration=data.integration,
            values=data.values,
            display=data.display,
            return_url=return_url,
            session_id=session_id,
            reconnect=data.connection_id,
            only=only,
            actor=caller.actor,
            scopes=None if data.scopes is None else tuple(data.scopes),
            metadata=data.metadata,
            standing_seconds=data.lifetime_seconds,
            external_id=None if isinstance(caller, CustomerCaller) else data.customer,
        )


def _refuse_more(data: AuthorizationIn) -> None:
    """A browser connects what it was let in for. It does not widen what is asked, and leaves no notes."""
    if data.customer is not None:
        raise InvalidInput.of("customer", "leave it out; the session belongs to one customer already")
    given = {"scopes": data.scopes, "metadata": data.metadata or None, "lifetime_seconds": data.lifetime_seconds}
    for name, value in given.items():
        if value is not None:
            raise InvalidInput.of(name, "takes an API key; a connect session must leave it out")
