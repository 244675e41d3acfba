"""What a key, a spoken word or silence means in a menu."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from config.shapes import CHOICE_KEYS, MORE_KEY, TOPIC
from routing.domain.emergency import Alarm

PATIENCE = 2  # wrong keys or noise before the caller is put in line all the same


class Menu(Protocol):
    @property
    def keys(self) -> Mapping[str, str]: ...
    @property
    def silence(self) -> str: ...
    @property
    def topics(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Spot:
    """Where a caller is: in a menu, on a page of its topics, or after a topic.

    `tries` counts the answers that were not understood there; `search` is what is looked for near a place, sealed.
    """

    node: str
    language: str
    tries: int = 0
    page: int = 0
    topic: str = ""
    search: str = ""


@dataclass(frozen=True)
class Answer:
    """What a caller did: the key pressed, whether anything was said, the alarm and the subject in it."""

    keys: str
    spoken: bool = False
    alarm: Alarm = Alarm.NONE
    about: str | None = None


def choices(menu: Menu, page: int) -> dict[str, str]:
    """Return the topics under each key on a page of a menu; after the last page comes the first."""
    first = page % pages(menu) * len(CHOICE_KEYS)
    return dict(zip(CHOICE_KEYS, menu.topics[first:], strict=False))


def pages(menu: Menu) -> int:
    """Return how many pages a menu's topics take, 1 at least."""
    return max(1, -(-len(menu.topics) // len(CHOICE_KEYS)))


def move(menu: Menu, spot: Spot, answer: Answer) -> str:
    """Decide what comes next: an act, `topic:<id>`, or a menu's id.

    The acts are those of the menus, and `suicide`, `again` and `more` (the next page). An alarm in what was said wins
    over everything. Nobody is ever hung up on: silence, and not being understood twice, lead where the menu's silence
    leads.
    """
    if answer.alarm is not Alarm.NONE:
        return "emergency" if answer.alarm is Alarm.OVERDOSE else "suicide"
    if answer.about:
        return f"{TOPIC}:{answer.about}"
    keys = _keys(menu, spot)
    if answer.keys in keys:
        return keys[answer.keys]
    if (answer.keys or answer.spoken) and spot.tries + 1 < PATIENCE:
        return "again"
    return menu.silence


def _keys(menu: Menu, spot: Spot) -> dict[str, str]:
    topics = {key: f"{TOPIC}:{topic}" for key, topic in choices(menu, spot.page).items()}
    return {**({MORE_KEY: "more"} if pages(menu) > 1 else {}), **topics, **menu.keys}


def stay(menu: Menu, spot: Spot, to: str, languages: Sequence[str]) -> Spot | None:
    """Return where a move that stays among the menus leads; None for one that leaves them."""
    here = replace(spot, tries=0)
    match to:
        case "repeat":
            return here
        case "again":
            return replace(spot, tries=spot.tries + 1)
        case "language":
            return replace(here, language=next_language(languages, spot.language))
        case "more":
            return replace(here, page=(spot.page + 1) % pages(menu))
    return None


def next_language(languages: Sequence[str], spoken: str) -> str:
    """Return the language after `spoken`, the first one again after the last."""
    after = languages.index(spoken) + 1 if spoken in languages else 0
    return languages[after % len(languages)]
