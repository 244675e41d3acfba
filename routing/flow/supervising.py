"""What supervisors do from the pages: written down first, then done through what does it for everybody else.

Each may be repeated with the same effect, and raises NotKept, when nothing was done, and Unavailable.
"""

from routing.domain.audit import Deed
from routing.domain.closing import Closing
from routing.domain.user import User
from routing.flow import auditing, closing, duty
from routing.flow.acts import carry_out
from routing.flow.onward import BY_STAFF
from routing.ports import Services

ACTIVITIES = ("available", "on_break", "offline")
FURTHER_AHEAD = 30  # minutes, as after an emergency


def set_activity(s: Services, by: User, specialist: str, activity: str) -> str:
    """Set what a specialist does; return what they do now. A call under way is never cut."""
    _note(s, by, f"activity_{activity}", "specialist", specialist)
    return duty.set_activity(s, specialist, activity)


def close_line(s: Services, by: User, line: str, why: str, until: int) -> None:
    """Close a line until a time (ms, 0 where that is not known)."""
    _note(s, by, "line_closed", "line", line, why)
    closing.say(s, Closing(line, closed=True, said_at=s.switchboard.now(), until=until, reason=why))


def open_line(s: Services, by: User, line: str) -> None:
    _note(s, by, "line_opened", "line", line)
    closing.say(s, Closing(line, closed=False, said_at=s.switchboard.now()))


def acknowledge(s: Services, by: User, alert: str, since: str) -> bool:
    """Say that somebody knows of an alert, as it is told since that time (ms); tell whether nobody else had."""
    there = {f"{one['kind']}-{one['line']}": one["since"] for one in s.switchboard.alerts()}
    if there.get(alert) != since:
        return False
    _note(s, by, "alert_acknowledged", "alert", alert)
    return s.switchboard.acknowledge(alert).word == "acknowledged"


def waits(s: Services, contact: str, step: int | None = None) -> dict[str, str]:
    """Return a contact that waits, and has done nothing since that step of its; nothing of any other."""
    record = s.switchboard.contact(contact)
    same = step is None or record.get("step") == str(step)
    return record if record.get("stage") == "waiting" and same else {}


def move_up(s: Services, by: User, contact: str, step: int) -> bool:
    """Have somebody who waits stand further ahead; tell whether they still waited as they did."""
    if not waits(s, contact, step):
        return False
    _note(s, by, "contact_moved_up", "contact", contact)
    change = carry_out(s, s.switchboard.rejoin(contact, step, FURTHER_AHEAD))
    return change.word == "waiting" and change.details[0] == step + 1


def end(s: Services, by: User, contact: str, step: int) -> bool:
    """End the wait of somebody on the telephone, who is told so once what they hear is over, within a minute.

    Whoever was connected stays. Tell whether they still waited as they did.
    """
    if waits(s, contact, step).get("channel") != "voice":
        return False
    _note(s, by, "contact_ended", "contact", contact)
    # A choice like any other: live state refuses it once a specialist has taken the call.
    change = carry_out(s, s.switchboard.choose(contact, step, BY_STAFF))
    if change.word != "choosing" or s.switchboard.contact(contact).get("choice") != BY_STAFF:
        return False
    carry_out(s, s.switchboard.leave(contact, BY_STAFF))
    return True


def _note(s: Services, by: User, what: str, *about: str) -> None:
    auditing.note(s, Deed(f"user:{by.id}", what, *about), s.switchboard.now())
