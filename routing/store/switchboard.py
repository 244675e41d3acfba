"""Live contacts, queues, offers and activities."""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Any

from redis.exceptions import ResponseError

from routing.domain.contact import Change, Due, Waiting
from routing.store import keys
from routing.store.alerts import Alerts
from routing.store.audited import Audited
from routing.store.callbacks import Callbacks
from routing.store.events import Events
from routing.store.lines import Lines
from routing.store.notes import Notes
from routing.store.overview import Overviews
from routing.store.proofs import Proofs
from routing.store.sessions import Sessions
from routing.store.shifts import Shifts
from routing.store.spoken import Spoken
from routing.store.supervised import Supervised
from routing.store.talks import Talks
from routing.store.texters import Texters
from routing.store.texts import Texts
from routing.store.transfers import Transfers

REWRITE_EVERY_S = 3600
YOUNG_S = 3600


class Switchboard(
    Texts,
    Texters,
    Talks,
    Alerts,
    Lines,
    Shifts,
    Proofs,
    Spoken,
    Transfers,
    Callbacks,
    Notes,
    Audited,
    Sessions,
    Overviews,
    Supervised,
    Events,
):
    """The scripts, under one name each. Every method may be repeated with the same effect, and raises Unavailable.

    Numbers and SIDs are given and returned encrypted (store/vault.py); this class never sees them in the clear.
    """

    def enter(
        self,
        contact: str,
        call_digest: str,
        entered_at: str,
        fields: Mapping[str, str | int],
        unless_rostered: Sequence[str] = (),
    ) -> Change:
        """Details: contact id (the first one's, for a repeat), specialists on duty, entered_at in ms, and
        "closed" where nobody takes calls on the line just now.

        `fields["person"]` is the digest of the caller's number, where that is known. Nobody enters, and the word is
        "rostered", where one of the digests `unless_rostered` is that of a specialist's telephone.
        """
        flat = [part for pair in fields.items() for part in pair]
        own = [keys.contact(contact), keys.digest("call", call_digest), keys.rostered()]
        if fields.get("person"):
            own += [keys.digest(kind, str(fields["person"])) for kind in ("person", "kept")]
        return self._change("enter", own, contact, entered_at, " ".join(unless_rostered), *flat)

    def wait(self, contact: str) -> Waiting | None:
        """Return how a contact stands, and renew its heartbeat; None with nothing known of it."""
        change = self._change("wait", [keys.contact(contact)], contact)
        if change.word == "unknown":
            return None
        step, offer, choice, place, on_duty, offered, seconds, count, closed_till, lapses_at = change.details
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
            None if closed_till == "" else int(closed_till),
            int(lapses_at),
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
        """Details of "ring": phone (encrypted), line, seconds it may ring, and the other line that is rung instead."""
        return self._change("claim", [keys.offer(offer)], offer, *self._pace.calls)

    def slow(self, offer: str, *, again: bool) -> Change:
        """Twilio refuses calls, or does not answer: they pause, and this one is placed `again` after that."""
        return self._change("slow", [keys.offer(offer)], offer, str(self._pace.chance()), "again" if again else "")

    def progress(self, offer: str, news: str, leg: str) -> Change:
        """Details: language, seconds waited, the specialist's languages (words), the contact's stage."""
        return self._change("progress", [keys.offer(offer)], offer, news, leg)

    def accept(self, offer: str) -> Change:
        return self._change("accept", [keys.offer(offer)], offer)

    def refuse(self, offer: str, how: str) -> Change:
        return self._change("refuse", [keys.offer(offer)], offer, how)

    def finish(self, offer: str, how: str) -> Change:
        return self._change("finish", [keys.offer(offer)], offer, how)

    def join(self, offer: str, who: str) -> Change:
        return self._change("join", [keys.offer(offer)], offer, who)

    def wrap_up(self, offer: str) -> Change:
        """The bridge is over, and the specialist still on the line."""
        return self._change("wrap_up", [keys.offer(offer)], offer)

    def flag(self, offer: str) -> Change:
        return self._change("flag", [keys.offer(offer)], offer)

    def say_word(self, offer: str, word: str) -> Change:
        """A specialist says in a word how the call of an offer went."""
        return self._change("say_word", [keys.offer(offer)], offer, word)

    def shut_out(self, offer: str) -> Change:
        """Keep the person of an offer's contact from the line for a day; "withheld" where nothing tells who it is."""
        return self._change("shut_out", [keys.offer(offer)], offer)

    def undo(self, contact: str, tries: int) -> Change:
        return self._change("undo", [keys.contact(contact)], contact, tries)

    def extend(self, specialist: str, once: str) -> Change:
        """Give a specialist five minutes more to wrap up, ten at most; for each `once` once. Details: seconds left."""
        return self._change("extend", [keys.specialist(specialist)], specialist, once)

    def register(self, specialist: str, fields: Mapping[str, str]) -> Change:
        flat = [part for pair in fields.items() for part in pair]
        own = (keys.specialist(specialist), keys.specialists(), keys.rostered())
        return self._change("register", own, specialist, *flat)

    def remove(self, specialist: str) -> Change:
        """Have a specialist be offered nothing more, and forget them once nothing is under way ("gone")."""
        return self._change("remove", [keys.specialist(specialist)], specialist)

    def known(self) -> AbstractSet[str]:
        """Return the ids of the roster, as it is known here."""
        found = self._asked("smembers", lambda: self._redis.smembers(keys.specialists()))
        return {one.decode() for one in found}

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

    def open_epoch(self, epoch: str, *, young: bool = False) -> None:
        """Declare the live state whole again, after a start or a loss; `young` where a life was lost before it."""
        if self._asked("set", lambda: self._redis.set(keys.EPOCH, epoch, nx=True)) and young:
            self._asked("set", lambda: self._redis.set(keys.YOUNG, "1", ex=YOUNG_S))

    def is_young(self) -> bool:
        """Tell whether a life of the live state has just begun: what was under way before it is not known any more."""
        return bool(self._asked("exists", lambda: self._redis.exists(keys.YOUNG)))

    def begin_recovery(self, seconds: int) -> bool:
        """Tell whether this process may ask for a recovery now; for so long no other may."""
        return bool(self._asked("set", lambda: self._redis.set(keys.RECOVERY, "1", nx=True, ex=seconds)))

    def rewrite_file(self) -> None:
        """Have a server that keeps each write on file begin that file anew, once an hour: what was erased leaves it."""
        self._asked("bgrewriteaof", self._rewritten)

    def _rewritten(self) -> None:
        first = self._redis.set(keys.REWRITTEN, "1", nx=True, ex=REWRITE_EVERY_S)
        if first and self._redis.info("persistence").get("aof_enabled"):
            with suppress(ResponseError):  # it is at it already, or whoever runs the server does this
                self._redis.bgrewriteaof()

    def epoch(self) -> str:
        found = self._asked("get", lambda: self._redis.get(keys.EPOCH))
        return found.decode() if found else ""

    def postpone(self, kind: str, subject: str, seconds: int) -> Change:
        return self._change("postpone", [], kind, subject, seconds)

    def hasten(self, kind: str, subject: str, seconds: int) -> Change:
        """Have a deadline that would come by itself come in a while, should that be sooner."""
        return self._change("hasten", [], kind, subject, seconds)

    def doubt(self, apart_ms: int) -> Change:
        """Have everybody who talks be asked after soon, so far apart: news of them may have been lost."""
        return self._change("doubt", [], apart_ms)

    def forget(self, kind: str, subject: str) -> None:
        self._asked("zrem", lambda: self._redis.zrem(keys.DEADLINES, f"{kind}:{subject}"))

    def contact(self, contact: str) -> dict[str, str]:
        return self._record(keys.contact(contact))

    def offer(self, offer: str) -> dict[str, str]:
        return self._record(keys.offer(offer))

    def specialist(self, specialist: str) -> dict[str, str]:
        return self._record(keys.specialist(specialist))

    def pass_by(self, contact: str, call_digest: str, outcome: str, line: str) -> Change:
        """Record the outcome of a call that ended before it was anybody's contact."""
        own = (keys.contact(contact), keys.digest("call", call_digest))
        return self._change("pass_by", own, contact, outcome, line)

    def contact_of_call(self, call_digest: str) -> str | None:
        found = self._asked("get", lambda: self._redis.get(keys.digest("call", call_digest)))
        return found.decode() if found else None
