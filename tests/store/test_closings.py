"""A line that is closed: in live state the latest word holds; on record it outlives whatever was lost."""

from dataclasses import replace

import pytest

from routing.domain.closing import Closing
from routing.store.records.closings import Closings
from routing.store.records.migrating import migrate
from tests.store.board import Board

NOTHING = Closing("main", closed=True, said_at=1, reason="no heating")


@pytest.mark.parametrize(("until", "now", "closed"), [(0, 10**15, True), (50, 49, True), (50, 50, False)])
def test_a_closing_holds_until_its_time(until: int, now: int, closed: bool) -> None:
    assert replace(NOTHING, until=until).holds(now) is closed
    assert not replace(NOTHING, until=until, closed=False).holds(now)


def said(board: Board, *, closed: bool = True, ago_s: int = 0, for_s: int = 0) -> Closing:
    return Closing("main", closed, board.now - ago_s * 1000, board.now + for_s * 1000 if for_s else 0)


def test_what_was_said_later_holds_and_a_repeat_changes_nothing(board: Board) -> None:
    board.on_call("ana")
    closing = said(board)
    assert board.line(closing).word == "closed"
    assert board.calls("c1").ring == ()
    before = board.kept().all
    assert (board.line(closing).word, board.kept().all) == ("closed", before)
    assert board.line(said(board, closed=False, ago_s=5)).word == "closed", "said before"
    board.passes(1)
    opened = board.line(said(board, closed=False))
    assert (opened.word, opened.ring) == ("open", ("c1-1",))
    assert board.line(said(board, closed=False)).ring == ()
    assert "closed_till" not in board.kept().records("line")["main"]


def test_the_offers_of_a_line_that_closes_are_rescinded_and_those_of_another_stay(board: Board) -> None:
    board.on_call("ana")
    board.on_call("bo", "other.general.en")
    board.calls("c1")
    board.calls("c2", "other.general.en", line="other")
    change = board.line(said(board))
    assert (change.word, change.end) == ("closed", ("c1-1",))
    assert (board.offer("c1-1")["state"], board.offer("c1-1")["why"]) == ("rescinded", "line_closed")
    assert board.offer("c2-1")["state"] == "placing"
    board.finish("c1-1", "canceled")
    assert board.activity("ana") == "available" and board.stage("c1") == "waiting"


def test_a_specialist_of_two_lines_takes_those_of_the_open_one(board: Board) -> None:
    board.line(said(board))
    board.calls("c1")
    board.passes(1)
    board.calls("c2", "other.general.en", line="other")
    assert board.on_call("ana", "main.general.en", "other.general.en").ring == ("c2-1",)


def test_it_opens_in_time_and_whoever_is_first_in_line_is_offered(board: Board) -> None:
    board.line(said(board, for_s=60))
    board.on_call("ana")
    board.calls("c1")
    board.calls("c2", priority=5)
    board.passes(59)
    board.due(100, 4000)
    assert board.activity("ana") == "available"
    board.passes(1)
    change, _ = board.due(100, 4000)
    assert change.ring == ("c2-1",)
    assert "reopen:main" not in board.kept().deadlines


def test_a_closing_that_is_over_closes_nothing(board: Board) -> None:
    board.passes(100)
    assert board.line(replace(said(board), until=board.now - 1)).word == "open"
    assert board.closed_till("main") is None


@pytest.fixture
def closings(database_url: str) -> Closings:
    migrate(database_url)
    return Closings(database_url)


def test_on_record_is_what_was_said_last_of_each_line(closings: Closings) -> None:
    assert closings.all() == []
    other = replace(NOTHING, line="other", until=70)
    for closing in (NOTHING, NOTHING, other):
        closings.say(closing)
    assert closings.all() == [NOTHING, other]
    closings.say(Closing("main", closed=False, said_at=2))
    assert closings.all() == [Closing("main", closed=False, said_at=2), other]


def test_why_a_line_was_closed_is_forgotten_when_its_time_is_over(closings: Closings) -> None:
    other = replace(NOTHING, line="other", until=70)
    closings.say(NOTHING)
    closings.say(other)
    closings.lapse(69)
    assert closings.all() == [NOTHING, other]
    closings.lapse(70)
    assert closings.all() == [NOTHING, Closing("other", closed=False, said_at=1)]
