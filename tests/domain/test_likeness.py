"""What a text is most like, of examples, and by how much."""

from math import exp, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.loader import PACKAGED
from routing.domain.counts import Counts
from routing.domain.likeness import Likeness, things
from tests.domain.learn import counted, table

FOOD, SHELTER = "food", "shelter"
EXAMPLES = (
    (FOOD, "where do they give out meals"),
    (FOOD, "meals on sunday"),
    (SHELTER, "where can we sleep"),
    (SHELTER, "a bed on sunday"),
)


def likeness(*examples: tuple[str, str]) -> Likeness:
    texts = [(text, label) for label, text in examples]
    return Likeness.build(Counts.read(table(texts, lambda text: [*things(text.split())], fewest=1), "counts.csv"))


LIKENESS = likeness(*EXAMPLES)
SAID = sorted({word for _, text in EXAMPLES for word in text.split()} | {"zzz"})
WORDS = st.lists(st.sampled_from(SAID), max_size=30)


@pytest.mark.parametrize(
    ("text", "label"),
    [("any meals", FOOD), ("sleep", SHELTER), ("is there a bed", SHELTER), ("mealz", FOOD)],
)
def test_a_text_is_like_the_examples_that_it_shares_words_or_pieces_with(text: str, label: str) -> None:
    assert LIKENESS.of(text.split()).label == label


def test_words_that_no_example_has_speak_for_nothing() -> None:
    assert LIKENESS.of(["zzz"]).margin == 0
    assert LIKENESS.of(["zzz"]).words == ()
    assert LIKENESS.of([]).margin == 0


def test_the_words_that_told_are_those_that_only_its_examples_have_as_they_stand_in_the_text() -> None:
    assert LIKENESS.of(["on", "sunday", "where", "meals"]).words == ("meals",)
    assert set(LIKENESS.of(["where", "can", "we", "sleep"]).words) <= {"can", "we", "sleep"}


def test_the_margin_is_how_many_times_likelier_it_is() -> None:
    """Of two labels with as many examples, one word of three letters, which one has in its only example."""
    two = likeness((FOOD, "pie"), (SHELTER, "cot"))
    had, each = 3, 6 * 0.1  # pie, _pie, pie_: things of a label; things in all, each thought of a tenth of a time
    likelier = ((1.1 / (had + each)) / (0.1 / (had + each))) ** had
    assert exp(two.of(["pie"]).margin) == pytest.approx(likelier)
    assert two.of(["pie"]).margin == pytest.approx(3 * log(11))


def test_what_is_likelier_is_also_what_more_examples_are_of() -> None:
    assert likeness((FOOD, "pie on"), (FOOD, "jam on"), (SHELTER, "cot on")).of(["on"]).label == FOOD


@pytest.mark.parametrize(
    "table",
    ["", "words,food", "words,food,shelter", "words,food,shelter\n*,1,0\npie,1,", "words,food,shelter\n*,1,1"],
)
def test_counts_of_fewer_than_two_labels_are_refused(table: str) -> None:
    with pytest.raises(ValueError, match=r"^counts\.csv: must have two labels"):
        Counts.read(table, "counts.csv")


@pytest.mark.parametrize("row", ["pie,1", "pie,1,x", "pie,1,1,1"])
def test_a_row_that_is_not_words_and_numbers_is_named(row: str) -> None:
    with pytest.raises(ValueError, match=r"^counts\.csv: row 3 must be words and 2 whole numbers"):
        Counts.read(f"words,food,shelter\n*,1,1\n{row}\n", "counts.csv")


def test_what_is_shipped_is_what_is_counted_in_the_labelled_texts() -> None:
    for name, words in counted().items():
        shipped = PACKAGED.joinpath("counts", f"{name}.csv").read_text(encoding="utf-8")
        assert shipped == words, f"{name}.csv is old: python -m tests.domain.learn"


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_any_words_are_like_one_label_and_told_by_words_of_theirs(words: list[str]) -> None:
    likely = LIKENESS.of(words)
    assert likely.label in (FOOD, SHELTER)
    assert likely.margin >= 0
    assert set(likely.words) <= set(words) and len(likely.words) <= 3
    assert LIKENESS.of(words + ["zzz"] * 3).label == likely.label


@settings(max_examples=100, deadline=None)
@given(WORDS, st.integers(2, 5))
def test_saying_the_same_words_again_changes_nothing(words: list[str], times: int) -> None:
    apart = [word for one in words for word in (one, "zzz")]  # so that nothing new stands side by side
    assert LIKENESS.of(apart) == LIKENESS.of(apart * times)
