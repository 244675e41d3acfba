"""Take a table of people onto the roster: looked through first, then all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from secrets import token_hex

from config.shapes import Problem
from routing.domain.contact import LAST_IN_ORDER, Person, Unavailable, Unreadable, phone_purpose
from routing.domain.people_file import Entry, read
from routing.flow import duty
from routing.roster import Note, Refused, check_can
from routing.services import Services

NO_PIN = "set their PIN first, or write no: who is asked off duty answers with a PIN, and none belongs into a file"


@dataclass(frozen=True)
class Plan:
    """What taking a file would do: whom it adds and changes, how many stay as they are; or what is wrong with it."""

    added: Sequence[Entry] = ()
    changed: Sequence[Person] = ()
    same: int = 0
    problems: Sequence[Problem] = field(default=())


class People:
    """The roster, open for a file. `note` is told of each change before any is made. Raises NotKept."""

    def __init__(self, services: Services, note: Note) -> None:
        self._services, self._note = services, note
        line = next(iter(services.config.lines.values()))
        self._languages, self._skills = line.languages[:1], tuple(line.skills)[:1]

    def plan(self, file: str, content: bytes) -> Plan:
        """Look through a file, and change nothing."""
        entries, problems = read(file, content)
        there = {person.name.casefold(): person for person in self._services.roster.everyone()}
        phones = {self._phone(person): person.id for person in there.values()}
        added, changed, same = list[Entry](), list[Person](), 0
        for entry in entries:
            person = there.get(entry.name.casefold())
            if wrong := self._wrong(entry, person, phones):
                problems.append(Problem(file, entry.line, *wrong))
            elif person is None:
                added.append(entry)
            elif (now := _as_in(entry, person)) != person:
                changed.append(now)
            else:
                same += 1
        return Plan(added, changed, same, sorted(problems, key=lambda each: each.line or 0))

    def take(self, plan: Plan) -> None:
        """Have all of a plan without problems on record, or nothing; then live state learns of it."""
        new = [self._new(entry) for entry in plan.added]
        for what, people in (("specialist_added", new), ("specialist_changed", plan.changed)):
            for person in people:
                self._note(what, person.id)
        self._services.roster.enlist(new, plan.changed)
        for person in [*new, *plan.changed]:
            self._register(person)

    def _wrong(self, entry: Entry, person: Person | None, phones: dict[str, str]) -> tuple[str, str] | None:
        whose = phones.get(entry.phone)
        if person and self._phone(person) != entry.phone:
            return f"{person.name} has another number on record", "leave numbers of people on the roster as they are"
        if whose and (person is None or whose != person.id):
            return "somebody else on the roster has that number", "write each person's own"
        if entry.call_out and not (person and person.pin):
            return "they have no PIN", NO_PIN
        try:
            check_can(self._services, entry.languages or (), entry.skills or ())
        except Refused as why:
            wrong, _, right = str(why).partition("; ")
            return wrong, right
        return None

    def _new(self, entry: Entry) -> Person:
        id = token_hex(8)
        sealed = self._services.vault.seal(phone_purpose(id), entry.phone)
        languages, skills = entry.languages or self._languages, entry.skills or self._skills
        return Person(id, entry.name, sealed, languages, skills, "offline", entry.order or LAST_IN_ORDER)

    def _phone(self, person: Person) -> str:
        """Return somebody's number; nobody's where it cannot be read."""
        try:
            return self._services.vault.open(phone_purpose(person.id), person.phone)
        except Unreadable:
            return ""

    def _register(self, person: Person) -> None:
        try:
            duty.register(self._services, person)
        except Unavailable:
            return  # the record is enough, for it is read when live state begins


def _as_in(entry: Entry, person: Person) -> Person:
    """Return somebody as the file has them; what it leaves out stays, and so does the order of what it lists."""
    return replace(
        person,
        languages=_listed(entry.languages, person.languages),
        skills=_listed(entry.skills, person.skills),
        order=entry.order or person.order,
        call_out=person.call_out if entry.call_out is None else entry.call_out,
    )


def _listed(given: tuple[str, ...] | None, there: tuple[str, ...]) -> tuple[str, ...]:
    return there if given is None or set(given) == set(there) else given
