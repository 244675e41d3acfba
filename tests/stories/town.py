"""A town to tell stories in: the telephone network, the helpline, and people with telephones.

The network is the exchange; live state, jobs, workers and records are the real ones. Time is the exchange's clock and
live state's together, and passes only when a story says so.
"""

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import make_url
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from config.loader import load
from config.settings import Settings
from routing.app import create_app
from routing.domain.contact import Unavailable, phone_purpose
from routing.domain.emergency import Gate
from routing.domain.readings import Reader
from routing.exchange.serve import Exchange
from routing.flow import duty, elsewhere
from routing.flow.acts import let_go
from routing.services import AtWork, build_at_work
from routing.store import keys
from routing.store.circuit import CIRCUIT_STAYS_OPEN_S
from routing.store.lives import LIVES, kind_of
from routing.store.outbox import JOBS
from routing.store.records.migrating import migrate
from tests.stories import canary
from tests.stories.silence import LONGEST_S, silences
from workers import bench, clock
from workers.run import prepare

LINE = "+12025550100"
ACCOUNT, TOKEN = "AC" + "0" * 32, "story-token"
SCRAPER = "story-token-of-the-metrics"
BLINK_S = 0.25
FIRST_CALLER, FIRST_SPECIALIST = 2025550110, 2025550150


class Phone:
    """A telephone and whoever holds it."""

    def __init__(self, town: "Town", number: str, name: str) -> None:
        self.town, self.number, self.name = town, number, name

    def __repr__(self) -> str:
        return self.name

    def _do(self, what: str, **body: Any) -> "Phone":
        self.town.keep_time()
        self.does(what, **body)
        self.town.settle()
        return self

    def does(self, what: str, **body: Any) -> None:
        """Do something without waiting for what follows from it elsewhere."""
        self.town.post(f"handsets/{self.number}/{what}", body)

    def dials(self, number: str = LINE, **more: str) -> "Phone":
        return self._do("dial", to=number, **more)

    def presses(self, keys: str) -> "Phone":
        return self._do("keys", keys=keys)

    def speaks(self, words: str) -> "Phone":
        return self._do("speech", words=words)

    def answers(self) -> "Phone":
        return self._do("answer")

    def declines(self) -> "Phone":
        return self._do("decline")

    def hangs_up(self) -> "Phone":
        return self._do("hangup")

    def texts(self, body: str, to: str = LINE) -> "Phone":
        self.town.wrote.add(self.number)
        return self._do("text", to=to, body=body)

    def behaves(self, answer: str, after: float = 1.0) -> "Phone":
        self.town.post(f"handsets/{self.number}/behaviour", {"answer": answer, "after": after})
        return self

    @property
    def state(self) -> dict[str, Any]:
        return next(handset for handset in self.town.get("state")["handsets"] if handset["number"] == self.number)

    @property
    def rings(self) -> bool:
        return self.state["state"] == "ringing"

    def rings_within(self, seconds: int) -> bool:
        """Let time pass until the phone rings; tell whether it did in time."""
        for _ in range(seconds):
            if self.rings:
                return True
            self.town.passes(1)
        return self.rings

    @property
    def idle(self) -> bool:
        return self.state["state"] == "idle"

    @property
    def heard(self) -> list[str]:
        """Everything said in this call, or in the last one."""
        call = self.state["call"] or self.state["last_call"] or {"hears": []}
        return [line["text"] for line in call["hears"] if line["kind"] == "say"]

    def hears(self, phrase: str, language: str = "en", **values: str | int) -> bool:
        """Tell whether a phrase was said; places that `values` leave open match anything."""
        wanted = self.town.phrase(phrase, language)
        parts = [part for part in _split(wanted, values) if part]
        return any(_in_order(parts, said) for said in self.heard)

    @property
    def talks_with(self) -> set[str]:
        call = self.state["call"]
        return {self.town.name(number) for number in call["together"]} if call else set()

    def talks_to(self, other: "Phone") -> bool:
        return self.talks_with == {other.name} and other.talks_with == {self.name}

    @property
    def inbox(self) -> list[str]:
        return [text["body"] for text in self.state["texts"] if text["to"] == self.number]


def _is_listened(group: frozenset[str], ears: dict[str, float], told: dict[str, float], at: float) -> bool:
    """Tell whether these are two and one who listens, since the one of them who called had heard of it."""
    return len(group) == 3 and len(group & ears.keys()) == 1 and any(told.get(each, at) < at for each in group)


def _split(phrase: str, values: dict[str, str | int]) -> list[str]:
    for name, value in values.items():
        phrase = phrase.replace(f"{{{name}}}", str(value))
    parts, rest = [], phrase
    while "{" in rest:
        before, _, rest = rest.partition("{")
        parts.append(before.strip())
        rest = rest.partition("}")[2]
    return [*parts, rest.strip()]


def _in_order(parts: list[str], said: str) -> bool:
    at = 0
    for part in parts:
        at = said.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


class Circuit:
    """The time by which the switchboard's circuit stays open: real time, and what a story lets pass besides."""

    def __init__(self) -> None:
        self._passed = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self._passed

    def passes(self, seconds: float) -> None:
        self._passed += seconds


class Town:
    """The whole of it. `network` is where the exchange answers, `services` what workers have, `redis` live state."""

    def __init__(self, network: str, services: AtWork, redis: Redis, circuit: Circuit | None = None) -> None:
        self.network, self.services, self.redis = network, services, redis
        self.phones: dict[str, Phone] = {}
        self.known: set[str] = set()  # who is on the roster, or has asked for something in a town before
        self.wrote: set[str] = set()  # who has texted, also where that is deleted since
        self.working = True  # workers and clock do their work
        self.live = True  # live state answers
        self.circuit = circuit or Circuit()
        self._shown: float | None = None
        self._queues = [Queue(name, connection=redis, serializer=JSONSerializer) for name in sorted(set(JOBS.values()))]
        self._workers: dict[str, SimpleWorker] = {}
        bench.lay_out(services)

    def hires(self) -> None:
        """Have RQ's own workers do the work: what they write besides takes most of a story's time."""
        for queue in self._queues:
            worker = self._workers[queue.name] = prepare(self.services.settings, self.services, queue.name)
            # Nobody gives them orders here, and to stop listening for any takes a third of a second.
            worker.subscribe = worker.unsubscribe = lambda: None

    # People

    def caller(self, name: str = "Cal") -> Phone:
        return self._phone(name, "caller", FIRST_CALLER + len(self.phones))

    def specialist(
        self,
        name: str,
        *languages: str,
        activity: str = "available",
        skills: tuple[str, ...] = ("general",),
        **more: Any,
    ) -> Phone:
        phone = self._phone(name, "specialist", FIRST_SPECIALIST + len(self.phones))
        self.known.add(phone.number)
        id = token_hex(8)
        sealed = self.services.vault.seal(phone_purpose(id), phone.number)
        person = self.services.roster.add(
            name, sealed, languages or ("en",), skills, id=id, **{"verified_at": 1, **more}
        )
        duty.register(self.services, person)
        if activity:
            self.becomes(name, activity)
        self.passes(1)  # so that nobody has been idle for exactly as long as the next
        return phone

    def outside(self, name: str, number: str, role: str = "caller") -> Phone:
        """Give somebody a telephone."""
        self.post("handsets", {"number": number, "name": name, "role": role})
        self.phones[number] = Phone(self, number, name)
        return self.phones[number]

    def becomes(self, name: str, activity: str) -> None:
        self.keep_time()
        person = self.services.roster.named(name)
        self.services.roster.set_activity(person.id, activity, at=int(self.now * 1000))
        duty.set_activity(self.services, person.id, activity)
        self.settle()

    def activity(self, phone: Phone) -> str:
        person = self.services.roster.named(phone.name)
        return self.services.switchboard.specialist(person.id)["activity"]

    def _phone(self, name: str, role: str, digits: int) -> Phone:
        return self.outside(name, f"+1{digits}", role)

    def name(self, number: str) -> str:
        return self.phones[number].name if number in self.phones else number

    # Time

    @property
    def now(self) -> float:
        """What the exchange's clock shows; only a story moves it, so it is looked at once after each move."""
        if self._shown is None:
            self._shown = float(self.get("clock")["now"])
        return self._shown

    def keep_time(self) -> None:
        """Set live state's clock by the network's, for between two moments of a story real time goes by."""
        if self.live:
            self._set_clock(self.now)

    def _set_clock(self, now: float) -> None:
        seconds, micros = self.redis.time()
        self.redis.set(keys.CLOCK_OFFSET, int(now * 1000) - seconds * 1000 - micros // 1000)

    def passes(self, seconds: float) -> "Town":
        """Let time pass, stopping at every moment at which the network or the helpline has something to do."""
        until = self.now + seconds
        while (now := self.now) < until:
            network = self.get("clock")["next"]
            ours = self._head() if self.live else None
            moments = [moment for moment in (network, ours) if moment is not None and moment > now]
            self.post("clock/advance", {"seconds": min([until, *moments]) - now})
            self.settle()
        return self

    def settle(self) -> None:
        """Wait until nobody has anything to do at this moment."""
        self.keep_time()
        for _ in range(200):
            self.post("settle", {})
            if not (self.working and self.live) or not (self._work() or self._tick() or self._blinks()):
                return
        raise AssertionError("the town does not come to rest")

    def _work(self) -> bool:
        busy, now = False, self.now
        for queue in self._queues:
            while queue.count:
                busy = True
                self._set_clock(now)  # a busy machine takes its time, and none of it is the story's
                if worker := self._workers.get(queue.name):
                    worker.work(burst=True, logging_level="WARNING")
                else:
                    self._do_next(queue)
        return busy

    def _do_next(self, queue: Queue) -> None:
        job = Job.fetch(queue.pop_job_id(), connection=self.redis, serializer=JSONSerializer)
        job.perform()
        self.redis.delete(job.key)

    def _tick(self) -> bool:
        self.keep_time()
        try:
            more = clock.tick(self.services)
        except Unavailable:  # the machine had stalled: the clock tries again a second later
            self.circuit.passes(CIRCUIT_STAYS_OPEN_S)
            more = clock.tick(self.services)
        return more or any(queue.count for queue in self._queues)

    def _blinks(self) -> bool:
        """Let a moment pass when something is due in it: live state's clock ran on while the machine was at work."""
        now, head = self.now, self._head()
        soon = head is not None and now < head <= now + BLINK_S
        if soon:
            self.post("clock/advance", {"seconds": head - now})
            self.keep_time()
        return soon

    def _head(self) -> float | None:
        """When live state next has something to do, a millisecond past it."""
        head = self.redis.zrange(keys.DEADLINES, 0, 0, withscores=True)
        return head[0][1] / 1000 + 0.001 if head else None

    # What is there

    def contacts(self) -> list[dict[str, str]]:
        """Every contact that live state knows of, ended ones included."""
        records = self.redis.scan_iter(keys.contact("*"))
        return [
            {field.decode(): value.decode() for field, value in self.redis.hgetall(record).items()}
            for record in records
        ]

    def outcomes(self) -> list[str]:
        return sorted(contact["outcome"] for contact in self.contacts() if "outcome" in contact)

    def events(self, what: str) -> list[dict[str, str]]:
        stream = ({k.decode(): v.decode() for k, v in fields.items()} for _, fields in self.redis.xrange(keys.EVENTS))
        return [event for event in stream if event["what"] == what]

    def bridges(self) -> list[frozenset[str]]:
        """Who has talked with whom, one set of names for each time that two or more telephones were joined."""
        spans = {
            frozenset({self.name(self._holder(call)), *map(self.name, span["with"])})
            for call in self.ledger()["calls"]
            for span in call["spans"]
            if span["with"]
        }
        return sorted(spans, key=sorted)

    def third_ears(self) -> list[frozenset[str]]:
        """Who was joined where there were more than two: but for one who listens, once the caller had heard of that."""
        ears, told = self._told("listen_prompt"), self._told("may_")
        spans = [(call, span) for call in self.ledger()["calls"] for span in call["spans"] if len(span["with"]) > 1]
        groups = [(span["from"], self._group(call, span)) for call, span in spans]
        return [group for at, group in groups if not _is_listened(group, ears, told, at)]

    def _group(self, call: dict[str, Any], span: dict[str, Any]) -> frozenset[str]:
        return frozenset({self.name(self._holder(call)), *map(self.name, span["with"])})

    def _told(self, phrases: str) -> dict[str, float]:
        """Who has heard one of the phrases that begin so, and when it was over."""
        spoken = self.services.config.phrases.values()
        words = [words for known in spoken for id, words in known.items() if id.startswith(phrases)]
        return {
            self.name(self._holder(call)): heard["at"] + heard["seconds"]
            for call in self.ledger()["calls"]
            for heard in call["heard"]
            if heard["kind"] == "say" and any(each in heard["text"] for each in words)
        }

    def _holder(self, call: dict[str, Any]) -> str:
        return call["to"] if call["from"] == LINE else call["from"]

    def rings(self, phone: Phone) -> int:
        """How many calls were placed to a telephone."""
        return sum(call["to"] == phone.number for call in self.ledger()["calls"])

    def closes(self) -> list[str]:
        """Everybody hangs up and time passes; then each contact has one outcome, and nothing is left behind."""
        outcomes = self.ends()
        failures = [hook for hook in self.ledger()["webhooks"] if hook["error"]]
        assert not failures, failures
        return outcomes

    def ends(self) -> list[str]:
        """Do the same, where webhooks may have failed. Every story ends so, whatever it was about."""
        assert not (told := self.exposed()), told
        assert not (strangers := self.strangers()), strangers
        self.goes_wrong(kind="clear")
        self.working = True
        for phone in self.phones.values():
            if phone.state["state"] in ("talking", "dialling"):
                phone.hangs_up()
        self.closes_callbacks()
        self.passes(400)
        assert all(contact["stage"] == "ended" and contact.get("outcome") for contact in self.contacts())
        assert not self.redis.zcard(keys.CONTACTS)
        assert not (third := self.third_ears()), third
        ended = [event["contact"] for event in self.events("ended")]
        assert len(ended) == len(set(ended)), "a contact ends once"
        assert not (silent := self.silences()), silent
        assert not (endless := self.endless()), f"say in routing/store/lives.py what ends each: {endless}"
        return self.outcomes()

    def exposed(self) -> list[bytes]:
        """Where somebody's number, or a SID, stands for anyone to read, or behind a digest that anyone can make."""
        ledger, database = self.ledger(), self.services.settings.database_url
        kept = [*canary.kept_live(self.redis), *canary.kept_on_record(database), *canary.addresses(ledger)]
        secrets = [*(number.removeprefix("+1") for number in self.phones), *canary.sids(ledger)]
        behind = canary.turned_round(canary.digests(kept), self.phones)
        return canary.found(kept, [secret.encode() for secret in secrets]) + [number.encode() for number in behind]

    def strangers(self) -> set[str]:
        """Who was called or sent a text, and neither works here, nor is configured, nor has called or texted before."""
        texts = self.services.carrier._client.messages.list()
        asked = {call["from"] for call in self.ledger()["calls"] if call["direction"] == "inbound"}
        placed = {call["to"] for call in self.ledger()["calls"] if call["direction"].startswith("outbound")}
        placed |= {text.to for text in texts if text.direction == "outbound-api"}
        lines = self.services.config.lines.values()
        named = {number for line in lines for number in (*line.alerts_to, *line.fallback_numbers)}
        named |= {number for line in lines for _, number in elsewhere.dialled(self.services, line)}
        return placed - asked - named - self.known - self.wrote

    def closes_callbacks(self) -> None:
        """Have whoever runs the helpline close what is still to be called back."""
        for promise in self.services.promises.still_open("callback"):
            self.services.promises.close(promise.id, "cancelled", "by_staff", int(self.now * 1000))
        for record in self.redis.scan_iter(keys.contact("*")):
            let_go(self.services, record.decode().rpartition(":")[2], "ended_by_staff")
        self.settle()

    def endless(self) -> set[str]:
        """The kinds of keys in live state of which nothing says what ends them, or which nothing ends."""
        found = [key.decode() for key in self.redis.scan_iter(f"{keys.PREFIX}*")]
        timed = {key for key in found if self.redis.ttl(key) != -1}
        lives = [(kind_of(key), LIVES.get(kind_of(key)), key in timed) for key in found]
        return {kind for kind, life, is_timed in lives if life is None or not (life.lasts or is_timed)}

    def silences(self) -> list[tuple[str, float, list[str]]]:
        """Who was left without a sound, for how many seconds, and what was heard before; machines do not mind."""
        machines = {phone.number for phone in self.phones.values() if phone.state["behaviour"]["answer"] == "machine"}
        return [
            (self.name(self._holder(call)), until - since, [line["text"] for line in call["heard"]][-3:])
            for call in self.ledger()["calls"]
            if call["answered"] and self._holder(call) not in machines
            for since, until in silences(call, self.now)
            if until - since > LONGEST_S
        ]

    def ledger(self) -> dict[str, Any]:
        return self.get("ledger")

    @contextmanager
    def without_live_state(self) -> Iterator[None]:
        """Have live state hang without an answer: worse than a refusal, for every wait must end by itself."""
        process = int(self.redis.info("server")["process_id"])
        self.live = False
        os.kill(process, signal.SIGSTOP)
        self.redis.connection_pool.disconnect()
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)
            self.live = True
        self.circuit.passes(CIRCUIT_STAYS_OPEN_S)
        self.settle()

    def goes_wrong(self, **fault: Any) -> None:
        self.post("faults", fault)

    def phrase(self, phrase: str, language: str = "en") -> str:
        return self.services.config.phrases[language][phrase]

    def get(self, what: str) -> Any:
        return _http("GET", f"{self.network}/handsets/api/{what}")

    def post(self, what: str, body: dict[str, Any]) -> Any:
        if what == "clock/advance":
            self._shown = None
        return _http("POST", f"{self.network}/handsets/api/{what}", body)

    def delete(self, what: str) -> Any:
        return _http("DELETE", f"{self.network}/handsets/api/{what}")


def _http(method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    request = Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except HTTPError as error:
        raise AssertionError(f"{method} {url}: {error.code} {error.read().decode()}") from None


@cache
def gate() -> Gate:
    """The packaged emergency gate, which takes a third of a second to build, once for all stories."""
    return Gate.from_config(load().safety)


@cache
def reader() -> Reader:
    """What reads texts, as packaged, once for all stories."""
    return Reader.build(gate(), load().readings, load().topics)


@cache
def empty_records() -> bytes:
    """A SQLite file of the present shape, which takes a tenth of a second to make, once for all stories."""
    with TemporaryDirectory() as folder:
        migrate(f"sqlite:///{folder}/made")
        return Path(folder, "made").read_bytes()


def _lay_down(database_url: str) -> None:
    """Have the records there, and keep those that are there already."""
    file = Path(make_url(database_url).database or "")
    if database_url.startswith("sqlite") and not file.exists():
        file.write_bytes(empty_records())
    else:
        migrate(database_url)


@contextmanager
def town(
    folder: Path,
    redis_url: str,
    change: Callable[[AtWork], AtWork] = lambda services: services,
    calls_per_second: float | None = None,
    database_url: str = "",
) -> Iterator[Town]:
    """Build a town; `change` may configure its services otherwise. Its account places calls at once, or at a pace.

    Its records are in the folder, unless `database_url` is the address of others.
    """
    settings = Settings.load(
        {
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "REDIS_URL": redis_url,
            "HELPLINE_DATA_DIR": str(folder),
            "METRICS_TOKEN": SCRAPER,
            "DATABASE_URL": database_url,
            "PUBLIC_URL": "http://127.0.0.1:1",
            "TWILIO_API_URL": "http://127.0.0.1:1",
            "TWILIO_CALLS_PER_SECOND": str(calls_per_second or 1000),
        }
    )
    _lay_down(settings.database_url)

    def answer(environ: Any, start: Any) -> Any:
        return application(environ, start)  # built below, once its address is known

    server = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=_Quiet)
    here = f"http://127.0.0.1:{server.server_port}"
    exchange = Exchange(ACCOUNT, TOKEN, lines=[_line(here)], calls_per_second=calls_per_second)
    settings = replace(settings, public_url=here, api_url=exchange.start())
    circuit = Circuit()
    services = change(build_at_work(settings, circuit))
    vars(services)["gate"], vars(services)["reader"] = gate(), reader()  # where the properties keep them
    application = create_app(services)
    try:
        with _serving(server):
            made = Town(exchange.url, services, Redis.from_url(redis_url), circuit)
            made.settle()
            yield made
            made.ends()
    finally:
        exchange.stop()


class _Quiet(WSGIRequestHandler):
    def log(self, *args: Any, **more: Any) -> None:
        pass


def _line(here: str) -> dict[str, str]:
    return {
        "number": LINE,
        "name": "the line",
        "voice_url": f"{here}/voice",
        "sms_url": f"{here}/sms",
        "status_url": f"{here}/voice/status",
    }


@contextmanager
def _serving(server: BaseWSGIServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def skills(**tables: dict[str, Any]) -> Callable[[AtWork], AtWork]:
    """Give the line skills, each configured otherwise than the packaged one; key 4 leads to the second."""

    def change(services: AtWork) -> AtWork:
        line, top = services.config.lines["main"], services.config.menus["top"]
        made = {name: replace(line.skills["general"], id=name, **table) for name, table in tables.items()}
        menus = {**services.config.menus, "top": replace(top, keys={**top.keys, "4": f"talk:{[*made][-1]}"})}
        lines = {"main": replace(line, skills=made)}
        return replace(services, config=replace(services.config, lines=lines, menus=menus))

    return change


def strategy(**skill: Any) -> Callable[[AtWork], AtWork]:
    """Configure the one skill of the line otherwise, such as strategy="ring_all", ring_at_once=3."""

    def change(services: AtWork) -> AtWork:
        line = services.config.lines["main"]
        changed = replace(line, skills={"general": replace(line.skills["general"], **skill)})
        return replace(services, config=replace(services.config, lines={"main": changed}))

    return change
