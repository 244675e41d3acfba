"""Several processes run as one: with stand-ins for the helpline's own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.start.processes import eventually, family, gone, running

ROOT = Path(__file__).parents[2]

# Two children that are ready once they say so; the second has a child of its own, as a web server has.
STANDS_IN = """
import sys
from pathlib import Path
from routing.supervisor import Child, NotReady, Supervisor

say = lambda text: print(text, flush=True)
supervisor = Supervisor(Path(sys.argv[1]), say)
ready = lambda said: "ready" in said
try:
    with supervisor.until_asked():
        supervisor.start([Child("first", ["sh", "-c", "echo ready; exec sleep 60"], ready)])
        supervisor.wait()
        supervisor.start([Child("second", ["sh", "-c", {second!r}], ready, {{"WORD": "passed on"}})])
        supervisor.wait()
        say("all are ready")
        supervisor.keep()
        say("stopping")
except NotReady as why:
    sys.exit(str(why))
"""
STEADY = "sleep 60 & echo $$ ready, $WORD; wait"
STUBBORN = "trap '' TERM; echo ready; while :; do sleep 60; done"

Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a supervisor in a process of its own, with a second child of this shell script."""
    started = []

    def starts(second: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", STANDS_IN.format(second=second), str(tmp_path)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, process_group=0)
        started.append(process)
        return process

    yield starts
    for process in started:
        process.kill()
        process.communicate()


def says(process: subprocess.Popen[str], words: str) -> str:
    """Read on until a line holds these words."""
    assert process.stdout
    return next(line for line in process.stdout if words in line)


def test_children_are_ready_when_they_say_so_and_get_their_environment(start: Start, tmp_path: Path) -> None:
    says(start(STEADY), "all are ready")
    assert "ready, passed on" in (tmp_path / "second.log").read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_wish_to_stop_leaves_nothing(start: Start, number: signal.Signals) -> None:
    supervisor = start(STEADY)
    says(supervisor, "all are ready")
    children = family(supervisor.pid)
    assert len(children) >= 3
    supervisor.send_signal(number)
    says(supervisor, "stopping")
    assert supervisor.wait(5) == 0
    assert gone(children)


def test_being_killed_leaves_no_child(start: Start) -> None:
    supervisor = start("echo ready; exec sleep 60")
    says(supervisor, "all are ready")
    children = family(supervisor.pid)
    supervisor.kill()
    assert gone(children)


def test_a_second_ctrl_c_stops_at_once_whatever_a_child_thinks_of_it(start: Start) -> None:
    supervisor = start(STUBBORN)
    says(supervisor, "all are ready")
    children = family(supervisor.pid)
    supervisor.send_signal(signal.SIGINT)
    says(supervisor, "stopping")
    asked = time.monotonic()
    supervisor.send_signal(signal.SIGINT)
    supervisor.wait(5)
    assert time.monotonic() - asked < 2
    assert gone(children)


def test_a_child_that_dies_is_started_again_with_what_it_had_started_gone(start: Start, tmp_path: Path) -> None:
    supervisor = start(STEADY)
    says(supervisor, "all are ready")
    log = tmp_path / "second.log"
    child = int(log.read_text().split()[0])
    left = family(child)
    os.kill(child, signal.SIGKILL)
    assert says(supervisor, "second") == f"second was ended by SIGKILL; it is started again. Its log: {log}\n"
    assert gone(left)
    assert eventually(lambda: log.read_text().count("ready") == 2)
    assert int(log.read_text().split()[4]) in running()


def test_a_child_that_never_comes_up_stops_everything_and_is_named(start: Start, tmp_path: Path) -> None:
    supervisor = start("echo the disk is full; exit 4")
    out, err = supervisor.communicate(timeout=20)
    assert out.count("second ended with exit code 4") == 3
    assert err == f"second does not start: the disk is full (all of it: {tmp_path / 'second.log'})\n"
    assert supervisor.returncode == 1


def test_an_error_in_a_log_is_told_once_with_where_to_read_it(start: Start, tmp_path: Path) -> None:
    report = 'echo "{\\"level\\": \\"error\\", \\"event\\": \\"the database is down\\"}"'
    supervisor = start(f"echo ready; {report}; sleep 2; {report}; sleep 2; exit 7")
    says(supervisor, "all are ready")
    assert says(supervisor, "second") == f"second reports an error. Its log: {tmp_path / 'second.log'}\n"
    assert "ended with exit code 7" in says(supervisor, "second")
