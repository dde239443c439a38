"""How long a renewal may take, seen from each side."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """All in seconds.

    `wait`: how long a caller waits. `lease`: silence after which an owner counts as dead; `beat`: how often it gives
    a sign of life. `poll`: how often others look. `careful`: the pause before the one careful retry, short because
    providers keep a rotated token alive for moments only. `hold`: the pause between attempts to store an answer while
    the database is away; far shorter than `lease`, so that no other node asks again once it is back.
    `between_forced`: between renewals on demand of one connection. `proven`: a token that was renewed on demand less
    than this ago and is rejected again is beyond help.
    """

    wait: float = 20.0
    lease: float = 15.0
    beat: float = 5.0
    poll: float = 0.1
    careful: float = 1.0
    hold: float = 0.5
    between_forced: float = 30.0
    proven: float = 600.0
