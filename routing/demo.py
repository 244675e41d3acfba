"""Everything in one terminal: the embedded server, the exchange, the web, the workers and the clocks."""

import http.client
import json
import secrets
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from config.settings import Settings
from config.shapes import Config
from routing import embedded, listening
from routing.supervisor import Child, Supervisor

QUEUES = ("calls", "later")  # RQ's; each has workers of its own, and two of them, so that one may die
HANDSETS = (
    "+12025550111=Caller=caller",
    "+12025550121=Ana=specialist",
    "+12025550122=Bo=specialist",
    "+12025550131=Kim, who is alerted=staff",
)
PRACTICE = Path(str(files("config"))) / "practice"  # laid over the packaged files
HERE = "127.0.0.1"
ENVIRONMENT = "demo.env"


@dataclass(frozen=True)
class Exchange:
    """Where this run's exchange answers, and the account made up for it."""

    port: int
    account_sid: str
    auth_token: str

    @property
    def url(self) -> str:
        """The address of its API, and of the telephones."""
        return f"http://{HERE}:{self.port}"


@dataclass(frozen=True)
class Plan:
    """What this run starts besides the web, its workers and clocks: None is what the settings already name."""

    settings: Settings
    config: Config
    live: embedded.Server | None
    exchange: Exchange | None

    def parts(self) -> list[Child]:
        """What a call takes. They get ready together: the web is, once a clock and a worker have opened the live state.

        The worker prepares the records: it has what that takes, and two at once would get in each other's way.
        """
        web = self._ours("web", ["serve"], lambda _: _is_ready(self.settings.port))
        exchange = [self._exchange(self.exchange)] if self.exchange else []
        first = ["--first", "roster" if self.exchange else "records"]
        return [*exchange, web, self._keeper(f"{QUEUES[0]} 1", "worker", QUEUES[0], *first), self._clock(1)]

    def others(self) -> list[Child]:
        """What no call waits for: the workers of other queues, and one of each to spare, so that one may die."""
        rest = [f"{queue} {number}" for queue in QUEUES for number in (1, 2)][1:]
        return [*(self._keeper(name, "worker", name.split()[0]) for name in rest), self._clock(2)]

    def environment(self) -> dict[str, str]:
        """The settings that this run makes up for its processes; all others they inherit."""
        told = {
            "PORT": str(self.settings.port),
            "PUBLIC_URL": self.settings.public_url,
            "HELPLINE_DATA_DIR": str(self.settings.data_dir),
        }
        if self.live:
            told["REDIS_URL"] = self.live.url
        if self.exchange:
            told["TWILIO_ACCOUNT_SID"] = self.exchange.account_sid
            told["TWILIO_AUTH_TOKEN"] = self.exchange.auth_token
            told["TWILIO_API_URL"] = self.exchange.url
            told["HELPLINE_CONFIG_DIR"] = str(self.settings.config_dir or PRACTICE)
        return told

    def write_environment(self) -> None:
        """Keep what this run makes up in a file for a shell, so that other commands can be tried against it."""
        file = self.settings.data_dir / ENVIRONMENT
        file.touch(mode=0o600)
        lines = (f"{name}={shlex.quote(value)}\n" for name, value in self.environment().items())
        file.write_text("".join(lines), encoding="utf-8")

    def told(self) -> Iterator[str]:
        """What a person wants to know once it runs: the telephones first."""
        numbers = ", ".join(number for line in self.config.lines.values() for number in line.numbers)
        if self.exchange:
            yield f"Telephones  {self.exchange.url}/handsets  (the helpline's number: {numbers})"
        else:
            yield f"Telephones  your Twilio account {self.settings.account_sid}  (the helpline's number: {numbers})"
        yield f"Web         {self.settings.public_url}"
        yield f"Pages       {self.settings.public_url}/console  (begin with: helpline user add NAME --role supervisor)"
        yield f"Data        {self.settings.data_dir}  (logs: {self.settings.data_dir / 'logs'})"
        yield f"Running     {', '.join(self._running())}"
        yield "Stop        ctrl-C"

    def _running(self) -> Iterator[str]:
        if self.live:
            yield "embedded server"
        if self.exchange:
            yield "exchange"
        yield from ("web", *(f"2 workers of {queue}" for queue in QUEUES), "2 clocks")

    def _clock(self, number: int) -> Child:
        return self._keeper(f"clock {number}", "clock")

    def _keeper(self, name: str, *arguments: str) -> Child:
        return self._ours(name, arguments, lambda said: "is ready" in said)

    def _ours(self, name: str, arguments: Sequence[str], ready: Callable[[str], bool]) -> Child:
        return Child(name, [*_python("routing.cli"), *arguments], ready, self.environment())

    def _exchange(self, exchange: Exchange) -> Child:
        lines = self.settings.data_dir / "exchange.json"
        lines.write_text(json.dumps(list(self._lines())), encoding="utf-8")
        account = ["--account-sid", exchange.account_sid, "--auth-token", exchange.auth_token]
        handsets = [argument for handset in HANDSETS for argument in ("--handset", handset)]
        pace = ["--calls-per-second", str(self.settings.calls_per_second)]
        beside = ["--beside", f"Redis={self.live.pid}"] if self.live else []  # what can be held still, to rehearse it
        command = [*_python("routing.exchange"), "--port", str(exchange.port), *account, *pace, "--lines", str(lines)]
        return Child("exchange", [*command, *handsets, *beside], lambda said: "exchange http" in said)

    def _lines(self) -> Iterator[Mapping[str, str]]:
        here = self.settings.public_url
        for line in self.config.lines.values():
            for number in line.numbers:
                yield {
                    "number": number,
                    "name": line.name[line.languages[0]],
                    "voice_url": f"{here}/voice",
                    "sms_url": f"{here}/sms",
                    "status_url": f"{here}/voice/status",
                    "voice_fallback_url": self.settings.fallback_url or "",
                    "voice_fallback_method": "GET",  # a document that is hosted elsewhere
                    "sms_fallback_url": self.settings.fallback_sms_url or "",
                    "sms_fallback_method": "GET",
                }


def run(settings: Settings, config: Config, say: Callable[[str], None]) -> None:
    """Start everything and keep it until asked to stop. Raises PortTaken, NotStarted, NotReady."""
    listening.insist(HERE, settings.port)
    with _plan(settings, config) as plan:
        supervisor = Supervisor(settings.data_dir / "logs", say)
        with supervisor.until_asked():
            say("Starting the helpline: a few seconds.")
            if plan.live:
                supervisor.start([_live(plan.live)])
                supervisor.wait()
            plan.write_environment()
            supervisor.start(plan.parts())
            supervisor.wait()
            if not supervisor.stopping:
                say("\n".join(["The helpline is ready.", *plan.told()]))
            supervisor.start(plan.others())
            supervisor.keep()
            say("Stopping; ctrl-C again stops at once.")


@contextmanager
def _plan(settings: Settings, config: Config) -> Iterator[Plan]:
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    exchange = None
    if settings.uses_exchange:
        exchange = Exchange(
            listening.free(HERE, settings.port + 1), f"AC{secrets.token_hex(16)}", secrets.token_hex(16)
        )
    live = None if settings.redis_url else embedded.claim(settings.data_dir)
    try:
        yield Plan(settings, config, live, exchange)
    finally:
        if live:
            live.release()


def _live(server: embedded.Server) -> Child:
    return Child("live", server.command(), lambda _: server.answers(), fds=(server.lock,))


def _python(module: str) -> list[str]:
    return [sys.executable, "-u", "-P", "-m", module]


def _is_ready(port: int) -> bool:
    asked = http.client.HTTPConnection(HERE, port, timeout=1.0)
    try:
        asked.request("GET", "/ready")
        return asked.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
