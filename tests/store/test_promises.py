"""Promises and consents on record, on a real SQLite and a real PostgreSQL; and what is not promised."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from routing.domain.consent import Consent, fingerprint
from routing.domain.contact import Unreadable
from routing.domain.message import Message
from routing.domain.promise import NotKept, Promise, purpose
from routing.store.records.consents import Consents
from routing.store.records.database import connect
from routing.store.records.erasure import Erasure
from routing.store.records.messages import Messages
from routing.store.records.migrating import migrate
from routing.store.records.promises import Promises
from routing.store.records.retention import Retention
from routing.store.records.roster import Roster
from routing.store.vault import Vault
from tests.store import postgres

NOW, HOUR = 1_800_000_000_000, 3_600_000
WEEK = 7 * 24 * HOUR
NUMBER = "+12025550110"
vault = Vault(["A" * 43])

ASKED = Promise(
    id="p1", kind="callback", contact="c1", line="main", skill="general", language="en", topic="",
    entered_at=NOW - 60_000, priority=0, made_at=NOW, expires_at=NOW + 72 * HOUR,
    person="digest", number=vault.seal(purpose("p1"), NUMBER),
)  # fmt: skip
YES = Consent("y1", "callback", "callback_safe", fingerprint("Is that safe?"), "en", "voice", "key 1", NOW, NOW + HOUR)


@pytest.fixture
def promises(database_url: str) -> Promises:
    migrate(database_url)
    return Promises(database_url)


def rows(url: str, table: str) -> list[tuple[object, ...]]:
    engine = connect(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]
    engine.dispose()
    return found


def test_a_promise_that_is_made_twice_at_one_moment_is_one_and_neither_is_refused(
    promises: Promises, database_url: str
) -> None:
    for turn in range(20):
        same = replace(ASKED, id=f"p{turn}", person=f"digest {turn}")
        together = threading.Barrier(2)

        def make(same: Promise = same, turn: int = turn, together: threading.Barrier = together) -> None:
            together.wait(10)
            promises.make(same, replace(YES, id=f"y{turn}"))

        with ThreadPoolExecutor() as pool:
            for made in [pool.submit(make), pool.submit(make)]:
                made.result(10)  # raises what was raised there
    assert len(rows(database_url, "promises")) == len(rows(database_url, "consents")) == 20


def test_a_promise_and_its_yes_are_kept_together_and_come_back_as_they_were(
    promises: Promises, database_url: str
) -> None:
    promises.make(ASKED, YES)
    promises.make(ASKED, YES)
    assert promises.find("p1") == ASKED
    assert [*promises.still_open()] == [*promises.still_open("callback")] == [ASKED]
    assert promises.still_open("voicemail") == [] and promises.find("p2") is None
    (yes,) = rows(database_url, "consents")
    assert (yes[:8], yes[8]) == (
        ("y1", "callback", "callback_safe", YES.sentence, "en", "voice", "key 1", NOW),
        NOW + HOUR,
    )


def test_one_callback_is_open_for_each_person_and_any_number_for_others(promises: Promises) -> None:
    promises.make(ASKED, YES)
    again = replace(ASKED, id="p2", made_at=NOW + 1)
    promises.make(again, replace(YES, id="y2"))
    others = replace(ASKED, id="p3", person="other", made_at=NOW + 2)
    promises.make(others, replace(YES, id="y3"))
    assert [*promises.still_open()] == [again, others]
    closed = promises.find("p1")
    assert closed and (closed.state, closed.how, closed.person, closed.number) == ("cancelled", "replaced", "", "")


def test_voicemails_of_one_person_and_of_nobody_known_stand_side_by_side(promises: Promises) -> None:
    for number, person in enumerate(["digest", "digest", "", ""]):
        left = replace(ASKED, id=f"v{number}", kind="voicemail", person=person, number="")
        promises.make(left, replace(YES, id=f"y{number}", scope="voicemail"))
    assert len(promises.still_open("voicemail")) == 4


def test_no_more_than_three_attempts_are_counted_and_none_too_late(promises: Promises) -> None:
    promises.make(ASKED, YES)
    made = [promises.attempt("p1", NOW + at) for at in (1, 2, 3, 4)]
    assert [(each.attempts, each.attempted_at) if each else None for each in made] == [
        (1, NOW + 1), (2, NOW + 2), (3, NOW + 3), None,
    ]  # fmt: skip
    promises.make(replace(ASKED, id="p2", person="other"), replace(YES, id="y2"))
    assert promises.attempt("p2", ASKED.expires_at) is None
    assert promises.attempt("nobody's", NOW) is None


def test_whose_a_promise_was_is_erased_with_its_end(promises: Promises, database_url: str) -> None:
    promises.make(ASKED, YES)
    assert promises.close("p1", "kept", "bridged", NOW + 5)
    assert not promises.close("p1", "failed", "expired", NOW + 6), "it closes once"
    kept = promises.find("p1")
    assert kept and (kept.state, kept.how, kept.closed_at, kept.person, kept.number) == (
        "kept", "bridged", NOW + 5, "", "",
    )  # fmt: skip
    assert ASKED.number not in str(rows(database_url, "promises"))
    assert promises.still_open() == [] and promises.attempt("p1", NOW) is None
    promises.make(replace(ASKED, id="p2"), replace(YES, id="y2"))


def test_what_has_been_open_too_long_is_found_and_what_is_long_closed_is_deleted(
    promises: Promises, database_url: str
) -> None:
    promises.make(ASKED, YES)
    assert promises.expired(ASKED.expires_at - 1) == []
    assert [promise.id for promise in promises.expired(ASKED.expires_at)] == ["p1"]
    retention = Retention(database_url)
    retention.purge(NOW + WEEK + 99 * HOUR)
    assert promises.find("p1"), "what is open is never deleted"
    promises.close("p1", "failed", "expired", NOW)
    retention.purge(NOW + WEEK)
    assert promises.find("p1")
    assert retention.counted(NOW + WEEK + 1)["promises"] == 1
    retention.purge(NOW + WEEK + 1)
    assert promises.find("p1") is None


def test_a_yes_can_be_taken_back_and_its_proof_expires(promises: Promises, database_url: str) -> None:
    consents = Consents(database_url)
    consents.give(replace(YES, person="digest"))
    erasure = Erasure(database_url)
    erasure.forget(["digest"], "text", NOW + 1)
    erasure.forget(["digest"], "later", NOW + 2)
    assert rows(database_url, "consents")[0][9:11] == (NOW + 1, "text")
    Retention(database_url).purge(YES.expires_at - 1)
    assert len(rows(database_url, "consents")) == 1
    Retention(database_url).purge(YES.expires_at)
    assert rows(database_url, "consents") == []


def test_the_first_to_take_a_promise_has_it_until_it_closes(promises: Promises) -> None:
    assert promises.take("p1", "ana", NOW) is None
    promises.make(ASKED, YES)
    for who in ("ana", "bo", "ana"):
        taken = promises.take("p1", who, NOW + len(who))
        assert taken and (taken.state, taken.taken_by, taken.taken_at) == ("taken", "ana", NOW + 3)
    assert [promise.id for promise in promises.still_open()] == ["p1"]
    assert promises.attempt("p1", NOW) is None, "nobody else calls"
    assert [promise.id for promise in promises.expired(ASKED.expires_at)] == ["p1"]
    assert promises.close("p1", "kept", "by_staff", NOW + 9)
    closed = promises.take("p1", "bo", NOW)
    assert closed and (closed.state, closed.taken_by, closed.person, closed.number) == ("kept", "ana", "", "")


def test_what_whoever_leaves_the_roster_had_taken_is_open_again(promises: Promises, database_url: str) -> None:
    roster = Roster(database_url)
    ana, bo = (roster.add(name, name, ("en",), ("general",)) for name in ("Ana", "Bo"))
    for id, by in (("p1", ana), ("p2", bo), ("p3", ana)):
        kind = "voicemail" if id == "p3" else "callback"
        promises.make(replace(ASKED, id=id, kind=kind, contact=f"c-{id}", person=id), replace(YES, id=f"y-{id}"))
        promises.take(id, by.id, NOW)
    removed = roster.remove(ana.id, NOW)
    assert removed and removed.contacts == ["c-p1"]
    assert [(found.state, found.taken_by) for found in map(promises.find, ("p1", "p2", "p3")) if found] == [
        ("open", ""), ("taken", bo.id), ("open", ""),
    ]  # fmt: skip
    assert roster.remove(ana.id, NOW) is None and roster.everyone() == [bo]


def test_a_message_is_nobodys_before_it_is_left_and_whoevers_took_it_when_news_of_it_comes_again(
    promises: Promises, database_url: str
) -> None:
    promises.make(replace(ASKED, kind="voicemail", number="", state="recording"), YES)
    early = promises.take("p1", "ana", NOW)
    assert early and early.state == "recording"
    messages, left = Messages(database_url), Message("p1", "main", 9, NOW, "sealed")
    assert messages.keep(left)
    promises.take("p1", "ana", NOW)
    assert messages.keep(left)
    theirs = promises.find("p1")
    assert theirs and theirs.state == "taken"


def test_a_sealed_number_opens_in_its_own_row_alone() -> None:
    assert vault.open(purpose("p1"), ASKED.number) == NUMBER
    with pytest.raises(Unreadable):
        vault.open(purpose("p2"), ASKED.number)


# What is not promised


@contextmanager
def locked(url: str) -> Iterator[None]:
    holder = connect(url)
    with holder.connect() as held:
        held.exec_driver_sql("BEGIN EXCLUSIVE")
        yield
    holder.dispose()


def is_refused_in_time(promises: Promises) -> None:
    began = time.monotonic()
    with pytest.raises(NotKept):
        promises.make(replace(ASKED, id="p9", person="p9"), replace(YES, id="y9"))
    assert time.monotonic() - began < 10


def test_with_the_file_locked_nothing_is_promised_then_or_later(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/helpline.sqlite3"
    migrate(url)
    promises = Promises(url)
    with locked(url):
        is_refused_in_time(promises)
    wait_for_nobody()
    assert promises.still_open() == []
    promises.make(ASKED, YES)


def test_with_the_tables_or_the_server_gone_nothing_is_promised(tmp_path: Path) -> None:
    is_refused_in_time(Promises(f"sqlite:///{tmp_path}/empty.sqlite3"))
    is_refused_in_time(Promises(f"sqlite:///{tmp_path}/no/such/folder.sqlite3"))
    is_refused_in_time(Promises("postgresql://nobody@127.0.0.1:1/nothing"))


def test_a_server_that_hangs_makes_nobody_wait_and_promises_nothing_later(postgresql_of_its_own: str) -> None:
    url = postgresql_of_its_own
    migrate(url)
    promises = Promises(url)
    promises.make(ASKED, YES)  # a connection is open now, which will hang
    with stopped(url):
        for _ in range(3):
            is_refused_in_time(promises)
    wait_for_nobody()
    assert [promise.id for promise in promises.still_open()] == ["p1"]


def test_a_crowd_that_waits_for_a_server_that_hangs_is_bounded(postgresql_of_its_own: str) -> None:
    migrate(postgresql_of_its_own)
    promises = Promises(postgresql_of_its_own)
    before = threading.active_count()
    with stopped(postgresql_of_its_own):
        crowd = [threading.Thread(target=is_refused_in_time, args=(promises,)) for _ in range(40)]
        for each in crowd:
            each.start()
        for each in crowd:
            each.join()
        assert threading.active_count() - before <= 16
    wait_for_nobody()
    promises.make(ASKED, YES)


@pytest.fixture
def postgresql_of_its_own() -> Iterator[str]:
    try:
        with postgres.running() as url:
            yield url
    except postgres.NotHere:
        pytest.skip("no PostgreSQL on this machine")


@contextmanager
def stopped(url: str) -> Iterator[None]:
    """Have every process of the server stand still, as on a disk that does not answer."""
    folder = Path(url.partition("host=")[2])
    parent = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(parent, signal.SIGSTOP)  # first, so that the family does not grow meanwhile
    family = [parent, *children(parent)]
    tell(family, signal.SIGSTOP)
    try:
        yield
    finally:
        tell(family, signal.SIGCONT)


def tell(family: list[int], what: signal.Signals) -> None:
    for process in family:
        with suppress(ProcessLookupError):
            os.kill(process, what)


def children(parent: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def wait_for_nobody() -> None:
    """Let what was given up on come to its end."""
    for thread in threading.enumerate():
        if thread.name.startswith("records"):
            thread.join(10)
            assert not thread.is_alive()


def test_of_all_who_take_or_close_it_at_one_moment_one_is_right(promises: Promises) -> None:
    def acts(n: int, id: str) -> bool:
        if n % 2:
            return promises.close(id, "cancelled", "by_staff", NOW, was="open")
        taken = promises.take(id, f"s{n}", NOW)
        return bool(taken and taken.taken_by == f"s{n}")

    for turn in range(10):
        id = f"one{turn}"
        promises.make(replace(ASKED, id=id, person=""), replace(YES, id=id))
        with ThreadPoolExecutor(4) as people:
            right = list(people.map(acts, range(4), [id] * 4))
        found = promises.find(id)
        assert found and right.count(True) == 1
        assert found.state == ("cancelled" if right.index(True) % 2 else "taken"), "and it is as whoever was right said"
        assert (found.number == "") is (found.state == "cancelled")


def test_what_is_not_as_it_was_is_not_closed_and_keeps_its_number(promises: Promises) -> None:
    promises.make(ASKED, YES)
    promises.take("p1", "s1", NOW)
    assert not promises.close("p1", "cancelled", "by_staff", NOW, was="open")
    found = promises.find("p1")
    assert found and (found.state, found.number) == ("taken", ASKED.number)
    assert promises.close("p1", "kept", "by_staff", NOW, was="taken")
