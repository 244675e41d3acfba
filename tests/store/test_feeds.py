"""The secret addresses of calendars, on a real SQLite and a real PostgreSQL."""

from routing.store.records.feeds import Feed, Feeds
from routing.store.records.migrating import migrate


def test_the_records_find_a_calendar_by_its_newest_digest_alone(database_url: str) -> None:
    migrate(database_url)
    kept = Feeds(database_url)
    for digest, since in (("a", 1), ("b", 2)):
        kept.replace(Feed("line", "main", since), digest)
    assert [kept.found(each) for each in "ab"] == [None, Feed("line", "main", 2)]
    kept.end("line", "main")
    assert kept.found("b") is kept.of("line", "main") is None
