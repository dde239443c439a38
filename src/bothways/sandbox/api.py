"""What a connected product can call: with a consent's token, with an API key, with Basic, or as the client itself."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from bothways.kit.crypto import same
from bothways.sandbox.exchange import Ask, Say, say_json
from bothways.sandbox.ledger import MAX_CONTACTS_ADDED, Key, Ledger
from bothways.sandbox.model import AccessToken, Contact, Grant, Person, find_person

MAX_TEXT = 200


@dataclass(frozen=True)
class Denied(Exception):
    """The call is not allowed; `answer` says why (RFC 6750 section 3)."""

    answer: Say


@dataclass(frozen=True)
class Api:
    """The resource side. Each method is one operation."""

    ledger: Ledger

    def me(self, ask: Ask) -> Say:
        """Who consented, and to what."""
        return self._guarded(ask, self._me)

    def contacts(self, ask: Ask) -> Say:
        """The person's address book."""
        return self._guarded(ask, self._contacts)

    def add_contact(self, ask: Ask) -> Say:
        """One more entry in it."""
        return self._guarded(ask, self._add_contact)

    def key_me(self, ask: Ask) -> Say:
        """Whose API key `X-API-Key` is."""
        return self._guarded(ask, self._key_me)

    def key_contacts(self, ask: Ask) -> Say:
        """The address book of whoever owns the key."""
        return self._guarded(ask, self._key_contacts)

    def basic_me(self, ask: Ask) -> Say:
        """Whose e-mail address and API key came as user and password."""
        return self._guarded(ask, self._basic_me)

    def client_me(self, ask: Ask) -> Say:
        """Which client a client-credentials token belongs to."""
        return self._guarded(ask, self._client_me)

    def _guarded(self, ask: Ask, work: Callable[[Ask], Say]) -> Say:
        if seconds := self.ledger.failing_seconds():
            return say_json(503, {"error": "temporarily_unavailable"}, ("retry-after", str(seconds)))
        try:
            answer = work(ask)
        except Denied as denied:
            self.ledger.counts["calls_refused"] += 1
            return denied.answer
        self.ledger.counts["calls"] += 1
        return answer

    def _me(self, ask: Ask) -> Say:
        token, _, person = self._person(ask, "profile.read")
        return say_json(200, {**_profile(person), "scopes": list(token.scopes)})

    def _contacts(self, ask: Ask) -> Say:
        _, _, person = self._person(ask, "contacts.read")
        return self._book(person)

    def _add_contact(self, ask: Ask) -> Say:
        _, _, person = self._person(ask, "contacts.write")
        contacts = self.ledger.contacts[person.id]
        if len(contacts) >= len(person.contacts) + MAX_CONTACTS_ADDED:
            return say_json(409, {"error": "the address book is full"})
        fields = _read_contact(ask)
        contact = Contact(self.ledger.mint("con_", 6), fields["name"], fields["email"], fields.get("company", ""))
        contacts.append(contact)
        return say_json(201, _contact(contact))

    def _key_me(self, ask: Ask) -> Say:
        return say_json(200, _profile(self._key_owner(ask)))

    def _key_contacts(self, ask: Ask) -> Say:
        return self._book(self._key_owner(ask))

    def _basic_me(self, ask: Ask) -> Say:
        user, password = ask.basic() or ("", "")
        key = self._find_key(password)
        if key is None or _owner(key).email != user:
            challenge = ("www-authenticate", 'Basic realm="sandbox", charset="UTF-8"')
            raise Denied(say_json(401, {"error": "User name or API key is wrong."}, challenge))
        return say_json(200, _profile(_owner(key)))

    def _client_me(self, ask: Ask) -> Say:
        token, grant = self._token(ask)
        if grant.person_id is not None:
            raise Denied(_insufficient("status.read"))
        client = self.ledger.clients[grant.client_id]
        return say_json(200, {"id": client.id, "name": client.name, "scopes": list(token.scopes)})

    def _person(self, ask: Ask, scope: str) -> tuple[AccessToken, Grant, Person]:
        token, grant = self._token(ask)
        person = find_person(grant.person_id or "")
        if person is None or scope not in token.scopes:
            raise Denied(_insufficient(scope))
        return token, grant, person

    def _key_owner(self, ask: Ask) -> Person:
        key = self._find_key(ask.headers.get("x-api-key", ""))
        if key is None:
            raise Denied(say_json(401, {"error": "The API key is not known."}))
        return _owner(key)

    def _book(self, person: Person) -> Say:
        return say_json(200, {"contacts": [_contact(contact) for contact in self.ledger.contacts[person.id]]})

    def _token(self, ask: Ask) -> tuple[AccessToken, Grant]:
        text = ask.bearer()
        if text is None:
            raise Denied(say_json(401, {"error": "A token is needed."}, ("www-authenticate", 'Bearer realm="sandbox"')))
        found = self.ledger.live_access_token(text)
        if found is None:
            challenge = 'Bearer realm="sandbox", error="invalid_token"'
            description = "The token is unknown, expired or revoked."
            document = {"error": "invalid_token", "error_description": description}
            raise Denied(say_json(401, document, ("www-authenticate", challenge)))
        return found

    def _find_key(self, text: str) -> Key | None:
        given = text.encode("utf-8", "surrogateescape")
        return next((key for key in self.ledger.keys.values() if same(key.text.encode(), given)), None)


def _owner(key: Key) -> Person:
    person = find_person(key.person_id)
    if person is None:
        raise LookupError(key.person_id)
    return person


def _profile(person: Person) -> dict[str, object]:
    account = {"id": person.account_id, "name": person.account_name}
    return {"id": person.id, "name": person.name, "email": person.email, "role": person.role, "account": account}


def _contact(contact: Contact) -> dict[str, str]:
    return {"id": contact.id, "name": contact.name, "email": contact.email, "company": contact.company}


def _read_contact(ask: Ask) -> dict[str, str]:
    try:
        document = json.loads(ask.body)
    except (ValueError, RecursionError):
        raise Denied(say_json(400, {"error": "The body is not JSON."})) from None
    fields = document if isinstance(document, dict) else {}
    texts = {name: text for name, text in fields.items() if isinstance(text, str) and 0 < len(text) <= MAX_TEXT}
    if not {"name", "email"} <= texts.keys():
        raise Denied(say_json(422, {"error": f"name and email are needed, each up to {MAX_TEXT} characters."}))
    return texts


def _insufficient(scope: str) -> Say:
    challenge = f'Bearer realm="sandbox", error="insufficient_scope", scope="{scope}"'
    document = {"error": "insufficient_scope", "error_description": f"The person did not grant {scope}."}
    return say_json(403, document, ("www-authenticate", challenge))
