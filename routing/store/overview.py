"""What supervisors watch, in live state."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from routing.store import keys
from routing.store.live import Live


class Overviews(Live):
    """Look at everything at once. Every method raises Unavailable."""

    def overview(self, lines: Sequence[str], queues: Sequence[str], most: int) -> Mapping[str, Any]:
        """Return what overview.lua says, with at most so many contacts of a kind, and twice as many specialists."""
        raw = json.loads(self._run("overview", [keys.specialists()], most, len(lines), *lines, *queues))
        # cjson writes an empty table as an object.
        return {part: said if isinstance(said, int) else list(said) for part, said in raw.items()}
