"""How many specialists each hour of a week needs, by Erlang A, beside how many are on call."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from routing.domain.cover import Day
from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import staffing
from routing.flow.staffing import Need, Past
from routing.flow.watching import WITHIN_S
from routing.roster import kept
from routing.rota import Rota
from routing.services import Services
from routing.web.console import door
from routing.web.console.roster import day_of, unnoted

bp = Blueprint("staffing", __name__)

MINUTE_S = 60
HANDLE_MIN, PATIENCE_MIN = 20, 3  # where nobody has said otherwise
MOST_MIN = 240
WRONG = f"Write each as whole minutes, from 1 to {MOST_MIN}."


@bp.get("/console/staffing")
@door.page(IN, role=SUPERVISOR)
def page(s: Services, _at: Session | None) -> Response:
    """Show what each hour of a week needs. Raises NotKept."""
    with kept():
        return _shown(s)


def _shown(s: Services) -> Response:
    rota = Rota(s, unnoted)
    zone = ZoneInfo(rota.zone)
    today = datetime.fromtimestamp(s.switchboard.now() / 1000, UTC).astimezone(zone).date()
    day = day_of(request.args.get("week", "")) or today
    monday = day - timedelta(days=day.weekday())
    past = staffing.past(s.counts, today, zone)
    fields = _fields(past)
    told: dict[str, Any] = {
        "monday": monday, "before": monday - timedelta(days=7), "after": monday + timedelta(days=7), "today": today,
        "zone": rota.zone, "fields": fields, "measured": past.handle_s is not None, "weeks": staffing.WEEKS,
        "share": round(100 * staffing.SHARE), "within": WITHIN_S, "days": [],
    }  # fmt: skip
    minutes = [int(text) if text.isascii() and text.isdigit() else 0 for text in fields.values()]
    if not all(1 <= each <= MOST_MIN for each in minutes):
        return door.show("staffing", 400, wrong=WRONG, **told)
    handle_s, patience_s = (each * MINUTE_S for each in minutes)
    week = [(each, staffing.needs(each, past.comes, handle_s, patience_s, zone)) for each in rota.cover(monday)]
    told["days"] = [_told(each, needs, zone) for each, needs in week]
    short = sum((need.short * (need.end - need.start) for _, needs in week for need in needs), timedelta())
    return door.show("staffing", short=round(short / timedelta(hours=1)), **told)


def _fields(past: Past) -> dict[str, str]:
    """Return what the form says, in minutes; unsaid, what was measured, or what is likely."""
    measured = max(1, round(past.handle_s / MINUTE_S)) if past.handle_s else HANDLE_MIN
    unsaid = {"handle": measured, "patience": PATIENCE_MIN}
    return {name: request.args.get(name) or str(number) for name, number in unsaid.items()}


def _told(day: Day, needs: list[Need], zone: ZoneInfo) -> dict[str, Any]:
    def shown(moment: datetime) -> str:
        return "24:00" if moment == day.end else moment.astimezone(zone).strftime("%H:%M")

    rows = [{"from": shown(need.start), "to": shown(need.end), "need": need} for need in needs]
    return {"date": day.date, "rows": rows}
