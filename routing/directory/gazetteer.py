"""Where ZIP codes and cities are, and what time it is there: asked of the file that `directory/towns.py` writes."""

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from routing.directory.folding import folded
from routing.domain.nearby import NotNow, Town, around, miles_between

NEAR_MILES = (10, 50, 150)
INSIDE, INSIDE_OVER_THE_DATE_LINE = "longitude BETWEEN :west AND :east", "longitude NOT BETWEEN :east AND :west"
LEAST_CACHE = "PRAGMA cache_size = -128"  # KB; the rest is the operating system's to keep


class Gazetteer:
    """The ZIP codes and cities of the United States. Nothing of them is held in memory; every method raises NotNow."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def zip(self, code: str) -> Town | None:
        """Find a ZIP code of five digits. Those of the forces abroad are nowhere."""
        found = self._towns("zips WHERE zip = :code", code=code)
        return found[0] if found else None

    def cities(self, name: str, state: str = "") -> Sequence[Town]:
        """Find the cities of this name, one a state, sorted; by a name's other spellings only where no city has it."""
        named = "cities WHERE folded = :name AND own = :own AND :state IN ('', state) ORDER BY state"
        spelt = {"name": folded(name), "state": state}
        return self._towns(named, **spelt, own=1) or self._towns(named, **spelt, own=0)

    def near(self, latitude: float, longitude: float) -> Town | None:
        """Find the ZIP code that is nearest to a point, if there is one near it."""
        here = (latitude, longitude)
        for miles in NEAR_MILES:
            box = around(here, miles)
            inside = INSIDE if box.west <= box.east else INSIDE_OVER_THE_DATE_LINE
            found = self._towns(f"zips WHERE latitude BETWEEN :south AND :north AND {inside}", **asdict(box))
            nearest = min(found, key=lambda town: miles_between(here, town.spot), default=None)
            if nearest and miles_between(here, nearest.spot) <= miles:
                return nearest
        return None

    def _towns(self, asked: str, **values: Any) -> Sequence[Town]:
        statement = f"SELECT name, state, latitude, longitude, zone, zips FROM {asked}"  # noqa: S608 (written above)
        try:
            return [Town(*row) for row in self._open.execute(statement, values)]
        except sqlite3.Error as error:
            raise NotNow(type(error).__name__) from None

    @cached_property
    def _open(self) -> sqlite3.Connection:
        # Opened when first asked: web processes divide before that, and no two may share one.
        opened = sqlite3.connect(
            f"{self._file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        opened.execute(LEAST_CACHE)
        return opened
