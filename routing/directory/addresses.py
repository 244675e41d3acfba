"""Addresses that were written on one line, taken apart."""

import re
from dataclasses import dataclass

from routing.directory.states import state
from routing.directory.tidy import plain, zip_code

NATIONS = ("usa", "us", "united states", "united states of america", "canada")
CANADIAN = re.compile(r"[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A street and number, a city, a state and a ZIP code: each empty where it is not told."""

    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


def apart(text: str) -> Address:
    """Take "123 Main St, Anytown, OK 12345, USA" apart; without a street it is a town."""
    parts = [part for part in (piece.strip() for piece in plain(text).split(",")) if part]
    if parts and parts[-1].lower() in NATIONS:
        parts.pop()
    code = ""
    if parts and (zip_code(parts[-1]) or CANADIAN.fullmatch(parts[-1])):
        code = zip_code(parts.pop())
    last = parts.pop() if parts else ""
    region = re.sub(r"\s*\b[0-9]{5}(-[0-9]{4})?$", "", last)
    code = code or zip_code(last[len(region) :])
    city = parts.pop() if parts else ""
    return Address(", ".join(parts), city, state(region), code)
