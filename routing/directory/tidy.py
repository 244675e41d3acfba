"""What lists write, made into what a person can be told: text, telephone numbers, ZIP codes, times."""

import hashlib
import html
import math
import re
from collections.abc import Mapping
from typing import Any

from config.numbers import written

LOST = "�"  # what a list was published with where a letter was lost
EXTENSION = re.compile(r"\b(?:x|ext\.?)\s*([0-9]+)\s*$", re.IGNORECASE)
TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?\s*([ap]\.?m\.?)?", re.IGNORECASE)
HALF_DAY, HOUR = 12, 60


def said(row: Mapping[str, Any], *names: str) -> str:
    """Give the first of these that is not blank, as plain text on one line."""
    return next((text for text in (plain(row.get(name)) for name in names) if text), "")


def plain(value: Any) -> str:
    """Make text of a value: entities are letters again, and lost letters are left out."""
    if value is None or isinstance(value, bool | dict | list):
        return ""
    text = html.unescape(str(value))
    if not text.isprintable() or LOST in text:
        text = re.sub(rf"{LOST}(?=s\b)", "'", text).replace(LOST, "")
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())


def zip_code(value: Any) -> str:
    """Give a ZIP code's five digits; those at the start that a spreadsheet took for a number's are there again."""
    digits = re.fullmatch(r"([0-9]{3,5})(?:\.0)?(?:-?[0-9]{4})?", plain(value), re.ASCII)
    return digits.group(1).zfill(5) if digits else ""


def phone(value: Any) -> str:
    """Give a number in E.164, with x and the extension if there is one; empty where there is no number."""
    text = plain(value).strip("\"' ")
    extension = EXTENSION.search(text)
    number = written(EXTENSION.sub("", text))
    return f"{number}x{extension.group(1)}" if number and extension else number


def degrees(latitude: Any, longitude: Any) -> tuple[float, float] | None:
    """Give a point on the earth; None where the list has none, or one that is not there. (0, 0) is a list's blank."""
    try:
        point = float(plain(latitude)), float(plain(longitude))
    except ValueError:
        return None
    there = all(map(math.isfinite, point)) and abs(point[0]) <= 90 and abs(point[1]) <= 180 and point != (0, 0)
    return point if there else None


def minute(value: Any) -> int | None:
    """Give the minute of the day of "19:00", "19:00:00" or "7:00 PM"; None where that is no time of day."""
    match = TIME.fullmatch(plain(value))
    if not match:
        return None
    hours, minutes, half = int(match.group(1)), int(match.group(2)), (match.group(3) or "").lower()
    if half:
        if not 1 <= hours <= HALF_DAY:
            return None
        hours = hours % HALF_DAY + (HALF_DAY if half.startswith("p") else 0)
    return hours * HOUR + minutes if hours < 24 and minutes < HOUR else None


def website(value: Any) -> str:
    """Give an address on the web; empty where it is none."""
    text = plain(value)
    if not re.match(r"https?://", text, re.IGNORECASE):
        text = f"http://{text}" if re.fullmatch(r"[\w.-]+\.[a-z]{2,}(/\S*)?", text, re.IGNORECASE) else ""
    return "" if " " in text else text


def digest(*parts: str) -> str:
    """Give the key of a place that its list names by nothing else."""
    return hashlib.sha256("\n".join(part.casefold() for part in parts).encode()).hexdigest()[:32]
