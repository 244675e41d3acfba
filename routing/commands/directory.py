"""`helpline directory`."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from routing import places
from routing.commands import listed, shown
from routing.deeds import note, recorded
from routing.domain.listed import MEETING, TREATMENT, Fetch, Meeting, PlaceList
from routing.domain.nearby import Found
from routing.refreshing import Refreshed, Refreshing
from routing.store.records.lists import Written
from routing.store.records.models import LONGEST_NAME


@click.group()
def command() -> None:
    """Keep the directory of places and meetings, and search it."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...")
@click.option("--list", "name", default="", help="What to call the list; without it, its format's name.")
@click.option("--complete", is_flag=True, help="These are all of the list: what else is on record of it is removed.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print an object: format, read, added, changed, unchanged, dropped."
)
def import_(files: tuple[Path, ...], name: str, *, complete: bool, as_json: bool) -> None:
    """Take in the lists in FILE...: all of them, or nothing. The same again changes nothing.

    What a FILE is, is known by its content: FindTreatment.gov's JSON, the locator's download (CSV, XLSX), the National
    Directory (XLSX), the directory of opioid treatment programs (CSV), BMLT's JSON, Meeting Guide's JSON, HSDS 3 (JSON,
    CSV) or HSDS 1 and 2 (CSV). HSDS in CSV is a folder, a .zip, or services.csv with the tables beside it.
    """
    if len(name) > LONGEST_NAME:
        raise click.BadParameter(f"a list's name has at most {LONGEST_NAME} letters.", param_hint="--list")
    with recorded() as s, _progress(shown=not as_json) as begins:
        note(s, "list_imported", "list", name)
        done = places.Places(s).read(files, date.today(), whole=complete, name=name, begins=begins)
    click.echo(json.dumps(_object(done, complete), ensure_ascii=False) if as_json else "\n".join(_lines(done)))


@command.command()
@click.argument("place")
@click.option("--kind", type=click.Choice((TREATMENT, MEETING)), default=None, help="Without it, both.")
@click.option("--filter", "filters", multiple=True, metavar="F", help="What it shall have; may be given several times.")
@click.option("--json", "as_json", is_flag=True, help="Print an array.")
def search(place: str, kind: str | None, filters: tuple[str, ...], *, as_json: bool) -> None:
    """Find the nearest three treatment places, and the three meetings nearby that start next.

    PLACE is a ZIP code, ZIP+4, "city, state", or a city. A filter is detox, methadone, buprenorphine, free, women,
    veterans, spanish or adolescents; of meetings also online, a fellowship (aa, na, ...), or a day (monday, today,
    tomorrow).
    """
    with recorded() as s:
        found = places.Places(s).search(place, kind or "", filters, datetime.now(UTC))
    listed(as_json, [_row(one) for one in found], [_line(one) for one in found] or ["Nothing like that is listed."])


@command.command()
@click.argument("name", default="")
@click.option("--due", is_flag=True, help="Only what is due by now; who is alerted hears of what goes wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print an array.")
def refresh(name: str, *, due: bool, as_json: bool) -> None:
    """Fetch the lists that line.toml says where to fetch, or the one of this NAME, and take in what has changed.

    What looks broken, or has a fifth fewer places, is not taken, and the list stays as it was.
    """
    with recorded() as services:
        lists = Refreshing(services)
        done = lists.due() if due else lists.named(name)
    listed(as_json, [_refreshed(one) for one in done], [_told(one) for one in done])
    if any(one.why for one in done):
        raise SystemExit(1)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print an array.")
def lists(*, as_json: bool) -> None:
    """Show each list: how many places, of when, and how it stands with fetching it."""
    with recorded() as services:
        on_record, sizes, fetches = services.lists.lists(), services.lists.sizes(), services.fetches.all()
        names = sorted({*on_record, *services.config.lists})
        rows = [_of_list(name, on_record.get(name), sizes.get(name, 0)) for name in names]
        fetched = {name: fetches.get(name) for name in names if name in services.config.lists}
    for row in rows:
        row["fetched"] = _fetching(fetched[row["list"]]) if row["list"] in fetched else None
    listed(as_json, rows, [_list_line(row) for row in rows] or ["No list is on record."])


def _of_list(name: str, list: PlaceList | None, size: int) -> dict[str, Any]:
    told = {"format": list.format, "as_of": list.as_of, "read_on": list.read_on} if list else {}
    return {"list": name, "places": size, "format": "", "as_of": "", "read_on": "", **told}


def _fetching(fetch: Fetch | None) -> dict[str, Any]:
    one = fetch or Fetch("", "")
    return {
        "looked_at": shown(one.looked_at),
        "next_at": shown(one.next_at),
        "failures": one.failures,
        "why": one.why,
    }


def _list_line(row: dict[str, Any]) -> str:
    dated = f"of {row['as_of']}" if row["as_of"] else "without a date of its own"
    told = f"{row['list']}: {row['places']} places"
    told += f" ({row['format']}, {dated}, read on {row['read_on']})" if row["format"] else ""
    fetched = row["fetched"]
    if fetched is None:
        return f"{told}; not fetched by itself"
    told += f"; last looked at {fetched['looked_at'] or 'never'}, next {fetched['next_at'] or 'soon'}"
    return told + (f"; failed {fetched['failures']} times in a row: {fetched['why']}" if fetched["failures"] else "")


def _refreshed(one: Refreshed) -> dict[str, Any]:
    written = asdict(one.written) if one.written else {}
    return {"list": one.name, "new": one.written is not None, **written, "busy": one.busy, "why": one.why}


def _told(one: Refreshed) -> str:
    if one.busy:
        return f"{one.name}: is being fetched just now."
    if one.why:
        return f"{one.name}: stays as it was: {one.why}"
    if one.written is None:
        return f"{one.name}: nothing new."
    return f"{one.name}: {_counted(one.written)}."


def _row(found: Found) -> dict[str, Any]:
    """Give everything of a place but its key, which is the list's own matter."""
    list = found.list
    told = asdict(found.place)
    del told["key"]
    where = {"miles": None if found.miles is None else round(found.miles, 1), "list": list.name}
    starts = {"starts": found.starts and found.starts.isoformat()} if isinstance(found.place, Meeting) else {}
    return {**told, **starts, **where, "as_of": list.as_of, "read_on": list.read_on}


def _line(found: Found) -> str:
    place, list = found.place, found.list
    parts = [f"{found.miles:.1f} miles" if found.miles is not None else "online"]
    if isinstance(place, Meeting):
        parts.insert(0, found.starts.strftime("%a %Y-%m-%d %H:%M %Z") if found.starts else "by appointment")
    where = ", ".join(filter(None, (place.street, place.city, f"{place.state} {place.zip}".strip())))
    told = (
        place.name,
        getattr(place, "fellowship", ""),
        where,
        place.phone,
        " ".join(place.features),
        ", ".join(place.hours),
    )
    dated = f"of {list.as_of}" if list.as_of else f"read on {list.read_on}"
    return f"{', '.join(parts)}: {'; '.join(filter(None, told))} (list {list.name}, {dated}; call first)"


def _object(done: places.Imported, complete: bool) -> dict[str, Any]:
    several = done.files > 1
    return {
        "format": ", ".join(done.formats),
        "read": done.read,
        "added": done.written.added,
        "changed": done.written.changed,
        "unchanged": done.written.unchanged,
        **({"removed": done.written.removed} if complete else {}),
        "dropped": [({"file": bad.file} if several else {}) | {"row": bad.row, "why": bad.why} for bad in done.dropped],
    }


def _lines(done: places.Imported) -> Iterator[str]:
    written = done.written
    dated = f", of {' and '.join(done.as_of)}" if done.as_of else ", without a date of its own"
    yield f"{', '.join(done.formats)}{dated}: {done.read} rows read."
    yield f"{_counted(written)}, {len(done.dropped)} left out."
    if done.unplaced:
        yield f"{done.unplaced} are nowhere on the map, so that nobody is told of them by ZIP code or city."
    for bad in done.dropped:
        yield f"{bad.file}, row {bad.row}: {bad.why}"


def _counted(written: Written) -> str:
    return f"{written.added} added, {written.changed} changed, {written.unchanged} unchanged, {written.removed} removed"


@contextmanager
def _progress(*, shown: bool) -> Iterator[places.Begins]:
    """Show a bar for each file while it is read, on a terminal."""
    with ExitStack() as bars:

        def begins(name: str, length: int) -> Callable[[int], None]:
            bar: Any = click.progressbar(
                length=length or 1, label=name, file=sys.stderr, hidden=not (shown and sys.stderr.isatty())
            )
            bars.enter_context(bar)
            seen: Callable[[int], None] = bar.update
            return seen

        yield begins
