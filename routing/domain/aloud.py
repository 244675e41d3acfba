"""Write what a list says so that a voice reads it as people say it: names, streets and numbers."""

import re
from collections.abc import Iterable, Mapping

# What places call themselves in lists, shortened; legal forms help nobody to find the door.
NAMES = {
    "ctr": "Center", "ctrs": "Centers", "trt": "Treatment", "trtmt": "Treatment", "hlth": "Health", "csl": "Counseling",
    "couns": "Counseling", "svc": "Service", "svcs": "Services", "servs": "Services", "hosp": "Hospital",
    "dept": "Department", "assn": "Association", "assoc": "Associates", "univ": "University", "natl": "National",
    "prog": "Program", "prg": "Program", "progs": "Programs", "outpt": "Outpatient", "alc": "Alcohol",
    "behav": "Behavioral", "bhvl": "Behavioral", "comm": "Community", "cnty": "County", "med": "Medical",
    "mtg": "Meeting", "dr": "Doctor", "inc": "", "llc": "", "pllc": "", "plc": "", "ltd": "", "lp": "", "llp": "",
    "corp": "Corporation", "bsd": "Based", "sch": "School",
}  # fmt: skip
# Of the Postal Service's Publication 28, what is common in lists.
STREETS = {
    "st": "Street", "ave": "Avenue", "av": "Avenue", "blvd": "Boulevard", "rd": "Road", "dr": "Drive",
    "ln": "Lane", "ct": "Court", "pl": "Place", "pkwy": "Parkway", "hwy": "Highway", "cir": "Circle",
    "sq": "Square", "ter": "Terrace", "tpke": "Turnpike", "rte": "Route", "rt": "Route", "expy": "Expressway",
    "plz": "Plaza", "trl": "Trail", "xing": "Crossing", "ste": "Suite", "apt": "Apartment", "bldg": "Building",
    "fl": "Floor", "flr": "Floor", "rm": "Room", "dept": "Department", "n": "North", "s": "South", "e": "East",
    "w": "West", "ne": "Northeast", "nw": "Northwest", "se": "Southeast", "sw": "Southwest", "jr": "Junior",
    "sr": "Senior", "po": "P O",
}  # fmt: skip
BEFORE_A_NAME = {"st": "Saint", "dr": "Doctor", "mt": "Mount", "ft": "Fort"}
# What may follow a street's kind: a direction, or where in the house.
AFTER_A_STREET = {
    "ste", "suite", "apt", "unit", "bldg", "building", "fl", "flr", "floor", "rm", "room", "and",
    "n", "s", "e", "w", "ne", "nw", "se", "sw", "north", "south", "east", "west",
}  # fmt: skip
DOORS = {"suite", "apartment", "unit", "building", "floor", "room", "number", "box"}
TRADE_NAME = re.compile(r".*\bd/?b/?a\b[:\s]+(?=\S)", re.IGNORECASE)
CODE = re.compile(r"\((?=[^)]*\d)[\w\s-]{1,6}\)")  # such as (D24): a district, for those who keep the list
SIGNS = re.compile(r"[()\[\]{}<>|\\\"“”*_~^=;]+")
LONGEST = 120  # letters; what is longer is no name
SHORTEST_STREET = 3  # letters by which a street's kind is known in a name
SHORTEST_WORD, SHORTEST_IN_SMALL = 4, 5
UNREADABLE = re.compile(r"[^AEIOUY]{4}|^[^AEIOUY]*$|^[IVXL]+$")
DIGIT_GROUPS = (3, 3, 4)


def name(written: str, signs: Mapping[str, str]) -> str:
    """Write out the name of a place or of a meeting; `signs` are what &, # and @ are called in the language."""
    plain = CODE.sub(" ", TRADE_NAME.sub("", _printable(written)))
    words = _words(plain, signs)
    shouted = not any(letter.islower() for letter in plain)
    return _joined(_named(words, at, shouted) for at in range(len(words)))


def street(written: str, signs: Mapping[str, str]) -> str:
    """Write out a street and what is in it: Street for St, Suite for Ste, North for N."""
    words = _words(_printable(written), signs)
    return _joined(_in_street(words, at) for at in range(len(words)))


def digits(number: str) -> str:
    """Read digits one by one."""
    return " ".join(number)


def phone(number: str) -> tuple[str, str]:
    """Read a number (E.164) digit by digit, in groups with a pause between, and its extension, empty without one."""
    main, _, extension = number.partition("x")
    own = main.removeprefix("+1") if main.startswith("+1") else main.removeprefix("+")
    sizes = DIGIT_GROUPS if len(own) == sum(DIGIT_GROUPS) else (3,) * -(-len(own) // 3)
    groups, at = [], 0
    for size in sizes:
        groups.append(digits(own[at : at + size]))
        at += size
    return ", ".join(groups), digits(extension)


def _joined(words: Iterable[str]) -> str:
    # What was left out may leave its comma, which is a pause.
    return re.sub(r"\s+,", ",", " ".join(filter(None, words)))[:LONGEST].strip(" ,-")


def _printable(written: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in written)


def _words(written: str, signs: Mapping[str, str]) -> list[str]:
    spaced = re.sub(r"\bp\.?\s?o\.?(?=\s+box)", "PO", written, flags=re.IGNORECASE)
    spaced = re.sub(r"\bw/\s?", f" {signs['w/']} ", SIGNS.sub(" ", spaced))
    spaced = re.sub(r"\s*/\s*", " ", spaced)
    for sign in ("&", "#", "@", "+"):
        spaced = spaced.replace(sign, f" {signs[sign]} ")
    return spaced.split()


def _named(words: list[str], at: int, shouted: bool) -> str:
    word, end = _apart(words[at])
    key = word.lower()
    numbered = at and words[at - 1][:1].isdigit()
    if key in BEFORE_A_NAME and at + 1 < len(words) and not numbered:
        return BEFORE_A_NAME[key] + end
    streets = STREETS if len(key) >= SHORTEST_STREET or numbered else {}
    return NAMES.get(key, streets.get(key, _calm(word, shouted))) + end


def _in_street(words: list[str], at: int) -> str:
    word, end = _apart(words[at])
    key = word.lower()
    following = _apart(words[at + 1])[0].lower() if at + 1 < len(words) else ""
    goes_on = following and not end and following not in AFTER_A_STREET and not following.isdigit()
    before = _apart(words[at - 1])[0].lower() if at else ""
    if key in BEFORE_A_NAME and goes_on:
        return BEFORE_A_NAME[key] + end
    if STREETS.get(before, before).lower() in DOORS:  # Suite E is no direction
        return word + end
    return STREETS.get(key, _calm(word, shouted=False)) + end


def _apart(word: str) -> tuple[str, str]:
    """Tell a word from the full stop or the comma after it; of those only a comma is a pause."""
    bare = word.rstrip(".,:")
    return bare.replace(".", "") if re.fullmatch(r"(\w\.)+\w", bare) else bare, "," if "," in word[len(bare) :] else ""


def _calm(word: str, shouted: bool) -> str:
    """Write a word in capitals that can be read as one in small letters; what is to be spelt stays as it is."""
    least = SHORTEST_WORD if shouted else SHORTEST_IN_SMALL
    letters = re.sub(r"[^A-Za-z]", "", word)
    if len(letters) < least or not letters.isupper() or UNREADABLE.search(letters):
        return word.lower() if shouted and word.lower() in ("of", "the", "and", "for", "at", "in", "on", "y") else word
    return "-".join(part.capitalize() for part in word.split("-"))
