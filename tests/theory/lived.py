"""The same queue lived through by the service's own scripts: each contact enters, waits, is rung, talks and goes."""

import heapq
from collections.abc import Iterable, Sequence

from tests.theory.helpline import Helpline
from tests.theory.point import NEVER, Fate, Point

BEGAN_MS = 1_800_000_000_000
ENDS, TAKES, GIVES_UP = range(3)  # at one moment in this order


class Lived:
    """What happens next is at the top of a heap: when, what, and to which contact."""

    def __init__(self, helpline: Helpline, point: Point) -> None:
        self._helpline, self._ring = helpline, int(1000 * point.ring_s)
        self._fates: list[Fate] = []
        self._waits: list[int] = []
        self._coming: list[tuple[int, int, int]] = []
        self._offers: dict[int, str] = {}

    def waits(self, fates: Iterable[Fate]) -> Sequence[int]:
        """How many ms each waits, until a telephone rings for them or they give up."""
        for fate in fates:
            self._goes_on(fate.at)
            self._enters(fate)
        self._goes_on(NEVER)
        return self._waits

    def _enters(self, fate: Fate) -> None:
        contact = len(self._fates)
        self._fates.append(fate)
        self._waits.append(-1)
        if fate.patience < NEVER:
            self._later(fate.at + fate.patience, GIVES_UP, contact)
        self._rings(fate.at, self._helpline.enters(BEGAN_MS + fate.at, f"c{contact}"))

    def _goes_on(self, until: int) -> None:
        while self._coming and self._coming[0][0] <= until:
            at, what, contact = heapq.heappop(self._coming)
            if what == ENDS:
                self._rings(at, self._helpline.ends(BEGAN_MS + at, self._offers.pop(contact)))
            elif what == TAKES:
                self._takes(at, contact)
            elif self._waits[contact] < 0:
                self._waits[contact] = at - self._fates[contact].at
                self._helpline.gives_up(BEGAN_MS + at, f"c{contact}")

    def _rings(self, at: int, offers: Sequence[str]) -> None:
        for offer in offers:
            contact = int(offer.rpartition("-")[0][1:])
            self._waits[contact] = at - self._fates[contact].at
            self._offers[contact] = offer
            self._later(at + self._ring, TAKES, contact)

    def _takes(self, at: int, contact: int) -> None:
        self._helpline.takes(BEGAN_MS + at, self._offers[contact])
        self._later(at + self._fates[contact].talks, ENDS, contact)

    def _later(self, at: int, what: int, contact: int) -> None:
        heapq.heappush(self._coming, (at, what, contact))
