"""Nothing survives an erasure but what is listed: two people are everywhere, and one of them is forgotten.

Looked for are a number, all that ever stood for it, and every sealed value that holds it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from routing.cli import main
from routing.domain.consent import Consent, fingerprint
from routing.domain.deletion import MESSAGE, Deletion, purpose
from routing.domain.message import Message
from routing.domain.note import Note
from routing.domain.promise import LIFE_MS, Promise
from routing.domain.promise import purpose as callback_purpose
from routing.flow import sending
from routing.services import AtWork
from routing.store import keys
from routing.store.records.models import Base
from routing.store.vault import Vault
from tests.stories.records import held, on_both, rows
from tests.stories.test_canary import kept_live
from tests.stories.test_voicemail import COORDINATOR, alerted
from tests.stories.town import LINE, Phone, Town, town

HOUR, DAY = 3600, 24 * 3600

# About nobody who calls; and what is found by a yes alone.
ABOUT_STAFF = {
    "specialists",
    "shifts",
    "covers",
    "covers_undone",
    "feeds",
    "closings",
    "audit",
    "audit_anchor",
    "secret_keys",
    "users",
    "recovery_codes",
    "clearances",
}
COUNTED = {"hourly_counts", "counted_events"}
LISTED = {"place_lists", "list_fetches", "places", "meetings", "corrections"}
TELL_NOBODY = {*ABOUT_STAFF, *COUNTED, *LISTED, "contact_notes"}
ABOUT_A_PERSON = (
    "contact",
    "digest:ended",
    "texter",
    "digest:person",
    "digest:kept",
    "digest:shut_out",
    "digest:replies",
    "digest:guesses",
)
STAYS = {
    "table consents",  # the proof of each yes, taken back
    "table opt_outs",  # the wish for no texts, and what live state knows of it
    "live opt_outs",
    "live digest:shut_out",  # a block, for a day
    "live digest:replies",  # limits, for an hour
    "live digest:guesses",
}


class Watched(Vault):
    """The vault, which remembers what has ever stood for a number, or held it."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(keys)
        self.told: dict[str, set[str]] = {}

    def seal(self, purpose: str, text: str) -> str:
        sealed = super().seal(purpose, text)
        for number in self.told:
            if number in text:
                self.told[number].add(sealed)
        return sealed

    def seal_for_a_day(self, purpose: str, text: str) -> str:
        return self.seal(purpose, text)

    def digests(self, kind: str, value: str) -> tuple[str, ...]:
        found = super().digests(kind, value)
        if value in self.told:
            self.told[value].update(found)
        return found


def watched(services: AtWork) -> AtWork:
    return replace(services, vault=Watched(services.settings.keys()))


@pytest.fixture
def here(tmp_path: Path, redis_url: str, database_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, watched, database_url=database_url) as made:
        yield made


def is_everywhere(here: Town, phone: Phone) -> Phone:
    """Have somebody in every table, and in live state under every kind of key about a person."""
    here.services.vault.told[phone.number] = {phone.number.removeprefix("+1")}
    phone.texts("narcan").texts("ON 4821")
    phone.dials().presses("1").hangs_up()
    phone.dials().presses("1")
    here.passes(3)
    phone.presses("1").presses("1")
    assert phone.hears("callback_promised")
    phone.hangs_up()
    here.passes(1)
    is_on_record(here, phone)
    phone.texts("opt out")
    person = here.services.vault.digest("person", phone.number)
    here.redis.set(keys.digest("kept", person), "0 0", ex=300)
    here.redis.set(keys.digest("shut_out", person), "0", ex=86400)
    return phone


def is_on_record(here: Town, phone: Phone, sound: bytes = b"") -> None:
    """Have somebody's message, note and deletion on record."""
    s, at, which = here.services, int(here.now * 1000), phone.name.lower()
    person, number = s.vault.digest("person", phone.number), s.vault.seal(callback_purpose(which), phone.number)
    yes = Consent(
        which, "voicemail", "message_notice", fingerprint("?"), "en", "voice", "key 1", at, at + LIFE_MS, person
    )
    left = Promise(
        id=which, kind="voicemail", contact=f"c-{which}", line="main", skill="general", language="en", topic="",
        entered_at=at, priority=0, made_at=at, expires_at=at + LIFE_MS, person=person, number=number, state="recording",
    )  # fmt: skip
    s.promises.make(left, yes)
    s.messages.keep(Message(which, "main", 9, at, sound=sound or s.vault.seal("message", phone.number).encode()))
    s.consents.give(replace(yes, id=f"n-{which}", scope="log"))
    s.notes.keep(Note(f"c-{which}", "voice", at, "en", "", "", "bridged", "", f"n-{which}"))
    gone = s.vault.seal(purpose(MESSAGE, which), phone.number)
    s.deletions.ask(Deletion(which, MESSAGE, "main", gone, asked_at=at, next_at=at + 10_000))


def where(here: Town, phone: Phone) -> set[str]:
    """Every table, and every kind of key in live state, where somebody is to be found."""
    told = here.services.vault.told[phone.number]
    url = here.services.settings.database_url
    tables = {f"table {name}" for name in Base.metadata.tables if _tells(rows(url, name), told)}
    live = {f"live {_kind(key)}" for key in here.redis.scan_iter("*") if _tells([key, *_values(here, key)], told)}
    return tables | live


def _kind(key: bytes) -> str:
    kind, _, rest = key.decode().removeprefix(keys.PREFIX).partition(":")
    return f"digest:{rest.partition(':')[0]}" if kind == "digest" else kind


def _values(here: Town, key: bytes) -> Iterable[Any]:
    class One:
        """Live state with one key."""

        def __getattr__(self, name: str) -> Any:
            return getattr(here.redis, name)

        def scan_iter(self, _: str) -> list[bytes]:
            return [key]

        def slowlog_get(self, _: int) -> list[bytes]:
            return []

    return kept_live(One())  # type: ignore[arg-type]


def _tells(parts: Iterable[Any], told: set[str]) -> bool:
    said = " ".join(part.decode("latin-1") if isinstance(part, bytes) else repr(part) for part in parts)
    return any(one in said for one in told)


@pytest.fixture
def dee(here: Town) -> Phone:
    return is_everywhere(here, here.caller("Dee"))


@pytest.fixture
def cal(here: Town, dee: Phone) -> Phone:
    cal = is_everywhere(here, here.caller("Cal"))
    person, sealed = here.services.vault.digest("person", cal.number), here.services.vault.seal("phone", cal.number)
    here.services.switchboard.erase_later(person, sealed, "text")
    assert "live forgetting" in where(here, cal)
    for phone in (cal, dee):
        found = where(here, phone)
        assert {f"table {name}" for name in Base.metadata.tables.keys() - TELL_NOBODY} == {
            one for one in found if one.startswith("table ")
        }
        assert {f"live {kind}" for kind in ABOUT_A_PERSON} <= found
    return cal


def asks(here: Town, cal: Phone) -> None:
    cal.texts("DELETE")


def phones(here: Town, cal: Phone) -> None:
    cal.dials().presses("5").presses("3").presses("1")
    assert cal.hears("erase_done")
    cal.hangs_up()


def commands(here: Town, cal: Phone) -> None:
    settings = here.services.settings
    environment = {
        "REDIS_URL": settings.redis_url,
        "DATABASE_URL": settings.database_url,
        "HELPLINE_DATA_DIR": str(settings.data_dir),
    }
    done = CliRunner().invoke(main, ["erase"], input=f"{cal.number}\n", env=environment)
    assert done.exit_code == 0 and "Promises cancelled: 2." in done.stdout


@on_both
@pytest.mark.parametrize("how", [asks, phones, commands])
def test_who_is_forgotten_is_nowhere_but_where_it_is_said(
    here: Town, dee: Phone, cal: Phone, how: Callable[[Town, Phone], None]
) -> None:
    before = where(here, dee)
    how(here, cal)
    here.passes(60)
    is_forgotten(here, cal)
    others_stay(here, dee, before)


@on_both
def test_while_live_state_does_not_answer_it_is_on_record_what_is_still_to_be_forgotten(
    here: Town, dee: Phone, cal: Phone
) -> None:
    before = where(here, dee)
    with here.without_live_state():
        cal.does("text", to=LINE, body="DELETE")
        here.post("settle", {})
        for number in (cal.number, dee.number):
            assert bool(on_record(here, number)) == (number == dee.number)
    here.passes(330)
    is_forgotten(here, cal)
    assert not written(here, cal) and written(here, dee)
    others_stay(here, dee, before)


def on_record(here: Town, number: str) -> list[Promise]:
    person = here.services.vault.digest("person", number)
    return [promise for promise in here.services.promises.still_open() if promise.person == person]


def written(here: Town, phone: Phone) -> list[Any]:
    messages = here.services.carrier._client.messages
    return [*messages.list(to=phone.number), *messages.list(from_=phone.number)]


@on_both
def test_while_the_records_do_not_answer_nobody_is_told_that_it_is_done_and_it_is_done_later(
    here: Town, dee: Phone, cal: Phone
) -> None:
    before = where(here, dee)
    with held(here.services.settings.database_url):
        cal.dials().presses("5").presses("3").presses("1")
        assert cal.hears("erase_failed") and not cal.hears("erase_done")
        cal.hangs_up()
    assert on_record(here, cal.number)
    here.passes(100)
    is_forgotten(here, cal)
    others_stay(here, dee, before)


@on_both
def test_what_somebody_asks_for_after_that_stays(here: Town, caller: Phone) -> None:
    here.services.vault.told[caller.number] = set()
    with held(here.services.settings.database_url):
        caller.texts("DELETE")
    here.passes(2)
    caller.dials().presses("1")
    here.passes(3)
    caller.presses("1").presses("1")
    caller.hangs_up()
    here.passes(100)
    assert not list(here.redis.scan_iter(keys.forgetting("*")))
    assert [promise.state for promise in on_record(here, caller.number)] == ["open"]
    assert [contact["stage"] for contact in here.contacts()] == ["callback"]


def test_what_was_still_to_be_sent_is_not_sent(here: Town, caller: Phone) -> None:
    dee = here.caller("Dee").texts("narcan")
    here.working = False
    for phone in (caller, dee):
        to = here.services.vault.seal("phone", phone.number)
        sending.ask(here.services, phone.name, "help", "main", to=to, words="saffron")
    here.goes_wrong(kind="rest", status=503, code=20503, match="POST /Messages", times=4)
    here.working = True
    caller.texts("DELETE")
    here.passes(120)
    assert "saffron" in dee.inbox and "saffron" not in caller.inbox


def test_what_cannot_be_deleted_at_the_carrier_is_asked_for_less_and_less_and_somebody_is_alerted(
    tmp_path: Path, redis_url: str
) -> None:
    with town(tmp_path, redis_url, alerted) as here:
        here.outside("Kim", COORDINATOR)
        caller = here.caller("Cal").texts("narcan").texts("DELETE")
        here.goes_wrong(kind="rest", status=404, code=20003, match="GET /Messages", times=99)
        here.passes(2 * HOUR)
        (due,) = here.services.deletions.due(int(here.now + HOUR) * 1000)
        assert due.tries == 7 and not told(here, "sms_alert_not_deleted")
        here.services.deletions.over(due)
        here.services.deletions.ask(replace(due, asked_at=due.asked_at - 15 * DAY * 1000))
        here.passes(2 * HOUR)
        here.goes_wrong(kind="clear")
        assert told(here, "sms_alert_not_deleted") and written(here, caller)
        assert here.services.deletions.next() is None


def told(here: Town, phrase: str) -> bool:
    return any(here.phrase(phrase).partition("{line}")[2] in text for text in here.phones[COORDINATOR].inbox)


def is_forgotten(here: Town, cal: Phone) -> None:
    assert where(here, cal) <= STAYS
    url = here.services.settings.database_url
    for table, column in (("recordings", "promise"), ("contact_notes", "contact")):
        assert [row[column].removeprefix("c-") for row in rows(url, table)] == ["dee"]
    taken_back = {row["id"] for row in rows(url, "consents") if row["withdrawn_at"] and row["withdrawn_how"]}
    assert {"cal", "n-cal"} <= taken_back and not {"dee", "n-dee"} & taken_back


def others_stay(here: Town, dee: Phone, before: set[str]) -> None:
    """What ends by itself within these minutes is left out."""
    assert before - where(here, dee) <= {"live digest:kept", "live guess", "table carrier_deletions"}
