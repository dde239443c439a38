"""One-time passwords by time (RFC 6238): six digits, half a minute each, SHA-1, as every app has them. Pure."""

import base64
import io
import re
from datetime import datetime

import pyotp
import segno

from bothways.kit.crypto import Entropy, same
from bothways.kit.secret import Secret

SECRET_BYTES = 20
STEP_SECONDS = 30
# RFC 6238 section 5.2: one step back for whoever types slowly; one ahead for clocks that are fast.
_STEPS = (0, -1, 1)
_CODE = re.compile(r"\d{6}")


def new_secret(entropy: Entropy) -> Secret[str]:
    """160 bits in base32, as RFC 4226 section 4 recommends."""
    return Secret(base64.b32encode(entropy.bytes(SECRET_BYTES)).decode())


def uri(secret: Secret[str], *, account: str, issuer: str) -> Secret[str]:
    """What apps read from the picture: `otpauth://totp/...`."""
    return Secret(pyotp.TOTP(secret.reveal(), name=account, issuer=issuer).provisioning_uri())


def picture(address: Secret[str]) -> Secret[str]:
    """The address as an SVG picture, for the camera of a phone."""
    drawn = io.BytesIO()
    segno.make(address.reveal(), error="m").save(drawn, kind="svg", scale=4, border=4, xmldecl=False, omitsize=True)
    return Secret(drawn.getvalue().decode())


def step_of(secret: Secret[str], code: str, now: datetime) -> int | None:
    """The time step that the code belongs to, near enough to now; None for any other."""
    typed = "".join(code.split())
    if not _CODE.fullmatch(typed) or not typed.isascii():
        return None
    current = int(now.timestamp()) // STEP_SECONDS
    right = pyotp.TOTP(secret.reveal())
    # Every step is looked at, so that the time taken tells nothing.
    matching = [step for step in _STEPS if same(right.generate_otp(current + step).encode(), typed.encode())]
    return current + matching[0] if matching else None
