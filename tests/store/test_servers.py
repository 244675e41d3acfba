"""`helpline check` looks at live state's server and the records' before anybody relies on them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis

from config.settings import Settings
from routing.servers import examine, of_safety
from routing.store.records.database import connect
from routing.store.records.migrating import migrate


@pytest.fixture
def settings(redis_url: str, database_url: str, tmp_path: Path) -> Settings:
    migrate(database_url)
    given = {"REDIS_URL": redis_url, "DATABASE_URL": database_url, "HELPLINE_DATA_DIR": str(tmp_path)}
    return Settings.load(given)


@pytest.fixture
def server(redis_url: str) -> Iterator[Redis]:
    """The server of live state, set back afterwards."""
    redis = Redis.from_url(redis_url)
    yield redis
    redis.config_set("maxmemory-policy", "noeviction")
    redis.config_set("appendonly", "yes")


def found(settings: Settings) -> list[tuple[str, str, str]]:
    return [(finding.level, finding.where, finding.wrong) for finding in examine(settings)]


def test_servers_that_are_as_they_should_be_have_nothing_to_say(settings: Settings) -> None:
    assert found(settings) == []


def test_a_server_that_would_forget_callers_is_told(settings: Settings, server: Redis) -> None:
    server.config_set("maxmemory-policy", "allkeys-lru")
    server.config_set("appendonly", "no")
    assert found(settings) == [
        ("error", "REDIS_URL", "has the maxmemory-policy allkeys-lru"),
        ("warning", "REDIS_URL", "keeps nothing through a restart"),
    ]


def test_records_of_another_version_are_told_with_what_mends_them(settings: Settings) -> None:
    engine = connect(settings.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    engine.dispose()
    assert found(settings) == [("error", "DATABASE_URL", "has no records of this version's shape")]
    assert "helpline release" in examine(settings)[0].right


def test_records_that_are_not_there_yet_are_not_made_by_asking(settings: Settings, tmp_path: Path) -> None:
    absent = replace(settings, database_url=f"sqlite:///{tmp_path}/absent.sqlite3")
    assert "helpline release" in examine(absent)[0].right
    assert not (tmp_path / "absent.sqlite3").exists()


def test_masters_that_may_change_must_wait_for_a_replica(server: Redis) -> None:
    (wrong,) = of_safety("REDIS_URL", server, sentinel=True)
    assert "min-replicas-to-write" in wrong.right
    assert list(of_safety("REDIS_URL", server, sentinel=False)) == []


def test_servers_that_do_not_answer_are_told_together(settings: Settings) -> None:
    gone = replace(
        settings,
        redis_url="redis://127.0.0.1:1",
        jobs_redis_url="redis://127.0.0.1:2",
        database_url="postgresql://nobody@127.0.0.1:1/nothing",
    )
    assert [(level, where) for level, where, _ in found(gone)] == [
        ("error", "REDIS_URL"),
        ("error", "JOBS_REDIS_URL"),
        ("error", "DATABASE_URL"),
    ]
