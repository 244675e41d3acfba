"""Contacts on the switchboard: how they wait, are offered, accepted, bridged, and end."""

import pytest

from tests.store.board import START_MS, Board

EN, ES = "main.general.en", "main.general.es"


def test_whoever_enters_waits_and_is_told_how_things_stand(board: Board) -> None:
    board.on_call("ana", ES)
    change = board.calls("c1", EN, ES, priority=0)
    assert (change.word, change.ring) == ("waiting", ("c1-1",))
    assert change.details == ("c1", 1, str(START_MS), "")


def test_entering_twice_is_one_place_whichever_id_the_second_brings(board: Board) -> None:
    board.calls("c1", call="one-call")
    board.passes(5)
    again = board.calls("c2", call="one-call")
    assert (again.word, again.details[0], again.details[2]) == ("waiting", "c1", str(START_MS))
    assert board.contact("c2") == {}
    board.leave("c1")
    assert board.calls("c3", call="one-call").word == "ended"


def test_entering_again_asks_for_the_rings_that_nobody_has_begun(board: Board) -> None:
    """Whoever let them in may have been killed before they asked."""
    board.on_call("ana")
    assert board.calls("c1", call="one-call").ring == ("c1-1",)
    assert board.calls("c1", call="one-call").ring == ("c1-1",)
    board.claim("c1-1")
    assert board.calls("c1", call="one-call").ring == ()


def test_a_place_lost_with_the_live_state_is_given_back(board: Board) -> None:
    board.calls("c1")
    board.enter("c2", "digest-c2", str(START_MS - 60_000), {"queues": EN, "priority": 0, "width": 1, "rings": 20})
    place = {contact: standing.place for contact in ("c1", "c2") if (standing := board.wait(contact))}
    assert place == {"c1": 2, "c2": 1}


def test_a_known_call_may_enter_again_once_its_record_is_gone(board: Board) -> None:
    board.calls("c1", call="one-call")
    board.redis.delete("{helpline}:contact:c1")
    change = board.calls("c2", call="one-call")
    assert (change.word, change.details[0]) == ("waiting", "c2")
    assert board.contact_of_call("one-call") == "c2"


def test_the_longest_idle_is_rung_first(board: Board) -> None:
    for name in ("bo", "ana", "cy"):
        board.on_call(name)
        board.passes(1)
    rung = [board.offer(board.calls(contact).ring[0])["specialist"] for contact in ("c1", "c2", "c3")]
    assert rung == ["bo", "ana", "cy"]


def test_the_longest_waiting_of_all_queues_is_rung_for_first(board: Board) -> None:
    for contact, queue in (("c1", ES), ("c2", EN), ("c3", ES)):
        board.calls(contact, queue)
        board.passes(1)
    board.hires("ana", EN, ES)
    assert board.set_activity("ana", "available").ring == ("c1-1",)


@pytest.mark.parametrize(
    ("waited", "priority", "first"),
    [(0, 0, "c1"), (59, 1, "c2"), (61, 1, "c1"), (29 * 60, 30, "c2"), (31 * 60, 30, "c1")],
)
def test_a_priority_is_worth_a_minute_each(board: Board, waited: int, priority: int, first: str) -> None:
    board.calls("c1")
    board.passes(waited)
    board.calls("c2", priority=priority)
    assert board.on_call("ana").ring == (f"{first}-1",)


def test_a_contact_is_in_all_the_queues_that_fit_and_leaves_all_at_once(board: Board) -> None:
    board.calls("c1", EN, ES)
    assert board.kept().queue(EN, "waiting") == board.kept().queue(ES, "waiting") == {"c1": START_MS}
    board.on_call("ana", ES)
    assert board.kept().queue(EN, "offered") == board.kept().queue(ES, "offered") == {"c1": START_MS}
    assert board.kept().queue(EN, "waiting") == board.kept().queue(ES, "waiting") == {}


def test_after_a_refusal_the_contact_stands_where_it_stood(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.passes(5)
    board.calls("c2")
    assert board.refuse("c1-1", "declined").ring == ()
    board.passes(1)
    assert board.kept().queue(EN, "waiting") == {"c1": START_MS, "c2": START_MS + 5000}
    assert board.on_call("bo").ring == ("c1-2",)


@pytest.mark.parametrize("width", [1, 2, 3])
def test_as_many_telephones_ring_as_the_width_says(board: Board, width: int) -> None:
    for name in ("ana", "bo", "cy", "dee"):
        board.on_call(name)
        board.passes(1)
    change = board.calls("c1", width=width)
    assert [board.offer(offer)["specialist"] for offer in change.ring] == ["ana", "bo", "cy"][:width]


def test_whoever_comes_free_joins_a_ring_that_is_not_wide_enough_yet(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1", width=2)
    board.passes(1)
    board.calls("c2")
    assert board.on_call("bo").ring == ("c1-2",)
    assert board.on_call("cy").ring == ("c2-1",)


def test_the_first_to_accept_has_the_contact_and_the_others_are_told(board: Board) -> None:
    for name in ("ana", "bo", "cy"):
        board.on_call(name)
    board.calls("c1", width=3)
    board.progress("c1-2", "answered", "leg")
    change = board.accept("c1-2")
    assert (change.word, change.end) == ("bridge", ("c1-1", "c1-3"))
    assert [board.offer(f"c1-{n}")["state"] for n in (1, 2, 3)] == ["rescinded", "accepted", "rescinded"]
    assert board.accept("c1-2").word == "bridge", "a repeat"
    assert board.accept("c1-1").word == "taken"
    assert board.progress("c1-1", "ringing", "leg").word == "unwanted"
    assert board.stage("c1") == "accepted"


def test_who_accepts_after_the_caller_has_left_is_told_so(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    assert board.leave("c1").end == ("c1-1",)
    assert board.accept("c1-1").word == "gone"
    assert board.offer("c1-1")["state"] == "canceled"
    assert board.accept("nobody-1").word == "gone"


@pytest.mark.parametrize("order", [("caller", "specialist"), ("specialist", "caller")])
def test_both_must_be_there_for_a_bridge(board: Board, order: tuple[str, str]) -> None:
    board.on_call("ana")
    board.calls("c1")
    assert board.join("c1-1", "caller").word == "stale"
    board.accept("c1-1")
    assert [board.join("c1-1", who).word for who in (order[0], order[0], order[1], order[1])] == [
        *("joined", "joined", "bridged", "bridged")
    ]
    assert len(board.told("bridged")) == 1
    assert board.kept().deadlines["heartbeat:c1"] == START_MS + 60_000


def test_a_caller_who_is_left_alone_may_come_back_to_the_same_place(board: Board) -> None:
    _bridged(board, "c1")
    board.passes(100)
    assert board.finish("c1-1", "completed").word == "cut_off"
    standing = board.wait("c1")
    assert standing and (standing.stage, standing.choice) == ("choosing", "cut_off")
    assert {"choosing:c1", "moving:c1"} <= board.kept().deadlines.keys()
    assert board.rejoin("c1", standing.step).word == "waiting"
    assert board.kept().queue(EN, "waiting") == {"c1": START_MS}
    assert board.contact("c1")["choice"] == ""
    board.leave("c1")
    assert board.contact("c1")["outcome"] == "bridged"


def test_when_the_leg_ends_before_the_bridge_the_caller_waits_again(board: Board) -> None:
    board.on_call("ana")
    board.on_call("bo")
    board.calls("c1")
    board.accept("c1-1")
    change = board.finish("c1-1", "completed")
    assert (change.word, change.ring) == ("back", ("c1-2",))
    assert "moving:c1" in board.kept().deadlines
    board.accept("c1-2")
    assert "moving:c1" not in board.kept().deadlines, "the bridge moves the caller now, and once is enough"


def test_a_bridge_that_does_not_come_about_is_tried_again_and_then_undone(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    assert board.undo("c1", 2).word == "waiting"
    board.accept("c1-1")
    assert [board.undo("c1", 2).word for _ in range(3)] == ["again", "again", "undone"]
    assert board.undo("c1", 2).word == "waiting"
    offer = board.offer("c1-1")
    assert (offer["state"], offer["why"]) == ("rescinded", "undone")
    assert board.activity("ana") == "engaged", "until the leg is over"
    assert board.finish("c1-1", "completed").ring == ("c1-2",)
    assert board.undo("nobody", 2).word == ""


def test_a_choice_takes_the_caller_out_of_line_and_keeps_the_place(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    chosen = board.choose("c1", 0, "information")
    assert (chosen.word, chosen.end, chosen.details) == ("choosing", ("c1-1",), (1,))
    assert board.choose("c1", 0, "information").details == (1,), "a repeat"
    assert board.kept().queue(EN, "waiting") == board.kept().queue(EN, "offered") == {}
    board.finish("c1-1", "canceled")
    assert board.rejoin("c1", 1).ring == ("c1-2",)
    assert board.kept().queue(EN, "offered") == {"c1": START_MS}


@pytest.mark.parametrize("stage", ["accepted", "bridged"])
def test_a_choice_comes_too_late_once_someone_has_accepted(board: Board, stage: str) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.accept("c1-1")
    for who in ("caller", "specialist") if stage == "bridged" else ():
        board.join("c1-1", who)
    change = board.choose("c1", 0, "information")
    assert (change.word, change.end, change.details) == (stage, (), (0,))


def test_a_step_that_has_passed_does_nothing(board: Board) -> None:
    board.calls("c1")
    board.choose("c1", 0, "information")
    board.rejoin("c1", 1)
    assert board.choose("c1", 1, "information").word == "waiting"
    assert board.rejoin("c1", 0, priority=30).details == (2,)
    assert board.kept().queue(EN, "waiting") == {"c1": START_MS}


def test_a_caller_may_be_moved_up_while_waiting(board: Board) -> None:
    board.calls("c1", width=2)
    assert board.rejoin("c1", 0, priority=30).word == "waiting"
    assert board.rejoin("c1", 1, priority=1).word == "waiting"
    assert board.kept().queue(EN, "waiting") == {"c1": START_MS - 30 * 60_000}


def test_another_queue_is_joined_at_the_same_place(board: Board) -> None:
    board.on_call("ana", ES)
    board.calls("c1", EN)
    board.passes(30)
    assert board.widen("c1", ES).ring == ("c1-1",)
    assert board.kept().queue(ES, "offered") == {"c1": START_MS}
    standing = board.wait("c1")
    assert standing and standing.on_duty == 1, "somebody is on duty for this contact"
    assert board.widen("nobody", ES).word == ""


@pytest.mark.parametrize(
    ("seconds", "outcome", "expected"),
    [(4.9, "", "short_abandon"), (5, "", "abandoned"), (0, "", "short_abandon"), (30, "referred", "referred")],
)
def test_who_leaves_while_waiting_has_one_outcome(board: Board, seconds: float, outcome: str, expected: str) -> None:
    board.calls("c1")
    board.passes(seconds)
    assert (board.leave("c1", outcome).word, board.leave("c1", "resources").word) == ("ended", "repeat")
    assert board.contact("c1")["outcome"] == expected
    assert [event["detail"] for event in board.told("ended")] == [expected]


def test_who_leaves_for_the_numbers_they_were_told_has_been_helped(board: Board) -> None:
    board.calls("c1")
    board.choose("c1", 0, "information")
    board.leave("c1")
    assert board.contact("c1")["outcome"] == "resources"


def test_who_leaves_in_a_bridge_leaves_a_leg_to_look_after(board: Board) -> None:
    _bridged(board, "c1")
    assert board.leave("c1").end == (), "the bridge ends the specialist's leg"
    assert board.contact("c1")["outcome"] == "bridged"
    assert board.kept().deadlines["ending:c1-1"] == START_MS + 10_000
    assert board.finish("c1-1", "completed").word == "over"


def test_a_call_that_became_no_contact_counts_once(board: Board) -> None:
    assert board.pass_by("c1", "a-call", "short_abandon", "main").word == "ended"
    assert board.pass_by("c2", "a-call", "short_abandon", "main").word == "repeat"
    assert [event["contact"] for event in board.told("ended")] == ["c1"]
    assert board.calls("c3", call="a-call").word == "ended"


def test_places_count_from_the_next_to_be_offered(board: Board) -> None:
    board.on_call("ana")
    for contact in ("c1", "c2", "c3"):
        board.calls(contact)
        board.passes(1)
    places = {contact: standing.place for contact in ("c1", "c2", "c3") if (standing := board.wait(contact))}
    assert places == {"c1": 1, "c2": 2, "c3": 3}


def test_what_a_call_takes_is_counted_for_the_estimate(board: Board) -> None:
    _bridged(board, "c1")
    board.passes(240)
    board.finish("c1-1", "completed")
    standing = board.wait("c1")
    assert standing and (standing.handled_count, standing.handled_seconds) == (1, 300), "the wrap-up included"


def test_supervisors_see_one_moment(board: Board) -> None:
    _bridged(board, "c1")
    board.passes(10)
    board.calls("c2")
    board.passes(30)
    board.hires("bo", ES)
    seen = board.snapshot([EN, ES], 10)
    assert seen["queues"] == [
        {"name": EN, "waiting": 1, "longest_wait_s": 30, "available": 0},
        {"name": ES, "waiting": 0, "longest_wait_s": 0, "available": 0},
    ]
    assert [(contact["id"], contact["stage"], contact["wait_s"]) for contact in seen["contacts"]] == [
        *(("c1", "bridged", 0), ("c2", "waiting", 30))
    ]
    people = sorted((person["name"], person["activity"], person["contacts"]) for person in seen["specialists"])
    assert people == [("ana", "engaged", 1), ("bo", "offline", 0)]
    assert board.snapshot([EN], 1)["contacts"][0]["id"] == "c1"


def test_nothing_is_seen_of_an_empty_house(board: Board) -> None:
    assert board.snapshot([], 10) == {"queues": [], "contacts": [], "specialists": []}


def _bridged(board: Board, contact: str) -> None:
    board.on_call("ana")
    board.calls(contact)
    board.accept(f"{contact}-1")
    board.join(f"{contact}-1", "specialist")
    board.join(f"{contact}-1", "caller")
