"""Places and meetings near a ZIP code, in a call: looked for by keys, and read slowly, three at a time.

What is looked for travels sealed in the address that the telephone asks next, so that no ZIP code stands in one, and
nothing is kept of it.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from config.shapes import NEAR, NEAR_PLACES, NEAR_ZIP, NEXT, TOPIC, Line, Menu
from routing.domain import aloud
from routing.domain.contact import Incoming
from routing.domain.listed import MEETING, TREATMENT, Meeting, Place
from routing.domain.menu import PATIENCE, Spot
from routing.domain.nearby import COUNT, Found, NotNow, Town, Unclear, Wanted
from routing.domain.replies import Pause, Say
from routing.flow import now, topics
from routing.flow.listing import To, listing
from routing.flow.sentences import say, spoken, text, voiced
from routing.flow.times import moment, when
from routing.flow.topics import Wish
from routing.ports import Services

PURPOSE = "search"
ZIP_DIGITS = 5
ZIP_SECONDS = 5  # after the last key: 0 alone is waited out, for ZIP codes begin with it too
SECONDS = 8  # after the places, for whoever writes down
BETWEEN_SECONDS = 2
MOST = 30  # places told of one search
TOPICS = {TREATMENT: "treatment", MEETING: "meetings"}  # what is known without a list
SIGNS = {"&": "near_and", "+": "near_and", "#": "near_number", "@": "near_at", "w/": "near_with"}

Words = tuple[Say | Pause, ...]


@dataclass(frozen=True)
class Search:
    """What a caller looks for, since when (ms), after how many, and whether it is heard once more."""

    kind: str
    zip: str = ""
    at: int = 0
    skip: int = 0
    again: int = 0

    def sealed(self, s: Services) -> str:
        return s.vault.seal_fields(PURPOSE, asdict(self))


@dataclass(frozen=True)
class Step:
    """Where an answer leads, and what is said before."""

    to: Spot
    first: Words = ()


def opened(s: Services, spot: Spot) -> Search:
    """Open what is looked for at a spot; raises Unreadable for what is not ours."""
    return Search(**s.vault.open_fields(PURPOSE, spot.search))  # type: ignore[arg-type]  # sealed by this class alone


def takes(spot: Spot, menu: Menu, keys: str) -> bool:
    """Tell whether an answer is a ZIP code, or was meant to be one."""
    return spot.node == NEAR_ZIP and keys not in menu.keys


def zip_given(s: Services, spot: Spot, keys: str) -> Step:
    """Look for what is near a ZIP code; ask again for one that is unknown, once, and then say what is known without."""
    search = opened(s, spot)
    whole = len(keys) == ZIP_DIGITS and keys.isdecimal()
    if whole and _is_known(s, keys):
        return Step(Spot(NEAR_PLACES, spot.language, search=replace(search, zip=keys, at=now.ms(s)).sealed(s)))
    if spot.tries + 1 >= PATIENCE:
        given_up = say(s, "near_zip_given_up", spot.language)
        return Step(Spot(TOPIC, spot.language, topic=TOPICS[search.kind]), (given_up,))
    phrase = "near_zip_unknown" if whole else "near_zip_not_five"
    return Step(replace(spot, tries=spot.tries + 1), (say(s, phrase, spot.language, zip=aloud.digits(keys)),))


def turned(s: Services, spot: Spot, to: str) -> Step | None:
    """Answer the keys that lead to places, on in them, or back; None for every other."""
    if to.startswith(f"{NEAR}:"):
        search = Search(to.removeprefix(f"{NEAR}:"))
        return Step(Spot(NEAR_ZIP, spot.language, search=search.sealed(s)))
    if spot.node != NEAR_PLACES or to not in ("repeat", NEXT):
        return None
    search = opened(s, spot)
    search = (
        replace(search, again=1) if to == "repeat" else replace(search, skip=min(search.skip + COUNT, MOST), again=0)
    )
    return Step(replace(spot, tries=0, search=search.sealed(s)))


def told(s: Services, spot: Spot, *, texts: bool) -> tuple[Words, Spot]:
    """Say the places, and the keys that go on from there; return the spot at which they do.

    `texts` is whether a text of them may be promised; where there are none, none is offered.
    """
    search = opened(s, spot)
    try:
        town, found = _found(s, search)
    except (NotNow, Unclear):
        texts = False
        said: Words = (say(s, "near_not_now", spot.language), *_without(s, search, spot.language))
    else:
        said = _read(s, search, town, found, spot.language)
        texts = texts and bool(found)
        search = search if found else replace(search, skip=0, again=0)
    said = (say(s, "near_not_understood", spot.language),) if spot.tries else said
    offer = text(s, "near_places_text", spot.language) if texts else ""
    keys = say(s, "near_places", spot.language, texted=offer)
    return (*said, keys), replace(spot, search=search.sealed(s))


def send(s: Services, call: Incoming, line: Line, spot: Spot) -> Say:
    """Send the places that were told last to the caller's phone, once a call; return what is said about it."""
    search, language = opened(s, spot), spot.language
    try:
        town, found = _found(s, search)
    except (NotNow, Unclear):
        found = ()
    if not found:
        return say(s, "text_not_sent", language)
    to = To(language, town, moment(search.at))
    told = listing(s, found, to, before=text(s, "sms_asked_by_phone", language))
    once = f"{search.kind} {search.zip} {search.skip} {language}"
    return topics.send_words(s, call, line, Wish("places", once, told.words, language))


def _found(s: Services, search: Search) -> tuple[Town, Sequence[Found]]:
    town = s.nearby.town_of(search.zip)
    if search.skip >= MOST:
        return town, ()
    return town, s.nearby.near(town, Wanted(search.kind), moment(search.at), search.skip)


def _read(s: Services, search: Search, town: Town, found: Sequence[Found], language: str) -> Words:
    if not found and search.skip:
        return (say(s, "near_no_more", language),)
    if not found:
        none = say(s, "near_none", language, zip=aloud.digits(search.zip))
        return (none, *_without(s, search, language))
    each = (part for one in found for part in (_place(s, search, one, language), Pause(BETWEEN_SECONDS)))
    return (_head(s, search, town, language), Pause(1), *each)


def _head(s: Services, search: Search, town: Town, language: str) -> Say:
    if search.skip:
        return say(s, "near_next", language)
    return say(s, f"near_{search.kind}", language, zip=aloud.digits(search.zip), town=town.name)


def _place(s: Services, search: Search, found: Found, language: str) -> Say:
    place, signs = found.place, {sign: text(s, phrase, language) for sign, phrase in SIGNS.items()}
    values = {
        "name": aloud.name(place.name, signs),
        "distance": _distance(s, found.miles or 0.0, language),
        "street": _street(place, signs),
    }
    if not isinstance(place, Meeting):
        said = text(s, "near_place", language, **values)
        return voiced(s, f"{said} {_phone(s, place, search, language)}", language)
    of = place.fellowship.replace("-", "_")
    fellowship = text(s, f"fellowship_{of}", language) if f"fellowship_{of}" in s.config.phrases[language] else ""
    starts = _starts(s, search, found, language)
    return say(s, "near_meeting_one", language, **values, fellowship=fellowship, starts=starts)


def _street(place: Place, signs: dict[str, str]) -> str:
    venue = aloud.name(place.venue, signs) if isinstance(place, Meeting) else ""
    parts = (venue, aloud.street(place.street, signs), aloud.name(place.city, signs))
    said = ", ".join(filter(None, parts))
    return f"{said}." if said else ""


def _distance(s: Services, miles: float, language: str) -> str:
    whole = round(miles)
    if whole < 2:
        return text(s, "near_less_than_a_mile" if miles < 0.75 else "near_one_mile", language)
    return text(s, "near_miles", language, miles=whole)


def _phone(s: Services, place: Place, search: Search, language: str) -> str:
    number, extension = aloud.phone(place.phone)
    if not number:
        return text(s, "near_no_phone", language)
    whole = text(s, "near_extension", language, phone=number, extension=extension) if extension else number
    return text(s, "near_phone_twice" if search.again else "near_phone", language, phone=whole)


def _starts(s: Services, search: Search, found: Found, language: str) -> str:
    if found.starts is None or not isinstance(found.place, Meeting):
        return text(s, "near_by_appointment", language)
    there = found.place.zone or str(found.starts.tzinfo)
    told = when(s, found.starts, moment(search.at), there, language)
    return text(s, "near_starts", language, when=told)


def _without(s: Services, search: Search, language: str) -> Words:
    """Say what is known without a list, and who knows of places at any hour."""
    samhsa = spoken(s.config.facts["samhsa"].call or "")
    line = (say(s, "fact_samhsa", language, number=samhsa),) if search.kind == MEETING else ()
    return (*line, *topics.said(s, TOPICS[search.kind], language))


def _is_known(s: Services, code: str) -> bool:
    try:
        s.nearby.town_of(code)
    except Unclear:
        return False
    except NotNow:  # that is told in the places' stead
        return True
    return True
