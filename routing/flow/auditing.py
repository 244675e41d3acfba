"""Write down what staff do, before they do it; and find out whether what was written down is still as it was.

Live state remembers the latest rows, so that an end that was cut off is missed there.
"""

from contextlib import suppress

from routing.domain.audit import Deed, Verdict, verify
from routing.domain.contact import Unavailable
from routing.domain.user import User
from routing.ports import Services


def note(s: Services, deed: Deed, now_ms: int) -> None:
    """Put a deed on record. Raises NotKept: then it is not to be done."""
    row = s.audit.write(deed, now_ms)
    with suppress(Unavailable):
        s.switchboard.remember_row(row.number, row.signature)


def by_user(s: Services, user: User, what: str, *about: str) -> None:
    """Put on record what somebody who is signed in does now: to which kind of thing, which, and why. Raises NotKept."""
    note(s, Deed(f"user:{user.id}", what, *about), s.switchboard.now())


def checked(s: Services) -> tuple[Verdict, bool]:
    """Check all of the audit; the second tells whether live state was there to miss an end. Raises NotKept."""
    try:
        remembered = s.switchboard.remembered_rows()
    except Unavailable:
        remembered = []
    anchor = s.audit.anchor()
    rows = s.audit.rows(anchor.number if anchor else 0)
    return verify(anchor, rows, remembered, s.vault.signed), bool(remembered)
