"""Write what the helpline knows of itself into a folder: tables for other programs, and a file that explains them."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from routing.domain import exported
from routing.domain.contact import Person, Unreadable, phone_purpose
from routing.domain.exported import cell, explained
from routing.domain.periods import settled_weeks, span
from routing.domain.sheet import csv_of
from routing.flow.history import PERIOD, Wanted, for_everybody
from routing.services import Services

Row = Mapping[str, Any]
TIMES = ("start", "end", "taken_at", "hour", "given_at", "expires_at", "withdrawn_at")
OWN_ALONE, FOLDER = 0o600, 0o700


class Export:
    """An export, into a folder that is empty or not there yet. Nobody else on the machine can read it.

    Every method raises NotKept. Without `numbers` nothing that is sealed is opened.
    """

    def __init__(self, services: Services, folder: Path) -> None:
        self._services, self._folder = services, folder
        self._counts = dict[str, int]()

    def write(self, now: datetime, *, numbers: bool) -> Mapping[str, int]:
        """Write all of it; return how many rows there are in each file."""
        self._folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        people = self._services.roster.everyone()
        self._table("specialists.csv", exported.SPECIALISTS, map(_specialist, people))
        if numbers:
            self._table("people.csv", exported.PEOPLE, map(self._with_number, people))
        self._list("shifts.json", self._shifts({person.id: person.name for person in people}))
        for file, table, columns in (
            ("covers.csv", "covers", exported.COVERS),
            ("history.csv", "hourly_counts", exported.HISTORY),
            ("consents.csv", "consents", exported.CONSENTS),
        ):
            self._table(file, columns, self._services.whole.rows(table, list(columns)))
        self._weeks(now)
        self._list("audit.json", self._audit())
        self._put("README.md", "\n".join([*explained(self._counts, _shown(now)), ""]))
        return self._counts

    def _with_number(self, person: Person) -> Row:
        try:
            phone = self._services.vault.open(phone_purpose(person.id), person.phone)
        except Unreadable:
            phone = ""
        return {**_specialist(person), "phone": phone}

    def _shifts(self, names: Mapping[str, str]) -> Iterator[Row]:
        for shift in self._services.shifts.written():
            told = {"id": shift.id, "specialist": shift.specialist, "name": names.get(shift.specialist, "")}
            yield {**told, "zone": shift.zone, "calendar": shift.calendar}

    def _audit(self) -> Iterator[Row]:
        for row in self._services.audit.rows():
            signed = {"previous": row.previous, "signature": row.signature}
            yield {"number": row.number, "at": _time(row.at), "at_ms": row.at, **vars(row.deed), **signed}

    def _weeks(self, now: datetime) -> None:
        """Write what may be shown to everybody; nothing where no week is over yet."""
        since = self._services.whole.counted_since()
        zone = ZoneInfo(next(iter(self._services.config.lines.values())).time_zone)
        today = now.astimezone(zone).date()
        first = datetime.fromtimestamp(since / 1000, zone).date()  # nothing was counted in its week before it
        weeks = settled_weeks(first - timedelta(days=first.weekday()), today, today) if since else None
        if weeks:
            found = for_everybody(self._services.counts, Wanted(*span(*weeks, zone), zone, "week"))
            rows: list[Mapping[str, str | int | float | None]] = [
                {PERIOD: name, **shown} for name, shown in found.items()
            ]
            self._counts["weeks-for-everybody.csv"] = len(rows)
            self._put("weeks-for-everybody.csv", csv_of(rows, "*"))

    def _table(self, name: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
        self._counts[name] = 0
        with self._open(name) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(columns)
            for row in rows:
                writer.writerow([_time(row[each]) if each in TIMES else cell(row[each]) for each in columns])
                self._counts[name] += 1

    def _list(self, name: str, rows: Iterable[Row]) -> None:
        """Write JSON, a row a line, so that years of it need no memory."""
        self._counts[name] = 0
        with self._open(name) as out:
            out.write("[")
            for row in rows:
                out.write(("," if self._counts[name] else "") + "\n" + json.dumps(row, ensure_ascii=False))
                self._counts[name] += 1
            out.write("\n]\n")

    def _put(self, name: str, text: str) -> None:
        with self._open(name) as out:
            out.write(text)

    def _open(self, name: str) -> Any:
        path = self._folder / name
        path.touch(mode=OWN_ALONE, exist_ok=False)
        return path.open("w", encoding="utf-8", newline="")


def _specialist(person: Person) -> Row:
    words = {"languages": " ".join(person.languages), "skills": " ".join(person.skills)}
    return {**vars(person), **words, "has_pin": bool(person.pin)}


def _time(ms: int) -> str:
    """Write a time in ms, in UTC; nothing for 0."""
    return _shown(datetime.fromtimestamp(ms / 1000, UTC)) if ms else ""


def _shown(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
