"""The demo: one command that starts everything, keeps it, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.start.processes import eventually, family, gone

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Demo:
    """A demo in a process of its own, with a data folder and a port of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.said: list[str] = []
        ours = {"PORT": str(port), "HELPLINE_DATA_DIR": str(data), "PATH": os.environ["PATH"]}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "routing.cli", "demo"],
            cwd=ROOT,
            env=ours,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )

    def says(self, words: str) -> str:
        """Read on until a line holds these words."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return line.strip()
        raise AssertionError(f"{words!r} is not in what it said: {''.join(self.said)}")

    def command(self, *words: str) -> str:
        """Give a command of the helpline the demo's settings, as a shell does."""
        ours = f"set -a; . {self.data}/demo.env; exec {sys.executable} -P -m routing.cli {' '.join(words)}"
        return subprocess.run(["sh", "-c", ours], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    def processes(self) -> set[int]:
        return family(self.process.pid)

    def those(self, words: str) -> set[int]:
        """The children with these words in their command."""
        listed = subprocess.run(["ps", "-A", "-o", "pid=,args="], capture_output=True, text=True, check=True).stdout
        rows = (line.split(maxsplit=1) for line in listed.splitlines())
        return self.processes() & {int(pid) for pid, command in rows if words in command}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path / "data", free_port())
    yield running
    running.process.kill()
    running.process.wait()


def get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.status, answer.read().decode()


def test_it_tells_the_telephones_first_keeps_what_dies_and_ctrl_c_leaves_nothing(demo: Demo) -> None:
    demo.says("The helpline is ready.")
    assert not any("started again" in line for line in demo.said)
    telephones = demo.says("Telephones").split()[1]
    assert get(telephones)[0] == 200
    assert '"beside": ["Redis"]' in get(f"{telephones}/api/state")[1]
    assert demo.says("Web").split()[1].startswith("http://localhost:")
    assert str(demo.data) in demo.says("Data")
    assert "ctrl-C" in demo.says("Stop")

    assert (demo.data / "demo.env").stat().st_mode & 0o077 == 0
    assert "(line main): nothing to change" in demo.command("twilio", "connect", "--dry-run")
    assert "0 errors" in demo.command("check")

    assert eventually(lambda: len(demo.those("worker calls")) == 2)
    killed = min(demo.those("worker calls"))
    os.kill(killed, signal.SIGKILL)
    assert demo.says("was ended by SIGKILL; it is started again").startswith("calls")
    assert eventually(lambda: len(demo.those("worker calls") - {killed}) == 2)

    processes = demo.processes()
    demo.process.send_signal(signal.SIGINT)
    demo.says("Stopping")
    assert demo.process.wait(15) == 0
    assert gone(processes)


def test_being_killed_leaves_nothing(demo: Demo) -> None:
    demo.says("The helpline is ready.")
    processes = demo.processes()
    assert len(processes) >= 6
    demo.process.kill()
    assert gone(processes)


def test_a_taken_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = Demo(tmp_path, port)
        assert f"Port {port} (PORT) is taken by another program" in refused.says("Error:")
        assert refused.process.wait(10) == 1
        assert not (tmp_path / "valkey").exists()
