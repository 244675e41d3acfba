"""A week as a calendar: who is on call when, by the first line's clocks, with gaps and overlaps in words.

Supervisors add a shift, once or every week, take one away, and read a calendar file, as `helpline shift` does.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from routing.domain.cover import Day, Stretch
from routing.domain.user import IN, SUPERVISOR, Session
from routing.domain.week import DAYS, Week
from routing.flow import auditing
from routing.roster import Refused, kept
from routing.rota import YEARS, Rota
from routing.services import Services
from routing.web.console import door

bp = Blueprint("roster", __name__)

NAMES = dict(zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
NO_DAYS = "Write the first day, from today on, and the last, if there is one, as such days are written: 2026-01-31."
NO_TIMES = "Write when it starts and when it ends, such as 22:00 and 06:00."
NO_FILE = "Choose a file, or write the address of a calendar."
LONGEST_FILENAME = 80
NO_DAY = "Write a day on which it starts."
NO_SHIFT = "There is no such shift, or not any more."


@bp.route("/console/roster", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def roster(s: Services, at: Session | None) -> Response:
    """Show a week, and add the shift that the form holds."""
    with kept():
        if at is None or request.method == "GET":
            return _shown(s)
        if wrong := (_away if request.form.get("do") == "away" else _add)(s, at):
            return _shown(s, wrong, 400)
    return door.go(f"/roster?week={day_of(request.form['first'])}")


@bp.route("/console/shift", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def shift(s: Services, at: Session | None) -> Response:
    """Say what will be taken away, and take it away: all of a shift, what starts on one day, or all from a day on."""
    id = request.values.get("shift", "")
    with kept():
        there = [row for row in Rota(s, unnoted).listed(_now(s)) if row["id"] == id]
        if at is None or not there:
            return door.said(NO_SHIFT, 404, "roster")
        if request.method == "GET":
            return door.show("shift", shift=there[0])
        if wrong := _taken_away(s, at, id):
            return door.show("shift", 400, shift=there[0], wrong=wrong)
    return door.go("/roster")


@bp.route("/console/calendar", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def calendar(s: Services, at: Session | None) -> Response:
    """Take the shifts of a calendar file: all of them, or with any problem none."""
    file = request.files.get("file")
    if at is None or request.method == "GET":
        return door.show("calendar", zone=Rota(s, unnoted).zone)
    rota = _rota(s, at)
    address = request.form.get("address", "").strip()
    if not address and (file is None or not file.filename):
        return door.show("calendar", 400, zone=rota.zone, wrong=NO_FILE)
    try:
        with kept():
            if address or file is None:
                written, problems = rota.read_from(address, rota.zone)
            else:
                written, problems = rota.read((file.filename or "")[:LONGEST_FILENAME], file.read(), rota.zone)
    except Refused as why:
        return door.show("calendar", 400, zone=rota.zone, wrong=str(why))
    return door.show("calendar", 400 if problems else 200, zone=rota.zone, problems=problems, written=written)


def _add(s: Services, at: Session) -> str:
    """Add the shift that the form holds; return what is wrong with it, or nothing."""
    rota, sent = _rota(s, at), request.form
    today = _now(s).astimezone(ZoneInfo(rota.zone)).date()
    first, until = day_of(sent.get("first", "")), day_of(sent.get("until", ""))
    if first is None or first < today or (until is None and sent.get("until")):
        return NO_DAYS
    start, end = (_time(sent.get(name, "")) for name in ("from", "to"))
    if start is None or end is None:
        return NO_TIMES
    days = tuple(DAYS.index(day) for day in sent.getlist("day") if day in DAYS)
    week = Week(rota.zone, days or (first.weekday(),), start, end, first, until if days else first)
    try:
        rota.add(sent.get("name", ""), week, _key(sent.get("key", "")))
    except Refused as why:
        return str(why)
    return ""


def _away(s: Services, at: Session) -> str:
    """Have a specialist be away on the days that the form holds; return what is wrong with that, or nothing."""
    first, last = (day_of(request.form.get(name, "")) for name in ("first", "last"))
    if first is None or last is None:
        return NO_DAY
    try:
        _rota(s, at).away(request.form.get("name", ""), first, last)
    except Refused as why:
        return str(why)
    return ""


def _taken_away(s: Services, at: Session, shift: str) -> str:
    """Take away what the form asks for; return what is wrong with that, or nothing."""
    rota, do, day = _rota(s, at), request.form.get("do"), day_of(request.form.get("day", ""))
    try:
        if do not in ("skip", "end"):
            rota.remove(shift)
        elif day is None:
            return NO_DAY
        else:
            (rota.skip if do == "skip" else rota.end)(shift, day)
    except Refused as why:
        return str(why)
    return ""


def _shown(s: Services, wrong: str = "", status: int = 200) -> Response:
    rota, names, now = Rota(s, unnoted), s.roster.names(), _now(s)
    today = now.astimezone(ZoneInfo(rota.zone)).date()
    day = day_of(request.args.get("week", "")) or today
    monday = day - timedelta(days=day.weekday())
    days = rota.cover(monday)
    stretches = [stretch for each in days for stretch in each.stretches]
    told = {
        "monday": monday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "days": [_told(each, names, ZoneInfo(rota.zone)) for each in days],
        "gaps": _lasts(each for each in stretches if not each.specialists),
        "overlaps": _lasts(each for each in stretches if len(each.specialists) > 1),
        "shifts": rota.listed(now),
        "names": list(names.values()),
        "lines": {line.id: line.name[line.languages[0]] for line in s.config.lines.values()},
        "weekdays": NAMES,
        "zone": rota.zone,
        "today": today,
        "key": token_hex(8),
        "sent": request.form,
    }
    return door.show("roster", status, wrong=wrong, **told)


def _told(day: Day, names: Mapping[str, str], zone: ZoneInfo) -> Mapping[str, Any]:
    # Where clocks change an hour may come twice, so there each time says by which of the two it goes.
    shape = "%H:%M %Z" if day.clocks_change else "%H:%M"

    def shown(moment: datetime) -> str:
        return "24:00" if moment == day.end else moment.astimezone(zone).strftime(shape)

    rows = [
        (shown(each.start), shown(each.end), [names[id] for id in each.specialists if id in names])
        for each in day.stretches
    ]
    return {"date": day.date, "hours": _written(day.end - day.start) if day.clocks_change else "", "rows": rows}


def _lasts(stretches: Iterable[Stretch]) -> str:
    return _written(sum((each.lasts for each in stretches), timedelta()))


def _written(time: timedelta) -> str:
    """Write a time in hours and minutes; nothing where it is none."""
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    return " ".join(f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "min")) if n)


def _rota(s: Services, at: Session) -> Rota:
    def note(what: str, kind: str, id: str) -> None:
        auditing.by_user(s, at.user, what, kind, id)

    return Rota(s, note)


def unnoted(_what: str, _kind: str, _id: str) -> None:
    """Note nothing, where nothing is changed."""


def _now(s: Services) -> datetime:
    return datetime.fromtimestamp(s.switchboard.now() / 1000, UTC)


def day_of(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _time(written: str) -> time | None:
    return time.fromisoformat(written) if re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", written, re.ASCII) else None


def _key(sent: str) -> str:
    """Return what tells a form that is sent again from another one."""
    return sent if re.fullmatch("[0-9a-f]{16}", sent) else ""
