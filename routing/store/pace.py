"""How often Twilio may be asked to call and to text: what the token buckets in live state are filled by."""

import random
from collections.abc import Callable
from dataclasses import dataclass

# A US long code sends one text a second (limits of Twilio's messaging; a toll-free number three). A few may go at once:
# Twilio has a queue of its own, and only a crowd must not fill it.
TEXTS_PER_SECOND, TEXTS_AT_ONCE = 1.0, 3.0


@dataclass(frozen=True)
class Pace:
    """Hold the rates, 0 for no limit, and the chance (0 to 1) that keeps pauses from ending all together."""

    calls_per_second: float = 0.0
    texts_per_second: float = 0.0
    chance: Callable[[], float] = random.random

    @property
    def calls(self) -> tuple[str, str]:
        """Calls a second, and how many at once: a second's worth, one at least."""
        return str(self.calls_per_second), str(max(1.0, self.calls_per_second))

    @property
    def texts(self) -> tuple[str, str]:
        """Texts a second of one sender, and how many at once."""
        return str(self.texts_per_second), str(TEXTS_AT_ONCE)
