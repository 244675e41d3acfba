"""An evening at a helpline: four weeks behind it, specialists on call, somebody who talks, and some who wait."""

import io
import wave
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from routing.domain.consent import Consent
from routing.domain.correction import Correction, said
from routing.domain.counting import HOUR_MS, Cell
from routing.domain.deletion import Deletion
from routing.domain.listed import TREATMENT, Place, PlaceList
from routing.domain.message import Message, purpose
from routing.domain.promise import Promise
from routing.domain.week import Week
from routing.roster import Book, unnoted
from routing.rota import Rota
from routing.store.records.lists import Import
from tests.page.site import Site

ZONE = ZoneInfo("America/New_York")
WEEKS, FIRST, LAST = 8, 17, 23  # from five in the afternoon to midnight people call
SECONDS = 3  # of a message
EN, ES = "main.general.en", "main.general.es"
ROSTER = (
    ("Ana", "+12025550121", ("en", "es"), (0, 2, 4), time(17), time(1)),
    ("Bo", "+12025550122", ("en",), (0, 1, 2, 3), time(18), time(23)),
    ("Cleo", "+12025550123", ("es", "en"), (1, 3, 5), time(20), time(2)),
)


def begins(site: Site) -> None:
    """Have it all there; what chance decides is always the same."""
    s = site.door.services
    s.switchboard.open_epoch("first")
    for name, number, languages, days, start, end in ROSTER:
        Book(s, unnoted).add(name, number, languages, ("general",), pin="4821", verified=True)
        Rota(s, lambda *_: None).add(name, Week(ZONE.key, days, start, end, date(2026, 1, 1)))
    s.counts.add("0-0", "1-0", {cell: number for day in range(1, 7 * WEEKS) for cell, number in counted(site, day)})
    s.switchboard.alarm("missed_often", "main")
    leaves_message(site)
    lists(site)
    calls(site)


def counted(site: Site, days_ago: int) -> Iterator[tuple[Cell, int]]:
    """What was counted on a day: more at a weekend, most at nine in the evening."""
    chance = Random(days_ago)
    today = datetime.fromtimestamp(site.door.services.switchboard.now() / 1000, UTC).astimezone(ZONE).date()
    day = today - timedelta(days=days_ago)
    for hour in range(FIRST, LAST + 1):
        came = chance.randint(1, 4) + (day.weekday() >= 4) * 2 + (hour == 21) * 2
        left, slow = chance.randint(0, came // 3), chance.randint(0, came // 3)
        answered = came - left - slow
        at = int(datetime.combine(day, time(hour), ZONE).timestamp() * 1000) // HOUR_MS * HOUR_MS
        told = {
            "queued": came, "answered_20": answered, "answered_60": slow, "waited_s": 9 * answered + 41 * slow,
            "longest_wait_s": 58 if slow else 19, "ended_bridged": answered + slow, "ended_abandoned": left,
            "offers": came + left, "accepted": answered + slow, "missed": left,
            "handled": answered + slow, "handled_s": (answered + slow) * chance.randint(500, 1100),
        }  # fmt: skip
        yield from ((Cell(at, "main", EN, "voice", measure), number) for measure, number in told.items() if number)
        yield Cell(at, "main", "", "text", "texts_in"), chance.randint(0, 3)
        yield Cell(at, "", "", "", "available_s"), 3600
        yield Cell(at, "", "", "", "engaged_s"), 900 * (answered + slow)


def calls(site: Site) -> None:
    """Ana talks, Bo's telephone rings, and two more wait, one of them for somebody who speaks Spanish."""
    board = site.door.services.switchboard
    people = {person.name: person.id for person in site.door.services.roster.everyone()}
    board.set_activity(people["Ana"], "available")
    offer = comes(site, "5c1f70aa3b9e2d64", EN)
    board.accept(offer)
    board.join(offer, "specialist")
    board.join(offer, "caller")
    board.set_activity(people["Bo"], "available")
    for contact, queue in (("a90e2417c65d83fb", EN), ("3d7b5e1190c2fa48", ES), ("e28c4f6b7719d05a", EN)):
        comes(site, contact, queue)


def comes(site: Site, contact: str, queue: str) -> str:
    """Somebody comes into the line; return the offer that is made, if any."""
    language = queue.rpartition(".")[2]
    fields = {"channel": "voice", "line": "main", "skill": "general", "language": language, "queues": queue}
    more = {"width": 1, "rings": 20, "wrap_up": 60, "call": "sealed", "person": f"p{contact}"}
    change = site.door.services.switchboard.enter(contact, contact, "", fields | more)
    return next(iter(change.ring), "")


def lists(site: Site) -> None:
    """A list of places was read; of one of them nobody is told."""
    place = Place(
        key="h1", kind=TREATMENT, name="Harbor House", street="12 Pier St", city="Albany", state="NY", zip="12207",
        latitude=42.65, longitude=-73.75, phone="+12025550142", features=("detox", "methadone"),
    )  # fmt: skip
    site.door.services.lists.write([Import(PlaceList("county", "CSV", "2026-03-04", "2026-03-05"), [place])])
    closed = Correction(
        list="county", key="h1", hidden=True, by="Lee", on="2026-11-02", why="closed, their door says so",
        listed=said(place),
    )  # fmt: skip
    site.door.services.corrections.change("county", "h1", None, closed)


def leaves_message(site: Site) -> None:
    """Somebody has left a message, which is here."""
    s = site.door.services
    now = s.switchboard.now()
    promise = Promise(
        id="v1", kind="voicemail", contact="c1", line="main", skill="general", language="en", topic="",
        entered_at=now, priority=0, made_at=now, expires_at=now + 3_600_000, state="recording",
    )  # fmt: skip
    s.promises.make(promise, Consent("v1", "voicemail", "voicemail_notice", "0" * 64, "en", "voice", "key 1", now, now))
    s.messages.keep(Message("v1", "main", SECONDS, now, recording="sealed"))
    s.messages.hold("v1", s.vault.seal_bytes(purpose("v1"), tone()), Deletion("v1", "recording", "main", "sealed", now))


def tone() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\x10" * 8000 * SECONDS)
    return out.getvalue()
