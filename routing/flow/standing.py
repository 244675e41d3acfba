"""Tell a specialist how they stand, and do what they ask for."""

from routing.domain.commands import Command
from routing.flow.acts import carry_out
from routing.flow.sentences import text
from routing.flow.times import moment, when
from routing.flow.told import line_of
from routing.ports import Services

MINUTE_MS = 60 * 1000
ASKED = {"on": "available", "ready": "available", "off": "offline", "break": "on_break"}
READY_FROM = ("wrap_up", "on_break")


def obey(s: Services, specialist: str, command: Command) -> None:
    """Do what a command asks for. READY that comes late changes nothing. Raises Unavailable."""
    if command.act == "ready" and s.switchboard.specialist(specialist).get("activity") not in READY_FROM:
        return
    if command.act in ASKED:
        length = command.minutes * MINUTE_MS if command.act == "break" else 0
        carry_out(s, s.switchboard.set_activity(specialist, ASKED[command.act], break_ms=length))


def tell(s: Services, specialist: str, phrase: str, language: str) -> str:
    """Say how a specialist stands: activity, shift, who waits. Raises Unavailable."""
    change = s.switchboard.standing(specialist)
    wanted, break_until, ends, starts, waiting = change.details
    activity = text(s, f"activity_{change.word}", language)
    if wanted and wanted != "available":
        activity = text(s, "activity_then", language, now=activity, then=text(s, f"activity_{wanted}", language))
    if int(break_until):
        activity = text(
            s, "activity_until", language, now=activity, until=_when(s, specialist, int(break_until), language)
        )
    shift, at = ("shift_ends", int(ends)) if int(ends) else ("shift_next", int(starts))
    told = text(s, shift, language, when=_when(s, specialist, at, language)) if at else ""
    many = ("waiting_none", "waiting_one")[int(waiting)] if int(waiting) < 2 else "waiting_many"
    line = line_of(s, s.switchboard.specialist(specialist))
    wait = text(s, many, language, **({"count": waiting} if int(waiting) > 1 else {}))
    return text(s, phrase, language, line=line.name[language], activity=activity, shift=told, waiting=wait)


def _when(s: Services, specialist: str, at: int, language: str) -> str:
    record = s.switchboard.specialist(specialist)
    zone = record.get("zone") or line_of(s, record).time_zone
    return when(s, moment(at), moment(s.switchboard.now()), zone, language)
