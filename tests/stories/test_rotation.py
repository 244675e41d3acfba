"""Keys are changed while people call, wait, talk and text: nobody notices, and nothing is lost."""

import json
import threading
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from config import secret_keys
from config.settings import Settings
from routing import rotation
from routing.cli import main
from routing.domain.consent import DAY_MS
from routing.domain.message import purpose
from routing.store.records.lives import LIVES
from routing.store.records.sealed import PLACES, Sealed
from routing.store.vault import Vault
from tests.stories.records import on_both
from tests.stories.test_erased_whole import is_on_record
from tests.stories.town import Phone, Town

KEY = "A" * 43


def rotates(here: Town, *options: str, **more: str) -> Result:
    settings = here.services.settings
    environment = {
        "REDIS_URL": settings.redis_url,
        "DATABASE_URL": settings.database_url,
        "HELPLINE_DATA_DIR": str(settings.data_dir),
        **more,
    }
    return CliRunner().invoke(main, ["keys", "rotate", *options], env=environment)


def sealed_under(here: Town) -> set[str]:
    sealed = Sealed(here.services.settings.database_url)
    return {value.by for place in PLACES for value in sealed.values(place)}


def promises_a_call(here: Town, phone: Phone) -> None:
    phone.dials().presses("1")
    here.passes(3)
    phone.presses("1").presses("1")
    assert phone.hears("callback_promised")
    phone.hangs_up()


def meanwhile(here: Town, *acts: Callable[[], object]) -> Result:
    """Rotate in a thread, and go on with the story at every moment of it."""
    found: list[Result] = []
    thread = threading.Thread(target=lambda: found.append(rotates(here, "--json")))
    thread.start()
    for act in acts:
        act()
        thread.join(1.0)
    thread.join()
    return found[0]


@on_both
def test_a_new_key_takes_over_under_load_and_nobody_notices(here: Town, caller: Phone, ana: Phone) -> None:
    dee, eve, fay = here.caller("Dee"), here.caller("Eve"), here.caller("Fay")
    fay.texts("opt out")
    caller.dials().presses("1")
    here.passes(3)
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana)
    promises_a_call(here, dee)
    eve.dials().presses("1")
    here.passes(5)
    is_on_record(here, dee, here.services.vault.seal_bytes(purpose("dee"), b"sound" * 9999))
    old = here.services.vault.names[0]
    contacts = len(here.contacts())

    def calls(name: str) -> None:
        phone = here.caller(name).dials().presses("1")
        here.passes(2)
        assert phone.heard
        phone.hangs_up()
        here.passes(1)

    done = meanwhile(
        here,
        lambda: calls("Gus"),
        lambda: eve.presses("9"),
        lambda: dee.texts("narcan"),
        lambda: calls("Hal"),
        lambda: here.passes(20),
        lambda: calls("Ida"),
        lambda: calls("Jo"),
    )
    told = json.loads(done.stdout)
    assert done.exit_code == 0 and told["new_key"] and not told["unreadable"], done.output
    new = here.services.vault.names[0]
    assert new != old and here.services.vault.names == (new, old)
    assert sealed_under(here) == {new}
    message = here.services.messages.find("dee")
    assert message and here.services.vault.open_bytes(purpose("dee"), message.sound) == b"sound" * 9999
    assert len(here.contacts()) == contacts + 4, "nobody's call was taken for another's"
    assert caller.talks_to(ana) and not eve.idle
    fay.texts("narcan")
    assert fay.inbox == [fay.inbox[0]], "a wish for no texts holds"
    caller.hangs_up()
    here.passes(2)
    ana.hangs_up()
    assert ana.rings_within(200), "whoever waits longest is next: Dee, who is to be called back"
    ana.answers().presses("1")
    assert dee.rings_within(10)
    dee.answers().presses("1")
    here.passes(4)
    assert dee.talks_to(ana)
    eve.hangs_up()
    assert here.closes().count("bridged") == 2


def test_a_caller_who_hangs_up_at_the_change_has_the_same_place(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(40)
    caller.hangs_up()
    (before,) = here.contacts()
    assert rotates(here).exit_code == 0
    caller.dials().presses("1")
    assert {contact["entered_at"] for contact in here.contacts()} == {before["entered_at"]}


class Killed(BaseException):
    pass


@pytest.mark.parametrize("after", [0, 1])
def test_what_broke_off_goes_on_with_the_same_key(here: Town, ana: Phone, after: int) -> None:
    file, slept = here.services.settings.key_file, []

    def killed(_seconds: float) -> None:
        slept.append(1)
        if len(slept) > after:
            raise Killed

    with pytest.raises(Killed):
        rotation.begin(file, another=False, sleep=killed)
    listed = set(secret_keys.kept(file))
    assert len(listed) == 2
    assert rotates(here).exit_code == 0
    assert set(secret_keys.kept(file)) == listed and not secret_keys.is_staged(file)
    assert sealed_under(here) == {Vault(secret_keys.kept(file)).names[0]}


def test_half_of_it_done_the_rest_follows_and_done_again_nothing_changes(here: Town, ana: Phone, bo: Phone) -> None:
    rotation.begin(here.services.settings.key_file, another=False)
    values = rotation.outdated(here.services)
    assert rotation._moved(here.services, next(values))
    assert len(sealed_under(here)) == 2
    assert json.loads(rotates(here, "--json").stdout)["moved"] == {"specialists.phone": 1}
    keys = secret_keys.kept(here.services.settings.key_file)
    again = json.loads(rotates(here, "--json").stdout)
    assert (again["new_key"], again["moved"], secret_keys.kept(here.services.settings.key_file)) == (False, {}, keys)


def test_what_changes_meanwhile_is_never_overwritten(here: Town, ana: Phone) -> None:
    rotation.begin(here.services.settings.key_file, another=False)
    (value,) = rotation.outdated(here.services)
    sealed = here.services.sealed
    assert sealed.replace(value, "changed meanwhile")
    assert not sealed.replace(value, "moved")
    assert here.services.roster.everyone()[0].phone == "changed meanwhile"
    assert sealed.replace(next(iter(rotation.outdated(here.services))), value.sealed)


def test_only_told_nothing_is_done(here: Town, ana: Phone) -> None:
    before = secret_keys.kept(here.services.settings.key_file)
    done = rotates(here, "--dry-run", "--json")
    told = json.loads(done.stdout or repr(done.exception) + done.output)
    assert told == {"new_key": True, "moved": {"specialists.phone": 1}, "unreadable": {}, "rests_on_older": {}}
    assert secret_keys.kept(here.services.settings.key_file) == before


def test_what_still_rests_on_an_older_key_is_told(here: Town, caller: Phone, ana: Phone) -> None:
    caller.texts("opt out")
    is_on_record(here, caller)
    rests = json.loads(rotates(here, "--json").stdout)["rests_on_older"]
    assert rests["opt_outs"] == 1 and rests["consents"] == 2 and rests["live state"] == 1
    later = int(here.now * 1000) + 2 * DAY_MS
    assert "live state" not in rotation.rests_on_older(here.services, later)
    assert (
        here.services.erasure.forget(here.services.vault.digests("person", caller.number), "text", later).consents == 2
    )


def test_keys_of_the_environment_are_for_the_operator_to_write(here: Town) -> None:
    told = rotates(here, HELPLINE_SECRET_KEYS=KEY)
    assert told.exit_code == 1 and all(word in told.output for word in ("OLD,NEW", "NEW,OLD", "openssl rand"))
    assert KEY not in told.output


def test_nothing_that_is_sealed_is_left_out() -> None:
    encrypted = {column for column, life in LIVES.items() if life.why.endswith("encrypted")}
    assert {place.name for place in PLACES} == encrypted


@pytest.mark.parametrize("command", [["release"], ["keys", "rotate"]])
def test_a_lost_key_is_told_at_the_start(here: Town, ana: Phone, command: list[str]) -> None:
    settings = here.services.settings
    key = secret_keys.kept(settings.key_file)
    secret_keys.write(settings.key_file, [secret_keys.fresh()])
    environment = {
        "REDIS_URL": settings.redis_url,
        "DATABASE_URL": settings.database_url,
        "HELPLINE_DATA_DIR": str(settings.data_dir),
    }
    told = CliRunner().invoke(main, command, env=environment)
    secret_keys.write(settings.key_file, key)
    assert told.exit_code == 1
    assert ("lacks a key" in told.output and "nobody is rung" in told.output) or "No key that is listed" in told.output
    assert Settings.load(environment).keys() == key
