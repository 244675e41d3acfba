"""What is counted of each event, in which hour; and that it does not matter how the events are divided."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.counting import HOUR_MS, Cell, Event, tally

NOON = 1_800_000_000_000 - 1_800_000_000_000 % HOUR_MS
QUEUE = "main.general.en"
HERE = Cell(NOON, "main", QUEUE, "voice", "")
LINE = HERE._replace(queue="", channel="text")
ALL = Cell(NOON, "", "", "", "")
AS = f"main {QUEUE} voice {NOON + 1000}"
NEXT = NOON + HOUR_MS


def event(what: str, at: int = NOON + 1000, detail: str = "", counted_as: str = AS) -> Event:
    return {
        "what": what,
        "at": str(at),
        "contact": "c1",
        "specialist": "s1",
        "detail": detail,
        "counted_as": counted_as,
    }


def words(where: Cell, **counted: int) -> dict[Cell, int]:
    return {where._replace(measure=measure): number for measure, number in counted.items()}


@pytest.mark.parametrize(
    ("one", "counted"),
    [
        (event("entered"), words(HERE, queued=1)),
        (event("entered", counted_as=""), {}),  # of a contact that is not known any more
        (event("answered", NOON + 21_000), words(HERE, answered_20=1, waited_s=20, longest_wait_s=20)),
        (event("answered", NOON + 21_001), words(HERE, answered_30=1, waited_s=20, longest_wait_s=20)),
        (event("answered", NEXT), words(HERE, answered_later=1, waited_s=3599, longest_wait_s=3599)),
        # Of each hour's contacts it is known what became of them.
        (
            event("ended", NEXT, "abandoned"),
            words(HERE, ended_abandoned=1, waited_in_vain=1, waited_in_vain_s=3599, longest_wait_in_vain_s=3599),
        ),
        (
            event("ended", NEXT, "abandoned", counted_as=f"main - voice {NOON}"),
            words(HERE._replace(queue=""), ended_abandoned=1),  # never in line
        ),
        (event("ended", detail="short_abandon"), words(HERE, ended_short_abandon=1, short_in_queue=1)),
        (
            event("ended", detail="short_abandon", counted_as=f"main - voice {NOON}"),
            words(HERE._replace(queue=""), ended_short_abandon=1),  # in the menu
        ),
        # Everything else is counted when it happens.
        (event("offered", NEXT), words(HERE._replace(hour=NEXT), offers=1)),
        (event("missed"), words(HERE, missed=1)),
        (event("asked_back"), words(HERE, callbacks_promised=1)),
        (event("settled", detail="kept"), words(HERE, callbacks_kept=1)),
        (event("settled", detail="erased"), words(HERE, callbacks_cancelled=1)),
        (event("message_kept"), words(HERE, voicemails=1)),
        (event("handled", detail="61999"), words(HERE, handled=1, handled_s=61)),
        (event("word", detail=f"{QUEUE} told_where"), words(HERE._replace(channel=""), word_told_where=1)),
        (event("text_came", detail="main 2"), words(LINE, texts_in=1, texts_out=2)),
        (event("text_came", detail="main 0"), words(LINE, texts_in=1)),
        (event("text_sent", detail="main"), words(LINE, texts_out=1)),
        (event("spent", NOON + 90_000, f"engaged {NOON + 30_000}"), words(ALL, engaged_s=60)),
        (
            event("spent", NEXT + HOUR_MS + 5000, f"available {NEXT - 5000}"),
            words(ALL, available_s=5)
            | words(ALL._replace(hour=NEXT), available_s=3600)
            | words(ALL._replace(hour=NEXT + HOUR_MS), available_s=5),
        ),
        (event("spent", NOON, f"ringing {NOON}"), {}),
        (event("bridged"), {}),
        (event("spent", detail="engaged"), {}),  # as nothing writes it now; the others are counted all the same
    ],
)
def test_what_an_event_counts(one: Event, counted: dict[Cell, int]) -> None:
    assert tally([one]) == counted


def test_the_longest_wait_is_kept_and_other_numbers_are_added() -> None:
    found = tally([event("answered", NOON + seconds * 1000) for seconds in (11, 51, 31)])
    assert found == words(HERE, answered_20=1, answered_60=1, answered_30=1, waited_s=90, longest_wait_s=50)


@given(st.lists(st.integers(0, 5 * HOUR_MS), min_size=2, max_size=20))
def test_no_second_of_what_follows_on_each_other_is_lost(moments: list[int]) -> None:
    at = [NOON + moment for moment in sorted(moments)]
    spent = [event("spent", until, f"engaged {since}") for since, until in pairwise(at)]
    found = tally(spent)
    assert sum(found.values()) == at[-1] // 1000 - at[0] // 1000
    assert all(number <= 3600 for number in found.values())


def test_nothing_of_a_person_is_in_what_is_counted() -> None:
    whats = ("entered", "answered", "offered", "missed", "asked_back", "reached", "dialled", "message_kept")
    assert not any("c1" in cell or "s1" in cell for cell in tally(map(event, whats)))
