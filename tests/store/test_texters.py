"""People who text, in live state and on record: once for a text that comes twice, and as they last asked."""

from typing import Any

import pytest

from routing.domain.talk import Stands
from routing.domain.texter import Answer, Texter
from routing.store.records.migrating import migrate
from routing.store.records.opt_outs import OptOuts
from tests.store.board import QUEUE, START_MS, Board

PERSON, BEFORE, TEXT, LINE = "p" * 32, "q" * 32, "t" * 32, "main"


def known(board: Board, text: str = "another") -> Texter:
    return board.text_comes([PERSON, BEFORE], text, LINE)[0]


def answered(board: Board, words: str, text: str = TEXT, kind: str = "remember", **more: Any) -> str:
    how = {"texts": 1, "line": LINE, "language": "es", "kind": kind, "most": 0, "instead": "nothing"}
    return board.texted(PERSON, text, Answer(words, **{**how, **more}))


def test_a_text_that_comes_again_has_the_first_answer_and_counts_once(board: Board) -> None:
    assert known(board) == Texter()
    assert answered(board, "first") == "first"
    before = board.kept().all
    assert answered(board, "second") == "first"
    assert board.kept().all == before
    assert known(board) == Texter(language="es", greeted=True, replies=1, of_line=1)
    assert known(board, TEXT).answered == "first"


def test_replies_are_counted_for_an_hour_and_the_rest_is_kept_for_a_day(board: Board) -> None:
    answered(board, "first")
    life = board.kept().life
    assert {
        name.split(":")[0] + ":" + name.split(":")[1]: seconds for name, seconds in life.items() if PERSON in name
    } == {
        f"texter:{PERSON}": 24 * 3600,
        "digest:replies": 3600,
    }
    assert (life[f"digest:sms:{TEXT}"], life[f"replies:{LINE}"]) == (24 * 3600, 3600)


def test_a_line_sends_no_more_than_its_most_in_an_hour_and_what_is_done_is_confirmed_all_the_same(board: Board) -> None:
    answers = [answered(board, "menu", f"text {n}", texts=2, most=5) for n in range(3)]
    assert answers == ["menu", "menu", "nothing"]
    assert answered(board, "menu again", "text 2", texts=1, most=5) == "nothing", "a repeat is answered the same"
    assert answered(board, "last one", "text 3", texts=1, most=5) == "last one"
    assert answered(board, "you get no more", "text 4", kind="", most=5) == "you get no more"
    assert known(board).of_line == 6
    assert answered(board, "unlimited", "text 5", texts=9) == "unlimited"


def test_whoever_was_told_that_there_are_too_many_is_known_for_an_hour(board: Board) -> None:
    answered(board, "too many", kind="crowded")
    assert known(board) == Texter(replies=1, of_line=1, told_crowded=True)
    assert board.kept().life[f"digest:crowded:{PERSON}"] == 3600
    assert "alert:crowded-main" in str(board.kept().all), "and whoever runs the line is told"


def test_the_topic_that_somebody_was_told_of_last_is_known_for_an_hour(board: Board) -> None:
    answered(board, "withdrawal is ...", topic="withdrawal")
    answered(board, "anything else?", "a second")
    assert known(board).topic == "withdrawal", "an answer that tells of none leaves it as it was"
    assert board.kept().life[f"subject:{PERSON}"] == 3600
    answered(board, "naloxone is ...", "a third", topic="naloxone")
    assert known(board).topic == "naloxone"
    assert answered(board, "no more", "a fourth", most=1, texts=5, topic="brain") == "nothing"
    assert known(board).topic == "naloxone", "of that one nothing was told"
    board.forget_texter(PERSON)
    assert not known(board).topic and f"subject:{PERSON}" not in board.kept().all


def test_what_is_not_to_be_remembered_leaves_only_its_answer(board: Board) -> None:
    answered(board, "done", kind="", texts=0)
    assert known(board) == Texter()


@pytest.mark.parametrize("digest", [PERSON, BEFORE])
def test_a_wish_holds_under_every_digest_that_ever_was(board: Board, digest: str) -> None:
    board.follow_opt_outs([digest])
    assert known(board).opted_out and board.opted_out([PERSON, BEFORE])
    board.opt_out([PERSON, BEFORE], "in")
    assert not known(board).opted_out


def test_a_wish_is_asked_to_be_put_on_record_until_it_is_and_the_last_one_counts(board: Board) -> None:
    board.opt_out([PERSON], "out")
    once = board.kept().all
    board.opt_out([PERSON], "out")
    assert board.kept().all == once
    board.passes(5)
    assert board.ticks() == [("wish", PERSON)]
    board.opt_out([PERSON], "in")
    assert board.wish_noted(PERSON, "out").word == "changed"
    assert board.wish(PERSON) == {"wish": "in", "people": PERSON}
    assert board.wish_noted(PERSON, "in").word == "noted"
    assert board.wish_noted(PERSON, "in").word == "noted", "also of a wish that was noted before"
    assert board.kept().deadlines == {}


def test_live_state_follows_the_records_but_for_what_is_not_on_record_yet(board: Board) -> None:
    board.follow_opt_outs(["a", "b"])
    board.opt_out(["c"], "out")
    board.opt_out(["a"], "in")
    board.follow_opt_outs(["a", "d"])
    assert board.kept().all["opt_outs"] == {"c", "d"}


def test_whom_the_records_could_not_forget_is_tried_again_until_they_can(board: Board) -> None:
    board.erase_later(PERSON, "sealed", "text")
    board.passes(60)
    assert board.ticks() == [("erase_again", PERSON)]
    first = board.forgetting(PERSON)
    assert first == {"number": "sealed", "how": "text", "at": str(START_MS)}
    board.erase_later(PERSON, "sealed", "text")
    board.erased(PERSON, first["at"])
    assert board.forgetting(PERSON)["at"] == str(START_MS + 60_000), "a wish that came meanwhile stays"
    board.erased(PERSON)
    assert board.kept().deadlines == {} and board.forgetting(PERSON) == {}


def test_what_would_come_by_itself_comes_sooner_and_is_never_put_off(board: Board) -> None:
    board.ticks()
    for seconds, comes in ((30, 30), (60, 30), (10, 10)):
        board.hasten("delete", "all", seconds)
        assert board.kept().all["deadlines"]["delete:all"] == START_MS + comes * 1000


def test_the_list_of_who_wants_no_texts(database_url: str) -> None:
    migrate(database_url)
    listed = OptOuts(database_url)
    for person in ("a", "b", "a"):
        listed.keep(person, 1)
    assert sorted(listed.all()) == ["a", "b"]
    listed.end(["a", "none"])
    listed.end(["a"])
    assert listed.all() == ["b"]


def rostered(board: Board, person: str) -> None:
    board.register("ana", {"name": "Ana", "phone": "sealed", "person": person, "queues": QUEUE})


def comes(board: Board, words: str, text: str, full: int = 0) -> tuple[Texter, Stands]:
    to_stranger = Answer(words, texts=1, line=LINE, kind="remember", most=0, instead="nothing")
    return board.text_comes([PERSON, BEFORE], text, LINE, full, to_stranger)


def test_a_stranger_is_answered_at_once_and_whoever_is_known_is_not(board: Board) -> None:
    assert comes(board, "hello", "t1") == (Texter(answered="hello"), Stands())
    assert comes(board, "hello again", "t1")[0].answered == "hello", "a repeat is answered the same"
    assert comes(board, "hello again", "t2") == (Texter(greeted=True, replies=1, of_line=1), Stands())
    assert known(board, "t2").answered == ""


@pytest.mark.parametrize(
    "makes_known",
    [
        lambda board: board.opt_out([PERSON], "out"),
        lambda board: board.opt_out([BEFORE], "out"),
        lambda board: board.asks(PERSON, "talk"),
        lambda board: answered(board, "first", kind=""),
        lambda board: answered(board, "too many", kind="crowded"),
        lambda board: rostered(board, PERSON),
        lambda board: rostered(board, BEFORE),
        lambda board: board.calls("c1", person=PERSON),
    ],
)
def test_nobody_of_whom_anything_is_known_is_answered_as_a_stranger(board: Board, makes_known: Any) -> None:
    makes_known(board)
    before = board.kept().all
    texter, stands = comes(board, "hello", "t9")
    assert (texter, stands) != (Texter(), Stands())
    assert not texter.answered
    assert board.kept().all == before


def test_a_stranger_is_not_answered_as_usual_by_a_line_that_sends_too_many(board: Board) -> None:
    board.texted("o" * 32, "t1", Answer("many", texts=4, line=LINE, most=5, instead=""))
    assert comes(board, "hello", "t2", full=4)[0] == Texter(of_line=4)
    assert comes(board, "hello", "t3", full=5)[0].answered == "hello"
