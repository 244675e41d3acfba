"""The counters, on a real SQLite and a real PostgreSQL: each event is counted once, wherever counting is broken off."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from redis import Redis

from routing.cli import main
from routing.domain.contact import Change
from routing.domain.counting import HOUR_MS, Cell, Part, Tally, hour_of, tally
from routing.domain.promise import NotKept
from routing.flow import counting
from routing.store import keys
from routing.store.records.counts import Counts
from routing.store.records.migrating import migrate
from routing.store.switchboard import Switchboard
from tests.store.board import QUEUE, START_MS, Board

HOUR = hour_of(START_MS)
QUEUED = Cell(HOUR, "main", QUEUE, "voice", "queued")
LONGEST = QUEUED._replace(measure="longest_wait_s")
NOON = 1_763_917_200_000  # on Sunday, 23 November 2025, in New York


class Killed(Exception):
    """Raised where the process would be no more."""


class KilledBefore(Counts):
    def add(self, before: str, after: str, tally: Tally) -> bool:
        raise Killed


class KilledAfter(Switchboard):
    def counted(self, latest: str) -> Change:
        raise Killed


@pytest.fixture
def counts(database_url: str) -> Counts:
    migrate(database_url)
    return Counts(database_url)


@pytest.fixture
def busy(board: Board) -> Board:
    """One is answered after half a minute, and one gives up."""
    board.on_call("ana")
    board.calls("c1")
    board.passes(31)
    board.accept("c1-1")
    board.join("c1-1", "caller")
    board.join("c1-1", "specialist")
    board.calls("c2")
    board.passes(60)
    board.leave("c2")
    board.leave("c1")
    board.finish("c1-1", "completed")
    return board


def kept(counts: Counts) -> Mapping[str, int]:
    return counts.between(0, 2 * START_MS)


def told(board: Board) -> Mapping[str, int]:
    """What is counted of all events, in one go and without a database."""
    return {cell.measure: number for cell, number in tally(event for _, event in board.events("0-0", 10_000)).items()}


def test_what_happened_is_counted(busy: Board, counts: Counts) -> None:
    counting.follow(busy, counts)
    assert kept(counts) == told(busy)
    assert kept(counts) == {
        "queued": 2, "offers": 1, "accepted": 1, "answered_60": 1, "waited_s": 31, "longest_wait_s": 31,
        "ended_bridged": 1, "ended_abandoned": 1, "waited_in_vain": 1, "waited_in_vain_s": 60,
        "longest_wait_in_vain_s": 60, "handled": 1, "handled_s": 120, "ringing_s": 31, "engaged_s": 60,
    }  # fmt: skip


def test_what_was_counted_of_each_hour_is_told_apart(counts: Counts) -> None:
    later = QUEUED._replace(hour=HOUR + 3 * HOUR_MS)
    counted = {QUEUED: 2, QUEUED._replace(channel="text"): 1, later: 4, later._replace(measure="offers"): 9}
    assert counts.add("0-0", "1-0", counted)
    assert counts.by_hour("queued", HOUR, later.hour + 1) == {HOUR: 3, later.hour: 4}
    assert counts.by_hour("queued", HOUR + 1, later.hour) == {}


def test_counted_again_nothing_changes(busy: Board, counts: Counts) -> None:
    counting.follow(busy, counts)
    before = kept(counts)
    counting.follow(busy, counts)
    assert kept(counts) == before
    busy.calls("c3")
    counting.follow(busy, counts)
    assert kept(counts)["queued"] == before["queued"] + 1


def test_a_job_that_is_killed_has_counted_all_or_nothing(busy: Board, counts: Counts, database_url: str) -> None:
    with pytest.raises(Killed):
        counting.follow(busy, KilledBefore(database_url))
    assert kept(counts) == {} and counts.position() == "0-0"
    with pytest.raises(Killed):
        counting.follow(KilledAfter(busy.redis), counts)
    assert kept(counts) == told(busy), "it was on record, but for the news of it"
    counting.follow(busy, counts)
    assert kept(counts) == told(busy)


def test_what_cannot_be_written_whole_is_not_written(counts: Counts) -> None:
    nothing: Any = None
    with pytest.raises(NotKept):
        counts.add("0-0", "7-0", {QUEUED: 1, LONGEST: nothing})
    assert kept(counts) == {} and counts.position() == "0-0"


@pytest.mark.parametrize("at_once", [1, 3])
def test_several_that_count_at_once_count_each_event_once(
    busy: Board, counts: Counts, database_url: str, redis_url: str, at_once: int
) -> None:
    def follow(_: int) -> None:
        with suppress(NotKept):  # as when another one writes for too long: the next time does it
            counting.follow(Switchboard(Redis.from_url(redis_url)), Counts(database_url), at_once)

    with ThreadPoolExecutor(4) as together:
        list(together.map(follow, range(4)))
    counting.follow(busy, counts)
    assert kept(counts) == told(busy)


def test_events_are_kept_until_they_are_counted_and_fifteen_minutes_old(board: Board, counts: Counts) -> None:
    board.redis.xadd(keys.EVENTS, {"what": "long ago"}, id="1000-0")
    board.calls("c1")
    board.counted("500-0")
    assert [event["what"] for _, event in board.events("0-0", 10)][:2] == ["long ago", "entered"]
    counting.follow(board, counts)
    assert board.events("0-0", 10)[0][1]["what"] == "entered"


def test_one_line_and_one_queue_are_told_apart(counts: Counts) -> None:
    spanish, other = QUEUED._replace(queue="main.general.es"), QUEUED._replace(line="other", queue="other.general.en")
    texts = QUEUED._replace(channel="text")
    counts.add("0-0", "1-0", {QUEUED: 1, spanish: 2, other: 4, texts: 8})
    counts.add("1-0", "2-0", {LONGEST: 9, LONGEST._replace(queue="main.general.es"): 5, LONGEST._replace(hour=0): 50})
    one_hour = (HOUR, HOUR + HOUR_MS)
    parts = (
        Part(),
        Part("main"),
        Part(queue=QUEUE),
        Part(channel="text"),
        Part(language="es"),
        Part("other", language="es"),
    )
    asked = [counts.between(*one_hour, part) for part in parts]
    queued = [found.get("queued", 0) for found in asked]
    assert queued == [15, 11, 9, 8, 2, 0]
    assert asked[0]["longest_wait_s"] == 9


def test_the_longest_wait_is_kept_whatever_is_counted_later(counts: Counts) -> None:
    for at, wait in enumerate((4, 9, 7)):
        assert counts.add(f"{at}-0", f"{at + 1}-0", {LONGEST: wait, QUEUED: 1})
    assert kept(counts) == {"longest_wait_s": 9, "queued": 3}


@pytest.fixture
def operator(tmp_path: Path) -> Iterator[Any]:
    """Run `helpline history` where, on one day, fourteen were helped and six gave up, and one on the next."""
    url = f"sqlite:///{tmp_path}/helpline.sqlite3"
    migrate(url)
    bridged, gave_up, queued = (
        Cell(NOON, "main", QUEUE, "voice", measure) for measure in ("ended_bridged", "ended_abandoned", "queued")
    )
    next_day = {cell._replace(hour=NOON + 24 * HOUR_MS): 1 for cell in (bridged, queued)}
    Counts(url).add("0-0", "1-0", {bridged: 14, gave_up: 6, queued: 20, **next_day})
    environment = {"HELPLINE_DATA_DIR": str(tmp_path), "DATABASE_URL": url}

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["history", *arguments], env=environment)

    yield run


DAYS = ("--from", "2025-11-23", "--to", "2025-11-24")
MONTHS = ("--from", "2025-11-14", "--to", "2025-11-25")


def test_an_operator_sees_how_days_went(operator: Any) -> None:
    told = json.loads(operator(*DAYS, "--json").stdout)
    assert (told["by"], told["time_zone"]) == ("day", "America/New_York")
    days = [(row["period"], row["contacts"], row["queued"], row["abandoned_percent"]) for row in told["rows"]]
    assert days == [("2025-11-23", 20, 20, 30.0), ("2025-11-24", 1, 1, 0.0), ("all", 21, 21, 28.6)]


def test_a_table_for_other_programs(operator: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(operator(*DAYS, "--by", "week", "--csv").stdout)))
    assert [(row["period"], row["ended_bridged"], row["mean_wait_s"]) for row in rows] == [
        ("2025-11-17", "14", ""),
        ("2025-11-24", "1", ""),
        ("all", "15", ""),
    ]


def test_a_table_to_read(operator: Any) -> None:
    lines = operator(*DAYS).stdout.splitlines()
    assert lines[0] == "A  contacts"
    assert lines[-3].split()[:4] == ["2025-11-23", "20", "20", "0"]


def test_what_everybody_may_see_is_whole_weeks_and_tells_of_no_few_people(operator: Any) -> None:
    (row,) = json.loads(operator(*MONTHS, "--public", "--json").stdout)["rows"]
    shown = (row["period"], row["contacts"], row["ended_bridged"], row["ended_abandoned"], row["ended_resources"])
    assert shown == ("2025-11-17", 20, None, None, 0) and "queued" not in row
    assert "*" in operator(*MONTHS, "--public").stdout
    assert ",*,0," in operator(*MONTHS, "--public", "--csv").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--from", "2026-11-23", "--to", "2026-11-22"), "--to is before --from."),
        (("--from", "1926-11-23", "--to", "2026-11-22"), "That is more than ten years."),
        ((*DAYS, "--public"), "There is no whole week"),
        ((*MONTHS, "--public", "--line", "main"), "--public is by week, of all lines"),
        ((*MONTHS, "--public", "--by", "day"), "--public is by week, of all lines"),
        ((*DAYS, "--line", "man"), "There is no line man; there is: main."),
        ((*DAYS, "--queue", "main.general.fr"), "There is no queue main.general.fr"),
    ],
)
def test_what_cannot_be_told_is_refused_with_why(operator: Any, arguments: tuple[str, ...], told: str) -> None:
    refused = operator(*arguments)
    assert refused.exit_code == 2 and told in refused.output
