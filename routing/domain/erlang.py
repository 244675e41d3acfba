"""How many specialists it takes, by Erlang A: contacts come by chance, and whoever waits gives up after a while.

Between arrivals, in conversations and until somebody gives up, times are exponential about their means (M/M/n+M; C.
Palm, 1957). The formulas are those of A. Mandelbaum and S. Zeltyn, "Service engineering in action: the Palm/Erlang-A
queue, with applications to call centers" (2007).
"""

import math
from bisect import bisect_left
from dataclasses import dataclass

MOST = 1000  # specialists that are tried
HOUR_S = 3600
NEGLIGIBLE = 1e-12
HUGE = 1e200


@dataclass(frozen=True)
class Load:
    """How many contacts come in an hour, and for how many seconds each is served, and would wait, on average."""

    per_hour: float
    handle_s: float
    patience_s: float

    @property
    def erlangs(self) -> float:
        """How many specialists would be busy at all times, if there were enough."""
        return self.per_hour / HOUR_S * self.handle_s


def answered_within(load: Load, specialists: int, seconds: float) -> float:
    """Return the share of all who come that specialists answer within so many seconds; there must be one at least."""
    if not load.per_hour:
        return 1.0
    comes, serves, leaves = load.per_hour / HOUR_S, 1 / load.handle_s, 1 / load.patience_s
    at_once, weight = _free(load.erlangs, specialists)
    soon, every, ahead = at_once, at_once, 0
    served = _Served(specialists * serves / leaves, 1 - math.exp(-seconds * leaves))
    while weight > NEGLIGIBLE * every:
        every += weight
        soon += weight * served.share(ahead)
        ahead += 1
        weight *= comes / (specialists * serves + ahead * leaves)
    return soon / every


def needed(load: Load, share: float, seconds: float) -> int:
    """Return the fewest specialists that answer such a share of all within so many seconds; at most MOST."""
    if not load.per_hour:
        return 0
    fewest = max(1, math.floor(load.erlangs * share))  # fewer could not serve so many, however long they waited
    tried = range(fewest, MOST)
    return fewest + bisect_left(tried, True, key=lambda n: answered_within(load, n, seconds) >= share)


def _free(erlangs: float, specialists: int) -> tuple[float, float]:
    """Return the weights of somebody being free, and of all being busy while nobody waits: only their ratio counts."""
    free, weight = 0.0, 1.0
    for busy in range(1, specialists + 1):
        free += weight
        weight *= erlangs / busy
        if weight > HUGE:
            free, weight = free / HUGE, weight / HUGE
    return free, weight


class _Served:
    """The share of those who find so many ahead of them that is served in time; to be asked for 0, 1, 2 … in turn.

    With a wait of V, 1 - exp(-V / patience) has a beta distribution; here is its incomplete integral, by recursion.
    """

    def __init__(self, pace: float, until: float) -> None:
        self._pace, self._until = pace, until
        self._part = 1 - (1 - until) ** (pace + 1)
        self._step = until * (1 - until) ** (pace + 1) * (pace + 1)

    def share(self, ahead: int) -> float:
        found: float = self._part * self._pace / (self._pace + ahead + 1)
        self._part = max(0.0, self._part - self._step)
        self._step *= self._until * (ahead + self._pace + 2) / (ahead + 2)
        return found
