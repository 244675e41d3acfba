"""What `helpline check` finds wrong, and the sentences, topics and facts that a named person is still to sign off."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, request

from routing import doctor
from routing.domain.clearance import FACTS, LONGEST_NAME, SOURCES, Statement, cleared, honoured
from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import clearing
from routing.services import Services
from routing.web.console import door
from routing.web.console.live import Words

bp = Blueprint("check", __name__)

AT_ONCE = 10
TOPICS = ".topics"
NO_NAME = f"Write the name of who has read them, in at most {LONGEST_NAME} letters."
NO_DAY = "Write the day on which they were read; it cannot be to come."
NONE_READ = "Tick what was read."
CHANGED = "Something has changed since you looked, or somebody else has signed it off. Nothing more of it was done."


@bp.get("/console/check")
@door.page(IN, role=SUPERVISOR)
def check(s: Services, at: Session | None) -> Response:
    """Show what is wrong with the settings and the files, and how much waits for a sign-off. Nobody else is asked."""
    today = clearing.today(s)
    config = honoured(s.config, s.clearances.all())
    findings = doctor.diagnose(s.settings, config, today, gate=s.gate)
    parts = Counter(statement.part for statement in clearing.still_waits(s, today))
    return door.show("check", findings=findings, parts=[(part, _named(s, part), parts[part]) for part in parts])


@bp.route("/console/review", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def review(s: Services, at: Session | None) -> Response:
    """Show what waits in a part of the configuration, a few at a time, and have it signed off."""
    if at is None or request.method == "GET":
        return _shown(s, at)
    by, on = request.form.get("by", "").strip(), _day(request.form.get("on", ""))
    ticked = set(request.form.getlist("read"))
    if not clearing.is_name(by):
        return _shown(s, at, NO_NAME, 400)
    if on is None or on > clearing.today(s):
        return _shown(s, at, NO_DAY, 400)
    if not ticked:
        return _shown(s, at, NONE_READ, 400)
    read = [each for each in clearing.still_waits(s, clearing.today(s)) if _ticked(each) in ticked]
    others = clearing.clear(s, f"user:{at.user.id}", cleared(read, by, on), s.switchboard.now())
    return _shown(s, at, CHANGED, 409) if others or len(read) < len(ticked) else _shown(s, at, done=len(read))


def _shown(s: Services, at: Session | None, wrong: str = "", status: int = 200, done: int = 0) -> Response:
    part, today = request.values.get("part", ""), clearing.today(s)
    there = [each for each in clearing.still_waits(s, today) if each.part == part]
    passed = request.values.get("after", "")
    after = _after(there, passed)
    told = {
        "part": part,
        "passed": passed,
        "name": _named(s, part),
        "shown": after[:AT_ONCE],
        "rest": max(0, len(after) - AT_ONCE),
        "waits": len(there),
        "by": request.form.get("by", ""),
        "on": request.form.get("on", "") or today,
        "today": today,
        "ticked": _ticked,
        "is_fact": part == FACTS,
        "has_source": part.startswith((FACTS, SOURCES)),
        "is_topic": part.endswith(TOPICS) or part.startswith(SOURCES),
        "language": _language(part),
        "done": done,
    }
    return door.show("review", status, wrong=wrong, **told)


def _after(there: Sequence[Statement], last: str) -> Sequence[Statement]:
    """Leave out those up to one that somebody has passed over."""
    ids = [statement.id for statement in there]
    return there[ids.index(last) + 1 :] if last in ids else there


def _ticked(statement: Statement) -> str:
    """Name a statement in exactly these words."""
    return f"{statement.id} {statement.digest}"


def _named(s: Services, part: str) -> str:
    if part == FACTS:
        return "Facts, held to their sources"
    told = Words(s, 0).language(_language(part))
    if part.startswith(SOURCES):
        return f"Topics in {told}, held to their sources"
    return f"{'Topics' if part.endswith(TOPICS) else 'Sentences'} in {told}"


def _language(part: str) -> str:
    return part.removeprefix(f"{SOURCES}.").removesuffix(TOPICS)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
