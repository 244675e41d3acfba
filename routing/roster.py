"""Keep the roster: on record, and known to live state. What the command line, the pages and the demo do with it."""

import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from secrets import token_hex
from typing import NamedTuple, TypedDict

from sqlalchemy.exc import SQLAlchemyError

from config.numbers import E164, NOT_COSTLY, is_costly, is_e164
from routing.domain.contact import LAST_IN_ORDER, Person, Unavailable, Unreadable, phone_purpose
from routing.domain.promise import NotKept
from routing.flow import duty
from routing.services import Services
from routing.store.records.models import LONGEST_NAME
from routing.store.records.roster import NameTaken, Removed

PIN = re.compile("[0-9]{4,8}")
PIN_SHAPE = "a PIN has 4 to 8 digits"
NEEDS_PIN = "Who is asked to come on call answers with a PIN: give one too."

# Is told of a change before it is made: what, and of which specialist. Raises NotKept: then it is not made.
Note = Callable[[str, str], None]


def unnoted(_what: str, _specialist: str) -> None:
    """Note nothing, where nobody has asked for what is done."""


class Refused(Exception):
    """Raised when something cannot be done; the text tells a person why, and what would be right.

    `see` is the command that tells more, for whoever has one.
    """

    def __init__(self, why: str, see: str = "") -> None:
        super().__init__(why)
        self.see = see


class Row(TypedDict):
    name: str
    activity: str
    languages: list[str]
    skills: list[str]


class Left(NamedTuple):
    """How somebody has left the roster: what they still finish, an activity or "gone", and whether they may sign in."""

    under_way: str
    supervises: bool


class Book:
    """The roster, open. Every method raises Refused; a change is noted first."""

    def __init__(self, services: Services, note: Note) -> None:
        self._services = services
        self._roster = services.roster
        self._note = note

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
        verified: bool = False,
    ) -> Person:
        """Add a specialist, off duty, and return them; without languages or skills they have the first line's first.

        Nobody rings a number that is not `verified` to be theirs.
        """
        if not 0 < len(name) <= LONGEST_NAME or name != name.strip() or not name.isprintable():
            raise Refused(f"{name!r} is no name; write 1 to {LONGEST_NAME} letters, without spaces around them.")
        if self._roster.named(name):
            raise _taken(name)
        if not is_e164(phone):
            raise Refused(f"That is no telephone number in E.164; {E164}.")
        if is_costly(phone):
            raise Refused(f"That number costs whoever calls it; {NOT_COSTLY}.")
        if whose := self._whose(phone):
            raise Refused(
                f"That telephone is on the roster already, for {whose}; each specialist has one of their own."
            )
        if call_out and not pin:
            raise Refused(NEEDS_PIN)
        if pin:
            _sound(pin)
        line = next(iter(self._services.config.lines.values()))
        languages = tuple(dict.fromkeys(languages)) or line.languages[:1]
        skills = tuple(dict.fromkeys(skills)) or tuple(line.skills)[:1]
        check_can(self._services, languages, skills)
        id, hashed = token_hex(8), self._services.vault.hashed(pin) if pin else ""
        self._note("specialist_added", id)
        sealed = self._services.vault.seal(phone_purpose(id), phone)
        try:
            person = self._roster.add(
                name,
                sealed,
                languages,
                skills,
                pin=hashed,
                order=order,
                call_out=call_out,
                verified_at=_now() if verified else 0,
                id=id,
            )
        except NameTaken:
            raise _taken(name) from None
        self._live(lambda: duty.register(self._services, person))
        return person

    def change(
        self, person: Person, languages: Sequence[str], skills: Sequence[str], *, order: int, call_out: bool
    ) -> None:
        """Have a specialist be asked for these languages and skills, in this order, and off duty if they agreed to it.

        It holds for the next offer; a call under way is never cut. Raises NotKept and Unreadable as well.
        """
        if not (languages and skills):
            raise Refused("They need at least one language and one skill.")
        if call_out and not person.pin:
            raise Refused(NEEDS_PIN)
        languages, skills = tuple(dict.fromkeys(languages)), tuple(dict.fromkeys(skills))
        check_can(self._services, languages, skills)
        self._note("specialist_changed", person.id)
        changed = self._roster.change(person.id, languages, skills, order=order, call_out=call_out)
        if changed:
            self._live(lambda: duty.register(self._services, changed))

    def verify(self, person: Person) -> None:
        """Have a specialist's number be rung from now on: it is known to be theirs. Raises NotKept and Unreadable."""
        if person.verified_at:
            return
        self._note("number_verified", person.id)
        verified = self._roster.verify(person.id, _now())
        if verified:
            self._live(lambda: duty.register(self._services, verified))

    def remove(self, person: Person) -> Left:
        """Take a specialist off the roster, for good. What is under way with them goes on, and nothing else is offered.

        Raises NotKept: then nothing has changed.
        """
        self._note("specialist_removed", person.id)
        removed = self._roster.remove(person.id, _now())
        if removed is None:
            return Left("gone", False)
        return Left(self._live(lambda: self._leave(person.id, removed)) or "gone", removed.supervises)

    def set_pin(self, specialist: str, pin: str) -> bool:
        """Have a specialist prove themselves with this PIN from now on; tell whether there is such a one.

        Raises Busy and NotKept as well.
        """
        if self._roster.of(specialist) is None:
            return False
        _sound(pin)
        hashed = self._services.vault.hashed(pin)
        self._note("pin_set", specialist)
        return self._roster.set_pin(specialist, hashed)

    def set_activity(self, name: str, activity: str) -> str:
        """Set an activity on record and live; return the one that holds now."""
        person = self.named(name)
        if activity == "available" and not person.verified_at:
            raise Refused(f"Nobody knows yet that the number of {name} is theirs.", see="helpline specialist verified")
        self._note(f"activity_{activity}", person.id)
        self._roster.set_activity(person.id, activity, at=_now())
        return self._live(lambda: self._set(person, activity)) or activity

    def named(self, name: str) -> Person:
        """Find a specialist by name."""
        person = self._roster.named(name)
        if person is None:
            raise Refused(f"There is no specialist {name} on the roster.", see="helpline specialist list")
        return person

    def listed(self) -> list[Row]:
        """List everyone; the activity is the live one, or where live state does not answer, the one on record."""
        return [self._row(person) for person in self._roster.everyone()]

    def empty(self) -> bool:
        return not self._roster.everyone()

    def _leave(self, specialist: str, removed: Removed) -> str:
        under_way = duty.remove(self._services, specialist)
        for contact in removed.contacts:  # nobody was rung for these while they were somebody's
            self._services.switchboard.hasten("attempt", contact, 0)
        for other in removed.covering:
            self._services.switchboard.look(other)
        return under_way

    def _whose(self, phone: str) -> str:
        """Return the name of who has this telephone; nobody's is one that cannot be read."""
        for person in self._roster.everyone():
            with suppress(Unreadable):
                if self._services.vault.open(phone_purpose(person.id), person.phone) == phone:
                    return person.name
        return ""

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


def check_can(services: Services, languages: Sequence[str], skills: Sequence[str]) -> None:
    """Make sure that there are these languages and skills; raises Refused."""
    config = services.config
    _known("language", languages, config.phrases)
    _known("skill", skills, [skill for each in config.lines.values() for skill in each.skills])


def _now() -> int:
    return int(time.time() * 1000)


def no_answer(error: Exception) -> Refused:
    """Say that the records do not answer."""
    return Refused(f"The database does not answer ({type(error).__name__}); see DATABASE_URL.")


@contextmanager
def kept() -> Iterator[None]:
    """Raise NotKept where the records fail, for whoever shows pages."""
    try:
        yield
    except SQLAlchemyError as error:
        raise NotKept(type(error).__name__) from None


def names(services: Services) -> dict[str, str]:
    """Return the specialists' names by their ids. Raises Refused."""
    try:
        return {person.id: person.name for person in services.roster.everyone()}
    except SQLAlchemyError as error:
        raise no_answer(error) from None


def _known(kind: str, given: Sequence[str], there: Collection[str]) -> None:
    for word in given:
        if word not in there:
            raise Refused(f"There is no {kind} {word}; there is {', '.join(sorted(set(there)))}.")


def _sound(pin: str) -> None:
    if not PIN.fullmatch(pin):
        raise Refused(f"That is no PIN: {PIN_SHAPE}.")


def _taken(name: str) -> Refused:
    return Refused(f"There is a specialist {name} already; choose another name.")
