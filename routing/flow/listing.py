"""Say in a text what was found nearby: as much of it as three segments hold, and no number, time or address in part."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time

from config.gsm import EXTENDED, GSM_7, sendable, size
from routing.domain.listed import IN_PERSON, Meeting, Place
from routing.domain.nearby import Found, Town
from routing.flow.sentences import text
from routing.ports import Services

MOST_SEGMENTS = 3
# What is given up, step by step, where the text is too long: letters of a name, how much is told of what is offered,
# whether the house of a meeting is told.
LONGEST_NAME, SHORTEST_NAME, NAME_STEP = 60, 24, 9
MOST_OFFERS = 8
LONGEST_FIELD = 70  # letters of an address or a link; what is longer is left out, for half of it is of no use
MEDICINES = ("methadone", "buprenorphine")
DAYS = ("list_today", "list_tomorrow")
NATIONAL = 12  # +1 and ten figures


@dataclass(frozen=True)
class Listing:
    """What is sent, and how many of the places found are in it."""

    words: str
    count: int


@dataclass(frozen=True)
class _Room:
    name: int
    offers: int
    venue: bool


@dataclass(frozen=True)
class To:
    """Whom it is told: in which language, who asked about which town, when, and with which words for what they want."""

    language: str
    town: Town
    now: datetime
    wants: Collection[str] = ()


def listing(s: Services, found: Sequence[Found], to: To, *, before: str = "", after: str = "") -> Listing:
    """Tell of places, of one kind: all of them where they fit between `before` and `after`, else the first of them.

    What they offer is told without the names of drugs, but for those that were asked for.
    """
    for count in range(len(found), 0, -1):
        dated = _dated(s, found[:count], to.language)
        for room in _rooms():
            told = [_one(s, one, to, room) for one in found[:count]]
            items = (f"{number}) {words}." for number, words in enumerate(told, 1))
            words = _plain(" ".join(filter(None, (before, *items, dated, after))))
            if size(words).segments <= MOST_SEGMENTS:
                return Listing(words, count)
    return Listing(_plain(" ".join(filter(None, (before, after)))), 0)


def _rooms() -> Iterator[_Room]:
    for name in range(LONGEST_NAME, SHORTEST_NAME - 1, -NAME_STEP):
        for offers in (MOST_OFFERS, 4, 2):
            yield _Room(name, offers, venue=offers > 2)
    yield _Room(SHORTEST_NAME, 0, venue=False)


def _one(s: Services, found: Found, to: To, room: _Room) -> str:
    place, miles = found.place, "" if found.miles is None else f"{max(found.miles, 0.1):.1f} mi"
    name = _shortened(_plain(place.name), room.name)
    if isinstance(place, Meeting):
        parts = [name, _starts(s, found, to), miles, *_where(s, place, to.language, room)]
    else:
        phone = _phone(place.phone)
        address = "" if phone else _address(place.street, place.city)
        parts = [name, miles, phone, address, *_offers(s, place, to)[: room.offers]]
    return ", ".join(filter(None, parts))


def _where(s: Services, meeting: Meeting, language: str, room: _Room) -> Iterator[str]:
    if IN_PERSON in meeting.features:
        yield _shortened(_plain(meeting.venue), room.name) if room.venue else ""
        yield _address(meeting.street, meeting.city)
        return
    yield text(s, "list_online", language)
    yield _whole(meeting.link) or _whole(meeting.dial)


def _offers(s: Services, place: Place, to: To) -> list[str]:
    """Name what a place offers, what was asked for first; the names of drugs only where they were said."""
    ordered = sorted(place.features, key=lambda one: (one not in to.wants, one))
    named = (_offer(one, to.wants) for one in ordered)
    return list(dict.fromkeys(text(s, phrase, to.language) for phrase in named))


def _offer(feature: str, wants: Collection[str]) -> str:
    if feature in wants or feature not in (*MEDICINES, "detox"):
        return f"list_{feature}"
    return "list_medicine" if feature in MEDICINES else "list_detox_unsaid"


def _starts(s: Services, found: Found, to: To) -> str:
    """Tell a start by the clocks of where one is: of an online meeting, by those of the town that was asked about."""
    if found.starts is None:
        return text(s, "list_appointment", to.language)
    there = found.starts if found.miles is not None else found.starts.astimezone(ZoneInfo(to.town.zone))
    days = (there.date() - to.now.astimezone(there.tzinfo).date()).days
    locale = Locale.parse(s.config.voices[to.language].tag, sep="-")
    clock = format_time(there.time(), "h:mm a", locale=locale)
    if 0 <= days < len(DAYS):
        return text(s, DAYS[days], to.language, clock=clock)
    return text(s, "list_on", to.language, clock=clock, day=format_date(there, "EEE MMM d", locale=locale))


def _dated(s: Services, found: Sequence[Found], language: str) -> str:
    """Tell the date of the list; of several, the oldest. A place is to be called first, a meeting's time looked up."""
    own = [one.list.as_of for one in found if one.list.as_of]
    told = len(own) == len(found)
    day = min(own) if told else min(one.list.read_on for one in found)
    phrase = f"list_{'dated' if told else 'read'}{'_times' if isinstance(found[0].place, Meeting) else ''}"
    return text(s, phrase, language, dated=_month(s, day, language))


def _month(s: Services, day: str, language: str) -> str:
    try:
        of = date.fromisoformat(day)
    except ValueError:  # a year alone
        return day
    return format_date(of, "MMM y", locale=Locale.parse(s.config.voices[language].tag, sep="-"))


def _phone(number: str) -> str:
    """Write a number as people dial it."""
    plain, _, extension = number.partition("x")
    if plain.startswith("+1") and len(plain) == NATIONAL:
        plain = f"{plain[2:5]}-{plain[5:8]}-{plain[8:]}"
    return f"{plain} x{extension}" if extension else plain


def _address(street: str, city: str) -> str:
    return ", ".join(filter(None, (_whole(street), _whole(city))))


def _whole(field: str) -> str:
    """Give a field that is told whole or not at all."""
    told = _plain(field)
    return told if len(told) <= LONGEST_FIELD else ""


def _shortened(name: str, most: int) -> str:
    """Cut a name after a word, where it is longer."""
    if len(name) <= most:
        return name
    cut = name[: most - 2].rsplit(" ", 1)[0].rstrip(" ,-(/") or name[: most - 2]
    return f"{cut}.."


def _plain(words: str) -> str:
    """Give words in the letters that a text is short with: a list may hold any, and none that steers a telephone."""
    letters = "".join(
        letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", sendable(words))
    )
    return " ".join("".join(map(_letter, letters)).split())


def _letter(letter: str) -> str:
    if letter in GSM_7 and letter not in EXTENDED:
        return letter
    return "".join(one for one in unicodedata.normalize("NFKD", letter) if one in GSM_7 and one not in EXTENDED)
