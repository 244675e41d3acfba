"""What the oracle says of ledgers that are written by hand."""

from typing import Any

from tests.faults.oracle import Findings, judge

CAL, DEE, ANA, BO = "+12025560001", "+12025560002", "+12025550150", "+12025550151"
LINE = "+12025550100"
GREETING = "If someone may be dying, hang up and call 911, …"
PROMISE = "All right, we will call you. When we do, …"


def call(from_: str, to: str, at: float, *spans: tuple[str, float, float], said: str = GREETING) -> dict[str, Any]:
    """A call that begins at some time, in which 1 is pressed a second later; spans are with whom, from, to."""
    heard = [{"at": at, "kind": "say", "text": said}, {"at": at + 1, "kind": "keys", "text": "1"}]
    return {
        "from": from_,
        "to": to,
        "direction": "inbound" if to == LINE else "outbound-api",
        "status": "completed",
        "created": at,
        "ended": at + 60,
        "heard": heard,
        "spans": [{"with": other.split(), "from": since, "to": till} for other, since, till in spans],
    }


def judged(*calls: dict[str, Any], left: str = "", still: str = "", hooks: tuple[dict[str, Any], ...] = ()) -> Findings:
    return judge({"calls": calls, "webhooks": hooks}, {CAL, DEE}, {left}, {still})


def test_who_talks_or_leaves_by_their_own_will_has_an_outcome_and_who_is_dropped_has_none() -> None:
    talked = (call(CAL, LINE, 0, (ANA, 5, 9)), call(LINE, ANA, 2, (CAL, 5, 9)))
    assert judged(*talked).without_outcome == []
    assert judged(call(CAL, LINE, 0), left=CAL).without_outcome == []
    assert len(judged(call(CAL, LINE, 0)).without_outcome) == 1


def test_who_was_promised_a_call_is_called_or_still_to_be_called() -> None:
    promised = call(CAL, LINE, 0, said=PROMISE)
    assert judged(promised).lost_promises == [CAL]
    assert judged(promised, still=CAL).lost_promises == []
    assert judged(promised, call(LINE, CAL, 9)).lost_promises == []


def test_three_in_one_talk_and_two_talks_at_a_time_are_seen() -> None:
    assert judged(call(CAL, LINE, 0, (f"{ANA} {BO}", 5, 9))).bridged_twice == [CAL]
    assert judged(call(CAL, LINE, 0, (ANA, 5, 9), (BO, 7, 10))).bridged_twice == [CAL]
    assert judged(call(CAL, LINE, 0, (ANA, 5, 9), (BO, 9, 12))).bridged_twice == []


def test_who_is_overtaken_is_seen_but_not_while_somebody_was_rung_in_vain() -> None:
    first, second = call(CAL, LINE, 0, (ANA, 20, 29)), call(DEE, LINE, 5, (BO, 12, 19))
    offers = (call(LINE, ANA, 18, (CAL, 20, 29)), call(LINE, BO, 10, (DEE, 12, 19)))
    assert judged(first, second, *offers).out_of_order == [f"{DEE}, who came 5.0 s later, 8.0 s before {CAL}"]
    assert judged(first, second, *offers, call(LINE, "+12025550152", 3)).out_of_order == []


def test_an_answer_that_was_wrong_counts_and_none_at_all_does_not() -> None:
    hooks = ({"status": 500, "error": "11200"}, {"status": None, "error": "11205"}, {"status": 200, "error": ""})
    assert judged(hooks=hooks).bad_answers == ["11200"]
