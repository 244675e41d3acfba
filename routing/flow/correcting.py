"""Have a place told otherwise than its list has it, or as its list has it again; written down before it is done."""

from collections.abc import Mapping

from config.numbers import is_costly, written
from routing.domain.correction import FIELDS, Correction, said
from routing.domain.listed import Place
from routing.domain.user import User
from routing.flow import auditing, clearing
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


def wished(
    s: Services, user: User, place: tuple[str, Place], told: Mapping[str, str], why: str, *, hidden: bool
) -> Correction | None:
    """Return how somebody wants a list's place told, by FIELDS; None where that is as its list has it."""
    of, listed = place
    other = {field: told[field] if told[field] != getattr(listed, field) else "" for field in FIELDS}
    if not hidden and not any(other.values()):
        return None
    return Correction(
        list=of,
        key=listed.key,
        name=other["name"],
        street=other["street"],
        phone=other["phone"],
        hidden=hidden,
        by=user.name,
        on=str(clearing.today(s)),
        why=why,
        listed=said(listed),
    )


def number(text: str) -> str:
    """Return a number that may be told, as places have it: E.164, with x and the extension; empty for none."""
    digits, mark, extension = (part.strip() for part in text.partition("x"))
    good = written(digits) and not is_costly(written(digits)) and (not mark or extension.isdecimal())
    return f"{written(digits)}{mark}{extension}" if good else ""
