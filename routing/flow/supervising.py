"""What supervisors do from the pages: written down first, then done through what does it for everybody else.

Each may be repeated with the same effect, and raises NotKept, when nothing was done, and Unavailable.
"""

from collections.abc import Mapping

from routing.domain.closing import Closing
from routing.domain.promise import purpose
from routing.domain.user import User
from routing.flow import auditing, closing, duty
from routing.flow.acts import carry_out
from routing.flow.onward import BY_STAFF, queueing
from routing.flow.people import CALLER
from routing.ports import Services

ACTIVITIES = ("available", "on_break", "offline")
WAITS = ("waiting", "callback")
CALL_OFF = "call_off"  # what somebody is told who will not be called back
FURTHER_AHEAD = 30  # minutes, as after an emergency


def set_activity(s: Services, by: User, specialist: str, activity: str) -> str:
    """Set what a specialist does; return what they do now. A call under way is never cut."""
    auditing.by_user(s, by, f"activity_{activity}", "specialist", specialist)
    return duty.set_activity(s, specialist, activity)


def close_line(s: Services, by: User, line: str, why: str, until: int) -> None:
    """Close a line until a time (ms, 0 where that is not known)."""
    auditing.by_user(s, by, "line_closed", "line", line, why)
    closing.say(s, Closing(line, closed=True, said_at=s.switchboard.now(), until=until, reason=why))


def open_line(s: Services, by: User, line: str) -> None:
    auditing.by_user(s, by, "line_opened", "line", line)
    closing.say(s, Closing(line, closed=False, said_at=s.switchboard.now()))


def acknowledge(s: Services, by: User, alert: str, since: str) -> bool:
    """Say that somebody knows of an alert, as it is told since that time (ms); tell whether nobody else had."""
    there = {f"{one['kind']}-{one['line']}": one["since"] for one in s.switchboard.alerts()}
    if there.get(alert) != since:
        return False
    auditing.by_user(s, by, "alert_acknowledged", "alert", alert)
    return s.switchboard.acknowledge(alert).word == "acknowledged"


def waits(s: Services, contact: str, step: int | None = None) -> dict[str, str]:
    """Return a contact that waits, in line or for a call, and has done nothing since that step of its; else nothing."""
    record = s.switchboard.contact(contact)
    same = step is None or record.get("step") == str(step)
    return record if record.get("stage") in WAITS and same else {}


def move_up(s: Services, by: User, contact: str, step: int) -> bool:
    """Have somebody in line stand further ahead; tell whether they still waited as they did."""
    if waits(s, contact, step).get("stage") != "waiting":
        return False
    auditing.by_user(s, by, "contact_moved_up", "contact", contact)
    change = carry_out(s, s.switchboard.rejoin(contact, step, FURTHER_AHEAD))
    return change.word == "waiting" and change.details[0] == step + 1


def queues(s: Services, line: str) -> dict[str, tuple[str, str]]:
    """Return the queues of a line, each with its skill and language."""
    known = s.config.lines.get(line)
    if known is None:
        return {}
    return {known.queue(skill, spoken): (skill, spoken) for skill in known.skills for spoken in known.languages}


def move(s: Services, by: User, contact: str, step: int, queue: str) -> bool:
    """Have somebody who waits stand in another queue of the line, since when they have waited; tell whether they do.

    What they hear, and the language that specialists are told of, stay as they were.
    """
    record = waits(s, contact, step)
    there = queues(s, record.get("line", ""))
    if queue not in there:
        return False
    auditing.by_user(s, by, "contact_moved", "contact", contact, queue)
    fields = queueing(s.config.lines[record["line"]], *there[queue])
    fields = {name: fields[name] for name in ("skill", "queues", "widen", "width", "rings", "wrap_up")}
    return carry_out(s, s.switchboard.move(contact, step, queue, fields)).word == "moved"


def end(s: Services, by: User, contact: str, step: int) -> bool:
    """End a wait; tell whether they still waited as they did. Whoever was connected stays.

    On the telephone they are told so once what they hear is over, within a minute; by text at once, where they wrote.
    Whoever could be told by neither was promised a call, and sits by the telephone: that promise stands.
    """
    record = waits(s, contact, step)
    if not record or not may_be_told(s, record):
        return False
    told = () if is_on_telephone(record) else _told_of_end(s, record)
    auditing.by_user(s, by, "contact_ended", "contact", contact)
    if not is_on_telephone(record):
        return carry_out(s, s.switchboard.end_wait(contact, step, BY_STAFF, *told)).word == "ended"
    # A choice like any other: live state refuses it once a specialist has taken the call.
    change = carry_out(s, s.switchboard.choose(contact, step, BY_STAFF))
    if change.word != "choosing" or s.switchboard.contact(contact).get("choice") != BY_STAFF:
        return False
    carry_out(s, s.switchboard.leave(contact, BY_STAFF))
    return True


def may_see(s: Services, contact: str) -> bool:
    """Tell whether somebody's number can be seen: they have not left, showed one, and their line allows it."""
    record = s.switchboard.contact(contact)
    line = s.config.lines.get(record.get("line", ""))
    return bool(line and line.break_glass and record.get(CALLER)) and record.get("stage") != "ended"


def see(s: Services, by: User, contact: str, why: str) -> str:
    """Return the number of somebody whose life is at risk, for a reason; empty where it cannot be seen.

    That it is seen is written down first, so while the records do not answer it is not.
    """
    if not may_see(s, contact):
        return ""
    auditing.by_user(s, by, "number_seen", "contact", contact, why)
    sealed = s.switchboard.contact(contact).get(CALLER)
    return s.vault.open(CALLER, sealed) if sealed else ""


def is_on_telephone(record: Mapping[str, str]) -> bool:
    return record["channel"] == "voice" and record["stage"] != "callback"


def may_be_told(s: Services, record: Mapping[str, str]) -> bool:
    """Tell whether somebody who waits can be told that the wait is over."""
    return is_on_telephone(record) or may_be_texted(s, record)


def may_be_texted(s: Services, record: Mapping[str, str]) -> bool:
    """Tell whether somebody who waits has texted us: whoever asked in a call was never asked if a text is safe."""
    return record["channel"] == "text" or s.consents.channel(record.get("promise", "")) == "text"


def _told_of_end(s: Services, record: Mapping[str, str]) -> tuple[str, str]:
    """Return where somebody is told by text that the wait is over (empty: where they write from), and what."""
    if record["channel"] == "text":
        return "", BY_STAFF
    promise = s.promises.find(record.get("promise", ""))
    if promise is None or not promise.number:
        return "", CALL_OFF
    return s.vault.seal_for_a_day("phone", s.vault.open(purpose(promise.id), promise.number)), CALL_OFF
