"""Texts to be sent: each once, whatever is lost or repeated, and nothing of them kept."""

import pytest

from tests.store.board import START_MS, Board

ASKED = {"kind": "test", "line": "main", "to": "sealed-number", "words": "sealed-words"}


def asked(board: Board) -> None:
    assert board.text("t1", ASKED).word == "waiting"


def test_a_text_asked_for_again_is_one_text(board: Board) -> None:
    asked(board)
    before = board.kept().all
    assert board.text("t1", {**ASKED, "words": "others"}).word == "waiting"
    assert board.kept().all == before
    board.take_text("t1")
    board.text_news("t1", "sent")
    assert board.text("t1", ASKED).word == "sent"
    assert board.kept().deadlines == {}


def test_a_lost_job_is_asked_for_again(board: Board) -> None:
    asked(board)
    board.passes(5)
    assert board.ticks() == [("send", "t1")]
    assert board.take_text("t1").details == ("main", "sealed-number", "sealed-words", str(board.now))


def test_two_jobs_never_send_at_once_and_the_next_one_looks_first(board: Board) -> None:
    asked(board)
    assert board.take_text("t1").word == "send"
    board.passes(19)
    assert board.take_text("t1").word == "taken"
    assert board.ticks() == []
    board.passes(1)
    assert board.ticks() == [("send", "t1")]
    change = board.take_text("t1")
    assert (change.word, change.details[3]) == ("look", str(START_MS)), "since the first try"
    assert board.take_text("t1").word == "taken"


def test_a_text_refused_for_now_is_tried_later_and_later(board: Board) -> None:
    asked(board)
    waits = []
    for _ in range(7):
        assert board.take_text("t1").word == "send"
        board.text_news("t1", "later")
        waits.append((board.kept().deadlines["send:t1"] - board.now) // 1000)
        board.redis.at = board.kept().deadlines["send:t1"]
    assert waits == [10, 20, 40, 80, 160, 300, 300]


def test_after_an_hour_a_text_is_given_up(board: Board) -> None:
    asked(board)
    board.take_text("t1")
    board.text_news("t1", "later")
    board.passes(3601)
    assert board.take_text("t1").word == "given_up"
    assert [event["detail"] for event in board.told("text_given_up")] == ["test late"]
    assert "to" not in board.kept().records("text")["t1"]
    assert board.kept().deadlines == {}


@pytest.mark.parametrize("end", ["sent", "delivered", "undelivered", "given_up"])
def test_number_and_words_go_with_the_end_and_the_record_within_a_day(board: Board, end: str) -> None:
    asked(board)
    board.take_text("t1")
    assert board.text_news("t1", end, "30003").word == end
    kept = board.kept()
    assert not {"to", "words"} & set(kept.records("text")["t1"])
    assert 0 < kept.life["text:t1"] <= 24 * 3600
    assert board.take_text("t1").word == end, "it is not sent again"


@pytest.mark.parametrize(
    ("news", "state"),
    [
        (["delivered", "sent"], "delivered"),
        (["sent", "delivered", "delivered"], "delivered"),
        (["undelivered", "delivered"], "undelivered"),
        (["sent", "undelivered", "sent", "later"], "undelivered"),
    ],
)
def test_news_comes_in_any_order(board: Board, news: list[str], state: str) -> None:
    asked(board)
    board.take_text("t1")
    for word in news:
        board.text_news("t1", word, "30003" if word == "undelivered" else "")
    assert board.text("t1", ASKED).word == state
    failures = [event["detail"] for event in board.told("text_undelivered")]
    assert failures == (["test 30003"] if state == "undelivered" else [])


def test_news_of_a_text_nobody_knows_makes_none(board: Board) -> None:
    assert board.text_news("t9", "delivered").word == "unknown"
    assert board.kept().records("text") == {}
