"""Have a place told otherwise than its list has it, or as its list has it again; written down before it is done."""

from routing.domain.correction import Correction
from routing.domain.user import User
from routing.flow import auditing
from routing.ports import Services


def correct(s: Services, user: User, before: Correction | None, after: Correction) -> bool:
    """Have a place told so. False where somebody else has changed how it is told since `before`. Raises NotKept."""
    what = "place_hidden" if after.hidden else "place_corrected"
    auditing.by_user(s, user, what, "place", after.key, after.why)
    return s.corrections.change(after.list, after.key, before, after)


def undo(s: Services, user: User, before: Correction, why: str) -> bool:
    """Have a place told as its list has it, as `correct` does otherwise. Raises NotKept."""
    auditing.by_user(s, user, "place_as_listed", "place", before.key, why)
    return s.corrections.change(before.list, before.key, before, None)
