"""No person is exposed: a whole story is told, and then its numbers, words and SIDs are looked for in all that is kept.

Looked through are live state key by key, RQ's keys included, every write that the server has on file, the database, the
server's log, the helpline's, both as it is written and as it was before anything was taken out of it, and all pages.
"""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from rq import Queue
from rq.results import Result
from rq.serializers import JSONSerializer

from config.shapes import Proof
from routing.app import create_app
from routing.flow import sending
from routing.services import AtWork
from routing.store.outbox import JOBS
from routing.store.vault import Vault
from tests.stories.canary import Raw, found, kept_live, kept_on_file, sids, slow
from tests.stories.town import ACCOUNT, LINE, SCRAPER, TOKEN, Phone, Town, town
from tests.web.browser import Browser, invites

SPOKEN, TEXTED, SENT, LEFT = "quetzalfeather", "plumbagogrove", "saffronmeadow", "tamarindbreeze"
SOUND = "WAVEfmt"  # how a recording begins
COORDINATOR = "2025550180"


class Behind:
    """What a browser needs to know of a town."""

    def __init__(self, here: Town) -> None:
        self.services, self.app = here.services, create_app(here.services)


class Reader(Browser):
    """A browser that keeps whatever it is answered, heads and all."""

    def __init__(self, behind: Any, base: str) -> None:
        super().__init__(behind, base=base)
        self.read: list[bytes] = []
        self.met: set[int] = set()

    def _goes(self, path: str) -> "Browser":
        self.read.append(f"{self.answer.status}{self.answer.headers}".encode() + self.answer.data)
        self.met.add(self.status)
        return super()._goes(path)


class Fragile:
    """Live state that fails, when asked to, in words that nobody may read."""

    def __init__(self, whole: Any) -> None:
        self._whole = whole
        self.breaks: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        if name in self.breaks:
            said = self.breaks.pop(name)
            return lambda *_: _raise(said)
        return getattr(self._whole, name)


def _raise(said: str) -> None:
    try:
        raise ValueError(said)
    except ValueError as error:
        raise RuntimeError(said) from error


@pytest.fixture
def here(tmp_path: Path, live: str, log: Any) -> Iterator[Town]:
    def fragile(services: AtWork) -> AtWork:
        proved = Proof("a story", date(2026, 1, 31))
        line = replace(services.config.lines["main"], alerts_to=(f"+1{COORDINATOR}",), texts_proved=proved)
        config = replace(services.config, lines={"main": line})
        return replace(services, switchboard=Fragile(services.switchboard), config=config)

    with town(tmp_path, live, fragile) as made:
        made.hires()
        yield made


def story(here: Town, caller: Phone, ana: Phone) -> list[str]:
    """Tell everything that happens to a caller, and some things that should not."""
    fragile = here.services.switchboard
    secret = f"{caller.number} {ana.number} {SPOKEN} {TEXTED}"
    is_informed_and_forgotten(caller)
    caller.texts(f"{TEXTED} my friend is blue and will not wake up")
    caller.texts(f"where is {TEXTED}")
    caller.dials().speaks(f"{SPOKEN} I need someone")
    fragile.breaks["claim"] = secret  # the job that rings Ana fails
    caller.presses("1")
    fragile.breaks["wait"] = secret  # a view fails
    here.passes(25)
    here.goes_wrong(kind="rest", status=400, code=21211, match="POST /Calls", times=1)
    here.passes(62)
    for _ in range(60):
        if ana.rings:
            break
        here.passes(2)
    fragile.breaks["accept"] = secret
    ana.answers().presses("1")
    here.passes(5)
    for _ in range(60):
        if ana.rings:
            ana.answers().presses("1")
            break
        here.passes(2)
    here.passes(2)
    assert caller.talks_to(ana)
    sending.ask(here.services, "t1", "test", "main", to=here.services.vault.seal("phone", ana.number), words=SENT)
    here.settle()
    here.goes_wrong(kind="rest", status=400, code=21610, match="POST /Messages", times=1)
    sending.ask(here.services, "t2", "test", "main", to=here.services.vault.seal("phone", caller.number), words=SENT)
    recordings = leaves_a_message(here)
    for job in JOBS:  # each fails, with an id that nothing is known of
        here.services.outbox.send(job, "00112233445566aa-1")
    here.settle()
    return recordings


def is_informed_and_forgotten(caller: Phone) -> None:
    """The caller has a topic sent, asked for in words, and then asks to be forgotten."""
    caller.dials().presses("6").speaks(f"{SPOKEN} where is narcan").presses("7").presses("1")
    assert caller.hears("text_coming") and len(caller.inbox) == 1
    caller.hangs_up()
    caller.dials().presses("5").presses("3").presses("1")
    assert caller.hears("erase_done")
    caller.hangs_up()


def leaves_a_message(here: Town) -> list[str]:
    """Somebody else leaves a message, which is then both here and at the carrier; give the carrier's name of it."""
    other = here.caller("Dee")
    other.dials().presses("1")
    here.passes(3)
    other.presses("2").presses("1")
    here.passes(8)
    here.goes_wrong(kind="rest", status=500, match="DELETE /Recordings", times=1)
    other.speaks(f"my {LEFT} is gone")
    here.passes(6)
    other.hangs_up()
    here.passes(40)
    sids = [recording.sid for recording in here.services.tapes._client.recordings.list()]
    assert len(sids) == 1
    return sids


def pages(here: Town, secret: str) -> list[bytes]:
    """Everything that a supervisor and a stranger can be shown, whatever goes wrong."""
    behind = Behind(here)
    kim = Reader(behind, here.services.settings.public_url)
    kim.begins(invites(behind))
    kim.sets_authenticator()
    shown = _shown(behind.app)
    for path in [*shown, *_linked(kim.opens("/console"))]:
        kim.opens(path)
    kim.opens("/console").sends("/console/sign-out")
    kim.signs_in("Kim", "not the password")
    kim.signs_in().opens("/console/code").sends("/console/code", code="000000")
    kim.sends("/console/code", code=kim.shows(30)).sends("/console/password", form="x")
    kim.sends("/console/sign-in", name="x" * 70000)
    here.services.switchboard.breaks["seen"] = secret  # a page fails
    kim.opens("/console").opens("/console/nothing")
    assert len(shown) > 5 and kim.met >= {200, 303, 400, 404, 413, 500}
    assert found(kim.read, [b"You are signed in as <strong>Kim"])
    return kim.read


def metrics(here: Town) -> bytes:
    told = Behind(here).app.test_client().get("/metrics", headers={"Authorization": f"Bearer {SCRAPER}"}).data
    assert b"helpline_contacts 1.0" in told
    return told


def _shown(app: Flask) -> set[str]:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return {rule.rule for rule in rules if rule.rule.startswith("/console") and not rule.arguments}


def _linked(browser: Browser) -> set[str]:
    """The pages that this one leads to, such as those of a call that is under way."""
    return {where for _, given in browser.page.tags if (where := given.get("href") or "").startswith("/console")}


def secrets(here: Town, *phones: Phone) -> list[bytes]:
    told = sids(here.ledger())
    assert any(sid.startswith("CA") for sid in told)
    words = [SPOKEN, TEXTED, SENT, LEFT, SOUND, COORDINATOR, ACCOUNT, TOKEN, *told]
    words += [phone.number.removeprefix("+1") for phone in phones]
    return [word.encode() for word in words]


def test_nothing_that_is_kept_or_logged_tells_who_called_or_what_was_said(
    here: Town, tmp_path: Path, log: tuple[io.StringIO, Raw], capfd: pytest.CaptureFixture[str]
) -> None:
    caller, ana = here.caller("Cal"), here.specialist("Ana")
    recordings = story(here, caller, ana)
    looked_for = [*secrets(here, caller, ana), *(sid.encode() for sid in recordings)]
    out, raw = log
    measured = metrics(here)
    read = pages(here, f"{caller.number} {ana.number} {SPOKEN} {TEXTED}")
    during = [*kept_live(here.redis), *slow(here.redis)]
    caller.hangs_up()
    here.passes(10)
    printed = "".join(capfd.readouterr())
    kept = {
        "live state during the call": during,
        "live state after it": [*kept_live(here.redis), *slow(here.redis)],
        "files": list(kept_on_file(tmp_path)),
        "log": [out.getvalue().encode()],
        "log as it was": [said.encode() for said in raw.said],
        "terminal": [printed.encode()],
        "metrics": [measured],
        "pages": read,
    }
    assert {where: hits for where, parts in kept.items() if (hits := found(parts, looked_for))} == {}
    assert '"job_failed"' in out.getvalue(), "a job failed in this story"
    assert out.getvalue().count('"unexpected"') == 2, "and two views"
    assert '"offer_not_rung"' in out.getvalue(), "and a request was refused"
    assert '"text_not_sent"' in out.getvalue(), "and a text"
    assert ana.inbox == [SENT]


def test_what_is_looked_for_would_be_found(live: str, tmp_path: Path) -> None:
    redis, secret = Redis.from_url(live), "+12025550110"
    redis.hset("a", "field", secret)
    redis.xadd("b", {"field": secret})
    redis.zadd("c", {f"who:{secret}": 1})
    redis.set(f"d:{secret}", "")
    queue = Queue("calls", connection=redis, serializer=JSONSerializer)
    job = queue.enqueue_call("a.job", args=(secret,), description="x")
    Result.create_failure(job, ttl=60, exc_string=secret)
    looked_for = [secret.encode()]
    assert len(found(kept_live(redis), looked_for)) == 6
    assert len(found(kept_on_file(tmp_path), looked_for)) >= 3, "in its file, and inside what RQ keeps there"


PLANTED: dict[str, Callable[[Town, Phone, str], Any]] = {
    "a key": lambda here, caller, _: here.redis.set(f"who:{caller.number}", 1),
    "a value": lambda here, caller, _: here.redis.hset("who", "number", caller.number),
    "a job": lambda here, _, sid: here.services.outbox.send("tidy", sid),
    "a row": lambda here, caller, _: here.services.roster.add(caller.number, "sealed", ("en",), ("general",)),
    "an address": lambda here, caller, sid: here.services.carrier.ring(caller.number, LINE, f"/offer/{sid}", 5),
    "a digest": lambda here, caller, _: here.redis.set(hashlib.sha256(caller.number.encode()).hexdigest(), 1),
    "a digest with a key that everybody has": lambda here, caller, _: here.redis.set(
        Vault(["A" * 43]).digest("person", caller.number), 1
    ),
}


@pytest.mark.parametrize("where", PLANTED)
def test_a_story_that_leaves_somebody_exposed_fails(tmp_path: Path, redis_url: str, where: str) -> None:
    planted = False
    with pytest.raises(AssertionError) as failed, town(tmp_path, redis_url) as here:
        caller = here.caller().dials()
        sid = max(one for one in sids(here.ledger()) if one.startswith("CA"))
        assert here.exposed() == []
        PLANTED[where](here, caller, sid)
        planted = True
        here.post("settle", {})
    assert planted and any(secret in str(failed.value) for secret in (caller.number[1:], sid))
