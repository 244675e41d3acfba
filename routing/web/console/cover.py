"""Shifts that specialists offer and take, on a page of their own; and all of them for supervisors, who may undo."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from routing.domain.covers import Cover
from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import covering
from routing.flow.times import moment
from routing.roster import kept
from routing.services import Services
from routing.web.console import door
from routing.web.console.me import NOT_THERE

bp = Blueprint("cover", __name__)

GONE = "It is not as it was when you looked: somebody has taken it, or it is not offered any more. Nothing was done."
OVERLAPS = "You are on call then anyhow, so it stays offered."
WRONG = {"yours": "", "gone": GONE, "overlaps": OVERLAPS}


@bp.route("/console/me/cover", methods=["GET", "POST"])
@door.page(IN)
def own(s: Services, at: Session | None) -> Response:
    """Show one's own coming shifts and what others offer; offer one, withdraw it, or take one."""
    with kept():
        if at is None or s.roster.of(at.user.specialist) is None:
            return door.show("home", 404, at=at, wrong=NOT_THERE)
        if request.method == "GET":
            return _shown(s, at.user.specialist)
        wrong = _do(s, f"user:{at.user.id}", at.user.specialist)
        return _shown(s, at.user.specialist, wrong, 409) if wrong else door.go("/me/cover")


@bp.route("/console/covers", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def covers(s: Services, at: Session | None) -> Response:
    """Show what is offered and what was taken; give something back to who offered it."""
    with kept():
        standing = covering.standing(s)
        if at is None or request.method == "GET":
            return _all(s, standing)
        cover = _sent(standing)
        if cover is None or not cover.taken_by or not covering.undo(s, f"user:{at.user.id}", cover):
            return _all(s, covering.standing(s), GONE, 409)
    return door.go("/covers")


def _do(s: Services, who: str, specialist: str) -> str:
    """Do what the form asks for; return what is wrong with it, or nothing."""
    times = covering.coming(s, specialist)
    theirs = [time.offer for time in times if time.offer]
    match request.form.get("do"):
        case "offer":
            asked = (request.form.get("shift", ""), request.form.get("start", ""))
            time = next((time for time in times if (time.shift, str(time.start)) == asked), None)
            return "" if time and covering.offer(s, who, specialist, time) else GONE
        case "withdraw":
            cover = _sent(theirs)
            return "" if cover and covering.withdraw(s, who, specialist, cover) else GONE
        case _:
            return _take(s, who, specialist)


def _take(s: Services, who: str, specialist: str) -> str:
    """Take what the form names; sent again it is the same."""
    cover = next((each for each in covering.open_to(s, specialist) if each.id == request.form.get("cover")), None)
    return WRONG[covering.take(s, who, specialist, cover) if cover else "gone"]


def _sent(among: Sequence[Cover]) -> Cover | None:
    """Return the one that the form names, as it was then: taken by nobody yet, or by whom it names."""
    asked = (request.form.get("cover", ""), request.form.get("taken_by", ""))
    return next((cover for cover in among if (cover.id, cover.taken_by) == asked), None)


def _shown(s: Services, specialist: str, wrong: str = "", status: int = 200) -> Response:
    zone, names = _zone(s), s.roster.names()
    told = {
        "times": [
            (time, _moment(time.start, zone), _moment(time.end, zone)) for time in covering.coming(s, specialist)
        ],
        "offers": [_told(cover, names, zone) for cover in covering.open_to(s, specialist) if not cover.taken_by],
        "zone": zone.key,
    }
    return door.show("cover", status, wrong=wrong, **told)


def _all(s: Services, standing: Sequence[Cover], wrong: str = "", status: int = 200) -> Response:
    zone, names = _zone(s), s.roster.names()
    rows = [_told(cover, names, zone) for cover in standing if cover.specialist in names]
    return door.show("covers", status, wrong=wrong, rows=rows, zone=zone.key)


def _told(cover: Cover, names: Mapping[str, str], zone: ZoneInfo) -> Mapping[str, Any]:
    return {
        "id": cover.id,
        "name": names.get(cover.specialist, ""),
        "start": _moment(cover.start, zone),
        "end": _moment(cover.end, zone),
        "taken_by": cover.taken_by,
        "taker": names.get(cover.taken_by, ""),
    }


def _moment(at: int, zone: ZoneInfo) -> str:
    """Write a time with the name of its clocks, so that an hour which comes twice is told apart."""
    return moment(at).astimezone(zone).strftime("%A %Y-%m-%d %H:%M %Z")


def _zone(s: Services) -> ZoneInfo:
    return ZoneInfo(next(iter(s.config.lines.values())).time_zone)
