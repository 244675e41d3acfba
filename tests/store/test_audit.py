"""The audit on record, on a real SQLite and a real PostgreSQL: whatever is done to it afterwards is found."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import text

from routing.domain.audit import Deed, Remembered, Row, Verdict, following, verify
from routing.domain.promise import NotKept
from routing.store.audited import MOST, Audited
from routing.store.records.audit import Audit
from routing.store.records.database import connect
from routing.store.records.migrating import migrate
from routing.store.vault import Vault

NOW, DAY = 1_800_000_000_000, 86_400_000
OLD, KEY = "A" * 43, "B" * 43
DEED = Deed("command:kim", "promise_closed", "promise", "p1")
WRITES = """
import sys
from routing.domain.audit import Deed
from routing.domain.promise import NotKept
from routing.store.records.audit import Audit
from routing.store.vault import Vault
audit = Audit(sys.argv[1], Vault([sys.argv[2]]))
input()
for n in range(10):
    audit.write(Deed("command:kim", "closed", "promise", str(n)), n)
"""


@dataclass
class Book:
    """The audit with five rows, what live state remembers of them, and somebody with a client for the database."""

    url: str
    live: Audited
    keys: tuple[str, ...] = (KEY,)

    @property
    def audit(self) -> Audit:
        return Audit(self.url, Vault(self.keys))

    def writes(self, deed: Deed = DEED, at: int = NOW) -> Row:
        row = self.audit.write(deed, at)
        self.live.remember_row(row.number, row.signature)
        return row

    def tampers(self, *statements: str, **values: object) -> None:
        engine = connect(self.url)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement), values)
        engine.dispose()

    def asks(self, statement: str) -> list[tuple[object, ...]]:
        engine = connect(self.url)
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(statement))]
        engine.dispose()
        return found

    def verdict(self) -> Verdict:
        anchor = self.audit.anchor()
        rows = self.audit.rows(anchor.number if anchor else 0)
        return verify(anchor, rows, self.live.remembered_rows(), Vault(self.keys).signed)


@pytest.fixture
def book(database_url: str, redis_url: str) -> Book:
    migrate(database_url)
    made = Book(database_url, Audited(Redis.from_url(redis_url)))
    for n in range(1, 6):
        made.writes(Deed("command:kim", "line_closed", "line", f"main{n}", "no heating"), NOW + n)
    return made


def test_what_was_written_is_read_again_and_whole(book: Book) -> None:
    assert book.verdict() == Verdict(5)
    (last,) = book.audit.last(1)
    assert (last.number, last.at, last.deed) == (
        5, NOW + 5, Deed("command:kim", "line_closed", "line", "main5", "no heating"),
    )  # fmt: skip


@pytest.mark.parametrize("column", ["at", "who", "what", "kind", "id", "why", "previous", "signature"])
def test_one_flipped_byte_is_found_wherever_it_is(book: Book, column: str) -> None:
    ((was,),) = book.asks(f"SELECT {column} FROM audit WHERE number = 3")
    becomes = was ^ 1 if isinstance(was, int) else was[:-1] + chr(ord(was[-1]) ^ 1)
    book.tampers(f"UPDATE audit SET {column} = :value WHERE number = 3", value=becomes)
    verdict = book.verdict()
    assert (verdict.rows, verdict.broken) == (2, 3), verdict
    book.tampers(f"UPDATE audit SET {column} = :value WHERE number = 3", value=was)
    assert book.verdict() == Verdict(5)


def test_a_number_that_was_changed_is_found(book: Book) -> None:
    book.tampers("UPDATE audit SET number = 7 WHERE number = 3")
    assert book.verdict().broken == 3


@pytest.mark.parametrize("number", [1, 3])
def test_a_row_that_was_taken_out_is_found(book: Book, number: int) -> None:
    book.tampers(f"DELETE FROM audit WHERE number = {number}")
    assert (book.verdict().broken, "missing" in book.verdict().wrong) == (number, True)
    # And when those behind it are moved up, the first of them holds to something else.
    for later in range(number + 1, 6):
        book.tampers(f"UPDATE audit SET number = {later - 1} WHERE number = {later}")
    assert book.verdict().broken == number


def test_two_rows_that_changed_places_are_found(book: Book) -> None:
    book.tampers(
        "UPDATE audit SET number = 99 WHERE number = 2",
        "UPDATE audit SET number = 2 WHERE number = 3",
        "UPDATE audit SET number = 3 WHERE number = 99",
    )
    assert book.verdict().broken == 2


def test_a_row_that_somebody_without_the_key_has_written_is_found(book: Book) -> None:
    (last,) = book.audit.last(1)
    forged = following(last, DEED, NOW)
    signature = Vault([OLD]).sign("audit", forged.text)
    book.tampers(
        "INSERT INTO audit VALUES (6, :at, 'command:kim', 'closed', 'promise', 'p1', '', :previous, :signature)",
        at=NOW, previous=last.signature, signature=signature[:8] + "0" * 64,
    )  # fmt: skip
    assert "not in HELPLINE_SECRET_KEYS" in book.verdict().wrong
    book.tampers("UPDATE audit SET signature = :s WHERE number = 6", s=last.signature[:8] + signature[8:])
    assert (book.verdict().broken, book.verdict().wrong) == (6, "is not as it was written")


def test_an_end_that_was_cut_off_is_missed_by_live_state(book: Book) -> None:
    book.tampers("DELETE FROM audit WHERE number > 3")
    assert (book.verdict().broken, "cut off" in book.verdict().wrong) == (4, True)
    # Whatever is written after that, it stays found.
    for _ in range(4):
        book.writes()
    assert (book.verdict().broken, "written anew" in book.verdict().wrong) == (4, True)


def test_all_of_it_deleted_is_missed_by_live_state(book: Book) -> None:
    book.tampers("DELETE FROM audit")
    assert book.verdict().broken == 1


def test_without_live_state_an_end_that_was_cut_off_is_not_found(book: Book) -> None:
    """What the operations page says is not defended."""
    book.tampers("DELETE FROM audit WHERE number > 3")
    book.live = Audited(Redis.from_url("redis://127.0.0.1:1"))
    anchor, rows = book.audit.anchor(), book.audit.rows()
    assert verify(anchor, rows, [], Vault([KEY]).signed) == Verdict(3)


def test_live_state_remembers_only_the_latest(book: Book) -> None:
    for n in range(6, MOST + 20):
        book.live.remember_row(n, "s")
    remembered = book.live.remembered_rows()
    assert (len(remembered), remembered[-1]) == (MOST, Remembered(MOST + 19, "s"))


def test_what_is_over_is_deleted_and_the_rest_still_holds(book: Book) -> None:
    book.audit.purge(NOW)
    assert book.verdict() == Verdict(5)
    book.audit.purge(NOW + 3)
    assert book.asks("SELECT number FROM audit ORDER BY 1") == [(4,), (5,)]
    assert book.verdict() == Verdict(2)
    book.audit.purge(NOW + 9)
    assert book.asks("SELECT number FROM audit") == []
    assert book.verdict() == Verdict(0)
    assert book.writes().number == 6
    assert book.verdict() == Verdict(1)


def test_nobody_else_can_delete_from_the_front(book: Book) -> None:
    book.audit.purge(NOW + 2)
    book.tampers("DELETE FROM audit WHERE number = 3")
    assert book.verdict().broken == 3
    book.tampers("UPDATE audit_anchor SET number = 3, last = (SELECT previous FROM audit WHERE number = 4)")
    assert (book.verdict().broken, "anchor" in book.verdict().wrong) == (3, True)
    book.tampers("DELETE FROM audit_anchor")
    assert book.verdict().broken == 1


def test_a_key_that_was_replaced_still_proves_what_it_signed(book: Book) -> None:
    book.keys = (OLD, KEY)
    book.writes()
    assert book.verdict() == Verdict(6)
    book.keys = (OLD,)
    assert (book.verdict().broken, "HELPLINE_SECRET_KEYS" in book.verdict().wrong) == (1, True)


def test_processes_that_write_at_once_make_one_chain(book: Book, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITES, book.url, KEY]
    together = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    for process in together:
        process.stdin.write(b"go\n")
        process.stdin.flush()
    assert [process.communicate()[1].decode() for process in together] == [""] * 4
    assert book.verdict() == Verdict(45)


@pytest.mark.parametrize("why", ["call +1 (202) 555-0110 back", "2025550110", "202.555.0110"])
def test_a_number_within_a_reason_is_not_kept(book: Book, why: str) -> None:
    kept = book.writes(Deed("command:kim", "line_closed", "line", "main", why)).deed.why
    assert "555" not in kept and "[number]" in kept


def test_a_long_reason_fits(book: Book) -> None:
    book.writes(Deed("command:kim", "line_closed", "line", "main", "x" * 300 + "🆘"))
    assert book.verdict() == Verdict(6)
    assert len(book.audit.last(1)[0].deed.why) == 200


def test_without_records_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(NotKept):
        Audit(f"sqlite:///{tmp_path}/none/helpline.sqlite3", Vault([KEY])).write(DEED, NOW)
