"""History: how things went, in numbers of nobody in particular, with the same weekdays before beside them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from config.shapes import Line
from routing.domain.counting import Part
from routing.domain.periods import before, span
from routing.domain.sheet import csv_of
from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow.history import PERIOD, Row, Wanted, history, rows
from routing.services import Services
from routing.web.console import door, measured
from routing.web.console.charts import chart
from routing.web.console.live import Words

bp = Blueprint("history", __name__)

LONGEST = timedelta(days=92)
MOST_ROWS = 200
A_DAY = 24
NO_DAY = "Write each day as year, month and day, such as 2026-12-24."
BACKWARDS = "The last day is before the first."
TOO_LONG = f"That is more than {LONGEST.days} days. Whoever runs the helpline can have longer times told by command."
TOO_MANY = f"Hour by hour, choose at most {MOST_ROWS // A_DAY} days."
UNKNOWN = "There is no such line, queue, channel, language or length of a row."
CHANNELS = {"voice": "By voice", "text": "By text"}
LENGTHS = {"hour": "Hour by hour", "day": "Day by day", "week": "Week by week"}


class Refused(Exception):
    """Raised, with a sentence to show, where what is asked for cannot be told."""


@dataclass(frozen=True)
class Asked:
    """What is asked for: the first and the last day, how long a row is, of which part, by which clock."""

    days: tuple[date, date]
    by: str
    part: Part
    zone: ZoneInfo

    @property
    def earlier(self) -> tuple[date, date]:
        """Return the days to compare with."""
        return before(*self.days)

    def wanted(self, days: tuple[date, date]) -> Wanted:
        """Return what to read of some days."""
        return Wanted(*span(*days, self.zone), self.zone, self.by, self.part)


@bp.get("/console/history")
@door.page(IN, role=SUPERVISOR)
def page(s: Services, _at: Session | None) -> Response:
    """Show how things went, or give the same rows to another program. Raises Unavailable and NotKept."""
    fields, choices = _fields(s), _choices(s)
    try:
        asked = _asked(s, fields, choices)
    except Refused as why:
        return door.show("history", 400, wrong=str(why), fields=fields, choices=choices)
    now, then = (rows(history(s.counts, asked.wanted(days)), asked.part) for days in (asked.days, asked.earlier))
    match request.args.get("as"):
        case "csv":
            return _file(csv_of(now, ""), "csv", "text/csv")
        case "json":
            zone, earlier = asked.zone.key, [*map(str, asked.earlier)]
            told = {"time_zone": zone, **fields, "rows": now, "before": earlier, "rows_before": then}
            return _file(json.dumps(told), "json", "application/json")
    charts = [_charted(name, asked.by, now[:-1], then[:-1]) for name in measured.CHARTED]
    found = {"charts": charts, "groups": measured.groups(now[-1], then[-1]), "query": urlencode(fields)}
    return door.show("history", 200, fields=fields, choices=choices, earlier=asked.earlier, **found)


def _fields(s: Services) -> dict[str, str]:
    """Return what the form says; unsaid, the seven days up to today, which is not over, by day."""
    zone = ZoneInfo(next(iter(s.config.lines.values())).time_zone)
    today = datetime.fromtimestamp(s.switchboard.now() / 1000, UTC).astimezone(zone).date()
    unsaid = {"from": str(today - timedelta(days=6)), "to": str(today), "by": "day"}
    names = ("from", "to", "by", "line", "queue", "channel", "language")
    return {name: request.args.get(name) or unsaid.get(name, "") for name in names}


def _choices(s: Services) -> dict[str, dict[str, str]]:
    """Return what there is to choose from, each with its words."""
    lines, words = s.config.lines, Words(s, 0)
    queues = [
        each.queue(skill, language) for each in lines.values() for skill in each.skills for language in each.languages
    ]
    languages = dict.fromkeys(language for each in lines.values() for language in each.languages)
    return {
        "by": LENGTHS,
        "line": {line: words.line(line) for line in lines},
        "queue": {queue: words.queue(queue) for queue in queues},
        "channel": CHANNELS,
        "language": {language: words.language(language) for language in languages},
    }


def _asked(s: Services, fields: Mapping[str, str], choices: Mapping[str, Mapping[str, str]]) -> Asked:
    """Read what the form says. Raises Refused."""
    if any(fields[name] and fields[name] not in known for name, known in choices.items()):
        raise Refused(UNKNOWN)
    try:
        first, last = date.fromisoformat(fields["from"]), date.fromisoformat(fields["to"])
        before(first, last), last + timedelta(days=1)  # which there are, too
    except (ValueError, OverflowError):
        raise Refused(NO_DAY) from None
    if wrong := _too_long((last - first).days + 1, fields["by"]):
        raise Refused(wrong)
    part = Part(fields["line"], fields["queue"], fields["channel"], fields["language"])
    return Asked((first, last), fields["by"], part, ZoneInfo(_line(s, part).time_zone))


def _too_long(days: int, by: str) -> str:
    if days < 1:
        return BACKWARDS
    if days > LONGEST.days:
        return TOO_LONG
    return TOO_MANY if by == "hour" and days * A_DAY > MOST_ROWS else ""


def _line(s: Services, part: Part) -> Line:
    """Return the line whose days are meant: without any, the first."""
    named = part.line or part.queue.partition(".")[0]
    return s.config.lines[named] if named else next(iter(s.config.lines.values()))


def _file(text: str, kind: str, mimetype: str) -> Response:
    answer = Response(text, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="history.{kind}"'
    return answer


def _charted(name: str, by: str, now: list[Row], then: list[Row]) -> dict[str, object]:
    """Return what a chart shows, and the table behind it."""
    ours, theirs = ([measured.number(row, name) for row in each] for each in (now, then))
    names, earlier = ([measured.period(str(row[PERIOD]), by) for row in each] for each in (now, then))
    told = [
        (period, measured.say(name, number), before, measured.say(name, other))
        for period, number, before, other in zip_longest(names, ours, earlier[: len(names)], theirs[: len(names)])
    ]
    drawn = chart(ours, theirs)
    most = measured.say(name, drawn.most)
    words = measured.WORDS[name]
    return {
        "name": name,
        "words": words,
        "drawn": drawn,
        "most": most,
        "rows": told,
        "spread": measured.spread(name, ours),
    }
