"""Whatever fails, at whichever step, and in whichever words: nothing that is kept or logged tells who called.

Each step that live state, the records and the carrier are asked for fails once, and says the caller's number and words
as it does; a worker is killed at its work. Time goes on past the hour at which the server's file is written anew.
"""

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from config.shapes import Proof
from routing.services import AtWork
from routing.store import pins
from tests.stories.canary import Raw, found, kept_live, kept_on_file, sids, slow
from tests.stories.town import ACCOUNT, TOKEN, Phone, Town, town
from workers.run import prepare

SPOKEN, TEXTED, LEFT, COORDINATOR = "quetzalfeather", "plumbagogrove", "tamarindbreeze", "+12025550180"
SOUND = "WAVEfmt"  # how a recording begins
RECORDS = ("roster", "promises", "messages", "deletions", "shifts", "erasure", "opt_outs", "consents", "notes")
PIN = "4821"
MOST_LIVES, FEWEST_STEPS = 3, 60
UNTIL_WRITTEN_ANEW_S = 3700


class Breaks:
    """What fails: while it is `armed`, the next step that has never failed."""

    def __init__(self) -> None:
        self.armed = self.kills = False
        self.secret = ""
        self.broken: list[str] = []

    def at(self, step: str) -> None:
        if self.kills and step == "carrier.ring":
            os.kill(os.getpid(), signal.SIGKILL)
        if not self.armed or step in self.broken:
            return
        self.armed = False
        self.broken.append(step)
        try:
            raise ValueError(self.secret)
        except ValueError as error:
            raise RuntimeError(f"cannot do {step} for {self.secret}") from error


class Fragile:
    """A part of the helpline that may fail at each step."""

    def __init__(self, whole: Any, name: str, breaks: Breaks) -> None:
        self._whole, self._name, self._breaks = whole, name, breaks

    def __getattr__(self, step: str) -> Any:
        part = getattr(self._whole, step)
        return self._tried(f"{self._name}.{step}", part) if callable(part) else part

    def _tried(self, step: str, part: Callable[..., Any]) -> Callable[..., Any]:
        def tried(*given: Any, **named: Any) -> Any:
            self._breaks.at(step)
            return part(*given, **named)

        return tried


@pytest.fixture
def breaks() -> Breaks:
    return Breaks()


@pytest.fixture
def here(tmp_path: Path, live: str, log: Any, breaks: Breaks) -> Iterator[Town]:
    def fragile(services: AtWork) -> AtWork:
        proved = Proof("a story", date(2026, 1, 31))
        line = replace(
            services.config.lines["main"], alerts_to=(COORDINATOR,), texts_proved=proved, texts_by_phone=True
        )
        parts = {name: Fragile(getattr(services, name), name, breaks) for name in ("switchboard", "carrier", "tapes")}
        made = replace(services, config=replace(services.config, lines={"main": line}), **parts)
        for name in RECORDS:
            vars(made)[name] = Fragile(getattr(services, name), name, breaks)
        return made

    with town(tmp_path, live, fragile) as made:
        made.outside("Kim", COORDINATOR)
        made.hires()
        yield made


def life(here: Town, cal: Phone, dee: Phone, ana: Phone, bo: Phone) -> Iterator[Callable[[], Any]]:
    """Give what people do, one thing after the other: texts, calls, callbacks, a message, a note."""
    for words in ("narcan", "is blue and not breathing", "STOP", "START", "DELETE"):
        yield lambda words=words: cal.texts(f"{TEXTED} {words}" if words.islower() else words)
    yield lambda: ana.texts(f"STATUS {PIN}")
    yield lambda: ana.texts(f"ON {PIN}")
    yield from a_talk_by_text(here, dee, ana)
    yield from a_call(here, cal, ana, bo)
    yield from a_callback(here, dee, ana)
    yield from a_message(here, cal, (ana, bo))
    for keys in ("5", "3", "1"):
        yield lambda keys=keys: dee.dials() if dee.idle else dee.presses(keys)
    yield dee.hangs_up
    yield ana.dials
    for keys in ("1", "1", f"{PIN}#", "1"):
        yield lambda keys=keys: ana.presses(keys)
    yield ana.hangs_up
    yield lambda: here.passes(70)


def a_call(here: Town, cal: Phone, ana: Phone, bo: Phone) -> Iterator[Callable[[], Any]]:
    yield cal.dials
    yield lambda: cal.speaks(f"{SPOKEN} I need someone")
    yield lambda: cal.presses("1")
    yield lambda: here.passes(9)
    yield ana.answers
    for keys, seconds in (("1", 5), ("*", 3), ("2", 2), ("1", 3)):
        yield lambda keys=keys: ana.presses(keys)
        yield lambda seconds=seconds: here.passes(seconds)
    yield bo.answers
    yield lambda: bo.presses("1")
    yield lambda: here.passes(14)
    yield ana.hangs_up
    yield lambda: here.passes(9)
    for phone in (cal, bo, ana):
        yield phone.hangs_up
    yield lambda: here.passes(70)


def a_talk_by_text(here: Town, dee: Phone, ana: Phone) -> Iterator[Callable[[], Any]]:
    for who, words in (
        (dee, "TALK"), (dee, "TEXT"), (ana, "Y"), (dee, f"i am {TEXTED}"), (ana, f"so it is {TEXTED}"), (ana, "DONE"),
    ):  # fmt: skip
        yield lambda who=who, words=words: who.texts(words)
        yield lambda: here.passes(2)
    yield lambda: here.passes(70)


def a_callback(here: Town, dee: Phone, ana: Phone) -> Iterator[Callable[[], Any]]:
    yield dee.dials
    yield lambda: dee.presses("1")
    yield lambda: here.passes(3)
    yield lambda: dee.presses("1")
    yield lambda: dee.presses("1")
    yield lambda: here.passes(20)
    for phone in (ana, dee):
        yield phone.answers
        yield lambda phone=phone: phone.presses("1")
        yield lambda: here.passes(4)
    for phone in (dee, ana):
        yield phone.hangs_up
    yield lambda: here.passes(70)


def a_message(here: Town, cal: Phone, specialists: tuple[Phone, ...]) -> Iterator[Callable[[], Any]]:
    """Nobody is on call, so that a note is asked for, and then a message is left."""
    for one in specialists:
        yield lambda one=one: here.becomes(one.name, "offline")
    yield cal.dials
    yield lambda: cal.presses("1")
    yield lambda: here.passes(200)
    yield lambda: cal.presses("7")
    yield lambda: here.passes(60)
    yield lambda: cal.presses("2")
    yield lambda: cal.presses("1")
    yield lambda: here.passes(8)
    yield lambda: cal.speaks(f"my {LEFT} is gone")
    yield lambda: here.passes(6)
    yield cal.hangs_up
    yield lambda: here.passes(40)
    for one in specialists:
        yield lambda one=one: here.becomes(one.name, "available")


def tries(here: Town, breaks: Breaks, act: Callable[[], Any]) -> None:
    """Have somebody do something while the next step fails; where the clock does, its process dies as always."""
    breaks.armed = True
    try:
        with suppress(AssertionError):  # the network refuses what this phone cannot do now
            act()
    except RuntimeError:
        sys.excepthook(*sys.exc_info())
    breaks.armed = False
    here.settle()


def dies_at_work(here: Town, breaks: Breaks) -> None:
    """Have a worker be killed as it places a call, in a process of its own; what it has begun stays with RQ."""
    child = os.fork()
    if not child:
        breaks.kills = True
        prepare(here.services.settings, here.services, "calls").work(burst=True, logging_level="WARNING")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the worker was killed"


def test_whatever_fails_tells_nobody_who_called(
    here: Town, breaks: Breaks, tmp_path: Path, log: tuple[io.StringIO, Raw], capfd: pytest.CaptureFixture[str]
) -> None:
    cal, dee = here.caller("Cal"), here.caller("Dee")
    ana, bo = here.specialist("Ana", pin=pins.hashed(PIN)), here.specialist("Bo")
    breaks.secret = f"{cal.number} {dee.number} {ana.number} {SPOKEN} {TEXTED} {LEFT} {PIN}"
    for _ in range(MOST_LIVES):
        before = len(breaks.broken)
        for act in life(here, cal, dee, ana, bo):
            tries(here, breaks, act)
        if len(breaks.broken) == before:
            break
    here.working = False
    cal.dials().presses("1")
    dies_at_work(here, breaks)
    here.working = True
    during = [*kept_live(here.redis), *slow(here.redis), *kept_on_file(tmp_path)]
    here.settle()
    cal.hangs_up()
    here.passes(UNTIL_WRITTEN_ANEW_S)
    out, raw = log
    kept = {
        "during": during,
        "afterwards": [*kept_live(here.redis), *slow(here.redis), *kept_on_file(tmp_path)],
        "log": [out.getvalue().encode()],
        "log as it was": [said.encode() for said in raw.said],
        "terminal": ["".join(capfd.readouterr()).encode()],
    }
    phones = [phone.number.removeprefix("+1") for phone in here.phones.values()]
    looked_for = [SPOKEN, TEXTED, LEFT, ACCOUNT, TOKEN, *phones, *sids(here.ledger())]
    secrets = [secret.encode() for secret in looked_for]
    assert {where: hits for where, parts in kept.items() if (hits := found(parts, secrets))} == {}
    assert not found(kept["during"] + kept["afterwards"], [SOUND.encode()]), "and nothing of what was recorded"
    assert len(breaks.broken) >= FEWEST_STEPS, breaks.broken
    failures = {event: out.getvalue().count(f'"{event}"') for event in ("unexpected", "job_failed", "crashed")}
    assert min(failures.values()) > 0, failures
