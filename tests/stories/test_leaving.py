"""Somebody is taken off the roster while they are at something: they finish it, and nothing is theirs after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config import gsm
from routing.flow import duty
from routing.roster import Book, Left, unnoted
from routing.store import keys
from tests.stories.records import on_both, rows
from tests.stories.talking import by_phone, said, writes_with
from tests.stories.test_shifts import on_shift
from tests.stories.town import Phone, Town, town

MINUTE = 60


def leaves(here: Town, phone: Phone) -> Left:
    here.keep_time()
    book = Book(here.services, unnoted)
    left = book.remove(book.named(phone.name))
    here.settle()
    return left


def left(here: Town, language: str) -> str:
    line = here.services.config.lines["main"].name[language]
    return gsm.sendable(here.phrase("sms_left", language).replace("{line}", line))


def is_forgotten(here: Town) -> bool:
    """Nobody is on the roster, on record or in live state."""
    # Redis ends a record's afterlife by a clock of its own.
    live = [name for name in here.redis.keys("*:specialist:*") if here.redis.ttl(name) == -1]
    tables = [rows(here.services.settings.database_url, name) for name in ("specialists", "shifts")]
    return not any((live, *tables, here.services.switchboard.known(), here.redis.hgetall(keys.rostered())))


@on_both
def test_a_call_goes_on_and_is_the_last(here: Town, caller: Phone, ana: Phone) -> None:
    on_shift(here, ana, 1, 30 * MINUTE)
    here.passes(2)
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(5)
    assert leaves(here, ana) == Left("engaged", False)
    dee = here.caller("Dee")
    dee.dials().presses("1")
    here.passes(6 * MINUTE)
    assert caller.talks_to(ana)
    caller.hangs_up()
    ana.hangs_up()
    here.passes(2 * MINUTE)
    assert ana.idle and dee.hears("nobody_on_call")
    assert is_forgotten(here)
    dee.hangs_up()
    assert here.outcomes() == ["abandoned", "bridged"]


def test_a_phone_that_rings_may_be_answered(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    assert ana.rings
    assert leaves(here, ana).under_way == "ringing"
    assert ana.rings
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)
    caller.hangs_up()
    ana.hangs_up()
    here.passes(MINUTE)
    assert is_forgotten(here) and here.closes() == ["bridged"]


def test_a_phone_that_rings_out_rings_no_more(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    leaves(here, ana)
    here.passes(2 * MINUTE)
    assert ana.idle and caller.hears("nobody_on_call")
    assert is_forgotten(here)
    caller.hangs_up()


def test_what_live_state_missed_it_learns_from_the_records(here: Town, caller: Phone, ana: Phone) -> None:
    person = here.services.roster.named("Ana")
    here.services.roster.remove(person.id, 1)  # live state did not answer, or whoever removed them was killed
    here.passes(6 * MINUTE)
    assert is_forgotten(here)
    caller.dials().presses("1")
    here.passes(5)
    assert ana.idle and caller.hears("nobody_on_call")
    caller.hangs_up()


def test_whoever_leaves_is_told_once_in_their_language(here: Town, caller: Phone) -> None:
    eva = here.specialist("Eva", "es", "en")
    caller.dials().presses("1")
    assert eva.rings
    leaves(here, eva)
    eva.answers().presses("1")
    here.passes(20 * MINUTE)
    assert caller.talks_to(eva)
    duty.follow(here.services)
    caller.hangs_up()
    eva.hangs_up()
    here.passes(20 * MINUTE)
    assert eva.inbox == [left(here, "es")]
    assert is_forgotten(here)


def test_whom_live_state_missed_is_told_by_its_next_look(here: Town, ana: Phone) -> None:
    here.services.roster.remove(here.services.roster.named("Ana").id, 1)
    here.passes(20 * MINUTE)
    assert ana.inbox == [left(here, "en")]


def test_nobody_is_told_at_a_number_that_may_be_anybodys_or_wants_no_texts(here: Town) -> None:
    dee, eli = here.specialist("Dee", activity="", verified_at=0), here.specialist("Eli")
    eli.texts("STOP")
    before = list(eli.inbox)
    for phone in (dee, eli):
        leaves(here, phone)
    here.passes(20 * MINUTE)
    assert dee.inbox == [] and eli.inbox == before


class TestByText:
    @pytest.fixture
    def here(self, tmp_path: Path, redis_url: str) -> Iterator[Town]:
        with town(tmp_path, redis_url, by_phone()) as made:
            yield made

    def test_a_conversation_goes_on_to_its_end(self, here: Town, caller: Phone, ana: Phone) -> None:
        writes_with(here, caller, ana)
        assert leaves(here, ana).under_way == "engaged"
        caller.texts("are you there")
        ana.texts("I am here")
        assert (ana.inbox[-1], caller.inbox[-1]) == ("are you there", "I am here")
        ana.texts("DONE")
        here.passes(2)
        assert caller.inbox[-1] == said(here, "sms_talk_ended")
        assert ana.inbox[-1].startswith(said(here, "sms_talks_ended"))
        here.passes(2)
        assert is_forgotten(here)
