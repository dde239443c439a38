"""Acme's own data: two customers and their conversations. A real product has a database here."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Customer:
    """A company that uses Acme. `id` is Acme's own: it is what Bothways knows the customer by."""

    id: str
    company: str
    person: str
    email: str
    role: str

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.person.split())


@dataclass(frozen=True)
class Conversation:
    """Somebody who wrote to the customer."""

    sender: str
    email: str
    subject: str
    text: str
    when: str
    unread: bool = False


CUSTOMERS: Sequence[Customer] = (
    Customer("bluebird-bakery", "Bluebird Bakery", "Maya Okafor", "maya@bluebird.example", "Owner"),
    Customer("northwind-cycles", "Northwind Cycles", "Jonas Weber", "jonas@northwind.example", "Workshop lead"),
)

CONVERSATIONS: dict[str, Sequence[Conversation]] = {
    "bluebird-bakery": (
        Conversation(
            "Charles",
            "charles@engine.example",
            "Croissants for the opening",
            "We expect about sixty guests, and half of them will want a second one. Could you also bring…",
            "9:41",
            unread=True,
        ),
        Conversation(
            "Mary S.",
            "mary@celestial.example",
            "Re: Tuesday's delivery",
            "The rye was wonderful. Could we move the standing order to seven in the morning, before…",
            "9:12",
            unread=True,
        ),
        Conversation(
            "Priya Raman",
            "priya@raman.example",
            "Do you ship to Leeds?",
            "My sister moved last month and says there is no decent cardamom bun to be had anywhere.",
            "Yesterday",
        ),
        Conversation(
            "Howard",
            "howard@markone.example",
            "Invoice 1947",
            "Our bookkeeping found a moth in it, quite literally. Would you send it once more?",
            "Yesterday",
        ),
        Conversation(
            "Luigi",
            "luigi@turin.example",
            "A cake with notes",
            "It should say “Happy birthday”, and then a rather long footnote. Is there room for that?",
            "Monday",
        ),
    ),
    "northwind-cycles": (
        Conversation(
            "Jean",
            "jean@formac.example",
            "Clicking from the bottom bracket",
            "It only happens on hills and only when I am in a hurry. Can I bring it in on Thursday?",
            "10:05",
            unread=True,
        ),
        Conversation(
            "Howard Aiken",
            "howard@markone.example",
            "Fleet service for spring",
            "All twelve bikes again, as last year. The big one needs a new chain, about fifteen metres…",
            "8:50",
        ),
        Conversation(
            "Tomás Rivera",
            "tomas@rivera.example",
            "Thank you!",
            "She rides like new. I will tell everybody at the club.",
            "Yesterday",
        ),
        Conversation(
            "Mary",
            "mary@celestial.example",
            "Lights for the winter",
            "Something that reaches as far as possible, please, but with a soft edge.",
            "Friday",
        ),
    ),
}


def find_customer(customer_id: str | None) -> Customer | None:
    """The customer with that id."""
    return next((customer for customer in CUSTOMERS if customer.id == customer_id), None)
