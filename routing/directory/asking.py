"""Where a person is, in the words that they have for it."""

import re

from routing.directory.gazetteer import Gazetteer
from routing.directory.states import CODES, STATES
from routing.domain.nearby import Town, Unclear, WhichCity

ZIP = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?", re.ASCII)


def town_of(text: str, where: Gazetteer) -> Town:
    """Find a ZIP code, ZIP+4, "city, state" or a city; raises Unclear, or WhichCity where several have the name."""
    zip_code = ZIP.fullmatch(text.strip())
    if zip_code:
        town = where.zip(zip_code.group(1))
        if not town:
            raise Unclear(f"There is no ZIP code {zip_code.group(1)}; write another, or a city and its state.")
        return town
    city, state = _parts(text)
    # New York's post offices know "NY" for the city, but whoever writes two letters alone means a state; and a state's
    # name alone is a city of that state, or none: nobody who writes Texas means the one in Maryland.
    towns = [] if city.strip().upper() in CODES else where.cities(city, state or _state(city))
    if not towns:
        raise Unclear(f"No place is known as {text!r}; write a ZIP code of five digits, or a city and its state.")
    if len(towns) > 1:
        raise WhichCity(towns)
    return towns[0]


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
