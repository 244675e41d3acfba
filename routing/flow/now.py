"""What time it is, also while live state, whose clock everything else goes by, is away."""

import time

from routing.domain.contact import Unavailable
from routing.ports import Services


def machine_ms() -> int:
    """Return the machine's time, in ms."""
    return int(time.time() * 1000)


def ms(s: Services) -> int:
    """Return live state's time, in ms, or while that does not answer, the machine's."""
    try:
        return s.switchboard.now()
    except Unavailable:
        return machine_ms()
