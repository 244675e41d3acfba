"""A message between the beep and the record: one outcome, whatever comes in which order."""

import pytest

from tests.store.board import Board

RECORDED_S = 180


def speaks(board: Board) -> None:
    board.calls("c1")
    board.choose("c1", 0, "voicemail")
    assert board.record("c1", 1, "v1").details == (2,)


def test_whoever_speaks_is_in_no_line_and_nobody_rings(board: Board) -> None:
    speaks(board)
    before = board.kept().all
    assert board.record("c1", 1, "v1").word == "voicemail", "a repeat"
    assert board.kept().all == before
    assert board.on_call("ana").ring == ()
    assert board.kept().deadlines.keys() == {"heartbeat:c1", "message:v1"}
    board.passes(RECORDED_S - 1)
    assert board.ticks() == []


def test_a_choice_that_is_over_records_nothing(board: Board) -> None:
    board.calls("c1")
    board.choose("c1", 0, "voicemail")
    board.rejoin("c1", 1)
    assert board.record("c1", 1, "v1").word == "waiting"
    assert board.kept().records("message") == {}


@pytest.mark.parametrize(("how", "outcome"), [("kept", "voicemail_kept"), ("none", "abandoned")])
def test_whoever_hangs_up_ends_with_what_was_left(board: Board, how: str, outcome: str) -> None:
    speaks(board)
    assert board.leave("c1").word == "voicemail"
    assert board.leave("c1").word == "voicemail"
    assert board.stage("c1") == "voicemail", "it is not known yet"
    board.settle_message("v1", how)
    assert board.contact("c1")["outcome"] == outcome
    assert board.settle_message("v1", "none").word == how, "it is settled once"
    assert [event["detail"] for event in board.told("ended")] == [outcome]
    assert not [name for name in board.kept().deadlines if name.startswith(("heartbeat", "message"))]


def test_whoever_hears_that_it_is_kept_and_hangs_up_ends_with_it(board: Board) -> None:
    speaks(board)
    board.settle_message("v1", "kept")
    standing = board.wait("c1")
    assert standing and (standing.stage, standing.choice) == ("voicemail", "kept")
    assert board.leave("c1").details == ("voicemail_kept",)


def test_whoever_goes_back_in_line_keeps_place_and_message(board: Board) -> None:
    speaks(board)
    entered = board.contact("c1")["entered_at"]
    board.settle_message("v1", "kept")
    board.passes(30)
    assert board.rejoin("c1", 2).word == "waiting"
    assert board.contact("c1")["entered_at"] == entered
    assert board.on_call("ana").ring == ("c1-1",)
    board.passes(60)
    assert board.leave("c1").details == ("voicemail_kept",)


def test_a_second_message_of_nothing_takes_nothing_from_the_first(board: Board) -> None:
    speaks(board)
    board.rejoin("c1", 2)
    board.settle_message("v1", "kept")
    board.choose("c1", 3, "voicemail")
    board.record("c1", 4, "v2")
    board.settle_message("v2", "none")
    assert board.leave("c1").details == ("voicemail_kept",)


def test_whoever_has_hung_up_is_not_put_in_line_again(board: Board) -> None:
    speaks(board)
    board.leave("c1")
    assert board.rejoin("c1", 2).word == "voicemail"


def test_nothing_said_is_back_in_line(board: Board) -> None:
    speaks(board)
    board.settle_message("v1", "none")
    assert board.stage("c1") == "waiting"
    assert "fetch:v1" not in board.kept().deadlines


def test_news_of_a_recording_has_a_job_settle_it_at_once(board: Board) -> None:
    speaks(board)
    assert board.recorded("v1", "sealed", 12).word == "recording"
    assert board.recorded("v1", "other", 99).word == "recording"
    assert board.message("v1")["recording"] == "sealed"
    board.passes(1)
    assert board.ticks() == [("message", "v1")]
    board.settle_message("v1", "kept")
    assert ("fetch", "v1") in board.ticks()
    assert [alert["kind"] for alert in board.alerts()] == ["voicemail"]
    assert board.recorded("v2", "sealed", 12).word == "unknown"
