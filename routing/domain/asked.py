"""What somebody has asked for nearby, remembered for an hour: so that MORE, a ZIP code or a state alone is enough."""

import json
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class Asked:
    """Say what was asked for: a kind of place, and words of domain/wishes.py.

    `where` is what they wrote for it, empty where that is still to be told. With `which`, several states have that
    city, and it was asked which is meant. Of what is there `shown` have been told, as it was at `at` (ms).
    """

    kind: str
    wants: tuple[str, ...] = ()
    where: str = ""
    which: bool = False
    shown: int = 0
    at: int = 0

    @property
    def asks_where(self) -> bool:
        """Whether the question for the place, or for the state, is open."""
        return self.which or not self.where

    def told(self, count: int) -> "Asked":
        return replace(self, shown=self.shown + count)

    def as_text(self) -> str:
        return json.dumps(asdict(self))


def asked_in(text: str) -> Asked:
    """Read what `as_text` has written."""
    fields = json.loads(text)
    return Asked(**fields | {"wants": tuple(fields["wants"])})
