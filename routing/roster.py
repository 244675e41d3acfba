"""Keep the roster: on record, and known to live state. What the command line and the demo do with it."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TypedDict

from sqlalchemy.exc import SQLAlchemyError

from config.numbers import NOT_COSTLY, is_costly
from config.settings import Settings
from routing.domain.contact import LAST_IN_ORDER, Person, Unavailable, phone_purpose
from routing.domain.promise import NotKept
from routing.flow import duty
from routing.rotation import bind
from routing.services import Services, build
from routing.store import pins
from routing.store.records.migrating import migrate
from routing.store.records.models import LONGEST_NAME
from routing.store.records.roster import NameTaken, Roster

TRIES = 5
DEMO = (("Ana", "+12025550121", ("en", "es")), ("Bo", "+12025550122", ("en",)))


class Refused(Exception):
    """Raised when something cannot be done; the text tells a person why, and what would be right."""


class Row(TypedDict):
    name: str
    activity: str
    languages: list[str]
    skills: list[str]


class Book:
    """The roster, open. Every method raises Refused."""

    def __init__(self, services: Services, roster: Roster) -> None:
        self._services = services
        self._roster = roster

    def add(
        self,
        name: str,
        phone: str,
        languages: Sequence[str],
        skills: Sequence[str],
        *,
        pin: str = "",
        order: int = LAST_IN_ORDER,
        call_out: bool = False,
    ) -> Person:
        """Add a specialist, off duty, and return them; without languages or skills they have the first line's first."""
        if not 0 < len(name) <= LONGEST_NAME or name != name.strip() or not name.isprintable():
            raise Refused(f"{name!r} is no name; write 1 to {LONGEST_NAME} letters, without spaces around them.")
        if is_costly(phone):
            raise Refused(f"That number costs whoever calls it; {NOT_COSTLY}.")
        if call_out and not pin:
            raise Refused("Who is asked to come on call answers with a PIN: give --pin too.")
        config = self._services.config
        line = next(iter(config.lines.values()))
        languages = tuple(dict.fromkeys(languages)) or line.languages[:1]
        skills = tuple(dict.fromkeys(skills)) or tuple(line.skills)[:1]
        _known("language", languages, config.phrases)
        _known("skill", skills, [skill for each in config.lines.values() for skill in each.skills])
        id, hashed = token_hex(8), pins.hashed(pin) if pin else ""
        sealed = self._services.vault.seal(phone_purpose(id), phone)
        try:
            person = self._roster.add(
                name, sealed, languages, skills, pin=hashed, order=order, call_out=call_out, id=id
            )
        except NameTaken:
            raise Refused(f"There is a specialist {name} already; choose another name.") from None
        self._live(lambda: duty.register(self._services, person))
        return person

    def set_activity(self, name: str, activity: str) -> str:
        """Set an activity on record and live; return the one that holds now."""
        person = self.named(name)
        self._roster.set_activity(person.id, activity, at=int(time.time() * 1000))
        return self._live(lambda: self._set(person, activity)) or activity

    def named(self, name: str) -> Person:
        """Find a specialist by name."""
        person = self._roster.named(name)
        if person is None:
            raise Refused(f"There is no specialist {name}; `helpline specialist list` shows who there is.")
        return person

    def listed(self) -> list[Row]:
        """List everyone; the activity is the live one, or where live state does not answer, the one on record."""
        return [self._row(person) for person in self._roster.everyone()]

    def empty(self) -> bool:
        return not self._roster.everyone()

    def _row(self, person: Person) -> Row:
        activity = self._live(lambda: self._activity(person)) or person.activity
        return Row(name=person.name, activity=activity, languages=[*person.languages], skills=[*person.skills])

    def _set(self, person: Person, activity: str) -> str:
        if not self._activity(person):
            duty.register(self._services, person)
        return duty.set_activity(self._services, person.id, activity)

    def _activity(self, person: Person) -> str:
        return self._services.switchboard.specialist(person.id).get("activity", "")

    def _live(self, act: Callable[[], str | None]) -> str | None:
        """Do it live as well; without live state the record is enough, for it is read when live state begins."""
        try:
            return act()
        except Unavailable:
            return None


def names(services: Services) -> dict[str, str]:
    """Return the specialists' names by their ids. Raises Refused."""
    try:
        return {person.id: person.name for person in services.roster.everyone()}
    except SQLAlchemyError as error:
        raise _no_answer(error) from None


def _known(kind: str, given: Sequence[str], there: Collection[str]) -> None:
    for word in given:
        if word not in there:
            raise Refused(f"There is no {kind} {word}; there is {', '.join(sorted(set(there)))}.")


@contextmanager
def opened(settings: Settings) -> Iterator[Book]:
    """Open the roster; its tables are made when they are not there. Raises Refused, WrongConfig."""
    with records(settings) as services:
        yield Book(services, services.roster)


@contextmanager
def records(settings: Settings) -> Iterator[Services]:
    """Open the records, in their present shape, and live state beside them. Raises Refused, WrongConfig."""
    _make(settings.data_dir)
    try:
        migrate(settings.database_url)
        services = build(settings)
        _bind(services)
        yield services
    except SQLAlchemyError as error:
        raise _no_answer(error) from None


def _bind(services: Services) -> None:
    """Bind what is sealed to its rows; a machine that is busy for a second, as at a start, refuses nothing."""
    for tried in range(1, TRIES + 1):
        try:
            bind(services)
        except NotKept as error:
            if tried == TRIES:
                raise _no_answer(error) from None
        else:
            return


def _no_answer(error: Exception) -> Refused:
    return Refused(f"The database does not answer ({type(error).__name__}); see DATABASE_URL.")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be made: {error.strerror}. Set HELPLINE_DATA_DIR elsewhere.") from None


def seed_demo(settings: Settings) -> None:
    """Put the demo's two specialists on call, when nobody is on the roster yet."""
    with opened(settings) as book:
        if book.empty():
            for name, phone, languages in DEMO:
                book.add(name, phone, languages, ())
                book.set_activity(name, "available")
