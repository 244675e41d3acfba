"""Supervisors see notes of calls, each kept by its person's own yes; that they have opened them is written down."""

import pytest

from routing.domain.consent import Consent, fingerprint
from routing.domain.note import Note
from tests.web.browser import Browser
from tests.web.doorstep import Doorstep

pytestmark = pytest.mark.usefixtures("records")
NOTES = "/console/notes"
NOW, HOUR = 1_800_000_000_000, 3_600_000  # 15 January 2027, 08:00 UTC


@pytest.fixture
def kim(kim: Browser) -> Browser:
    return kim.opens(NOTES)


def keep(door: Doorstep, contact: str, topic: str) -> None:
    yes = Consent(
        f"y{contact}", "log", "log_asked", fingerprint("May we?"), "en", "voice", "key 7", NOW, NOW + HOUR, "d"
    )
    door.services.consents.give(yes)
    note = Note(contact, "voice", NOW, "es", topic, "wait_2_to_5", "bridged", "abcdef0123456789" * 2, yes.id)
    assert door.services.notes.keep(note)


def test_they_are_shown_once_it_is_written_down_who_opens_them(door: Doorstep, kim: Browser) -> None:
    keep(door, "c1", "withdrawal")
    keep(door, "c2", "")
    kim.opens(NOTES)
    assert "There are 2 notes" in kim.page.text and "Talked with a specialist" not in kim.page.text
    kim.sends(NOTES)
    for words in ("withdrawal", "not said", "Spanish", "telephone", "2 to 5 min", "Talked with a specialist", "abcdef"):
        assert words in kim.page.text
    assert "2027-01-15 03:00" in kim.page.text, "by the line's clocks"
    assert "abcdef0" not in kim.page.text and "yc1" not in kim.page.text
    assert [row.deed.kind for row in door.services.audit.rows() if row.deed.what == "notes_opened"] == ["notes"]


def test_where_there_are_none_it_says_so(kim: Browser) -> None:
    kim.sends(NOTES)
    assert "There is none just now." in kim.page.text
