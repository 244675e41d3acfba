"""What a key, a spoken word or silence means in a menu."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from routing.domain.emergency import Alarm

PATIENCE = 2  # wrong keys or noise before the caller is put in line all the same


class Menu(Protocol):
    @property
    def keys(self) -> Mapping[str, str]: ...
    @property
    def silence(self) -> str: ...


@dataclass(frozen=True)
class Move:
    """Where the caller goes: an act (`emergency`, `suicide`, `talk`, `language`, `again`, `repeat`) or a menu's id."""

    to: str


def move(menu: Menu, keys: str, alarm: Alarm, spoken: bool, tries: int) -> Move:
    """Decide what comes next. `tries` counts the answers before this one that were not understood.

    An alarm in what was said wins over everything. Nobody is ever hung up on: silence, and not being understood twice,
    lead where the menu's silence leads.
    """
    if alarm is Alarm.OVERDOSE:
        return Move("emergency")
    if alarm is Alarm.SUICIDE:
        return Move("suicide")
    if keys in menu.keys:
        return Move(menu.keys[keys])
    if (keys or spoken) and tries + 1 < PATIENCE:
        return Move("again")
    return Move(menu.silence)


def next_language(languages: Sequence[str], spoken: str) -> str:
    """Return the language after `spoken`, the first one again after the last."""
    after = languages.index(spoken) + 1 if spoken in languages else 0
    return languages[after % len(languages)]
