"""What is told of a place instead of what its list says, for a list is somebody else's, and may be wrong."""

from dataclasses import dataclass, replace

from routing.domain.listed import Place

FIELDS = ("name", "street", "phone")
LONGEST = 120  # letters of each of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """That a place (`key`) of a list is told otherwise, or, `hidden`, not at all.

    What is empty of FIELDS is told as the list has it. `by` is the name of who said so, `on` which day (2026-11-23),
    `why` their reason; `listed` is what the list said then, a line for each of FIELDS.
    """

    list: str
    key: str
    name: str = ""
    street: str = ""
    phone: str = ""
    hidden: bool = False
    by: str
    on: str
    why: str
    listed: str

    def told(self, place: Place) -> Place:
        """Return the place as it is told."""
        said = {field: getattr(self, field) for field in FIELDS if getattr(self, field)}
        return replace(place, **said)

    def is_overtaken(self, place: Place) -> bool:
        """Tell whether the list has said something else since, so that somebody should look again."""
        return said(place) != self.listed


def said(place: Place) -> str:
    """Return what a list says of a place, a line for each of FIELDS."""
    return "\n".join(getattr(place, field) for field in FIELDS)
