"""Guesses: links and answers of the right form that nobody gave out must not get in the way of those who write."""

import pytest

from bothways.core.identity.errors import TicketRefused
from bothways.outbound.connect.finish import Callback
from bothways.outbound.connect.model import LinkUsed, StateUnknown
from tests.support.hub import Hub

TICKET = "bw_test_tk_" + "0" * 43
STATE = "bw_test_st_" + "0" * 43


async def test_a_guess_is_refused_without_a_turn_at_writing(hub: Hub) -> None:
    # A task that writes may not begin to write again: that would raise a RuntimeError.
    async with hub.bothways.edges.database.begin():
        with pytest.raises(TicketRefused):
            await hub.bothways.identity.redeem_ticket(TICKET)
        with pytest.raises(LinkUsed):
            await hub.bothways.outbound.depart(TICKET)
        with pytest.raises(StateUnknown):
            await hub.bothways.outbound.finish(Callback("intg_x", f"code=a&state={STATE}", {}))
