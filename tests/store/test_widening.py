"""Several queues at once, and a search that widens as time passes: nobody is lost, and the order is kept."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.board import START_MS, Board

EN, ES, FAMILY = "main.general.en", "main.general.es", "main.family.en"
MINUTE = 60_000


def test_a_step_is_taken_when_its_time_has_come_and_no_sooner(board: Board) -> None:
    board.on_call("ana", EN)
    board.set_activity("ana", "on_break")
    board.on_call("bo", FAMILY)
    board.calls("c0", FAMILY)
    board.calls("c1", FAMILY, widen=f"60 {EN} 120 {ES}")
    assert board.kept().deadlines["widen:c1"] == START_MS + MINUTE
    board.passes(59.999)
    board.ticks()
    assert board.contact("c1")["queues"] == FAMILY
    board.passes(0.001)
    board.ticks()
    assert board.contact("c1")["queues"].split() == [FAMILY, EN]
    assert board.kept().queue(EN, "waiting") == {"c1": START_MS}
    assert board.kept().deadlines["widen:c1"] == START_MS + 2 * MINUTE
    assert board.set_activity("ana", "available").ring == ("c1-1",)


def test_nobody_on_duty_is_nothing_to_wait_for(board: Board) -> None:
    board.on_call("ana", ES)
    assert board.calls("c1", FAMILY, widen=f"60 {EN} 120 {ES} 180 {EN}").ring == ("c1-1",)
    assert board.contact("c1")["queues"].split() == [FAMILY, EN, ES]
    assert board.kept().deadlines["widen:c1"] == START_MS + 3 * MINUTE, "somebody is on duty now"


def test_who_comes_back_to_the_line_has_missed_no_step(board: Board) -> None:
    board.on_call("bo", FAMILY)
    board.calls("c0", FAMILY)
    board.calls("c1", FAMILY, widen=f"60 {EN}")
    board.choose("c1", 0, "information")
    assert "widen:c1" not in board.kept().deadlines
    board.passes(100)
    board.ticks()
    assert board.contact("c1")["queues"] == FAMILY
    board.rejoin("c1", 1)
    assert board.contact("c1")["queues"].split() == [FAMILY, EN]


queues = st.lists(st.sampled_from([EN, ES, FAMILY]), min_size=1, max_size=3, unique=True)
callers = st.tuples(queues, st.integers(0, 30), st.integers(0, 120), st.lists(queues, max_size=1))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(people=st.lists(callers, min_size=1, max_size=7))
def test_everybody_is_offered_once_and_in_the_order_of_their_places(
    board: Board, people: list[tuple[list[str], int, int, list[list[str]]]]
) -> None:
    board.redis.flushall()
    board.hires("ana", EN, ES, FAMILY)
    places = {}
    for at, (theirs, priority, later, more) in enumerate(people):
        board.passes(later)
        widen = " ".join(f"30 {queue}" for queue in (more[0] if more else ()))
        board.calls(f"c{at}", *theirs, priority=priority, widen=widen)
        places[f"c{at}"] = (board.now - priority * MINUTE, f"c{at}")
    offered = []
    for _ in people:
        (offer,) = board.set_activity("ana", "available").ring
        offered.append(offer.rpartition("-")[0])
        board.leave(offered[-1])
        board.set_activity("ana", "offline")
        board.finish(offer, "canceled")
    assert offered == sorted(places, key=lambda contact: places[contact])
    assert board.set_activity("ana", "available").ring == ()
    assert not any(board.kept().queue(queue, part) for queue in (EN, ES, FAMILY) for part in ("waiting", "offered"))
    assert not [deadline for deadline in board.kept().deadlines if deadline.startswith("widen")]
