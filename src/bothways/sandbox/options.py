"""How a sandbox is set up. Tests turn the switches; `bothways sandbox` and the demo take the defaults."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bothways.kit.clock import Clock, SystemClock
from bothways.kit.crypto import Entropy, SystemEntropy
from bothways.sandbox.model import Client

# Known to everybody: the documentation prints them, and they open nothing but a sandbox.
DEMO_CLIENT_ID = "sandbox-client"
DEMO_CLIENT_SECRET = "sandbox-secret"


@dataclass(frozen=True)
class SandboxOptions:
    """Where the sandbox lives, whom it knows, and how it treats tokens.

    `issuer_url` is its public address without a path; every URL it prints starts with it. `rotate` replaces the
    refresh token at each use; a replaced one that is shown again ends the whole consent, unless that happens within
    `reuse_grace_seconds`. `severs_opener` sends the header that cuts a popup from the page that opened it, as some
    providers do.
    """

    issuer_url: str = "http://127.0.0.1:8702"
    clients: Sequence[Client] = (Client(DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, "Demo client"),)
    access_token_lifetime_seconds: int = 300
    code_lifetime_seconds: int = 60
    rotate: bool = True
    reuse_grace_seconds: int = 0
    require_pkce: bool = True
    severs_opener: bool = False
    clock: Clock = field(default_factory=SystemClock)
    entropy: Entropy = field(default_factory=SystemEntropy)
