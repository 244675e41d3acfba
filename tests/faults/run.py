"""One run: people call, something goes wrong at a moment that the seed chooses, and the ledger is judged at the end."""

import math
import random
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from routing.domain.promise import purpose
from tests.faults.faults import Fault
from tests.faults.oracle import Findings, judge, talks
from tests.faults.people import FIRST_CALLER, People
from tests.faults.scene import Scene

GLANCE_S = 0.15
PATIENCE_S = 5.0  # beyond the bound
CALM_S = 75.0  # after the last call: longer than any deadline that makes up for something
FIRST_MOMENT, LAST_MOMENT = 0.2, 0.5  # parts of the time in which people call


@dataclass
class Report:
    """What came of all seeds of one fault; `recovered` in seconds, the longest."""

    fault: Fault
    seeds: int = 0
    found: Findings = field(default_factory=Findings)
    recovered: float = 0.0

    def add(self, found: Findings, recovered: float) -> None:
        self.seeds += 1
        self.found.add(found)
        self.recovered = max(self.recovered, recovered)

    @property
    def late(self) -> bool:
        return self.recovered > self.fault.within_s


def lived(
    scene: Scene, fault: Fault, seed: int, seconds: float, rate: float, first: int, most: float = math.inf
) -> tuple[Findings, float]:
    """Live one run through; answers what went wrong, and how long after the fault's end a new caller talked.

    `most` is how many call, those who text not counted.
    """
    chance = random.Random(f"{fault.name} {seed}")
    people, began = People(scene, chance, FIRST_CALLER + first), scene.now
    wrong = _Wrong(scene, fault, began + seconds * chance.uniform(FIRST_MOMENT, LAST_MOMENT))
    next_one = closed = began
    while scene.now < closed + CALM_S:
        scene.keep()
        wrong.look()
        if scene.now < began + seconds or not wrong.is_past(people):
            closed = scene.now
            while closed >= next_one and people.called < most:
                people.comes()
                next_one += chance.expovariate(rate)
        elif not [*people.waiting()]:
            break
        people.act()
        time.sleep(GLANCE_S)
    return _judged(scene, people, began, wrong)


class _Wrong:
    """What goes wrong, in a thread of its own, for people go on meanwhile.

    `over` is when it has been put right, `since` when new callers must talk again.
    """

    def __init__(self, scene: Scene, fault: Fault, at: float) -> None:
        self._at, self.since, self.over = at, 0.0, 0.0
        self._scene, self._fault = scene, fault
        self._thread = threading.Thread(target=self._act, daemon=True)

    def look(self) -> None:
        if not self._thread.ident and self._scene.now >= self._at:
            self._thread.start()

    @property
    def ordered_since(self) -> float:
        return self.over if self._fault.hidden else 0.0

    def is_past(self, people: People) -> bool:
        """Tell whether it is over, and somebody has talked who has called since, or that takes too long."""
        late = self.since + self._fault.within_s + PATIENCE_S
        return self.over > 0 and (self._scene.now > late or people.talked_since(self.since))

    def _act(self) -> None:
        began = self._scene.now
        try:
            self._fault.act(self._scene)
        finally:
            now = self._scene.now
            self.since, self.over = began if self._fault.meanwhile else now, now


def _judged(scene: Scene, people: People, began: float, wrong: _Wrong) -> tuple[Findings, float]:
    found = found_of(scene, people, began, wrong.ordered_since)
    calls = [call for call in scene.get("ledger")["calls"] if call["created"] >= began]
    people.go_home()
    return found, _recovered(people, calls, wrong.since)


def found_of(scene: Scene, people: People, began: float, ordered_since: float = 0.0) -> Findings:
    """Judge what became of everybody who came since a run began."""
    whole = scene.get("ledger")
    ledger = {
        "calls": [call for call in whole["calls"] if call["created"] >= began],
        "webhooks": [hook for hook in whole["webhooks"] if hook["at"] >= began],
    }
    came = [*people.callers, *people.gone]
    found = judge(
        ledger,
        {caller.number for caller in came},
        {caller.number for caller in came if caller.left},
        _still_promised(scene),
        ordered_since,
    )
    found.contacts += sum(caller.how == "text" for caller in came)
    found.without_outcome += [f"{number}: its text has no answer" for number in people.unanswered()]
    return found


def _recovered(people: People, calls: Sequence[Mapping[str, Any]], since: float) -> float:
    """How long it took from the first call since then until one who called since then talked; 0 of none."""
    who = {caller.number for caller in people.callers if caller.how == "talk"}
    later = [call for call in calls if call["from"] in who and call["created"] >= since]
    talked = [span["from"] for call in later for span in talks(call)]
    return min(talked, default=math.inf) - min(call["created"] for call in later) if later else 0.0


def _still_promised(scene: Scene) -> set[str]:
    """The numbers of those who are still to be called back, on record."""
    vault, promises = scene.services.vault, scene.services.promises
    return {vault.open(purpose(promise.id), promise.number) for promise in promises.still_open("callback")}
