"""A supervisor listens to a call whose caller was told that somebody may: who may, and from when to when.

Each act is written down before it is done. Raises NotKept, when nothing was done, and Unavailable.
"""

from collections.abc import Mapping
from secrets import token_hex

from config.shapes import EARS
from routing.domain.user import User
from routing.flow import auditing, listener, outgoing
from routing.flow.offer import language_of
from routing.ports import Services


def ways(s: Services, record: Mapping[str, str]) -> tuple[str, ...]:
    """Return how somebody may listen to a contact: as far as its line lets them now, and its caller was told."""
    line = s.config.lines.get(record.get("line", ""))
    if line is None or record.get("stage") != "bridged":
        return ()
    return EARS[1 : min(map(EARS.index, (line.listen, record.get("listen", EARS[0])))) + 1]


def has_telephone(s: Services, user: User, line: str) -> bool:
    """Tell whether a user's own telephone is on record, is known to be theirs, and may be called."""
    record = s.switchboard.specialist(user.specialist) if user.specialist else {}
    phone = "" if record.get("unverified") else record.get("phone", "")
    return bool(phone) and outgoing.may_reach(s, s.config.lines[line], s.vault.open("phone", phone))


def begin(s: Services, by: User, contact: str, how: str, why: str) -> str:
    """Have a supervisor's telephone rung, to listen in one of `ways`; return what listen.lua says."""
    record = s.switchboard.contact(contact)
    if how not in ways(s, record) or not has_telephone(s, by, record["line"]):
        return "not_now"
    auditing.by_user(s, by, "listening_begun", "contact", contact, why)
    language = _spoken(s, by, language_of(s, record["offer"]))
    fields = {"wanted": how, "language": language, "by": by.id, "name": by.name}
    return s.switchboard.listen(contact, by.specialist, token_hex(8), fields).word


def _spoken(s: Services, by: User, language: str) -> str:
    theirs = s.switchboard.specialist(by.specialist).get("languages", "").split()
    return language if language in theirs or not theirs else theirs[0]


def of(s: Services, contact: str) -> tuple[str, dict[str, str]]:
    """Return who listens to a contact, or is about to: the id of the listening, and how it stands; else nothing."""
    id = s.switchboard.contact(contact).get("listener", "")
    return id, s.switchboard.listening(id) if id else {}


def change(s: Services, by: User, contact: str, how: str, why: str) -> bool:
    """Be heard by others than before; tell whether this supervisor listens, and may do so."""
    id, record = of(s, contact)
    if record.get("by") != by.id or how not in ways(s, s.switchboard.contact(contact)):
        return False
    auditing.by_user(s, by, f"listening_as_{how}", "contact", contact, why)
    return s.switchboard.listen_as(id, how).word not in ("over", "gone", "ended", "")


def stop(s: Services, by: User, contact: str) -> bool:
    """Stop listening; tell whether this supervisor listened. Anybody else's is theirs to stop."""
    id, record = of(s, contact)
    if record.get("by") != by.id:
        return False
    listener.end(s, id, "stopped")
    return True
