"""What a person asks the directory for: where, and what for."""

import re
from collections.abc import Sequence

from routing.directory.gazetteer import Gazetteer
from routing.directory.states import CODES, STATES
from routing.domain.listed import DAYS, FEATURES, ONLINE
from routing.domain.nearby import Town, Unclear, Wanted, WhichCity

FELLOWSHIPS = ("aa", "al-anon", "ca", "ha", "na", "recovery-dharma", "refuge-recovery")
ZIP = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?", re.ASCII)
SHORTEST_DAY = 3
RELATIVE = {"today": 0, "tomorrow": 1}


def town_of(text: str, where: Gazetteer) -> Town:
    """Find a ZIP code, ZIP+4, "city, state" or a city; raises Unclear, or WhichCity where several have the name."""
    zip_code = ZIP.fullmatch(text.strip())
    if zip_code:
        town = where.zip(zip_code.group(1))
        if not town:
            raise Unclear(f"There is no ZIP code {zip_code.group(1)}; write another, or a city and its state.")
        return town
    city, state = _parts(text)
    # New York's post offices know "NY" for the city, but whoever writes two letters alone means a state.
    towns = [] if city.strip().upper() in CODES else where.cities(city, state)
    if not towns:
        raise Unclear(f"No place is known as {text!r}; write a ZIP code of five digits, or a city and its state.")
    if len(towns) > 1:
        raise WhichCity(towns)
    return towns[0]


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


def _parts(text: str) -> tuple[str, str]:
    """Tell the city from the state, after a comma or at the end."""
    city, comma, state = text.rpartition(",")
    if comma:
        return city, _state(state) or state.strip().upper()
    words = text.split()
    for length in (3, 2, 1):
        state = _state(" ".join(words[-length:])) if len(words) > length else ""
        if state:
            return " ".join(words[:-length]), state
    return text, ""


def _state(text: str) -> str:
    name = text.strip().rstrip(".").lower()
    return name.upper() if name.upper() in CODES else STATES.get(name, "")
