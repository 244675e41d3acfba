"""Read what a key says that leads to a person: talk, talk:family, or talk:family+10."""

import re
from dataclasses import dataclass

from config.shapes import TALK

MOST_AHEAD = 30  # minutes
WRITTEN = re.compile(rf"{TALK}(?::(?P<skill>[a-z][a-z0-9_]*))?(?:\+(?P<ahead>[0-9]{{1,2}}))?", re.ASCII)


@dataclass(frozen=True)
class Talk:
    """Whom a key leads to: the skill, empty for a line's first, and how many minutes ahead, MOST_AHEAD at most."""

    skill: str = ""
    ahead: int = 0


def read_talk(target: str) -> Talk | None:
    """Read a key's target; None for one that leads elsewhere, or further ahead than anybody may be."""
    found = WRITTEN.fullmatch(target)
    if found is None or int(found["ahead"] or 0) > MOST_AHEAD:
        return None
    return Talk(found["skill"] or "", int(found["ahead"] or 0))
