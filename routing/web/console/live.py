"""The page that a supervisor leaves open: how everything stands, never more than two seconds old.

The page asks each second what is new, and is told nothing where nothing is. A stream would hold one of the threads that
answer webhooks for as long as a page is open, and end with its process; a question holds one for a few milliseconds.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Response

from routing.domain.overview import Watched, lasted
from routing.domain.user import Session
from routing.flow.sentences import text
from routing.services import Services
from routing.web.console import door

LANGUAGE = "en"  # of the pages
STAGES = {
    "menu": "in a menu",
    "waiting": "waits",
    "choosing": "chooses",
    "voicemail": "leaves a message",
    "accepted": "is being connected",
    "bridged": "talks",
    "held": "on hold",
    "callback": "waits for a call",
}
ACTIVITIES = {
    "offline": "off call",
    "available": "available",
    "ringing": "is being rung",
    "engaged": "with somebody",
    "wrap_up": "wraps up",
    "on_break": "on a break",
}
LISTENS = {"": "comes to listen", "listen": "listens", "whisper": "advises the specialist", "barge": "has joined them"}
KINDS = {"callback": "calls back", "voicemail": "messages to be heard"}


def show(s: Services, at: Session, have: str) -> Response:
    """Show how everything stands, or that it still is as a browser has it. Raises Unavailable."""
    seen = s.watch.seen()
    if have == seen.version:
        return Response(status=204)
    told = {"seen": seen, "words": Words(s, seen.at), "at": at}
    return door.show("live_parts", 200, **told) if have else door.show_with_script("live", **told)


class Words:
    """How pages say what they show, at a time in ms."""

    def __init__(self, s: Services, at: int) -> None:
        self._s, self._at = s, at
        self.stages, self.activities, self.kinds, self.listens = STAGES, ACTIVITIES, KINDS, LISTENS
        self.one_line = len(s.config.lines) == 1

    def lasted(self, since: int) -> str:
        return lasted(since, self._at)

    def queue(self, name: str) -> str:
        """Name a queue, such as "general, Spanish"; where there are several lines, by its line too."""
        line, _, rest = name.partition(".")
        skill, _, language = rest.partition(".")
        parts = [] if self.one_line else [self.line(line)]
        return ", ".join([*parts, skill, self.language(language)])

    def language(self, language: str) -> str:
        return self._s.config.phrases[LANGUAGE].get(f"language_{language}", language)

    def line(self, line: str) -> str:
        known = self._s.config.lines.get(line)
        return known.name.get(LANGUAGE, line) if known else line

    def may_see(self, line: str) -> bool:
        """Tell whether supervisors may see the number of somebody on a line."""
        known = self._s.config.lines.get(line)
        return bool(known and known.break_glass)

    def may_listen(self, contact: Watched) -> bool:
        """Tell whether supervisors may listen to a contact: its caller was told, and its line allows it."""
        known = self._s.config.lines.get(contact.line)
        return bool(
            known and known.listen != "no" and contact.listen and contact.stage == "bridged" and contact.specialist
        )

    def topic(self, topic: str) -> str:
        known = self._s.config.topics.get(LANGUAGE, {}).get(topic)
        return known.name if known else topic

    def alert(self, kind: str, line: str) -> str:
        phrase = f"sms_alert_{kind}"
        known = phrase in self._s.config.phrases[LANGUAGE]
        return text(self._s, phrase, LANGUAGE, line=self.line(line)) if known else kind

    def moment(self, at: int, line: str = "") -> str:
        """Write a time by the clocks of a line, or of the first."""
        lines = self._s.config.lines
        zone = (lines.get(line) or next(iter(lines.values()))).time_zone
        there = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone))
        return there.strftime("%H:%M:%S" if not line else "%A %d %B, %H:%M")
