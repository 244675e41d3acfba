"""The embedded server: it keeps what it acknowledged, and never outlives whoever started it."""

import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoAnswer

from routing import embedded
from tests.start.processes import eventually, family, gone

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from routing import embedded
with embedded.running(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another helpline, which runs the server of `tmp_path`."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline().strip() == embedded.url(tmp_path)
    yield process
    process.kill()
    process.wait()


def test_it_answers_at_once_and_stops_with_the_block(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as url:
        assert url == embedded.url(tmp_path)
        assert Redis.from_url(url).ping()
    with pytest.raises(NoAnswer):
        Redis.from_url(url).ping()


def test_its_process_id_is_on_file(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as url:
        written = int((tmp_path / "valkey" / "pid").read_text())
        assert written == Redis.from_url(url).info("server")["process_id"]


def test_only_this_user_can_reach_it(tmp_path: Path) -> None:
    with embedded.running(tmp_path):
        socket, folder = (tmp_path / "valkey" / "s").stat(), (tmp_path / "valkey").stat()
        assert stat.S_IMODE(socket.st_mode) == 0o700
        assert stat.S_IMODE(folder.st_mode) == 0o700


def test_it_evicts_nothing_and_listens_on_no_port(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as url:
        settings = Redis.from_url(url, decode_responses=True).config_get("*")
    chosen = {name: settings[name] for name in ("maxmemory-policy", "port", "appendonly", "appendfsync", "save")}
    assert chosen == {
        "maxmemory-policy": "noeviction", "port": "0", "appendonly": "yes", "appendfsync": "everysec", "save": "",
    }  # fmt: skip


def test_it_dies_with_its_parent(holder: subprocess.Popen[str]) -> None:
    servers = family(holder.pid)
    assert servers
    holder.kill()
    assert gone(servers)


def test_killing_it_loses_nothing_that_it_acknowledged(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    live = Redis.from_url(embedded.url(tmp_path))
    for _ in range(1000):
        live.incr("acknowledged")
    holder.send_signal(signal.SIGKILL)
    with embedded.running(tmp_path) as url:
        assert Redis.from_url(url).get("acknowledged") == b"1000"


def test_a_second_start_on_the_same_folder_is_refused_with_what_to_do(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(embedded.NotStarted) as refused, embedded.running(tmp_path):
        pass
    assert f"in use by another helpline, process {holder.pid}" in str(refused.value)
    assert "HELPLINE_DATA_DIR" in str(refused.value)
    assert Redis.from_url(embedded.url(tmp_path)).ping()  # the first is left alone


@pytest.mark.parametrize("name", ["a folder with spaces & a % sign", "long" * 30])
def test_any_data_folder_will_do(tmp_path: Path, name: str) -> None:
    with embedded.running(tmp_path / name) as url:
        assert Redis.from_url(url).ping()
        assert (tmp_path / name / "valkey" / "appendonlydir").is_dir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(embedded.NotStarted, match="file/valkey cannot be made"), embedded.running(tmp_path / "file"):
        pass


def test_a_file_that_cannot_be_read_is_told_with_what_to_do(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as url:
        Redis.from_url(url).set("a", "b")
    for part in (tmp_path / "valkey" / "appendonlydir").glob("*.incr.aof"):
        part.write_bytes(b"not a command\n" * 9)
    with pytest.raises(embedded.NotStarted, match=r"moving .*valkey aside gives a new one"), embedded.running(tmp_path):
        pass
    assert eventually(lambda: "Bad file format" in (tmp_path / "valkey" / "valkey.log").read_text())
