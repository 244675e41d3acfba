"""What a person wants of places and meetings, in a few words: features, a fellowship, a day."""

import re
from collections.abc import Sequence

from routing.domain.listed import DAYS, FEATURES, ONLINE
from routing.domain.nearby import Unclear, Wanted

FELLOWSHIPS = ("aa", "al-anon", "ca", "ha", "na", "recovery-dharma", "refuge-recovery")
SHORTEST_DAY = 3
RELATIVE = {"today": 0, "tomorrow": 1}


def wanted(words: Sequence[str], kind: str = "") -> Wanted:
    """Read filters: features, a fellowship or a day, by itself or as day=monday; raises Unclear for any other."""
    found: dict[str, str | int] = {}
    features = set()
    for word in words:
        name = re.sub(r"^(day|fellowship)[=:]", "", word.strip().lower()).replace("_", "-")
        if name in (*FEATURES, ONLINE):
            features.add(name)
        elif name in FELLOWSHIPS:
            found["fellowship"] = name
        elif name in RELATIVE:
            found["ahead"] = RELATIVE[name]
        else:
            found["day"] = _day(name)
    return Wanted(kind, frozenset(features), **found)  # type: ignore[arg-type]


def _day(name: str) -> int:
    days = [number for number, day in enumerate(DAYS) if len(name) >= SHORTEST_DAY and day.startswith(name)]
    if not days:
        known = ", ".join((*FEATURES, ONLINE, *FELLOWSHIPS, *DAYS, *RELATIVE))
        raise Unclear(f"There is no filter {name!r}; there is {known}.")
    return days[0]
