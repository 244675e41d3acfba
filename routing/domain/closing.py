"""A line on which nobody takes calls for a while, because whoever runs it has said so."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Closing:
    """What was last said of a line: closed, or open again. Times in ms: when that was, and until when it is closed, 0
    where that is not known. The reason is for staff, and only as long as the line is closed.
    """

    line: str
    closed: bool
    said_at: int
    until: int = 0
    reason: str = field(default="", repr=False)

    def holds(self, now_ms: int) -> bool:
        """Tell whether the line is closed at this time."""
        return self.closed and (not self.until or now_ms < self.until)
