"""Passkeys as browsers speak of them (W3C Web Authentication, level 3): what is asked, and judging the answer."""

import ipaddress
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bothways.core.staff.errors import PasskeyRefused, PasskeysImpossible
from bothways.core.staff.model import Passkey, Staff

NAME = "Bothways"
MAX_ANSWER = 16_384


@dataclass(frozen=True)
class Attested:
    """A new key pair's public half."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]


@dataclass(frozen=True)
class Ceremonies:
    """The library behind it is slow to import, so it is imported when the first passkey is."""

    public_url: str

    @property
    def host(self) -> str:
        """The relying party: what browsers bind passkeys to."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def origin(self) -> str:
        """Where our pages stand."""
        return "{0.scheme}://{0.netloc}".format(urlsplit(self.public_url))

    @property
    def possible(self) -> bool:
        """Whether browsers make passkeys for this address: a host name with https, or localhost."""
        try:
            ipaddress.ip_address(self.host)
        except ValueError:
            return self.public_url.startswith("https://") or self.host == "localhost"
        return False

    def require(self) -> None:
        """Raises PasskeysImpossible."""
        if not self.possible:
            raise PasskeysImpossible(f"No browser makes passkeys for {self.origin}.")

    def creation(self, member: Staff, known: Sequence[Passkey], challenge: bytes) -> dict[str, Any]:
        """Options for `navigator.credentials.create`, as PublicKeyCredentialCreationOptionsJSON."""
        import webauthn
        from webauthn.helpers import structs

        selection = structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        )
        options = webauthn.generate_registration_options(
            rp_id=self.host,
            rp_name=NAME,
            user_id=member.id.encode(),
            user_name=member.email,
            user_display_name=member.name,
            challenge=challenge,
            authenticator_selection=selection,
            exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=one.credential_id) for one in known],
        )
        return dict(json.loads(webauthn.options_to_json(options)))

    def request(self, known: Sequence[Passkey], challenge: bytes, *, alone: bool) -> dict[str, Any]:
        """Options for `navigator.credentials.get`. `alone`: in place of a password, so the device asks who it is."""
        import webauthn
        from webauthn.helpers import structs

        wanted = structs.UserVerificationRequirement
        options = webauthn.generate_authentication_options(
            rp_id=self.host,
            challenge=challenge,
            allow_credentials=[structs.PublicKeyCredentialDescriptor(id=one.credential_id) for one in known],
            user_verification=wanted.REQUIRED if alone else wanted.PREFERRED,
        )
        return dict(json.loads(webauthn.options_to_json(options)))

    def attest(self, answer: Mapping[str, Any], challenge: bytes) -> Attested:
        """Judge a RegistrationResponseJSON. Raises PasskeyRefused."""
        import webauthn
        from webauthn.helpers.exceptions import WebAuthnException

        try:
            found = webauthn.verify_registration_response(
                credential=dict(answer),
                expected_challenge=challenge,
                expected_rp_id=self.host,
                expected_origin=self.origin,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise _refused(error) from None
        return Attested(
            found.credential_id, found.credential_public_key, found.sign_count, _transports(answer.get("response"))
        )

    def judge(self, answer: Mapping[str, Any], passkey: Passkey, challenge: bytes, *, alone: bool) -> int:
        """Judge an AuthenticationResponseJSON; the new count of signatures. Raises PasskeyRefused.

        A count that does not grow means that the key was copied (section 6.1.1).
        """
        import webauthn
        from webauthn.helpers.exceptions import WebAuthnException

        try:
            found = webauthn.verify_authentication_response(
                credential=dict(answer),
                expected_challenge=challenge,
                expected_rp_id=self.host,
                expected_origin=self.origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=alone,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise _refused(error) from None
        return found.new_sign_count


def read_answer(text: str) -> dict[str, Any]:
    """What our script put into a form. Raises PasskeyRefused."""
    if len(text) > MAX_ANSWER:
        raise PasskeyRefused("The answer of the passkey is too long.")
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise PasskeyRefused("The answer of the passkey cannot be read.")
    return answer


def credential_id_of(answer: Mapping[str, Any]) -> bytes:
    """Which key pair answers. Raises PasskeyRefused."""
    import webauthn

    named = answer.get("rawId")
    try:
        return webauthn.base64url_to_bytes(named if isinstance(named, str) else "")
    except ValueError:
        raise PasskeyRefused("The answer of the passkey cannot be read.") from None


def _transports(response: object) -> tuple[str, ...]:
    said = response.get("transports") if isinstance(response, dict) else None
    known = {"usb", "nfc", "ble", "smart-card", "hybrid", "internal"}
    texts = [one for one in said if isinstance(one, str)] if isinstance(said, list) else []
    return tuple(sorted(known.intersection(texts)))


def _refused(error: Exception) -> PasskeyRefused:
    return PasskeyRefused("The answer of the passkey does not fit what was asked.", debug=type(error).__name__)
