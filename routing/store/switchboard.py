"""Live contacts, queues, offers and activities: one script for each change of state, one round trip for each script."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import structlog
from redis import Redis
from redis.exceptions import RedisError, ResponseError

from routing.domain.contact import Change, Due, Unavailable, Waiting
from routing.store import keys, scripts

CIRCUIT_STAYS_OPEN_S = 1.0

log = structlog.get_logger()


def _text(value: bytes | str | int) -> str | int:
    return value.decode() if isinstance(value, bytes) else value


class Switchboard:
    """The scripts, under one name each. Every method may be repeated with the same effect, and raises Unavailable.

    Numbers and SIDs are given and returned encrypted (store/vault.py); this class never sees them in the clear.
    """

    def __init__(self, redis: Redis, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis
        self._monotonic = monotonic
        self._scripts: dict[str, Any] = {}
        self._failed = False
        self._open_until = 0.0

    def _run(self, name: str, own_keys: Iterable[str], *args: str | int) -> Any:
        script = self._scripts.get(name)
        if script is None:
            script = self._scripts[name] = self._redis.register_script(scripts.source(name))
        return self._asked(name, lambda: script(keys=(*keys.COMMON, *own_keys), args=args))

    def _asked(self, what: str, ask: Callable[[], Any]) -> Any:
        """Ask once, and not at all while the circuit is open: each is told at once, not after a wait."""
        now = self._monotonic()
        if now < self._open_until:
            raise Unavailable(what)
        if self._failed:
            # One request tries again, and the others go on being told until it has succeeded.
            self._open_until = now + CIRCUIT_STAYS_OPEN_S
        try:
            answer = ask()
        except ResponseError as error:
            # This one script was refused; others may well work.
            log.error("live_state_refused", what=what, error=type(error).__name__)
            raise Unavailable(what) from error
        except RedisError as error:
            log.warning("live_state_unavailable", what=what, error=type(error).__name__)
            self._failed, self._open_until = True, self._monotonic() + CIRCUIT_STAYS_OPEN_S
            raise Unavailable(what) from error
        self._failed, self._open_until = False, 0.0
        return answer

    def _change(self, name: str, own_keys: Iterable[str], *args: str | int) -> Change:
        word, ring, end, *details = self._run(name, own_keys, *args)
        return Change(
            word.decode(),
            tuple(offer.decode() for offer in ring),
            tuple(offer.decode() for offer in end),
            tuple(_text(detail) for detail in details),
        )

    def enter(self, contact: str, call_digest: str, entered_at: str, fields: Mapping[str, str | int]) -> Change:
        """Details: contact id (the first one's, for a repeat), epoch, specialists on duty, entered_at in ms."""
        flat = [part for pair in fields.items() for part in pair]
        own = (keys.contact(contact), keys.digest("call", call_digest))
        return self._change("enter", own, contact, entered_at, *flat)

    def wait(self, contact: str) -> Waiting | None:
        """Return how a contact stands, and renew its heartbeat; None with nothing known of it."""
        change = self._change("wait", [keys.contact(contact)], contact)
        if change.word == "unknown":
            return None
        step, offer, choice, place, on_duty, offered, seconds, count, epoch = change.details
        return Waiting(
            change.word,
            int(step),
            str(offer),
            str(choice),
            int(place),
            int(on_duty),
            int(offered),
            int(seconds),
            int(count),
            str(epoch),
        )

    def choose(self, contact: str, step: int, choice: str) -> Change:
        """Details: the step that the next document carries."""
        return self._change("choose", [keys.contact(contact)], contact, step, choice)

    def rejoin(self, contact: str, step: int, priority: int = 0) -> Change:
        """Details: the step that the next document carries."""
        return self._change("rejoin", [keys.contact(contact)], contact, step, priority)

    def part(self, contact: str) -> Change:
        """The caller has left the bridge, and is still on the line."""
        return self._change("part", [keys.contact(contact)], contact)

    def on_duty(self, queue: str) -> int:
        return int(self._asked("scard", lambda: self._redis.scard(keys.on_duty(queue))))

    def widen(self, contact: str, queue: str) -> Change:
        return self._change("widen", [keys.contact(contact)], contact, queue)

    def leave(self, contact: str, outcome: str = "") -> Change:
        return self._change("leave", [keys.contact(contact)], contact, outcome)

    def claim(self, offer: str) -> Change:
        """Details of "ring": phone (encrypted), line, seconds it may ring."""
        return self._change("claim", [keys.offer(offer)], offer)

    def progress(self, offer: str, news: str, leg: str) -> Change:
        """Details: language, seconds waited, the specialist's languages (words)."""
        return self._change("progress", [keys.offer(offer)], offer, news, leg)

    def accept(self, offer: str) -> Change:
        return self._change("accept", [keys.offer(offer)], offer)

    def refuse(self, offer: str, how: str) -> Change:
        return self._change("refuse", [keys.offer(offer)], offer, how)

    def finish(self, offer: str, how: str) -> Change:
        return self._change("finish", [keys.offer(offer)], offer, how)

    def join(self, offer: str, who: str) -> Change:
        return self._change("join", [keys.offer(offer)], offer, who)

    def undo(self, contact: str, tries: int) -> Change:
        return self._change("undo", [keys.contact(contact)], contact, tries)

    def set_activity(self, specialist: str, activity: str) -> Change:
        return self._change("activity", [keys.specialist(specialist)], specialist, activity)

    def register(self, specialist: str, fields: Mapping[str, str]) -> Change:
        flat = [part for pair in fields.items() for part in pair]
        return self._change("register", [keys.specialist(specialist), keys.specialists()], specialist, *flat)

    def occupy(self, specialist: str) -> Change:
        """Hold a specialist whom a call of a lost life still keeps busy; a job looks again."""
        return self._change("occupy", [keys.specialist(specialist)], specialist)

    def release(self, specialist: str) -> Change:
        return self._change("release", [keys.specialist(specialist)], specialist)

    def due(self, limit: int, lease_ms: int) -> tuple[Change, Due]:
        """Make what is due happen; the jobs that the rest needs come with it."""
        change = self._change("due", [], limit, lease_ms)
        now, *jobs = change.details
        pairs = tuple(zip(map(str, jobs[::2]), map(str, jobs[1::2]), strict=True))
        return change, Due(change.word == "lost", int(now), pairs)

    def snapshot(self, queues: Iterable[str], contacts: int) -> dict[str, list[dict[str, Any]]]:
        raw = self._run("snapshot", [keys.specialists()], contacts, *queues)
        # cjson writes an empty table as an object.
        return {part: list(rows) for part, rows in json.loads(raw).items()}

    def open_epoch(self, epoch: str) -> None:
        """Declare the live state whole again, after a start or a loss."""
        self._asked("set", lambda: self._redis.set(keys.EPOCH, epoch, nx=True))

    def begin_recovery(self, seconds: int) -> bool:
        """Tell whether this process may ask for a recovery now; for so long no other may."""
        return bool(self._asked("set", lambda: self._redis.set(keys.RECOVERY, "1", nx=True, ex=seconds)))

    def epoch(self) -> str:
        found = self._asked("get", lambda: self._redis.get(keys.EPOCH))
        return found.decode() if found else ""

    def postpone(self, kind: str, subject: str, seconds: int) -> Change:
        return self._change("postpone", [], kind, subject, seconds)

    def forget(self, kind: str, subject: str) -> None:
        self._asked("zrem", lambda: self._redis.zrem(keys.DEADLINES, f"{kind}:{subject}"))

    def contact(self, contact: str) -> dict[str, str]:
        return self._record(keys.contact(contact))

    def offer(self, offer: str) -> dict[str, str]:
        return self._record(keys.offer(offer))

    def specialist(self, specialist: str) -> dict[str, str]:
        return self._record(keys.specialist(specialist))

    def pass_by(self, contact: str, call_digest: str, outcome: str) -> Change:
        """Record the outcome of a call that ended before it was anybody's contact."""
        own = (keys.contact(contact), keys.digest("call", call_digest))
        return self._change("pass_by", own, contact, outcome)

    def contact_of_call(self, call_digest: str) -> str | None:
        found = self._asked("get", lambda: self._redis.get(keys.digest("call", call_digest)))
        return found.decode() if found else None

    def _record(self, key: str) -> dict[str, str]:
        raw = self._asked("hgetall", lambda: self._redis.hgetall(key))
        return {field.decode(): value.decode() for field, value in raw.items()}
