"""Addresses that were written on one line, taken apart."""

import re
from dataclasses import dataclass

from routing.directory.tidy import plain, zip_code

NATIONS = ("usa", "us", "united states", "united states of america", "canada")
NAMES = """\
AL alabama|AK alaska|AZ arizona|AR arkansas|CA california|CO colorado|CT connecticut|DE delaware|\
DC district of columbia|FL florida|GA georgia|HI hawaii|ID idaho|IL illinois|IN indiana|IA iowa|KS kansas|\
KY kentucky|LA louisiana|ME maine|MD maryland|MA massachusetts|MI michigan|MN minnesota|MS mississippi|\
MO missouri|MT montana|NE nebraska|NV nevada|NH new hampshire|NJ new jersey|NM new mexico|NY new york|\
NC north carolina|ND north dakota|OH ohio|OK oklahoma|OR oregon|PA pennsylvania|RI rhode island|\
SC south carolina|SD south dakota|TN tennessee|TX texas|UT utah|VT vermont|VA virginia|WA washington|\
WV west virginia|WI wisconsin|WY wyoming|PR puerto rico|GU guam|VI virgin islands|AS american samoa|\
MP northern mariana islands"""
STATES = {name: code for code, name in (pair.split(" ", 1) for pair in NAMES.split("|"))}
CODES = frozenset(STATES.values())
CANADIAN = re.compile(r"[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A street and number, a city, a state and a ZIP code: each empty where it is not told."""

    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


def state(text: str) -> str:
    """Give a state's two letters by those or by its name; the text itself where it is none."""
    name = text.strip()
    return name.upper() if name.upper() in CODES else STATES.get(name.lower(), name)


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
