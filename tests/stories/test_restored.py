"""The service is restored from its backup on an empty folder, with empty live state: it keeps every promise.

The copy is made, and put in its place, as docs/operations.md says.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis

from tests.store import postgres
from tests.stories.records import rows
from tests.stories.test_callback import asks_back, becomes, is_called, takes
from tests.stories.test_hearing import helpline
from tests.stories.test_shifts import on_shift
from tests.stories.test_voicemail import COORDINATOR, alerted, leaves
from tests.stories.town import Town, town
from tests.web.test_backup import copied

HOUR = 3600


@dataclass
class Machine:
    """A machine with its data folder, and the address of its database."""

    folder: Path
    database_url: str


class OnSQLite:
    def machine(self, folder: Path) -> Machine:
        return Machine(folder, f"sqlite:///{folder}/helpline.sqlite3")

    def backup(self, of: Machine, to: Path) -> None:
        copied(of.folder, to)

    def restore(self, copy: Path, on: Machine) -> None:
        shutil.copy(copy, on.folder / "helpline.sqlite3")


class OnPostgreSQL:
    """Each machine has a server of its own."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def machine(self, folder: Path) -> Machine:
        try:
            return Machine(folder, self._stack.enter_context(postgres.running()))
        except postgres.NotHere:
            pytest.skip("no PostgreSQL on this machine")

    def backup(self, of: Machine, to: Path) -> None:
        subprocess.run([_tool("pg_dump"), "--format=custom", "--file", to, of.database_url], check=True)

    def restore(self, copy: Path, on: Machine) -> None:
        subprocess.run([_tool("pg_restore"), "--dbname", on.database_url, copy], check=True)


def _tool(name: str) -> Path:
    return postgres.programs() / name  # of the server's version, as the operations page asks


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> Iterator[OnSQLite | OnPostgreSQL]:
    with ExitStack() as stack:
        yield OnSQLite() if request.param == "sqlite" else OnPostgreSQL(stack)


def settled(machine: Machine, redis_url: str, stack: ExitStack) -> Town:
    return stack.enter_context(town(machine.folder, redis_url, alerted, database_url=machine.database_url))


def moved(kind: OnSQLite | OnPostgreSQL, old: Machine, tmp_path: Path) -> Machine:
    """Restore a copy of the records, and the keys, on a machine that has nothing else of the old one."""
    copy, folder = tmp_path / "copy", tmp_path / "new"
    folder.mkdir()
    kind.backup(old, copy)
    new = kind.machine(folder)
    kind.restore(copy, new)
    shutil.copy(old.folder / "secret.keys", folder)
    return new


def test_every_promise_is_kept_after_a_restore(kind: OnSQLite | OnPostgreSQL, tmp_path: Path, redis_url: str) -> None:
    with ExitStack() as stack:
        (tmp_path / "old").mkdir()
        old = kind.machine(tmp_path / "old")
        before = becomes(settled(old, redis_url, stack), 12)
        before.outside("Kim", COORDINATOR)
        ana = before.specialist("Ana", activity="")
        cal, dee = asks_back(before.caller("Cal")), leaves(before, before.caller("Dee"))
        before.passes(30)
        dee.hangs_up()
        on_shift(before, ana, 2 * HOUR, 3 * HOUR)
        begins, new = before.now + 2 * HOUR, moved(kind, old, tmp_path)
        numbers = {phone.name: phone.number for phone in before.phones.values()}
    Redis.from_url(redis_url).flushall()
    with ExitStack() as stack:
        here = settled(new, redis_url, stack)
        people = {name: here.outside(name, number) for name, number in numbers.items()}
        here.known.update(numbers.values())
        cal, ana = people["Cal"], people["Ana"]
        here.post("clock/advance", {"seconds": begins - HOUR - here.now})
        here.settle()
        assert not ana.rings and not cal.rings, "nobody is on call yet"
        is_listed_heard_and_closed(here, tmp_path / "heard.wav")
        here.passes(begins + 5 - here.now)
        assert ana.rings, "the shift begins, and the callback is offered"
        takes(ana)
        is_called(here, cal, ana)
        here.passes(10)
        kept = [(row["kind"], row["state"], row["number"]) for row in rows(new.database_url, "promises", "kind")]
        assert kept == [("callback", "kept", None), ("voicemail", "kept", None)]
        assert here.rings(cal) == 1 and here.rings(people["Dee"]) == 0
        assert here.closes() == ["bridged"]


def is_listed_heard_and_closed(here: Town, file: Path) -> None:
    """Whoever runs the helpline hears the message on the new machine, and closes it."""
    message = next(row for row in rows(here.services.settings.database_url, "promises") if row["kind"] == "voicemail")
    assert f"{message['id']}: voicemail on main, open" in helpline(here, "list").stdout
    assert helpline(here, "listen", message["id"], "--output", str(file)).exit_code == 0
    assert file.read_bytes().startswith(b"RIFF")
    assert helpline(here, "close", message["id"]).exit_code == 0
    assert rows(here.services.settings.database_url, "recordings") == []
