"""Specialists' time on call, in live state: what their shifts ask for, and what they asked for themselves."""

from dataclasses import astuple

from routing.domain.contact import Change, Plan
from routing.store import keys
from routing.store.live import Live


class Shifts(Live):
    """The scripts about shifts. Every method may be repeated with the same effect, and raises Unavailable."""

    def set_activity(self, specialist: str, activity: str, recorded_at: int = 0, break_ms: int = 0) -> Change:
        """Ask for an activity by hand. `recorded_at`: when, in ms, where it is on record already."""
        own = [keys.specialist(specialist)]
        return self._change("activity", own, specialist, activity, recorded_at, break_ms)

    def noted(self, specialist: str, asked_at: int, until: int) -> Change:
        return self._change("noted", [keys.specialist(specialist)], specialist, asked_at, until)

    def shift(self, specialist: str, edge: str, at: int, quiet: bool = False) -> Change:
        """Details: what the specialist is still to be told (starts, on_break, ends or nothing), when it began in ms."""
        return self._change("shift", [keys.specialist(specialist)], specialist, edge, at, int(quiet))

    def planned(self, specialist: str, plan: Plan) -> Change:
        """Note the plan that the records give, once the specialist has been told what there was to tell."""
        return self._change("planned", [keys.specialist(specialist)], specialist, *astuple(plan))

    def called_out(self, queue: str) -> int:
        """Return when a queue was last found without anybody on duty, in ms."""
        return int(self._record(keys.called_out(queue)).get("at", 0))

    def call_out(self, specialist: str, at: int) -> Change:
        return self._change("call_out", [keys.specialist(specialist)], at)

    def look(self, specialist: str) -> None:
        """Have a specialist's shifts looked at again, soon."""
        self._asked("zadd", lambda: self._redis.zadd(keys.DEADLINES, {f"shift:{specialist}": 0}))

    def next_start(self, queue: str) -> int:
        """Return when somebody comes on call for a queue, in ms; 0 when nobody is known to."""
        return int(self._change("next_start", [], queue).details[0])

    def now(self) -> int:
        """Return live state's time, in ms: the one clock of scripts and application."""
        return int(self._change("now", []).details[0])
