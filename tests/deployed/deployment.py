"""A helpline as it is deployed: each part a process of its own, started by its command line, reached over HTTP.

Parts that end are started again, as a supervisor would. Their logs are files of the deployment's folder.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin

from config.settings import Settings
from routing import embedded
from routing.directory import towns
from routing.fallback import TEXT
from routing.leash import leashed
from tests.start.processes import eventually, running

ROOT = Path(__file__).parents[2]
HERE = "127.0.0.1"
LINE = "+12025550100"
ACCOUNT, TOKEN = "AC" + "0" * 32, "deployed-token"
PROBES = 12  # each meets one of the web's processes by chance: so many have met both, and no circuit is open
AS_THEY_COME = 1000  # calls a second, more than anything here places
STARTS_IN_S = 60.0  # generous, for a machine that does much else


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def inherited() -> dict[str, str]:
    """What a process needs of this one's environment; all else it is told."""
    return {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}


class Part:
    """One process, its command, and its log."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path, fds: tuple[int, ...]) -> None:
        self.log = log
        self._command, self._environment, self._fds = command, environment, fds
        self._process: subprocess.Popen[bytes] | None = None
        self._from = 0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._from = log.tell()
            self._process = subprocess.Popen(
                leashed(self._command),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self._environment),
                pass_fds=self._fds,
                process_group=0,
            )

    @property
    def pid(self) -> int:
        assert self._process, "it was started"
        return self._process.pid

    @property
    def lives(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def said(self) -> str:
        """What it wrote since its start."""
        with self.log.open("rb") as log:
            log.seek(self._from)
            return log.read().decode(errors="replace")

    def kill(self) -> None:
        """Kill -9, and bury it with whatever it started."""
        assert self._process, "it was started"
        self._process.kill()
        self._process.wait()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        if self.lives:
            os.kill(self.pid, signal.SIGCONT)  # whatever a test did to it
            self.kill()


class Deployment:
    """All parts. `front` is the address that Twilio is given; without one, the web's own.

    `clock` is the exchange's, "real" or "moved"; `fallback` the address of the documents for when no web answers;
    `records` that of another database than a file of the folder; `watched` that of a live state which sentinels
    watch; `first` a folder that every part looks for its modules in first; `calls_a_second` how many calls the account
    places, 0 for as many as come.
    """

    def __init__(
        self,
        folder: Path,
        live: embedded.Server,
        front: str = "",
        line_toml: str = "",
        *,
        clock: str = "moved",
        fallback: str = "",
        records: str = "",
        watched: str = "",
        first: str = "",
        calls_a_second: int = 0,
    ) -> None:
        self.folder, self.live, self._clock, self._fallback = folder, live, clock, fallback
        self._records, self._watched, self._first = records, watched, first
        self._calls_a_second = calls_a_second
        self.port, port = free_port(), free_port()
        self.network = f"http://{HERE}:{port}"
        self.public = front or f"http://{HERE}:{self.port}"
        self._config = self._overrides(line_toml) if line_toml else None
        ours = [sys.executable, "-u", "-P", "-m", "routing.cli"]
        self.server = self._part("live", live.command(), (live.lock,))
        self.exchange = self._part("exchange", [*self._exchange(port)])
        self.serve = [*ours, "serve", "--host", HERE]
        self.web = self._part("web", self.serve)
        self.workers = [self._part(f"worker-{n}", [*ours, "worker", "calls"]) for n in (1, 2)]
        self.later = [self._part(f"later-{n}", [*ours, "worker", "later"]) for n in (1, 2)]
        self.clocks = [self._part(f"clock-{n}", [*ours, "clock"]) for n in (1, 2)]
        self.lost: set[bytes] = set()  # jobs that killed workers were at: RQ itself misses them after a minute

    def environment(self) -> dict[str, str]:
        """The settings that every part is given."""
        told = {
            "PORT": str(self.port),
            "PUBLIC_URL": self.public,
            "REDIS_URL": self._watched or self.live.url,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_API_URL": self.network,
            "TWILIO_CALLS_PER_SECOND": str(self._calls_a_second or AS_THEY_COME),
            "HELPLINE_DATA_DIR": str(self.folder),
        }
        if self._fallback:
            told["FALLBACK_URL"] = self._fallback
        if self._records:
            told["DATABASE_URL"] = self._records
        if self._config:
            told["HELPLINE_CONFIG_DIR"] = str(self._config)
        return told

    @property
    def settings(self) -> Settings:
        return Settings.load(self.environment())

    @property
    def parts(self) -> list[Part]:
        return [self.server, self.exchange, self.web, *self.workers, *self.later, *self.clocks]

    def start(self) -> None:
        """Start all of it, once the release step is done, and wait until it is ready."""
        self.server.start()
        self.exchange.start()
        self.run("release")
        assert eventually(self.live.answers, STARTS_IN_S), self.server.said
        for part in self.parts:
            if part not in (self.server, self.exchange):
                part.start()
        eventually(lambda: self.ready() or not all(part.lives for part in self.parts), STARTS_IN_S)
        assert self.ready(), self.logs()

    def ready(self) -> bool:
        """Tell whether all is there: the web is ready once a clock and a worker have opened the live state."""
        return (
            "exchange http" in self.exchange.said
            and all("is ready" in part.said for part in [*self.workers, *self.later, *self.clocks])
            and self.answers()
        )

    def answers(self) -> bool:
        """Tell whether the web says that it is ready."""
        with suppress(OSError), urllib.request.urlopen(f"http://{HERE}:{self.port}/ready", timeout=5) as answer:
            return bool(answer.status == 200)
        return False

    def keep(self) -> None:
        """Start again what has ended, as a supervisor does, and wait until the web is whole where that was without."""
        if threading.current_thread() is not threading.main_thread():
            return  # a part is leashed to the thread that starts it
        ended = [part for part in self.parts if not part.lives]
        for part in ended:
            part.start()
        if self.web in ended or self.server in ended:
            assert eventually(lambda: all(self.answers() for _ in range(PROBES)), STARTS_IN_S), self.logs()

    def end(self) -> None:
        """End all of it, the live state last."""
        for part in reversed(self.parts):
            part.end()

    def web_children(self) -> list[int]:
        """The processes that answer the webhooks, the oldest first."""
        return [pid for pid, parent in running().items() if parent == self.web.pid and not _makes_towns(pid)]

    def run(self, *arguments: str) -> str:
        """Run the `helpline` command as an operator does; answers what it printed."""
        command = [sys.executable, "-P", "-m", "routing.cli", *arguments]
        environment = {**self.environment(), **inherited()}
        done = subprocess.run(
            command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=STARTS_IN_S
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def logs(self) -> str:
        """The last that each part wrote, for whoever reads a failure."""
        return "\n".join(f"--- {part.log}\n{part.log.read_text(errors='replace')[-1500:]}" for part in self.parts[1:])

    def _part(self, name: str, command: Sequence[str], fds: tuple[int, ...] = ()) -> Part:
        environment = {**self.environment(), **inherited()}
        if self._first:
            searched = [self._first, environment.get("PYTHONPATH", "")]
            environment["PYTHONPATH"] = os.pathsep.join(filter(None, searched))
        return Part(command, environment, self.folder / f"{name}.log", fds)

    def _exchange(self, port: int) -> Iterator[str]:
        lines = self.folder / "lines.json"
        urls = {"voice_url": "/voice", "sms_url": "/sms", "status_url": "/voice/status"}
        line = {"number": LINE, "name": "the line"} | {name: self.public + path for name, path in urls.items()}
        if self._fallback:
            line |= {"voice_fallback_url": self._fallback, "voice_fallback_method": "GET"}
            line |= {"sms_fallback_url": urljoin(self._fallback, TEXT), "sms_fallback_method": "GET"}
        lines.write_text(json.dumps([line]), encoding="utf-8")
        yield from (sys.executable, "-u", "-P", "-m", "routing.exchange", "--port", str(port))
        yield from ("--account-sid", ACCOUNT, "--auth-token", TOKEN, "--clock", self._clock, "--lines", str(lines))
        if self._calls_a_second:
            yield from ("--calls-per-second", str(self._calls_a_second))
        yield "--die-with-parent"

    def _overrides(self, line_toml: str) -> Path:
        folder = self.folder / "config"
        folder.mkdir()
        (folder / "line.toml").write_text(line_toml, encoding="utf-8")
        return folder


def _makes_towns(pid: int) -> bool:
    """Tell whether a process makes the file of ZIP codes, or has ended."""
    with suppress(OSError):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        return not command or towns.SURVEY.encode() in command
    return True
