"""A process goes with the one that started it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.start.processes import eventually, family, gone

ROOT = Path(__file__).parents[2]

# A parent that starts a held sleeper and waits to be ended. The platform's name chooses how it is held.
PARENT = """
import os, subprocess, sys
held = "import sys; from routing import leash; leash.main(sys.argv[1:], {platform!r})"
subprocess.Popen([sys.executable, "-c", held, str(os.getpid()), "sleep", "60"])
sys.stdin.read()
"""
FOLLOWER = """
import multiprocessing, os, sys, time
from routing import leash

def follow(parent):
    leash.follow(parent, {platform!r})
    time.sleep(60)

multiprocessing.get_context("fork").Process(target=follow, args=(os.getpid(),)).start()
sys.stdin.read()
"""


def asleep(pids: set[int]) -> bool:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,args="], capture_output=True, text=True, check=True).stdout
    return any(int(line.split()[0]) in pids and "sleep 60" in line for line in listed.splitlines())


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_leashed_command_is_killed_when_its_parent_is(platform: str) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT.format(platform=platform)], cwd=ROOT, stdin=subprocess.PIPE)
    assert eventually(lambda: asleep(family(parent.pid)))
    held = family(parent.pid)
    parent.kill()
    parent.wait()
    assert gone(held)


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_process_that_follows_its_parent_is_killed_when_it_is(platform: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", FOLLOWER.format(platform=platform)], cwd=ROOT, stdin=subprocess.PIPE
    )
    assert eventually(lambda: family(parent.pid))
    held = family(parent.pid)
    parent.kill()
    parent.wait()
    assert gone(held)


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_leashed_command_ends_like_the_command(platform: str) -> None:
    held = f"import os, sys; from routing import leash; leash.main([str(os.getppid()), *sys.argv[1:]], {platform!r})"
    command = [sys.executable, "-c", held, "sh", "-c", "echo words; exit 3"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert (ended.stdout, ended.returncode) == (b"words\n", 3)
