"""What an answer in a menu leads to."""

from dataclasses import dataclass, field

import pytest

from routing.domain.emergency import Alarm
from routing.domain.menu import Answer, Spot, choices, move, pages, stay


@dataclass(frozen=True)
class Menu:
    keys: dict[str, str] = field(default_factory=lambda: {"0": "emergency", "1": "talk", "2": "other", "*": "repeat"})
    silence: str = "talk"
    topics: tuple[str, ...] = ()


SUBJECTS = Menu({"0": "emergency", "1": "talk"}, topics=tuple("abcdefg"))
HERE = Spot("top", "en")


@pytest.mark.parametrize(
    ("answer", "tries", "to"),
    [
        (Answer(""), 0, "talk"),
        (Answer("1"), 0, "talk"),
        (Answer("2"), 0, "other"),
        (Answer("9"), 0, "again"),
        (Answer("9"), 1, "talk"),
        (Answer("", spoken=True), 0, "again"),
        (Answer("", spoken=True), 1, "talk"),
        (Answer("", spoken=True, about="naloxone"), 0, "topic:naloxone"),
        (Answer("", spoken=True, alarm=Alarm.OVERDOSE, about="naloxone"), 0, "emergency"),
        (Answer("", spoken=True, alarm=Alarm.SUICIDE, about="naloxone"), 1, "suicide"),
        (Answer("1", spoken=True, alarm=Alarm.OVERDOSE), 0, "emergency"),
    ],
)
def test_an_answer_leads_somewhere_and_silence_to_a_person(answer: Answer, tries: int, to: str) -> None:
    assert move(Menu(), Spot("top", "en", tries), answer) == to


def test_topics_are_read_five_at_a_time_and_again_from_the_first() -> None:
    assert pages(SUBJECTS) == 2 and pages(Menu()) == 1
    assert choices(SUBJECTS, 0) == {"2": "a", "3": "b", "4": "c", "5": "d", "6": "e"}
    assert choices(SUBJECTS, 1) == {"2": "f", "3": "g"}
    assert choices(SUBJECTS, 2) == choices(SUBJECTS, 0)
    assert move(SUBJECTS, Spot("topics", "en", page=1), Answer("3")) == "topic:g"
    assert move(SUBJECTS, Spot("topics", "en", page=1), Answer("4")) == "again"
    assert move(SUBJECTS, Spot("topics", "en"), Answer("9")) == "more"
    assert move(Menu(topics=("a",)), HERE, Answer("9")) == "again"


@pytest.mark.parametrize(
    ("to", "there"),
    [
        ("repeat", Spot("topics", "en", page=1)),
        ("again", Spot("topics", "en", tries=2, page=1)),
        ("language", Spot("topics", "es", page=1)),
        ("more", Spot("topics", "en", page=0)),
        ("talk", None),
        ("emergency", None),
    ],
)
def test_what_stays_among_the_menus_keeps_its_page(to: str, there: Spot | None) -> None:
    assert stay(SUBJECTS, Spot("topics", "en", tries=1, page=1), to, ("en", "es")) == there
