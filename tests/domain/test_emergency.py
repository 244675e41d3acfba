"""What the emergency gate answers, what it lets pass, and that no disguise or politeness gets past it."""

import csv
import random
import re
import string
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.domain.emergency import EVIDENCE, Alarm, Gate
from tests.domain import learn
from tests.domain.learn import ALARMS
from tests.domain.learn import rows as labelled
from tests.domain.skeleton import CONFIG, GATE, skeleton

CASES = Path(__file__).parent / "cases"
DEV = Path(__file__).parents[3] / "shared" / "texts" / "texts_dev.csv"

Case = tuple[str, Alarm]


def rows(path: Path) -> Iterator[Case]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["text"], Alarm(row["expected"])


def unseen(case: Case) -> bool:
    """Tell whether a case belongs to the third that was kept aside while the rules were written."""
    return learn.unseen(case[0])


FIRST = [*rows(CASES / "emergency_en.csv"), *rows(CASES / "emergency_es.csv")]
# Each round of these was written whole before the rules of its day had read any of it.
FRESH = list(rows(CASES / "emergency_fresh.csv"))
LATEST = list(rows(CASES / "emergency_latest.csv"))
# Of the last rounds, by people who did not know the entries, a third has never been looked at, and no points fitted to
# it (only how many points are enough was chosen by its counts): it tells how the gate reads the next text.
ROUNDS = list(rows(CASES / "emergency_rounds.csv"))
BRIEF = list(rows(CASES / "emergency_brief.csv"))
PAIR = list(rows(CASES / "emergency_pair.csv"))
SAMPLE = list(rows(CASES / "emergency_sample.csv"))
SAMPLES = [(row["text"], Alarm(ALARMS.get(row["label"], "none"))) for row in labelled("samples")]
SETS = {
    "known": [case for case in FIRST if not unseen(case)],
    "unseen": [case for case in FIRST if unseen(case)],
    "later": list(rows(CASES / "emergency_later.csv")),
    "fresh": FRESH,
    "latest": LATEST,
    "added": list(rows(CASES / "emergency_added.csv")),
    "ordinary": list(
        rows(CASES / "emergency_ordinary.csv")
    ),  # short and plain: nobody who writes so is to be frightened
    "rounds, known": [case for case in ROUNDS if not unseen(case)],
    "rounds, unseen": [case for case in ROUNDS if unseen(case)],
    # As short as most texts are, by somebody who knew none of the entries; a third of them is kept aside.
    "short": list(rows(CASES / "emergency_short.csv")),
    "short, unseen": list(rows(CASES / "emergency_short_unseen.csv")),
    # And as short again, by another, most of whose texts are chosen to be hard.
    "brief, known": [case for case in BRIEF if not unseen(case)],
    "brief, unseen": [case for case in BRIEF if unseen(case)],
    # By two writers, one for each language; many of what is none use the words of emergencies.
    "pair, known": [case for case in PAIR if not unseen(case)],
    "pair, unseen": [case for case in PAIR if unseen(case)],
    # By two writers again, as a helpline's texts are: a third tell of an alarm, most ask for help of some kind.
    "sample, known": [case for case in SAMPLE if not unseen(case)],
    "sample, unseen": [case for case in SAMPLE if unseen(case)],
    # Each holds words that an exception takes away from a sign, and tells of an alarm all the same.
    "excepted": list(rows(CASES / "emergency_excepted.csv")),
}
# By more writers, each asked for another sample of the same people; what an earlier case says as well is left out.
SAID = {skeleton(text) for cases in SETS.values() for text, _ in cases}
NEW = {skeleton(case[0]): case for case in reversed(SAMPLES)}
SETS |= {
    "samples, known": [case for said, case in NEW.items() if said not in SAID and not unseen(case)],
    "samples, unseen": [case for said, case in NEW.items() if said not in SAID and unseen(case)],
}
# No text is told when too many of these are missed, so that they stay unseen. Two thirds of what is none of the rounds,
# and of the brief ones and of the pair's, and a quarter of the short ones, are hard ones.
FLOORS_UNSEEN = {
    "samples, unseen": {Alarm.OVERDOSE: 0.02, Alarm.SUICIDE: 0.19, Alarm.NONE: 0.05},
    "sample, unseen": {Alarm.OVERDOSE: 0.02, Alarm.SUICIDE: 0.02, Alarm.NONE: 0.05},
    "pair, unseen": {Alarm.OVERDOSE: 0.04, Alarm.SUICIDE: 0.21, Alarm.NONE: 0.11},
    "rounds, unseen": {Alarm.OVERDOSE: 0.05, Alarm.SUICIDE: 0.1, Alarm.NONE: 0.1},
    "brief, unseen": {Alarm.OVERDOSE: 0.02, Alarm.SUICIDE: 0.12, Alarm.NONE: 0.06},
    "short, unseen": {Alarm.OVERDOSE: 0.02, Alarm.SUICIDE: 0.06, Alarm.NONE: 0.02},
}
EVERY = [case for cases in SETS.values() for case in cases]
OPEN = [case for name, cases in SETS.items() if name not in FLOORS_UNSEEN for case in cases]
RAISED = [(text, GATE.explain(text)) for text, alarm in OPEN if alarm is not Alarm.NONE]
# A sign counts whatever is around it; evidence is weighed with what is around it.
SIGNS = [text for text, reading in RAISED if reading.sign not in {None, EVIDENCE}]
WEIGHED = [text for text, reading in RAISED if reading.sign == EVIDENCE]


def due(alarm: Alarm) -> list[str]:
    return [text for text, expected in EVERY if expected is alarm]


def wrong(cases: list[Case], alarm: Alarm) -> tuple[list[str], int]:
    """Give the texts that were not read as that alarm though they should be, and how many should be."""
    texts = [text for text, expected in cases if expected is alarm]
    return [text for text in texts if GATE.read(text) is not alarm], len(texts)


# How much of each alarm may be missed, and of what is none be taken for one.
CLEARED = 0.01  # of what is weighed, this much may be cleared by what is put around it
FLOORS = {Alarm.OVERDOSE: 0.03, Alarm.SUICIDE: 0.03, Alarm.NONE: 0.04}


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("alarm", Alarm)
def test_cases_are_read_as_a_person_would_read_them(name: str, alarm: Alarm) -> None:
    missed, count = wrong(SETS[name], alarm)
    if name in FLOORS_UNSEEN:
        missed = ["not told"] * len(missed)
    allowed = FLOORS_UNSEEN.get(name, FLOORS)
    assert len(missed) <= allowed[alarm] * count, missed


def test_no_two_texts_of_one_alarm_say_the_same_but_for_who_and_filler() -> None:
    kinds = [(alarm, skeleton(text)) for text, alarm in EVERY if alarm is not Alarm.NONE]
    assert [kind for kind, times in Counter(kinds).items() if times > 1] == []


@pytest.mark.skipif(not DEV.exists(), reason="the labelled texts of the design are not beside this project")
def test_the_labelled_texts_of_the_design() -> None:
    labels = {"overdose_emergency": Alarm.OVERDOSE, "suicide_crisis": Alarm.SUICIDE}
    with DEV.open(encoding="utf-8", newline="") as file:
        cases = [(row["text"], labels.get(row["label"], Alarm.NONE)) for row in csv.DictReader(file)]
    assert wrong(cases, Alarm.OVERDOSE)[0] == []
    for alarm in (Alarm.SUICIDE, Alarm.NONE):
        missed, count = wrong(cases, alarm)
        assert len(missed) <= 0.02 * count, missed


def slip(text: str, chance: random.Random) -> str:
    """Leave out, add, change or swap one letter."""
    at = chance.choice([place for place, sign in enumerate(text) if sign.isalpha()])
    letter, after = chance.choice(string.ascii_lowercase), text[at + 1 :]
    return text[:at] + chance.choice([after, letter + text[at:], letter + after, after[:1] + text[at] + after[1:]])


def test_one_slip_of_the_thumb_hides_little() -> None:
    chance = random.Random(20)
    overdose, suicide = (
        [GATE.read(slip(text, chance)) for text in due(alarm) for _ in range(2)]
        for alarm in (Alarm.OVERDOSE, Alarm.SUICIDE)
    )
    assert overdose.count(Alarm.OVERDOSE) >= 0.95 * len(overdose)
    assert suicide.count(Alarm.SUICIDE) >= 0.92 * len(suicide)


@pytest.mark.parametrize(
    "text",
    [
        "NOT BREATHING",
        "not breathiiiiing",
        "nоt brеаthing",  # Cyrillic letters
        "ｎｏｔ　ｂｒｅａｔｈｉｎｇ",
        "𝐧𝐨𝐭 𝐛𝐫𝐞𝐚𝐭𝐡𝐢𝐧𝐠",
        "n\u200bot bre\u200dathing",
        "nót bréathing",
        "not breathing😭😭🆘",
        "n0t br34th1ng",
        "n o t b r e a t h i n g",
        "n.o.t b-r-e-a-t-h-i-n-g",
        "notbreathing",
        "not breath ing",
        "she isn't breathing",
        "she isn’t breathing",
        "she isn ' t breathing",
        "she isn t breathing",
        "not\nbreathing",
        "she is not. Breathing.",
        "O.D.",
        "o d",
        "0D",
        "he od'd",
        "he od’d",
        "he just odd",
        "ＯＤ",
        "took all my 💊",
    ],
)
def test_disguises_are_seen_through(text: str) -> None:
    assert GATE.read(text) is Alarm.OVERDOSE


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("she's NOT breathing", Alarm.OVERDOSE),
        ("it was not an overdose", Alarm.NONE),
        ("I overdosed last year", Alarm.NONE),
        ("I overdosed last year and I am not breathing right", Alarm.OVERDOSE),
        ("I overdosed last year. My friend just overdosed", Alarm.OVERDOSE),
        ("what if someone overdoses", Alarm.NONE),
        ("what if someone is not breathing", Alarm.OVERDOSE),
        ("my brother died of an od", Alarm.NONE),
        ("od'd on pizza lol", Alarm.NONE),
        ("he od'd lol", Alarm.OVERDOSE),
        ("my od green rx", Alarm.NONE),
        ("today is an odd day, oh god", Alarm.NONE),
        ("planning to OD on purpose", Alarm.SUICIDE),
        ("i want to die, i took all my pills", Alarm.OVERDOSE),
        ("not suicidal, just tired", Alarm.NONE),
        ("he did a line and hit the floor", Alarm.OVERDOSE),
        ("on the floor\nhe did a line", Alarm.OVERDOSE),
        ("he did a line", Alarm.NONE),
        ("i cant sleep i want to die", Alarm.SUICIDE),
        ("", Alarm.NONE),
    ],
)
def test_what_is_around_a_word_decides_only_for_bare_words(text: str, alarm: Alarm) -> None:
    assert GATE.read(text) is alarm


def test_a_reading_says_why() -> None:
    reading = GATE.explain("lol he just overdosde")
    assert (reading.alarm, reading.sign) == (Alarm.OVERDOSE, "unmistakable")
    assert (reading.words, reading.how) == (("just", "overdosed"), "spelling mended")


def test_a_weighed_reading_says_which_words_gave_how_many_points() -> None:
    reading = GATE.explain("gray and floppy")
    assert (reading.alarm, reading.sign) == (Alarm.OVERDOSE, EVIDENCE)
    assert sum(reading.points.values()) >= CONFIG["evidence"]["enough_overdose"]
    assert reading.points["colour"] > 0


def test_the_points_that_are_told_add_up_to_what_is_enough() -> None:
    weighed = [reading for _, reading in RAISED if reading.sign == EVIDENCE]
    assert weighed
    for reading in weighed:
        assert sum(reading.points.values()) >= CONFIG["evidence"][f"enough_{reading.alarm.value}"], reading


STORY = "so we were all at home and the game was on and everyone was having a good time. " * 18
SURROUNDINGS: dict[str, Callable[[str], str]] = {
    "lol": lambda text: f"{text} lol",
    "lol before": lambda text: f"lol {text}",
    "politeness": lambda text: f"sorry to bother you, {text} please, thank you",
    "cortesía": lambda text: f"disculpe, {text} por favor, gracias",
    "skull": lambda text: f"{text} 💀💀",
    "a long story before": lambda text: STORY + text,
    "an old overdose before": lambda text: f"i overdosed two years ago but now {text}",
    "capitals": str.upper,
    "wide spaces": lambda text: f"  {text}  ".replace(" ", "   "),
    "new lines": lambda text: text.replace(" ", "\n"),
    "punctuation": lambda text: f"{text}!!!???",
    "twice": lambda text: f"{text} {text}",
}


@pytest.mark.parametrize("way", sorted(SURROUNDINGS))
def test_surroundings_never_clear_a_sign(way: str) -> None:
    assert [text for text in SIGNS if GATE.read(SURROUNDINGS[way](text)) is Alarm.NONE] == []


@pytest.mark.parametrize("way", sorted(SURROUNDINGS))
def test_surroundings_clear_next_to_nothing_that_is_weighed(way: str) -> None:
    cleared = [text for text in WEIGHED if GATE.read(SURROUNDINGS[way](text)) is Alarm.NONE]
    assert len(cleared) <= CLEARED * len(WEIGHED), cleared


EXCEPTIONS = [
    re.sub(r"[()?]|\|[^ )]*(?: [^|)]*)?", "", text).replace("<", "").replace(">", "")
    for entry in (*CONFIG["signs"], *CONFIG["bare"])
    for text in entry.get("except", [])
]


@given(text=st.sampled_from(SIGNS), exception=st.sampled_from(EXCEPTIONS), first=st.booleans())
@settings(max_examples=300, deadline=None)
def test_an_exception_clears_no_sign_that_stands_elsewhere(text: str, exception: str, first: bool) -> None:
    assert GATE.read(f"{exception}. {text}" if first else f"{text}. {exception}") is not Alarm.NONE


@given(text=st.sampled_from(SIGNS), before=st.text(alphabet="bcdfgjk 0123456789", max_size=400))
@settings(max_examples=150, deadline=None)
def test_noise_before_never_clears_a_sign(text: str, before: str) -> None:
    assert GATE.read(f"{before}. {text}") is not Alarm.NONE


@given(text=st.text(max_size=500))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_read_alike_twice(text: str) -> None:
    assert GATE.read(text) is GATE.explain(text).alarm


HOSTILE = [
    "a ",
    "od if ",
    "she not ",
    "qwertyu xyzzyq ",
    "a\u0301\u0302",
    "\ufdfa",
    "💊",
    "'",
    "aa. ",
    "a1!|",
    "od od'd ",
    "\n",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_texts_take_steps_in_proportion_to_their_length(unit: str) -> None:
    short, long = (lines_run((unit * length)[:length]) for length in (400, 4_000))
    assert long < 20 * short  # ten times in theory; a quadratic reading would take a hundred times as many


def lines_run(text: str) -> int:
    """Count the lines of code that reading a text runs, each time round a loop; `make bench` has the time they take."""
    count = 0

    def trace(_frame: FrameType, _event: str, _of: object) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        GATE.read(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    ("table", "entry", "message"),
    [
        ("signs", {"id": "x", "alarm": "overdose", "en": ["<nobody> sleeps"]}, r"\[\[signs\]\] x.*<nobody>"),
        ("signs", {"id": "x", "alarm": "fire", "en": ["smoke"]}, r"\[\[signs\]\] x.*alarm"),
        ("signs", {"id": "x", "alarm": "overdose", "en": ["very?"]}, r"\[\[signs\]\] x.*match anything"),
        ("signs", {"id": "x", "alarm": "overdose", "en": [".. blue"]}, r"\[\[signs\]\] x.*begins or ends"),
        ("signs", {"id": "x", "alarm": "overdose", "en": ["(.*)"]}, r"\[\[signs\]\] x.*not a word"),
        ("signs", {"id": "x", "alarm": "overdose", "en": "blue"}, r"\[\[signs\]\] x en.*list"),
        ("signs", {"id": "x", "alarm": "overdose", "en": ["b"], "except": ["a .. b"]}, r"x except.*exact"),
        ("guards", {"alarm": "overdose", "en": ["later"]}, r"\[\[guards\]\].*id"),
        ("families", {"id": "x", "overdose": "much", "en": ["b"]}, r"\[\[families\]\] x.*whole number"),
        ("signs", {"id": "x", "alarm": "overdose", "suicide": 1.5, "en": ["b"]}, r"\[\[signs\]\] x.*whole number"),
    ],
)
def test_a_wrong_entry_is_named(table: str, entry: dict[str, object], message: str) -> None:
    config = {**CONFIG, table: [*CONFIG[table], entry]}
    with pytest.raises(ValueError, match=message):
        Gate.from_config(config)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"overdose": {"much": "limp"}}, r"\[evidence.overdose\] much.*points"),
        ({"overdose": {"3": ["limp"]}}, r"\[evidence.overdose\] 3.*in quotes"),
        ({"overdose": {"3": "limp", "-2": "limp"}}, r"\[evidence.overdose\] -2.*limp.*once"),
        ({"suicide": {"3": "not+any+more"}}, r"\[evidence.suicide\] 3.*not\+any\+more"),
        ({"enough_overdose": 0}, r"\[evidence\].*enough_overdose"),
        ({"reach": "far"}, r"\[evidence\].*reach"),
    ],
)
def test_wrong_points_are_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Gate.from_config({**CONFIG, "evidence": {**CONFIG["evidence"], **change}})


@pytest.mark.parametrize("table", ["gate", "folding", "spellings", "words", "everyday", "evidence"])
def test_a_missing_table_is_named(table: str) -> None:
    with pytest.raises(ValueError, match=table):
        Gate.from_config({name: value for name, value in CONFIG.items() if name != table})
