"""Notes of calls whose people said yes to one: what they were about and how they ended; of nobody in particular."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from routing.domain.place import LONGEST
from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import auditing
from routing.services import Services
from routing.web.console import door
from routing.web.console.live import Words
from routing.web.console.measured import WORDS

bp = Blueprint("notes", __name__)

A_PAGE = 100
WAITS = {
    "wait_under_2": "under 2 min",
    "wait_2_to_5": "2 to 5 min",
    "wait_5_to_10": "5 to 10 min",
    LONGEST: "over 10 min",
}


@bp.route("/console/notes", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def notes(s: Services, at: Session | None) -> Response:
    """Say how many there are, and show them, the latest first; who opens them is written down first."""
    if at is None or request.method == "GET":
        return door.show("notes", many=s.notes.many())
    auditing.by_user(s, at.user, "notes_opened", "notes")
    return door.show("notes", rows=s.notes.latest(A_PAGE), many=s.notes.many(), words=_Words(s))


class _Words(Words):
    """How the page says what it shows."""

    def __init__(self, s: Services) -> None:
        super().__init__(s, s.switchboard.now())
        self._zone = ZoneInfo(next(iter(s.config.lines.values())).time_zone)

    def began(self, at: int) -> str:
        """Write the quarter of an hour in which a contact began, by the first line's clocks."""
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(self._zone).strftime("%Y-%m-%d %H:%M")

    def wait(self, wait: str) -> str:
        return WAITS.get(wait, wait)

    def outcome(self, outcome: str) -> str:
        return WORDS.get(f"ended_{outcome}", outcome)
