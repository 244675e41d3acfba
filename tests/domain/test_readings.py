"""What a text is read as, in what order, and that nothing that is written can stop it from being read."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from config.loader import load
from routing.cli import main
from routing.domain.emergency import Alarm, Gate
from routing.domain.readings import EMERGENCIES, Meaning, Pending, Reader
from tests.domain.learn import unseen

CASES = Path(__file__).parent / "cases"
DEV = Path(__file__).parents[3] / "shared" / "texts" / "texts_dev.csv"
CONFIG = load()
READER = Reader.build(Gate.from_config(CONFIG.safety), CONFIG.readings, CONFIG.topics)

# Where the labels' own guide allows another.
ALLOWED = {
    "what should i do if someone overdoses": {"topic_info"},
    "how do i get my husband into rehab he wont go": {"loved_one", "treatment"},
    "my brother od'd and died in march i cant stop crying": {"loved_one", "talk"},
}
PENDING: tuple[Pending, ...] = ("", "consent", "more")
ANSWERS = ("consent_yes", "consent_no")


@dataclass(frozen=True)
class Case:
    text: str
    labels: frozenset[str]
    zip: str | None  # not told of some

    @property
    def unseen(self) -> bool:
        """Tell whether it is of the third that was kept aside until the entries were written."""
        return unseen(self.text)

    def is_read(self) -> bool:
        meaning = READER.read(self.text, "consent")
        return meaning.label in self.labels and self.zip in (None, meaning.zip)


def cases(path: Path) -> Iterator[Case]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            labels = frozenset(row["label"].split("|")) | ALLOWED.get(row["text"], set())
            yield Case(row["text"], labels, row.get("zip"))


OURS = {language: list(cases(CASES / f"readings_{language}.csv")) for language in ("en", "es")}
# Written in three turns when the entries were there: of each turn, 82 to 84 in a hundred were read right before
# the entries had been written on. What nobody has thought of is read as well as that, not as well as what stands here.
LATER = list(cases(CASES / "readings_later.csv"))
# By writers who had seen only the guide of the labels, and what is no emergency, labelled later: of each a
# third is counted nowhere (tests/domain/learn.py), and tells how the next text is read. No text of it is told.
SAMPLES = list(cases(CASES / "samples.csv"))
LABELLED = list(cases(CASES / "readings_labelled.csv"))


@pytest.mark.parametrize("language", OURS)
@pytest.mark.parametrize("unseen", [False, True])
def test_texts_are_read_as_a_person_would_read_them(language: str, unseen: bool) -> None:
    chosen = [case for case in OURS[language] if case.unseen == unseen]
    wrong = [(case.text, READER.read(case.text, "consent")) for case in chosen if not case.is_read()]
    assert len(chosen) > 20
    assert len(wrong) <= 0.05 * len(chosen), wrong


def test_texts_that_were_written_later_are_read_too() -> None:
    wrong = [(case.text, READER.read(case.text, "consent")) for case in LATER if not case.is_read()]
    assert len(wrong) <= 0.025 * len(LATER), wrong


@pytest.mark.parametrize(
    ("chosen", "aside", "wrongly"),
    [(SAMPLES, False, 0.05), (SAMPLES, True, 0.12), (LABELLED, False, 0.17), (LABELLED, True, 0.26)],
    ids=["samples", "samples, unseen", "labelled", "labelled, unseen"],
)
def test_what_nobody_wrote_an_entry_for_is_read_by_what_it_is_like(
    chosen: list[Case], aside: bool, wrongly: float
) -> None:
    told = [case for case in chosen if case.unseen == aside]
    wrong = [case.text for case in told if not case.is_read()]
    assert len(wrong) <= wrongly * len(told), f"{len(wrong)} of {len(told)}" if aside else wrong


@pytest.mark.skipif(not DEV.exists(), reason="../shared is not here: its labelled texts are not part of the project")
def test_the_labelled_texts_of_the_design() -> None:
    labelled = list(cases(DEV))
    wrong = [(case.text, READER.read(case.text, "consent")) for case in labelled if not case.is_read()]
    assert len(wrong) <= 0.10 * len(labelled), wrong


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("STOP she is not breathing", "overdose_emergency"),
        ("YES he is blue", "overdose_emergency"),
        ("HELP she wont wake up", "overdose_emergency"),
        ("no i want to kill myself", "suicide_crisis"),
        ("delete my data i want to die", "suicide_crisis"),
        ("stop", "stop"),
        ("please stop", "stop"),
        ("how do i stop using", "treatment"),
        ("this is the end of my shift", "unknown"),
        ("quit", "stop"),
        ("i want to quit dope", "treatment"),
        ("delete", "erase"),
        ("please delete everything you have on me", "erase"),
        ("my phone deleted my number", "unknown"),
        ("withdrawal meetings", "withdrawal"),
        ("my son needs a detox bed", "treatment"),
        ("talk about rehab", "treatment"),
        ("meetings in spanish", "meetings"),
        ("narcotics anonymous", "meetings"),
        ("heroin anonymous in phoenix az", "meetings"),
        ("alcoholicos anonimos", "meetings"),
        ("is this anonymous", "topic_info"),
        ("my dealer will not stop sending me free texts about pills", "unknown"),
        ("i never want to get texts from my ex again and i feel so alone", "talk"),
        ("treatmant", "treatment"),
        ("reunoines", "meetings"),
    ],
)
def test_the_order_of_reading(text: str, label: str) -> None:
    assert READER.read(text, "consent").label == label


@pytest.mark.parametrize("text", ["YES", "no", "si", "ok", "nope"])
def test_a_yes_or_no_is_an_answer_only_to_a_question(text: str) -> None:
    assert READER.read(text, "consent").label in ANSWERS
    assert READER.read(text).label == "help"


@pytest.mark.parametrize(
    ("text", "zip"),
    [
        ("33401", "33401"),
        ("33401-1234", "33401"),
        ("Zip:33401.", "33401"),
        ("３３４０１", "33401"),
        ("2025550123", ""),
        ("202-555-0123", ""),
        ("$20000 debt", ""),
        ("3340", ""),
        ("rehab 33401 or 10025", "33401"),
    ],
)
def test_zip_codes(text: str, zip: str) -> None:
    assert READER.read(text).zip == zip


@pytest.mark.parametrize(
    ("text", "place", "wants"),
    [
        ("rehab near West Palm Beach", "West Palm Beach", ()),
        ("MEET springfield", "springfield", ()),
        ("TREAT albany ny", "albany ny", ()),
        ("meetings in St. Louis, MO tonight", "St Louis, MO tonight", ("today",)),
        ("reuniones cerca de Miami", "Miami", ()),
        ("free detox around Portland", "Portland", ("detox", "free")),
        ("NA mtg 2nite in reno", "reno", ("na", "today")),
        ("AA meetings in english", "", ("aa",)),
        ("junta en español", "", ("spanish",)),
        ("rehab in west palm please", "west palm please", ()),
        ("rehab. in jail? no", "", ()),
        ("need a meeting now", "", ()),
    ],
)
def test_where_and_what_for_is_read_as_it_is_written(text: str, place: str, wants: tuple[str, ...]) -> None:
    meaning = READER.read(text)
    assert (next(iter(meaning.places), ""), meaning.wants) == (place, wants)


def test_a_name_is_never_cut_short_of_a_word_that_nobody_knows() -> None:
    assert "west" not in READER.read("na meeting in west palm").places
    assert "west palm" in READER.read("na meeting in west palm please").places


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("necesito tratamiento", "es"),
        ("need a rehab for my mom", "en"),
        ("espanol", "es"),
        ("do you speak spanish", "es"),
        ("english please", "en"),
        ("do you have this in creole", "en"),
        ("33401", ""),
        ("no respira", "es"),
        ("where are you", "en"),
        ("donde estan ustedes", "es"),
    ],
)
def test_the_language_is_told_by_the_words_or_left_open(text: str, language: str) -> None:
    assert READER.read(text).language == language


def test_what_a_text_was_read_by_is_told() -> None:
    assert READER.read("im dope sick").why == '"dope sick" (withdrawal_felt)'
    assert READER.read("treatmant").why == '"treatment" (treatment_first_step, spelling mended)'
    assert "emergency gate" in READER.read("hes not breathing").why


LIKE = [
    ("no more of these messages to my phone ok", "stop", ""),
    ("can all my texts be gotten rid of", "erase", "privacy"),
    ("do i let him move back in after he stole from us", "loved_one", "loved_one"),
]


@pytest.mark.parametrize(("text", "label", "topic"), LIKE)
def test_what_is_only_like_something_says_so(text: str, label: str, topic: str) -> None:
    meaning = READER.read(text)
    assert (meaning.label, meaning.topic, meaning.likely, meaning.unsure) == (label, topic, True, True)
    assert meaning.why.startswith(f"like texts of {label}: ")


def test_nothing_that_a_text_is_like_takes_away_what_it_says() -> None:
    for text in ("stop", "treatment please", "33401", "how do i stop using", "delete my data"):
        assert READER.read(text).certain and not READER.read(text).likely


def test_a_yes_is_no_answer_by_what_it_is_like_either() -> None:
    assert READER.read("yep u can hang on to my zip", "consent").label == "consent_yes"
    assert READER.read("yep u can hang on to my zip").label not in ANSWERS


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300), st.sampled_from(PENDING))
def test_anything_that_can_be_written_is_read(text: str, pending: Pending) -> None:
    meaning = READER.read(text, pending)
    assert isinstance(meaning, Meaning)
    assert meaning.label and meaning.why
    assert isinstance(READER.towns_in(text), tuple)
    assert meaning.zip == "" or (len(meaning.zip) == 5 and meaning.zip.isascii() and meaning.zip.isdigit())


WORDS = sorted(READER.book.machine.vocabulary | {"breathing", "blue", "overdose", "33401", "?"})


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_an_emergency_is_one_whatever_was_asked(text: str) -> None:
    alarm = READER.gate.read(text)
    for pending in PENDING:
        label = READER.read(text, pending).label
        assert (label in EMERGENCIES.values()) == (alarm is not Alarm.NONE)
        assert alarm is Alarm.NONE or label == EMERGENCIES[alarm]


def explained(*arguments: str) -> str:
    shown = CliRunner().invoke(main, ["explain", *arguments])
    assert shown.exit_code == 0, shown.output
    return shown.stdout


def test_explain_shows_what_a_text_is_read_as(tmp_path: Path) -> None:
    assert explained("NA meeting 10001").startswith('meetings: "')
    told_near = explained("free detox near West Palm Beach")
    assert told_near.endswith("; near West Palm Beach, if there is such a town; wanted: detox, free\n")
    told = json.loads(explained("--json", "no despierta"))
    assert told["reading"] == "overdose_emergency"
    assert told["emergency"] is True
    told = json.loads(explained("--json", "quiero morir"))
    assert (told["reading"], told["emergency"]) == ("suicide_crisis", False)
    table = tmp_path / "texts.csv"
    table.write_text('text,other\n"detox, 33401",1\nSÍ,2\n', encoding="utf-8")
    first, second = map(json.loads, explained("--csv", str(table)).splitlines())
    assert list(first) == ["text", "reading", "emergency", "language", "zip", "why"]
    assert (first["text"], first["reading"], first["emergency"]) == ("detox, 33401", "treatment", False)
    assert (first["language"], first["zip"]) == ("en", "33401")
    assert (second["text"], second["reading"], second["zip"]) == ("SÍ", "consent_yes", None)


def test_explain_says_what_is_wrong_with_a_table(tmp_path: Path) -> None:
    table = tmp_path / "texts.csv"
    table.write_bytes(b"words\nhello\n")
    shown = CliRunner().invoke(main, ["explain", "--csv", str(table)])
    assert shown.exit_code == 1
    assert 'no column "text"' in shown.output
    assert CliRunner().invoke(main, ["explain"]).exit_code == 2


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("my toddler swallowed my pills", True),
        ("3 yr old found a blue m30 on the carpet and ate it", True),
        ("mi nena se trago mis pastillas", True),
        ("la perrita se comio la mota y el cristal, esta tiesa", True),
        ("homeboy fell out after he hit the foil", False),
        ("he is not breathing", False),
        ("my husband took all his pills and he is turning blue", False),
    ],
)
def test_an_overdose_tells_of_a_child_or_pet_by_sign_and_by_evidence(text: str, child: bool) -> None:
    meaning = READER.read(text)
    assert (meaning.label, meaning.child) == ("overdose_emergency", child)


def test_a_child_is_not_looked_for_without_an_overdose() -> None:
    assert not READER.read("my kid is 3 years old and i want to die").child
