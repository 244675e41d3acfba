"""Keep the outside truth about webhooks: what was asked, how long it took, what was wrong."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

KEPT = 50_000


@dataclass
class HookRecord:
    """One webhook as it went; `error` is empty when nothing was wrong."""

    at: float
    url: str
    params_sid: str
    status: int | None = None
    took: float | None = None
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "url": self.url,
            "params_sid": self.params_sid,
            "status": self.status,
            "took": self.took,
            "error": self.error or None,
        }

    def note(self, problem: str) -> None:
        """Add one thing that was wrong."""
        self.error = f"{self.error}; {problem}" if self.error else problem


@dataclass
class Ledger:
    """All webhooks sent, oldest first; the very old are forgotten."""

    hooks: deque[HookRecord] = field(default_factory=lambda: deque(maxlen=KEPT))

    def open(self, at: float, url: str, sid: str) -> HookRecord:
        record = HookRecord(at, url, sid)
        self.hooks.append(record)
        return record
