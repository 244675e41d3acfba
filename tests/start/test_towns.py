"""The file of ZIP codes is made beside the web, by a process of which nothing is left once it is there."""

import subprocess
import sys
from pathlib import Path

from routing.directory import towns
from tests.start.processes import eventually

WEB = """
import pathlib, sys
from routing.commands import serve
serve.write_towns(pathlib.Path(sys.argv[1]))
sys.stdin.read()
"""


def children(parent: int) -> list[str]:
    """How a process's children are, those among them that have ended and were not waited for."""
    listed = subprocess.run(["ps", "-A", "-o", "ppid=,stat="], capture_output=True, text=True, check=True).stdout
    return [state for ppid, state in (line.split() for line in listed.splitlines()) if int(ppid) == parent]


def test_what_makes_the_file_of_zip_codes_is_buried_once_it_is_made(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-P", "-c", WEB, str(tmp_path)], stdin=subprocess.PIPE) as web:
        assert eventually(towns.file_in(tmp_path).exists, 60)
        assert eventually(lambda: not children(web.pid))
        assert web.poll() is None
        web.communicate()
