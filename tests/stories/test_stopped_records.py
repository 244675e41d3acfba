"""The database stops, at every moment of a promise: nothing is called kept that is not, and nothing kept is forgotten.

It hangs, or refuses; at the commit it hangs, or dies before it, or dies after it with the answer lost. Whoever is not
promised anything hears so, keeps the place in line, and is not called later for what was written all the same.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.stories.records import emptied, rows
from tests.stories.test_callback import asks_back, becomes, is_called, takes
from tests.stories.test_voicemail import COORDINATOR, NEW, alerted, at_the_carrier, leaves
from tests.stories.town import Phone, Town, town
from tests.stories.trouble import AT_COMMIT, DIES_AFTER_COMMIT, HANGS, HANGS_AT_COMMIT, REFUSES, Disk, Trouble, Wire

BEFORE, BETWEEN = "before the question", "between question and yes"
MOMENTS = [(BEFORE, REFUSES), (BETWEEN, HANGS), (BETWEEN, REFUSES), *((BETWEEN, how) for how in AT_COMMIT)]
WRITTEN = (HANGS_AT_COMMIT, DIES_AFTER_COMMIT)  # is on record, though nobody heard so in time
HOUR = 3600


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Trouble]]:
    """The address of an empty database of each kind, and what makes it stop."""
    if request.param == "sqlite":
        with closing(Disk()) as disk:
            yield f"sqlite:///{tmp_path}/helpline.sqlite3", disk
        return
    with closing(Wire(emptied(request.getfixturevalue("postgresql")))) as wire:
        yield wire.url, wire


@pytest.fixture
def trouble(records: tuple[str, Trouble]) -> Trouble:
    return records[1]


@pytest.fixture
def here(tmp_path: Path, redis_url: str, records: tuple[str, Trouble]) -> Iterator[Town]:
    with town(tmp_path, redis_url, alerted, database_url=records[0]) as made:
        made.outside("Kim", COORDINATOR)
        yield becomes(made, 12)


def on_record(here: Town, table: str = "promises") -> list[tuple[str, str]]:
    return [(row["state"], row["how"]) for row in rows(here.services.settings.database_url, table, "made_at")]


def is_still_served(here: Town, caller: Phone) -> None:
    """The caller, who is still on the line, has the place and talks with whoever comes on call."""
    assert not caller.idle
    ana = here.specialist("Ana")
    assert ana.rings_within(30)
    ana.answers()
    assert not ana.hears("offer_callback")
    ana.presses("1")
    here.passes(4)
    assert caller.talks_to(ana)
    caller.hangs_up()


@pytest.mark.parametrize(("moment", "how"), MOMENTS)
def test_no_call_is_promised_and_none_is_made(
    here: Town, trouble: Trouble, caller: Phone, moment: str, how: str
) -> None:
    caller.dials().presses("1")
    here.passes(3)
    if moment == BETWEEN:
        caller.presses("1")
    with trouble.stopped(how):
        if moment == BEFORE:
            caller.presses("1")
        assert caller.hears("callback_safe")
        caller.presses("1")
        assert caller.hears("callback_not_kept") and not caller.hears("callback_promised")
        here.passes(10)
    is_still_served(here, caller)
    here.passes(1500)  # until live state has forgotten the contact, and looked at the records again
    assert on_record(here) == ([("cancelled", "not_told")] if how in WRITTEN else []) and here.rings(caller) == 0
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize(("moment", "how"), MOMENTS)
def test_nobody_speaks_what_cannot_be_kept(here: Town, trouble: Trouble, caller: Phone, moment: str, how: str) -> None:
    caller.dials().presses("1")
    here.passes(3)
    if moment == BETWEEN:
        is_asked_now(here, caller)
    with trouble.stopped(how):
        if moment == BEFORE:
            is_asked_now(here, caller)
        caller.presses("1")
        here.passes(1)
        assert caller.hears("message_not_now") and not caller.hears("message_speak")
        here.passes(10)
    is_still_served(here, caller)
    here.passes(HOUR + 600)
    assert on_record(here) == ([("cancelled", "not_left")] if how in WRITTEN else []) and at_the_carrier(here) == 0
    assert here.closes() == ["bridged"]


def is_asked_now(here: Town, caller: Phone) -> None:
    caller.presses("2")
    here.passes(2)
    assert caller.hears("message_notice")


@pytest.mark.parametrize("how", [HANGS, REFUSES, *AT_COMMIT])
def test_what_was_spoken_is_called_kept_only_when_it_is_and_is_kept_all_the_same(
    here: Town, trouble: Trouble, caller: Phone, how: str
) -> None:
    leaves(here, caller)
    here.passes(4)
    with trouble.stopped(how):
        caller.presses("#")
        here.passes(1)
        assert caller.hears("message_unsure") and not caller.hears("message_kept")
        here.passes(20)
    here.passes(30)
    assert on_record(here) == [("open", "")]
    (recording,) = rows(here.services.settings.database_url, "recordings")
    assert recording["sound"] and at_the_carrier(here) == 0
    assert here.phones[COORDINATOR].inbox.count(NEW) == 1
    assert here.closes() == ["voicemail_kept"]


@pytest.mark.parametrize("how", [HANGS, REFUSES])
def test_a_promised_call_waits_for_the_database_and_is_made_once(
    here: Town, trouble: Trouble, caller: Phone, how: str
) -> None:
    asks_back(caller)
    ana = here.specialist("Ana")
    with trouble.stopped(how):
        takes(ana)
        here.passes(10)
        assert not caller.rings and ana.hears("callback_unreached")
    assert ana.rings_within(120)
    takes(ana)
    is_called(here, caller, ana)
    here.passes(10)
    assert on_record(here) == [("kept", "kept")] and here.rings(caller) == 1
    assert here.closes() == ["bridged"]
