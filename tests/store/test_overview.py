"""What supervisors watch is bounded, however many there are, and counts all the same."""

from tests.store.board import QUEUE, Board

MOST = 5


def test_those_who_wait_longest_are_listed_and_all_are_counted(board: Board) -> None:
    for number in range(8):
        board.calls(f"c{number}")
        board.passes(1)
    seen = board.overview(["main"], [QUEUE], MOST)
    assert [contact["id"] for contact in seen["waiting"]] == ["c0", "c1", "c2", "c3", "c4"]
    (queue,) = seen["queues"]
    assert (seen["contacts"], queue["waiting"], seen["at"] - queue["since"]) == (8, 8, 8000)


def test_many_who_talk_hide_nobody_who_waits(board: Board) -> None:
    for number in range(7):
        board.on_call(f"s{number}")
        board.calls(f"c{number}")
        board.accept(f"c{number}-1")
        board.passes(1)
    board.calls("waits")
    seen = board.overview(["main"], [QUEUE], MOST)
    assert [contact["id"] for contact in seen["waiting"]] == ["waits"]
    assert [contact["specialist"] for contact in seen["talking"]] == ["s0", "s1", "s2", "s3", "s4"]
    assert (seen["people"], len(seen["specialists"])) == (7, 7)


def test_nothing_is_seen_of_an_empty_house(board: Board) -> None:
    seen = board.overview(["main"], [], MOST)
    assert seen["lines"] == [{"id": "main", "closed_till": -1}]
    assert not [part for part, said in seen.items() if said and part not in ("at", "lines")]


def test_to_look_changes_nothing(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    before = board.left()
    board.overview(["main"], [QUEUE], MOST)
    assert board.left().all == before.all
