"""What is signed off, on a real SQLite and a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

from routing.domain.clearance import Clearance
from routing.store.records.clearances import Clearances, on_record
from routing.store.records.migrating import migrate

READ = Clearance("en.greeting", "a" * 64, "Dr. Roe", date(2026, 1, 31))
OTHER_WORDS = replace(READ, digest="b" * 64, by="Dr. Poe")
LATER = replace(READ, by="Dr. Poe", on=date(2026, 2, 1))


def test_the_first_of_a_day_stands_and_a_later_day_renews_it(database_url: str) -> None:
    migrate(database_url)
    book = Clearances(database_url)
    assert [book.give(each) for each in (READ, READ, replace(READ, by="Dr. Poe"))] == [READ, READ, READ]
    assert [book.give(each) for each in (LATER, READ, OTHER_WORDS)] == [LATER, LATER, OTHER_WORDS]
    assert set(on_record(database_url)) == {LATER, OTHER_WORDS}


def test_of_several_at_the_same_moment_one_stands_and_all_are_told_so(database_url: str) -> None:
    migrate(database_url)
    book = Clearances(database_url)
    with ThreadPoolExecutor(4) as people:
        told = list(people.map(lambda n: book.give(replace(READ, by=f"Dr. {n}")), range(4)))
    assert set(told) == set(book.all()) and len(set(told)) == 1


def test_where_there_are_no_records_nothing_is_signed_off_and_none_are_made(tmp_path: Path, database_url: str) -> None:
    assert on_record(f"sqlite:///{tmp_path}/none.sqlite3") == []
    assert not (tmp_path / "none.sqlite3").exists()
    assert on_record(database_url) == [], "records of no shape"
    assert on_record("postgresql://nobody@127.0.0.1:9/none") == [], "records that do not answer"
