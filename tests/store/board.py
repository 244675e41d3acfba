"""A switchboard to test on: a real server, a clock that stands still until a test moves it, and all that is kept."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from redis import Redis

from routing.domain.contact import LAST_IN_ORDER, Change
from routing.store import keys
from routing.store.pace import Pace
from routing.store.switchboard import Switchboard

START_MS = 1_800_000_000_000
QUEUE = "main.general.en"

# Within a transaction the server's time stands still, so the script that follows sees the very moment that is set here.
SET_CLOCK = """
local t = redis.call('TIME')
return redis.call('SET', KEYS[1], ARGV[1] - t[1] * 1000 - math.floor(t[2] / 1000))
"""

READ_ALL = """
local out = {}
for _, name in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do
  local kind, value = redis.call('TYPE', name).ok
  if kind == 'hash' then value = redis.call('HGETALL', name)
  elseif kind == 'zset' then value = redis.call('ZRANGE', name, 0, -1, 'WITHSCORES')
  elseif kind == 'set' then value = redis.call('SMEMBERS', name)
  elseif kind == 'string' then value = redis.call('GET', name) end
  if value then out[#out + 1] = { string.sub(name, #ARGV[1] + 1), kind, value, redis.call('TTL', name) } end
end
return cjson.encode(out)
"""


class StillRedis(Redis):
    """A client whose scripts all run at `at`, in ms; `left` is what the latest of them left."""

    at = START_MS
    left = b"[]"

    def evalsha(self, sha: str, numkeys: int, *keys_and_args: Any) -> Any:
        with self.pipeline(transaction=True) as together:
            together.eval(SET_CLOCK, 1, keys.CLOCK_OFFSET, self.at)
            together.evalsha(sha, numkeys, *keys_and_args)
            together.eval(READ_ALL, 0, keys.PREFIX)
            _, result, self.left = together.execute()
            return result


class Kept:
    """Everything that is kept at one moment, but for the events and the clock."""

    def __init__(self, rows: bytes) -> None:
        self.all: dict[str, Any] = {}
        self.life: dict[str, int] = {}
        for name, kind, value, life in json.loads(rows):
            if name != "clock:offset":
                self.all[name] = _shaped(kind, value)
                self.life[name] = life

    def records(self, kind: str) -> dict[str, dict[str, str]]:
        return {name[len(kind) + 1 :]: value for name, value in self.all.items() if name.startswith(f"{kind}:")}

    def queue(self, name: str, part: str) -> dict[str, int]:
        return self.all.get(f"queue:{name}:{part}", {})

    @property
    def deadlines(self) -> dict[str, int]:
        """All but of what is looked after again and again, whatever has happened."""
        return {name: at for name, at in self.all.get("deadlines", {}).items() if not name.endswith(":all")}


def _shaped(kind: str, value: Any) -> Any:
    if kind == "hash":
        # An empty field and none at all say the same.
        return {name: said for name, said in zip(value[::2], value[1::2], strict=True) if said}
    if kind == "zset":
        return {member: int(float(score)) for member, score in zip(value[::2], value[1::2], strict=True)}
    return set(value) if kind == "set" else value


class Board(Switchboard):
    """The switchboard itself, with short ways to bring people to it."""

    def __init__(self, url: str, pace: Pace | None = None) -> None:
        self.redis = StillRedis.from_url(url)
        super().__init__(self.redis, pace=pace)
        self.said: Counter[str] = Counter()  # how often each script gave each word
        self.strategies: dict[str, str] = {}  # by queue; longest_idle where nothing is said

    @property
    def now(self) -> int:
        return self.redis.at

    def passes(self, seconds: float) -> None:
        self.redis.at += int(seconds * 1000)

    def _change(self, name: str, own_keys: Iterable[str], *args: str | int) -> Change:
        change = super()._change(name, own_keys, *args)
        self.said[f"{name} {change.word}"] += 1
        return change

    def kept(self) -> Kept:
        """What is there now."""
        self.redis.left = self.redis.eval(READ_ALL, 0, keys.PREFIX)
        return self.left()

    def left(self) -> Kept:
        """What the latest script left."""
        return Kept(self.redis.left)

    def calls(self, contact: str, *queues: str, call: str = "", **more: str | int) -> Change:
        """A caller enters the queues (QUEUE if none is named); `more` are fields of the contact."""
        return self.enter(contact, call or f"digest-{contact}", "", self.fields(*queues, call="sealed", **more))

    def fields(self, *queues: str, **more: str | int) -> dict[str, str | int]:
        """What a contact is told to be."""
        fields: dict[str, str | int] = {
            "channel": "voice",
            "line": "main",
            "skill": "general",
            "language": "en",
            "topic": "",
            "person": "",
            "queues": " ".join(queues or [QUEUE]),
            "priority": 0,
            "widen": "",
            "width": 1,
            "rings": 20,
            "wrap_up": 60,
        }
        return fields | more

    def hires(self, specialist: str, *queues: str, order: int = LAST_IN_ORDER) -> Change:
        """A specialist is on the roster, off duty at first."""
        fields = {"name": specialist, "phone": f"phone-{specialist}", "languages": "en", "skills": "general"}
        strategies = [self.strategies.get(queue, "longest_idle") for queue in queues or [QUEUE]]
        fields |= {"queues": " ".join(queues or [QUEUE]), "strategies": " ".join(strategies), "order": str(order)}
        change = self.register(specialist, fields)
        self.forget("shift", specialist)  # as if their shifts, of which there are none, had been looked at
        return change

    def set_activity(self, specialist: str, activity: str, recorded_at: int = 0, break_ms: int = 0) -> Change:
        change = super().set_activity(specialist, activity, recorded_at, break_ms)
        self.forget("noting", specialist)  # as if it were on record
        return change

    def on_call(self, specialist: str, *queues: str, order: int = LAST_IN_ORDER) -> Change:
        self.hires(specialist, *queues, order=order)
        return self.set_activity(specialist, "available")

    def ticks(self) -> list[tuple[str, str]]:
        """What is due happens; the jobs that the rest needs."""
        return [job for job in self.due(100, 4000)[1].jobs if job[1] != "all"]

    def activity(self, specialist: str) -> str:
        return self.specialist(specialist)["activity"]

    def stage(self, contact: str) -> str:
        return self.contact(contact)["stage"]

    def told(self, what: str) -> list[dict[str, str]]:
        """The events of one kind so far."""
        rows = [{k.decode(): v.decode() for k, v in fields.items()} for _, fields in self.redis.xrange(keys.EVENTS)]
        return [row for row in rows if row["what"] == what]
