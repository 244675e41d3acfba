"""What happens with time: deadlines, leases, lives, and records that are gone."""

import pytest

from routing.store import keys
from tests.store.board import QUEUE, START_MS, Board, Kept

DAY_S, AFTERLIFE_S = 24 * 3600, 15 * 60


def test_what_needs_a_job_is_lent_and_comes_again_until_it_has_worked(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.passes(4.999)
    assert board.ticks() == []
    board.passes(0.001)
    assert board.ticks() == [("ask", "c1-1")]
    assert board.ticks() == [], "any number of clocks may run"
    board.passes(4)
    assert board.ticks() == [("ask", "c1-1")]
    board.postpone("placing", "c1-1", 30)
    board.passes(29)
    assert board.ticks() == []
    board.finish("c1-1", "not_rung")
    board.passes(1)
    assert board.ticks() == []


def test_those_who_talk_are_asked_after_one_after_the_other_where_news_may_be_lost(board: Board) -> None:
    for specialist, contact in (("ana", "c1"), ("bo", "c2")):
        board.on_call(specialist)
        board.calls(contact)
        board.accept(f"{contact}-1")
        for who in ("caller", "specialist"):
            board.join(f"{contact}-1", who)
    board.calls("c3")
    board.doubt(50)
    heartbeats = {name: at for name, at in board.kept().deadlines.items() if name.startswith("heartbeat:")}
    assert heartbeats == {"heartbeat:c1": START_MS, "heartbeat:c2": START_MS + 50, "heartbeat:c3": START_MS + 90_000}


def test_a_settled_deadline_is_not_postponed(board: Board) -> None:
    board.postpone("placing", "c1-1", 30)
    assert board.kept().deadlines == {}


def test_no_more_is_taken_at_once_than_asked_for(board: Board) -> None:
    for contact in ("c1", "c2", "c3"):
        board.calls(contact)
    board.passes(90)
    assert board.due(2, 4000)[1].jobs == (("check", "c1"), ("check", "c2"))
    assert board.due(2, 4000)[1].jobs == (("check", "c3"),)


@pytest.mark.parametrize(
    ("news", "deadlines"),
    [
        ([], {"placing": 5}),
        (["placed"], {"placing": 60}),
        (["initiated"], {"ringing": 30}),
        (["initiated", "placed"], {"ringing": 30}),
        (["placed", "ringing", "initiated"], {"ringing": 30}),
        (["initiated", "ringing", "answered"], {"whisper": 40}),
        (["answered", "initiated", "ringing", "placed"], {"whisper": 40}),
    ],
)
def test_news_of_a_leg_come_in_any_order(board: Board, news: list[str], deadlines: dict[str, int]) -> None:
    board.on_call("ana")
    board.calls("c1")
    assert [board.progress("c1-1", word, "leg").word for word in news] == ["wanted"] * len(news)
    assert _of(board.kept(), "c1-1") == {kind: START_MS + seconds * 1000 for kind, seconds in deadlines.items()}


def test_one_job_alone_places_the_call(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.passes(8)
    change = board.claim("c1-1")
    assert (change.word, change.details) == ("ring", ("phone-ana", "main", 20, ""))
    assert board.claim("c1-1").word == "unwanted"
    assert board.claim("nobody-1").word == "unwanted"


def test_a_call_that_a_job_has_taken_up_has_longer_to_be_placed(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.passes(4)
    board.claim("c1-1")
    board.passes(14.999)
    assert board.ticks() == []
    board.passes(0.001)
    assert board.ticks() == [("ask", "c1-1")]


def test_a_call_given_up_as_never_placed_is_ended_when_it_comes_to_life(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.finish("c1-1", "not_rung")
    assert board.progress("c1-1", "ringing", "leg").end == ("c1-1",)


def test_a_caller_whose_phone_has_long_asked_for_nothing_is_looked_for_before_the_bridge(board: Board) -> None:
    board.calls("c1")
    board.passes(80)
    board.on_call("ana")
    assert board.accept("c1-1").word == "gone"
    assert ("check", "c1") in board.ticks()
    board.wait("c1")
    assert board.accept("c1-1").word == "bridge"


def test_who_leaves_a_bridge_first_is_told_by_either_end(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.accept("c1-1")
    board.join("c1-1", "caller")
    board.join("c1-1", "specialist")
    assert board.part("c1").word == "held", "until it is known whether the specialist has hung up as well"
    board.finish("c1-1", "completed")
    assert board.stage("c1") == "choosing"


def test_what_was_withdrawn_is_not_placed_any_more(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.leave("c1")
    assert board.claim("c1-1").word == "unwanted"
    assert _of(board.kept(), "c1-1") == {"ending": START_MS + 5000}


def test_a_withdrawn_leg_has_no_deadline_but_its_end(board: Board) -> None:
    for name in ("ana", "bo", "cy"):
        board.on_call(name)
    board.calls("c1", width=3)
    board.progress("c1-1", "answered", "leg")
    board.progress("c1-2", "ringing", "leg")
    board.choose("c1", 0, "information")
    for offer in ("c1-1", "c1-2", "c1-3"):
        assert _of(board.kept(), offer) == {"ending": START_MS + 5000}


def test_a_waiting_telephone_that_asks_no_more_is_looked_for(board: Board) -> None:
    board.calls("c1")
    board.passes(89)
    board.wait("c1")
    board.passes(89)
    assert ("check", "c1") not in board.ticks()
    board.passes(1)
    assert ("check", "c1") in board.ticks()


def test_a_choice_that_is_given_up_goes_back_to_the_place(board: Board) -> None:
    board.calls("c1")
    board.passes(10)
    board.choose("c1", 0, "information")
    board.postpone("heartbeat", "c1", 180)
    board.on_call("ana")
    board.passes(180)
    change, due = board.due(10, 4000)
    assert (change.ring, due.jobs) == (("c1-1",), ()), "the heartbeat that was due as well begins anew"
    assert board.kept().deadlines["heartbeat:c1"] == board.now + 90_000
    standing = board.wait("c1")
    assert standing and (standing.stage, standing.step, standing.choice) == ("waiting", 2, "")
    assert board.rejoin("c1", 1).details == (2,), "the old document's key is stale"


def test_a_caller_who_was_cut_off_is_looked_for_before_anything_else(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.accept("c1-1")
    board.join("c1-1", "caller")
    board.join("c1-1", "specialist")
    board.finish("c1-1", "completed")
    board.forget("moving", "c1")
    board.passes(120)
    assert board.ticks() == [("check", "c1")]
    assert board.stage("c1") == "choosing"


def test_the_clock_says_that_the_data_is_lost(board: Board) -> None:
    assert not board.due(10, 4000)[1].lost
    board.redis.delete(keys.EPOCH)
    assert board.due(10, 4000)[1].lost
    board.open_epoch("second")
    board.open_epoch("third")
    assert board.epoch() == "second"


# How long a record lives


def test_records_of_people_live_a_day_and_a_quarter_of_an_hour_after_their_end(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    assert _lives(board.kept()) == {"contact:c1": DAY_S, "offer:c1-1": DAY_S, "digest:call:digest-c1": DAY_S}
    board.leave("c1")
    board.finish("c1-1", "canceled")
    board.pass_by("c2", "a-call", "resources", "main")
    assert _lives(board.kept()) == {
        "contact:c1": AFTERLIFE_S,
        "offer:c1-1": AFTERLIFE_S,
        "contact:c2": AFTERLIFE_S,
        "digest:call:digest-c1": DAY_S,
        "digest:call:a-call": DAY_S,
    }


def test_asking_about_a_contact_that_has_ended_does_not_keep_it(board: Board) -> None:
    board.calls("c1")
    board.leave("c1")
    board.redis.expire(keys.contact("c1"), 100)
    standing = board.wait("c1")
    assert standing and standing.stage == "ended"
    assert board.kept().life["contact:c1"] <= 100


def test_a_waiting_telephone_keeps_its_record(board: Board) -> None:
    board.calls("c1")
    board.redis.expire(keys.contact("c1"), 100)
    board.wait("c1")
    assert board.kept().life["contact:c1"] > 100


# Records that are gone, as after a day without power: nothing is stuck, and nothing comes back without a life.


def test_nobody_is_rung_for_a_contact_whose_record_is_gone(board: Board) -> None:
    board.calls("c1")
    board.passes(1)
    board.calls("c2")
    board.redis.delete(keys.contact("c1"))
    assert board.on_call("ana").ring == ("c2-1",)
    assert board.kept().queue(QUEUE, "waiting") == {}
    board.passes(90)
    board.ticks()
    assert board.kept().all["contacts"].keys() == {"c2"}
    assert not [member for member in board.kept().deadlines if member.endswith(":c1")]


def test_no_place_is_taken_by_an_offered_contact_whose_record_is_gone(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.redis.delete(keys.contact("c1"))
    board.calls("c2")
    standing = board.wait("c2")
    assert standing and standing.place == 1


def test_an_offer_whose_record_is_gone_holds_no_contact(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.redis.delete(keys.offer("c1-1"))
    board.on_call("bo")
    board.passes(15)
    assert board.due(10, 4000)[0].ring == ("c1-2",)


@pytest.mark.parametrize("accepted", [False, True])
def test_an_offer_whose_record_is_gone_holds_no_specialist(board: Board, accepted: bool) -> None:
    board.on_call("ana")
    board.calls("c1")
    if accepted:
        board.accept("c1-1")
    board.redis.delete(keys.offer("c1-1"), keys.contact("c1"))
    board.passes(DAY_S + 60)
    board.ticks()
    assert board.activity("ana") == "available"
    assert board.calls("c2").ring == ("c2-1",)


@pytest.mark.parametrize("accepted", [False, True])
@pytest.mark.parametrize("lost", ["contact:c1", "offer:c1-1", "specialist:ana"])
def test_no_script_makes_a_record_that_was_gone(board: Board, lost: str, accepted: bool) -> None:
    board.on_call("ana")
    board.calls("c1")
    if accepted:
        board.accept("c1-1")
    board.redis.delete(keys.PREFIX + lost)
    board.claim("c1-1")
    board.wait("c1")
    for news in ("placed", "answered"):
        board.progress("c1-1", news, "leg")
    board.join("c1-1", "caller")
    board.undo("c1", 0)
    board.choose("c1", 0, "information")
    board.rejoin("c1", 1)
    board.widen("c1", "main.general.es")
    board.refuse("c1-1", "declined")
    board.finish("c1-1", "completed")
    board.leave("c1")
    assert lost not in board.kept().all
    assert all(life > 0 for life in _lives(board.kept()).values())


def _of(kept: Kept, subject: str) -> dict[str, int]:
    named = ((member.partition(":"), at) for member, at in kept.deadlines.items())
    return {kind: at for (kind, _, of), at in named if of == subject}


def _lives(kept: Kept) -> dict[str, int]:
    about = ("contact", "offer", "digest")
    return {name: life for name, life in kept.life.items() if name.partition(":")[0] in about}
