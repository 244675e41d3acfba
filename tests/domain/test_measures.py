"""The measures, by the formulas that were agreed."""

from typing import Any

import pytest

from routing.domain.measures import FIGURES, figures, together, words

COUNTED = {
    "queued": 22, "short_in_queue": 2, "answered_20": 8, "answered_30": 4, "answered_60": 3, "waited_s": 330,
    "longest_wait_s": 55, "ended_bridged": 14, "ended_abandoned": 4, "ended_short_abandon": 3, "ended_resources": 2,
    "waited_in_vain": 3, "waited_in_vain_s": 90, "longest_wait_in_vain_s": 48,
    "handled": 16, "handled_s": 4000, "available_s": 3000, "engaged_s": 800, "wrap_up_s": 200, "word_talked": 9,
}  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "is_"),
    [
        ("contacts", 23),
        ("answered", 15),
        ("answered_in_20_s_percent", 40.0),  # 8 of 20: those who left within 5 seconds are not reckoned with
        ("answered_in_30_s_percent", 60.0),
        ("mean_wait_s", 22.0),
        ("longest_wait_s", 55),
        ("abandoned_percent", 18.2),
        ("mean_wait_in_vain_s", 30.0),
        ("longest_wait_in_vain_s", 48),
        ("short_abandons", 2),  # in line; the third left in the menu
        ("mean_handle_s", 250.0),
        ("occupancy_percent", 25.0),
        ("voicemails", 0),
    ],
)
def test_a_measure(figure: str, is_: Any) -> None:
    assert figures(COUNTED)[figure] == is_


def test_where_there_is_nothing_to_measure_there_is_no_number() -> None:
    nothing = figures({})
    assert {name for name, figure in nothing.items() if figure is None} == {
        name for name in FIGURES if name.endswith("_percent") or name.startswith("mean_")
    }
    assert not any(nothing.values())


def test_only_people_who_left_at_once_are_no_service_level() -> None:
    assert figures({"queued": 3, "short_in_queue": 3})["answered_in_20_s_percent"] is None


def test_hours_are_taken_together() -> None:
    hours = [{"queued": 2, "longest_wait_s": 9}, {"queued": 3, "longest_wait_s": 4}]
    assert together(hours) == {"queued": 5, "longest_wait_s": 9}


def test_words_are_told_apart() -> None:
    assert words(COUNTED) == {"talked": 9}
