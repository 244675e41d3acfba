"""The audit: who did what to which thing, the latest first, and whether what was written down is as it was."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from routing.domain.audit import Deed, Sought
from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import auditing
from routing.services import Services
from routing.web.console import door

bp = Blueprint("audit", __name__)

A_PAGE = 100
SECOND = 1000
NO_DAY = "Write each day as year, month and day, such as 2026-12-24, or leave it out."


@bp.get("/console/audit")
@door.page(IN, role=SUPERVISOR)
def audit(s: Services, at: Session | None) -> Response:
    """List what was written down, of whom, what and when is asked for; look through all of it where that is asked."""
    asked = {name: request.args.get(name, "") for name in ("who", "what", "from", "to", "before")}
    zone = ZoneInfo(next(iter(s.config.lines.values())).time_zone)
    sought, wrong = _sought(asked, zone)
    rows = s.audit.found(sought, A_PAGE + 1)
    older = urlencode({**asked, "before": rows[A_PAGE - 1].number}) if len(rows) > A_PAGE else ""
    told = {"rows": rows[:A_PAGE], "asked": asked, "older": older, "words": _Words(s, zone), "wrong": wrong}
    checked = auditing.checked(s) if "check" in request.args else None
    return door.show("audit", 400 if wrong else 200, known=s.audit.known(), checked=checked, **told)


def _sought(asked: Mapping[str, str], zone: ZoneInfo) -> tuple[Sought, str]:
    """Read what is asked for; and say what is wrong with that, or nothing. A day is a whole one of the zone."""
    try:
        since, until = _begins(asked["from"], zone), _begins(asked["to"], zone, days=1)
    except (ValueError, OverflowError):
        return Sought(), NO_DAY
    before = int(asked["before"]) if asked["before"].isdecimal() and len(asked["before"]) < len(str(2**63)) else 0
    return Sought(asked["who"], asked["what"], since, until, before), ""


def _begins(day: str, zone: ZoneInfo, days: int = 0) -> int:
    """Return when a day, or one so many days later, begins (ms); 0 for none. Raises ValueError and OverflowError."""
    if not day:
        return 0
    first = datetime.combine(date.fromisoformat(day) + timedelta(days=days), time(), zone)
    return int(first.timestamp() * SECOND)


class _Words:
    """How the page says what it shows: people by their names."""

    def __init__(self, s: Services, zone: ZoneInfo) -> None:
        self._users = {f"user:{user.id}": user.name for user in s.users.everyone()}
        self._specialists, self._zone = s.roster.names(), zone

    def who(self, who: str) -> str:
        kind, _, name = who.partition(":")
        if kind == "specialist":
            return f"{self._specialists.get(name, name)}, by text"
        return f"{name}, by command" if kind == "command" else self._users.get(who, who)

    def what(self, what: str) -> str:
        return what.replace("_", " ")

    def of(self, deed: Deed) -> str:
        """Say which thing it was done to."""
        known = {"user": self._users.get(f"user:{deed.id}"), "specialist": self._specialists.get(deed.id)}
        return f"{deed.kind} {known.get(deed.kind) or deed.id}".strip()

    def moment(self, at: int) -> str:
        return datetime.fromtimestamp(at / SECOND, UTC).astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")
