"""Alerts: told at once, of one kind at most hourly, and never lost on the way."""

from tests.store.board import START_MS, Board

HOUR_S = 3600
DAY_S = 24 * HOUR_S


def told(board: Board, alert: str = "nobody-main", webhook: bool = False) -> int:
    """What a job does that tells an alert; the moment that it tells it at."""
    change = board.take_alert(alert)
    assert change.word == "tell"
    assert board.told_alert(alert, str(change.details[3]), webhook).word == "told"
    return int(change.details[3])


def test_what_happens_is_told_at_once_and_then_hourly(board: Board) -> None:
    board.alarm("nobody", "main")
    assert board.ticks() == [("alert", "nobody-main")]
    told(board)
    for _ in range(5):
        board.passes(600)
        board.alarm("nobody", "main")
        assert board.ticks() == []
    board.passes(599)
    assert board.ticks() == []
    board.passes(1)
    assert board.ticks() == [("alert", "nobody-main")]
    told(board)
    board.passes(2 * HOUR_S)
    assert board.ticks() == [], "nothing has happened since"


def test_each_kind_and_each_line_is_told_for_itself(board: Board) -> None:
    for kind, line in (("nobody", "main"), ("nobody", "family"), ("bad_number", "main")):
        board.alarm(kind, line)
    assert {subject for _, subject in board.ticks()} == {"nobody-main", "nobody-family", "bad_number-main"}


def test_a_job_that_is_lost_or_repeated_tells_one_thing(board: Board) -> None:
    board.alarm("nobody", "main")
    first = board.take_alert("nobody-main").details
    board.passes(4)
    board.alarm("nobody", "main")
    assert board.take_alert("nobody-main").details == first, "texts are sent by this time, so they are the same ones"
    assert board.told_alert("nobody-main", str(first[3]), False).word == "told"
    assert board.told_alert("nobody-main", str(first[3]), False).word == "repeat"
    board.passes(HOUR_S)
    assert board.ticks() == [("alert", "nobody-main")], "what happened in between is told as well"


def test_acknowledged_is_quiet_until_it_happens_again(board: Board) -> None:
    board.alarm("nobody", "main")
    told(board)
    board.passes(60)
    board.alarm("nobody", "main")
    assert [alert["kind"] for alert in board.alerts()] == ["nobody"]
    assert board.acknowledge("nobody-main").word == "acknowledged"
    assert board.acknowledge("nobody-main").word == "unknown"
    assert board.alerts() == []
    board.passes(2 * HOUR_S)
    assert board.ticks() == []
    board.alarm("nobody", "main")
    assert board.ticks() == [("alert", "nobody-main")]
    assert int(board.alerts()[0]["since"]) == board.now


def test_what_happens_now_and_then_is_no_alert_until_it_is_often(board: Board) -> None:
    for _ in range(5):
        assert [board.alarm("provider", "main", 3, 300).word for _ in range(2)] == ["noted", "noted"]
        board.passes(301)
    assert board.alerts() == []
    assert board.ticks() == []
    assert [board.alarm("provider", "main", 3, 300).word for _ in range(3)] == ["noted", "noted", "alarm"]
    assert board.ticks() == [("alert", "provider-main")]


def test_a_webhook_that_does_not_take_it_is_asked_again_for_an_hour(board: Board) -> None:
    board.alarm("nobody", "main")
    at = told(board, webhook=True)
    assert (at, board.ticks()) == (START_MS, [("notify", "nobody-main")])
    waits = []
    while board.notified("nobody-main", str(at), "later").word == "later":
        waits.append((board.kept().deadlines["notify:nobody-main"] - board.now) // 1000)
        board.redis.at = board.kept().deadlines["notify:nobody-main"]
    assert waits[:7] == [10, 20, 40, 80, 160, 300, 300]
    assert HOUR_S <= sum(waits) < HOUR_S + 300
    assert [event["detail"] for event in board.told("alert_not_taken")] == ["nobody"]
    assert board.kept().deadlines == {}


def test_a_webhook_that_takes_it_is_told_once(board: Board) -> None:
    board.alarm("nobody", "main")
    at = told(board, webhook=True)
    assert board.notified("nobody-main", str(at), "taken").word == "taken"
    assert board.notified("nobody-main", str(at), "taken").word == "repeat"
    assert board.kept().deadlines == {}


def test_whoever_waits_with_nobody_on_call_raises_an_alert(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.calls("c2")
    board.wait("c2")
    assert board.alerts() == [], "ana is on call"
    board.refuse("c1-1", "declined")
    board.finish("c1-1", "completed")
    board.set_activity("ana", "offline")
    board.wait("c2")
    assert [alert["kind"] for alert in board.alerts()] == ["nobody"]


def test_three_misses_raise_an_alert_and_the_specialist_is_told(board: Board) -> None:
    board.on_call("ana")
    board.on_call("bo")
    board.calls("c1")
    for _ in range(40):
        for offer, record in board.kept().records("offer").items():
            if record["specialist"] == "ana" and "over" not in record:
                board.finish(offer, "no-answer")
            elif "over" not in record:
                board.refuse(offer, "declined")
                board.finish(offer, "completed")
        if board.told("missed_often"):
            break
        board.passes(10)
        board.ticks()
    assert board.activity("ana") == "on_break"
    assert [alert["kind"] for alert in board.alerts()] == ["missed_often"]
    assert ("break_told", "ana") in board.ticks()


def test_a_bad_number_raises_an_alert(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.finish("c1-1", "failed")
    assert [(alert["kind"], alert["line"]) for alert in board.alerts()] == [("bad_number", "main")]


def test_a_reply_acknowledges_what_its_line_was_told_and_a_repeat_changes_nothing(board: Board) -> None:
    for alert in ("nobody-main", "voicemail-main", "nobody-other"):
        board.alarm(*alert.split("-"))
    for alert in ("nobody-main", "nobody-other"):
        told(board, alert)
    assert board.reply_alert("r1", "main").word == "acknowledged"
    before = board.kept().all
    assert (board.reply_alert("r1", "main").word, board.kept().all) == ("acknowledged", before)
    assert {f"{row['kind']}-{row['line']}" for row in board.alerts()} == {"voicemail-main", "nobody-other"}
    assert board.reply_alert("r2", "main").word == "none", "the message was not told yet"


def test_what_goes_out_is_counted_once_whatever_is_repeated(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.claim("c1-1")
    for news in ("placed", "placed", "initiated"):
        board.progress("c1-1", news, "leg")
    board.text("t1", {"kind": "help", "line": "main", "to": "sealed", "words": "sealed"})
    board.take_text("t1")
    for news in ("sent", "delivered", "sent"):
        board.text_news("t1", news)
    assert [board.overspent("main", most).word for most in (2, 1)] == ["within", "over"]
    assert board.overspent("other", 1).word == "within"
    (counted,) = (life for name, life in board.kept().life.items() if name.startswith("placed:"))
    assert 0 < counted <= 2 * DAY_S, "nothing is counted for longer"


def test_who_knows_of_a_days_spending_hears_of_the_next_days(board: Board) -> None:
    board.passes(DAY_S - board.now // 1000 % DAY_S)
    for _ in range(2):
        board.text(f"t{board.now}", {"kind": "help", "line": "main", "to": "sealed", "words": "sealed"})
        board.take_text(f"t{board.now}")
        board.text_news(f"t{board.now}", "sent")
        assert board.overspent("main", 0).word == "over"
        board.acknowledge("spend-main")
        assert board.overspent("main", 0).word == "known"
        board.passes(DAY_S)
        assert board.overspent("main", 0).word == "within"
