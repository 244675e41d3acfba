"""After a call, on the switchboard: how long a wrap-up lasts, and for how long a person is shut out."""

import pytest

from tests.store.board import START_MS, Board


def talked(board: Board, person: str = "someone") -> str:
    """A call that is over; its specialist is still on the line."""
    board.on_call("ana")
    board.calls("c1", person=person)
    board.accept("c1-1")
    for who in ("specialist", "caller"):
        board.join("c1-1", who)
    board.passes(100)
    board.leave("c1")
    assert board.wrap_up("c1-1").word == "wrap_up"
    return "c1-1"


# What is asked for, when the leg ends, when the wrap-up does; all in seconds after the call.
WRAPS = [
    ([], 0, 60),
    ([], 20, 60),
    ([], 70, 70),
    (["extend"], 20, 360),
    (["extend", "extend"], 20, 600),
    (["extend", "extend", "extend"], 20, 600),
    (["ready"], 20, 20),
    (["extend", "ready"], 20, 20),
    (["ready", "extend"], 20, 300),
]


@pytest.mark.parametrize(("asks", "leg_ends", "wrap_ends"), WRAPS)
def test_a_wrap_up_lasts_as_long_as_was_asked(board: Board, asks: list[str], leg_ends: int, wrap_ends: int) -> None:
    offer = talked(board)
    over = board.now
    for at, ask in enumerate(asks):
        assert (
            board.extend("ana", str(at)) if ask == "extend" else board.set_activity("ana", "available")
        ).word == "wrap_up"
        assert board.kept().queue("main.general.en", "available") == {}, "never rung while on the line"
    board.passes(leg_ends)
    board.finish(offer, "completed")
    while board.activity("ana") == "wrap_up":
        board.passes(1)
        board.ticks()
    assert board.now == over + wrap_ends * 1000


@pytest.mark.parametrize(("more", "seconds"), [(0, 60), (1, 360), (2, 600), (3, 600)])
def test_a_wrap_up_without_the_line_may_be_extended_too(board: Board, more: int, seconds: int) -> None:
    offer = talked(board)
    over = board.now
    board.finish(offer, "completed")
    for at in range(more):
        board.extend("ana", str(at))
        board.extend("ana", str(at))
    assert board.kept().deadlines["ready:ana"] == over + seconds * 1000
    board.set_activity("ana", "on_break")
    assert board.extend("ana", "late").word == "on_break"


def test_a_person_is_shut_out_for_a_day(board: Board) -> None:
    offer = talked(board)
    assert [board.shut_out(offer).word for _ in range(2)] == ["shut_out"] * 2
    assert len(board.told("shut_out")) == 1
    ends = [(24 * 3600 - 1, "shut_out"), (1, "waiting")]
    for at, (seconds, word) in enumerate(ends):
        board.passes(seconds)
        for _ in range(2):
            change = board.calls(f"again-{at}", person="someone")
            assert change.word == word
    assert board.contact("again-0")["outcome"] == "referred"
    assert [event["detail"] for event in board.told("ended")] == ["bridged", "referred"]
    assert board.calls("other", person="other").word == "waiting"


def test_who_cannot_be_told_apart_is_not_shut_out(board: Board) -> None:
    assert board.shut_out(talked(board, person="")).word == "withheld"
    assert board.calls("c2").word == "waiting"


def test_the_leg_is_ended_when_nothing_more_is_pressed(board: Board) -> None:
    talked(board)
    assert board.kept().deadlines["ending:c1-1"] == START_MS + 160_000
    assert board.flag("c1-1").word == board.flag("c1-1").word == "flagged"
    assert len(board.told("flagged")) == 1
    assert board.flag("nobody-1").word == ""


def test_a_word_is_told_once_when_the_leg_is_over_and_not_after(board: Board) -> None:
    offer = talked(board)
    for word in ("emergency", "talked", "talked"):
        assert board.say_word(offer, word).word == "said"
    for _ in range(2):
        board.finish(offer, "completed")
    assert [row["detail"] for row in board.told("word")] == ["main.general.en talked"]
    assert board.say_word(offer, "emergency").word == "over"


def test_nothing_is_said_of_a_call_in_which_nobody_talked(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    assert board.say_word("c1-1", "talked").word == "over"
    assert "word" not in board.offer("c1-1")
