"""Privacy on the phone: what is kept is said, and erased at a key, and "done" is said of nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from routing.cli import main
from routing.domain.consent import Consent, fingerprint
from routing.domain.promise import LIFE_MS, Promise, purpose
from routing.services import AtWork
from routing.store.records.consents import Consents
from routing.store.records.promises import Promises
from tests.stories.records import held, on_both
from tests.stories.town import Phone, Town, town


@pytest.fixture
def promises(here: Town, caller: Phone) -> Iterator[Promises]:
    """What the records keep about the caller: a callback that was asked for, and the yes to it."""
    records = Promises(here.services.settings.database_url)
    person, now = here.services.vault.digest("person", caller.number), int(here.now * 1000)
    number = here.services.vault.seal(purpose("p1"), caller.number)
    asked = Promise(
        id="p1", kind="callback", contact="0" * 16, line="main", skill="general", language="en", topic="",
        entered_at=now, priority=0, made_at=now, expires_at=now + LIFE_MS, person=person, number=number,
    )  # fmt: skip
    sentence = fingerprint("Is that safe?")
    yes = Consent("p1", "callback", "callback_safe", sentence, "en", "voice", "key 1", now, now + LIFE_MS, person)
    records.make(asked, yes)
    Consents(here.services.settings.database_url).give(replace(yes, id="y2", scope="log"))
    yield records
    records.close("p1", "cancelled", "the story's end", now)


def asks_to_be_forgotten(caller: Phone) -> Phone:
    return caller.dials().presses("5").presses("3")


@on_both
def test_a_caller_hears_what_is_kept_and_has_it_erased(here: Town, caller: Phone, promises: Promises) -> None:
    asks_to_be_forgotten(caller)
    assert caller.hears("privacy") and caller.hears("erase_sure")
    assert promises.still_open()
    caller.presses("1")
    assert caller.hears("erase_done")
    assert promises.still_open() == []
    cancelled = promises.find("p1")
    assert cancelled and (cancelled.state, cancelled.person, cancelled.number) == ("cancelled", "", "")
    here.passes(5)
    assert caller.hears("other_help"), "the call goes on"


def test_nothing_is_erased_without_a_yes(here: Town, caller: Phone, ana: Phone, promises: Promises) -> None:
    asks_to_be_forgotten(caller).presses("2")
    here.passes(1)
    assert caller.hears("other_help")
    caller.presses("5").presses("3").presses("9")
    assert caller.heard.count(here.phrase("erase_sure")) == 3, "a wrong key asks the same again"
    assert ana.rings_within(60), "who says nothing is led to a person"
    assert promises.still_open() and not caller.hears("erase_done")


@on_both
def test_what_is_kept_about_others_stays(here: Town, caller: Phone, promises: Promises) -> None:
    dee = here.caller("Dee")
    asks_to_be_forgotten(dee).presses("1")
    assert dee.hears("erase_done")
    assert len(promises.still_open()) == 1


def test_a_withheld_number_is_told_that_nothing_can_be_looked_up(here: Town, caller: Phone) -> None:
    caller.dials(from_shown="anonymous").presses("5").presses("3")
    assert caller.hears("erase_withheld") and not caller.hears("erase_sure")
    here.passes(8)
    assert caller.hears("other_help")


@on_both
def test_done_is_not_said_while_the_records_do_not_answer(here: Town, caller: Phone, promises: Promises) -> None:
    asks_to_be_forgotten(caller)
    with held(here.services.settings.database_url):
        caller.presses("1")
        assert caller.hears("erase_failed") and not caller.hears("erase_done")
    assert promises.still_open()
    here.passes(8)
    caller.presses("5").presses("3").presses("1")
    assert caller.hears("erase_done") and not promises.still_open()


def somebody_hears(services: AtWork) -> AtWork:
    line = replace(services.config.lines["main"], alerts_to=("+12025550180",))
    return replace(services, config=replace(services.config, lines={"main": line}))


@on_both
def test_a_message_is_erased_here_and_at_the_carrier(tmp_path: Path, redis_url: str, database_url: str) -> None:
    with town(tmp_path, redis_url, somebody_hears, database_url=database_url) as here:
        here.outside("Kim", "+12025550180")
        _leaves_a_message_and_asks_to_be_forgotten(here, here.caller())


def _leaves_a_message_and_asks_to_be_forgotten(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(3)
    caller.presses("2")
    here.passes(2)
    caller.presses("1")
    here.passes(8)
    caller.speaks("please call my sister")
    here.passes(15)
    caller.hangs_up()
    messages = Promises(here.services.settings.database_url)
    (left,) = messages.still_open("voicemail")
    asks_to_be_forgotten(caller).presses("1")
    assert caller.hears("erase_done")
    assert not messages.still_open("voicemail")
    assert here.services.messages.find(left.id) is None
    here.passes(5)
    assert list(here.services.tapes._client.recordings.list()) == []


def test_without_live_state_a_caller_is_forgotten_all_the_same(here: Town, caller: Phone, promises: Promises) -> None:
    asks_to_be_forgotten(caller)
    with here.without_live_state():
        caller.does("keys", keys="1")
        here.post("settle", {})
        assert caller.hears("erase_done")
    assert promises.still_open() == []


@on_both
def test_an_operator_has_somebody_forgotten_without_the_number_in_a_command(
    here: Town, caller: Phone, promises: Promises
) -> None:
    settings = here.services.settings
    environment = {
        "REDIS_URL": settings.redis_url,
        "DATABASE_URL": settings.database_url,
        "HELPLINE_DATA_DIR": str(settings.data_dir),
    }
    done = CliRunner().invoke(main, ["erase", "--json"], input=f"{caller.number}\n", env=environment)
    assert (done.exit_code, done.stdout) == (0, '{"promises": 1, "consents": 2, "live": true}\n')
    assert promises.still_open() == []
    again = CliRunner().invoke(main, ["erase"], input=f"{caller.number}\n", env=environment)
    assert again.stdout == "Erased. Promises cancelled: 0. Consents taken back: 0.\n"
    refused = CliRunner().invoke(main, ["erase"], input="12\n", env=environment)
    assert refused.exit_code == 1 and "E.164" in refused.stderr
    with here.without_live_state():
        on_record = CliRunner().invoke(main, ["erase"], input=f"{caller.number}\n", env=environment)
        assert on_record.exit_code == 0 and "within minutes of its return" in on_record.stdout
    here.passes(330)
    assert here.services.deletions.next() is None
