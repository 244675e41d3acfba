"""A process of its own fetches the lists that are due, and of several one alone fetches each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from routing.refresher import Refresher
from routing.store.records.fetches import Fetches
from routing.store.records.lists import Lists
from routing.store.records.migrating import migrate
from tests.directory.publisher import Publisher, publishing
from tests.start.processes import eventually


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as found:
        yield found


@pytest.fixture
def url(tmp_path: Path, publisher: Publisher, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the records of a helpline that the environment names."""
    (tmp_path / "line.toml").write_text(f'[list.county]\nurl = "{publisher.url}"\n', encoding="utf-8")
    records = f"sqlite:///{tmp_path}/helpline.sqlite3"
    named = {"REDIS_URL": redis_url, "DATABASE_URL": records, "HELPLINE_DATA_DIR": str(tmp_path / "data")}
    for name, value in (named | {"HELPLINE_CONFIG_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    migrate(records)
    return records


def test_of_several_processes_one_fetches_a_list(url: str, publisher: Publisher) -> None:
    publisher.says(pause_s=0.3)
    started = [Refresher() for _ in range(3)]
    for refresher in started:
        refresher.start()
        refresher.start()
    fetches = Fetches(url)
    assert eventually(lambda: "county" in fetches.all() and fetches.all()["county"].looked_at, 60)
    assert (Lists(url).sizes(), len(publisher.asked)) == ({"county": 10}, 1)
