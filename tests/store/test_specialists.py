"""Specialists on the switchboard: set aside, on a break, off duty, and back."""

import pytest

from tests.store.board import QUEUE, START_MS, Board

ES = "main.general.es"


def test_a_specialist_is_off_duty_until_asked(board: Board) -> None:
    board.calls("c1")
    assert board.hires("ana").word == "offline"
    assert board.kept().queue(QUEUE, "available") == {}
    change = board.set_activity("ana", "available")
    assert (change.word, change.ring) == ("ringing", ("c1-1",))
    assert board.set_activity("nobody", "available").word == "unknown"
    assert board.specialist("nobody") == {}


# Cause, seconds set aside, misses counted, whether they go to the end of the line of the idle.
CAUSES = [
    ("declined", 60, 0, True),
    ("busy", 60, 1, True),
    ("failed", 60, 1, True),
    ("no-answer", 10, 1, True),
    ("completed", 10, 0, True),
    ("asked", 10, 1, True),
    ("not_rung", 3, 0, False),
    ("rescinded", 0, 0, False),
    ("canceled", 0, 0, False),
]


@pytest.mark.parametrize(("cause", "seconds", "misses", "last"), CAUSES)
def test_who_does_not_take_an_offer_is_set_aside_by_cause(
    board: Board, cause: str, seconds: int, misses: int, last: bool
) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.passes(10)
    _comes_to_nothing(board, "c1-1", cause)
    assert board.activity("ana") == ("available" if seconds or cause == "canceled" else "ringing")
    record = board.specialist("ana")
    assert int(record.get("misses", 0)) == misses
    assert record["idle_since"] == str(board.now if last else START_MS)
    if seconds:
        board.passes(seconds - 0.001)
        assert board.ticks() == [] or board.activity("ana") == "available"
        assert board.kept().queue(QUEUE, "available") == {}
        board.passes(0.001)
        board.ticks()
        assert board.offer("c1-2")["specialist"] == "ana"


def _comes_to_nothing(board: Board, offer: str, cause: str) -> None:
    match cause:
        case "declined":
            board.refuse(offer, "declined")
            assert board.activity("ana") == "ringing", "until the leg is over"
            board.finish(offer, "completed")
        case "rescinded":
            board.choose("c1", 0, "information")
            board.rejoin("c1", 1)
            board.finish(offer, "canceled")
        case "canceled":
            board.leave("c1")
            board.finish(offer, "canceled")
        case "asked":
            board.progress(offer, "asked", "leg")
            board.finish(offer, "completed")
        case _:
            board.finish(offer, cause)


def test_the_end_of_a_leg_counts_once(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    assert [board.finish("c1-1", "no-answer").word for _ in range(2)] == ["over", "repeat"]
    assert board.finish("c9-1", "no-answer").word == "unknown"
    assert board.specialist("ana")["misses"] == "1"
    assert board.refuse("c1-1", "declined").word == "missed"
    assert board.accept("c1-1").word == "taken"


def test_silence_and_then_the_end_of_the_leg_is_one_miss(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.progress("c1-1", "answered", "leg")
    assert [board.refuse("c1-1", "missed").word for _ in range(2)] == ["refused", "missed"]
    board.finish("c1-1", "completed")
    assert board.specialist("ana")["misses"] == "1"


def test_three_misses_in_a_row_are_a_break(board: Board) -> None:
    board.on_call("ana")
    board.on_call("bo", ES, QUEUE)
    board.set_activity("bo", "on_break")
    board.on_call("cy")
    board.calls("c1")
    _misses(board, "ana", 3)
    assert board.activity("ana") == "on_break"
    assert [event["specialist"] for event in board.told("missed_often")] == ["ana"]
    assert board.kept().all[f"queue:{QUEUE}:on_duty"] == {"cy"}


def test_who_takes_or_declines_an_offer_between_has_not_missed_three_in_a_row(board: Board) -> None:
    board.on_call("ana")
    board.on_call("bo")
    board.calls("c1")
    _misses(board, "ana", 2)
    offer = _rings_for(board, "ana")
    board.refuse(offer, "declined")
    board.finish(offer, "completed")
    assert board.specialist("ana")["misses"] == "0"


def test_the_last_on_duty_of_a_queue_is_rung_again_after_two_minutes(board: Board) -> None:
    board.on_call("ana", QUEUE, ES)
    board.on_call("bo", QUEUE)
    board.calls("c1")
    _misses(board, "ana", 3)
    assert board.activity("ana") == "available", "nobody else speaks Spanish"
    board.leave("c1")
    board.calls("c2", ES)
    board.passes(119)
    board.ticks()
    assert board.activity("ana") == "available"
    board.passes(1)
    board.ticks()
    assert board.specialist("ana")["offer"] == "c2-1"


def test_two_who_miss_together_do_not_both_go(board: Board) -> None:
    board.on_call("ana")
    board.on_call("bo")
    board.calls("c1", width=2)
    for _ in range(3):
        for name in ("ana", "bo"):
            board.finish(board.specialist(name)["offer"], "no-answer")
        board.passes(10)
        board.ticks()
    assert sorted(board.activity(name) for name in ("ana", "bo")) == ["available", "on_break"]


def test_being_asked_to_be_available_twice_does_not_count_against_a_break(board: Board) -> None:
    board.calls("c1")
    board.on_call("bo", QUEUE)
    board.on_call("ana")
    _misses(board, "bo", 2)
    offer = _rings_for(board, "bo")
    board.set_activity("bo", "available")
    board.finish(offer, "no-answer")
    assert board.activity("bo") == "on_break"


@pytest.mark.parametrize("asked", ["offline", "on_break"])
@pytest.mark.parametrize("state", ["ringing", "engaged"])
def test_an_activity_asked_for_meanwhile_is_taken_at_the_end(board: Board, state: str, asked: str) -> None:
    board.on_call("ana")
    board.calls("c1")
    if state == "engaged":
        board.accept("c1-1")
    assert board.set_activity("ana", asked).word == state
    board.finish("c1-1", "completed")
    assert board.activity("ana") == asked
    assert board.kept().deadlines.keys() & {"ready:ana", "recheck:ana"} == set()


def test_an_activity_asked_for_meanwhile_may_be_taken_back(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.set_activity("ana", "offline")
    board.set_activity("ana", "available")
    board.finish("c1-1", "not_rung")
    assert board.activity("ana") == "available"


def test_after_a_talk_there_is_time_to_write_and_then_the_next(board: Board) -> None:
    _talks(board)
    board.calls("c2")
    assert board.finish("c1-1", "completed").word == "over"
    assert board.activity("ana") == "wrap_up"
    board.passes(59)
    assert board.due(10, 4000)[0].ring == ()
    board.passes(1)
    assert board.due(10, 4000)[0].ring == ("c2-1",)


@pytest.mark.parametrize(
    ("asked", "activity"), [("available", "ringing"), ("offline", "offline"), ("on_break", "on_break")]
)
def test_a_wrap_up_may_be_ended(board: Board, asked: str, activity: str) -> None:
    _talks(board)
    board.calls("c2")
    board.finish("c1-1", "completed")
    board.set_activity("ana", asked)
    assert board.activity("ana") == activity
    assert "ready:ana" not in board.kept().deadlines
    assert "ready_at" not in board.specialist("ana")


def test_what_is_known_of_a_specialist_may_change(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1", ES)
    change = board.hires("ana", ES)
    assert (change.word, change.ring) == ("ringing", ("c1-1",))
    assert board.kept().all.get(f"queue:{QUEUE}:on_duty") is None
    assert board.kept().all[f"queue:{ES}:on_duty"] == {"ana"}


def test_who_is_set_aside_stays_so_when_the_roster_changes(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.finish("c1-1", "no-answer")
    assert board.hires("ana", QUEUE, ES).ring == ()
    assert board.kept().queue(ES, "available") == {}


def test_who_is_still_in_a_call_of_a_lost_life_is_freed_when_it_ends(board: Board) -> None:
    board.calls("c1")
    board.hires("ana")
    board.occupy("ana")
    assert board.set_activity("ana", "available").word == "engaged"
    board.passes(15)
    assert board.ticks() == [("recheck", "ana")]
    assert board.release("ana").ring == ("c1-1",)
    assert board.release("ana").word == "ringing", "a repeat"


def test_who_asked_for_nothing_is_off_duty_after_a_lost_life(board: Board) -> None:
    board.hires("ana")
    board.occupy("ana")
    assert board.release("ana").word == "offline"


def _talks(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.accept("c1-1")
    board.join("c1-1", "specialist")
    board.join("c1-1", "caller")
    board.leave("c1")


def _rings_for(board: Board, name: str) -> str:
    """Let everybody else decline until this specialist's telephone rings; its offer."""
    for _ in range(20):
        if board.activity(name) == "ringing":
            return board.specialist(name)["offer"]
        for other in ("ana", "bo", "cy"):
            offer = board.specialist(other).get("offer", "")
            if offer and other != name:
                board.refuse(offer, "declined")
                board.finish(offer, "completed")
        board.passes(10)
        board.ticks()
    raise AssertionError(f"nobody rings {name}")


def _misses(board: Board, name: str, times: int) -> None:
    for _ in range(times):
        board.finish(_rings_for(board, name), "no-answer")
