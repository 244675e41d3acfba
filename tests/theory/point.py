"""One point of a table: how many specialists, how busy they are, and how people are."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

HANDLE_S = 600.0  # how long a specialist is taken by one contact, on average, with the ring
NEVER = 2**62


class Fate(NamedTuple):
    """What chance holds for one contact, in whole ms: when it comes, how long it talks, and how long it would wait."""

    at: int
    talks: int
    patience: int


@dataclass(frozen=True)
class Point:
    """`load` is how much of their time specialists are busy if nobody gives up; `patience_s` 0 is without an end."""

    specialists: int
    load: float
    patience_s: float = 0.0
    ring_s: float = 0.0

    @property
    def per_s(self) -> float:
        """How many contacts come in a second."""
        return self.load * self.specialists / HANDLE_S

    def fates(self, seed: int, contacts: int) -> Iterator[Fate]:
        """Contacts that come by chance, talk and give up by chance: each exponentially about its mean."""
        chance, now = random.Random(seed), 0.0
        for _ in range(contacts):
            now += chance.expovariate(self.per_s)
            talks = chance.expovariate(1 / (HANDLE_S - self.ring_s))
            patience = int(1000 * chance.expovariate(1 / self.patience_s)) if self.patience_s else NEVER
            yield Fate(int(1000 * now), int(1000 * talks), patience)
