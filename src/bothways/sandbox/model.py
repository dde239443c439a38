"""Who lives in the sandbox and what they can consent to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Contact:
    """An entry in a person's address book: something for the API to answer with."""

    id: str
    name: str
    email: str
    company: str


@dataclass(frozen=True)
class Person:
    """Somebody who can consent. `demo_key` is printed in the documentation: it opens nothing but the sandbox."""

    id: str
    name: str
    email: str
    role: str
    account_id: str
    account_name: str
    demo_key: str
    contacts: tuple[Contact, ...]

    @property
    def initials(self) -> str:
        """What stands in place of a portrait."""
        return "".join(part[0] for part in self.name.split())


@dataclass(frozen=True)
class Scope:
    """One permission. A `required` one comes with every consent and cannot be refused."""

    name: str
    title: str
    meaning: str
    required: bool = False


@dataclass(frozen=True)
class Client:
    """Registered software. Redirect URIs are compared character by character (RFC 9700 section 4.1.3)."""

    id: str
    secret: str
    name: str
    redirect_uris: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grant:
    """A consent, and with it a family of tokens. `person_id` is None for a client that acts for itself."""

    id: str
    client_id: str
    person_id: str | None
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None = None
    refreshes: int = 0


@dataclass(frozen=True)
class Code:
    """An authorization code and all that the exchange must repeat."""

    client_id: str
    redirect_uri: str
    person_id: str
    scopes: tuple[str, ...]
    challenge: str | None
    expires_at: datetime
    # Set once it was redeemed. The code is kept, so that its replay can end what it gave (RFC 6749 section 4.1.2).
    grant_id: str | None = None


@dataclass(frozen=True)
class AccessToken:
    """What the API takes."""

    grant_id: str
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True)
class RefreshToken:
    """`used_at` is set when it was rotated away; it is kept to notice that somebody shows it again."""

    grant_id: str
    used_at: datetime | None = None


SCOPES: Sequence[Scope] = (
    Scope("profile.read", "See your profile", "Name, e-mail address and account.", required=True),
    Scope("contacts.read", "See your contacts", "Everybody in your address book."),
    Scope("contacts.write", "Add contacts", "New entries in your address book."),
)
SCOPE_NAMES = tuple(scope.name for scope in SCOPES)
REQUIRED_SCOPES = tuple(scope.name for scope in SCOPES if scope.required)
# What a request without `scope` asks for (RFC 6749 section 3.3).
DEFAULT_SCOPES = ("profile.read", "contacts.read")
# What a client may do for itself (RFC 6749 section 4.4).
CLIENT_SCOPES = ("status.read",)

PEOPLE: Sequence[Person] = (
    Person(
        id="usr_ada",
        name="Ada Lovelace",
        email="ada@engine.example",
        role="Head of Operations",
        account_id="acc_engine",
        account_name="Analytical Engine Works",
        demo_key="sandbox_key_ada_1843",
        contacts=(
            Contact("con_1", "Charles Babbage", "charles@engine.example", "Analytical Engine Works"),
            Contact("con_2", "Mary Somerville", "mary@celestial.example", "Celestial Mechanics"),
            Contact("con_3", "Luigi Menabrea", "luigi@turin.example", "Turin Notes"),
        ),
    ),
    Person(
        id="usr_grace",
        name="Grace Hopper",
        email="grace@harbor.example",
        role="Chief Engineer",
        account_id="acc_harbor",
        account_name="Harbor Compilers",
        demo_key="sandbox_key_grace_1952",
        contacts=(
            Contact("con_4", "Howard Aiken", "howard@markone.example", "Mark One"),
            Contact("con_5", "Jean Sammet", "jean@formac.example", "Formac Labs"),
        ),
    ),
)


def find_person(person_id: str) -> Person | None:
    """The person with this id."""
    return next((person for person in PEOPLE if person.id == person_id), None)
