"""Tell whoever runs the helpline what they should know: by text, and to a webhook.

The script that finds something out sets the deadline that asks for these jobs, so no alert is lost; each may be
repeated. No caller's number or words are in an alert, nor a specialist's name.
"""

import json
from datetime import UTC, datetime

import structlog

from config.shapes import Line
from routing.domain import commands
from routing.domain.contact import NotTaken, Unavailable
from routing.flow import sending
from routing.flow.proof import Texted
from routing.flow.sentences import text
from routing.flow.told import tell
from routing.ports import Services, Working

log = structlog.get_logger()


def alert(s: Working, alert: str) -> None:
    """Tell an alert to everyone whom its line names. Raises Unavailable."""
    change = s.switchboard.take_alert(alert)
    if change.word != "tell":
        return
    kind, line_id, _, at = map(str, change.details)
    line = _line(s, line_id)
    words = f"{_worded(s, line, f'sms_alert_{kind}')} {_worded(s, line, 'sms_alert_reply')}"
    for which, number in enumerate(line.alerts_to):
        to = s.vault.seal("phone", number)
        sending.ask(s, f"alert-{alert}-{at}-{which}", "alert", line.id, to=to, words=words)
    s.switchboard.told_alert(alert, at, bool(line.alerts_webhook))
    log.info("alert_told", alert=alert)


def is_known(s: Services, line: Line, came: Texted) -> str:
    """Take note that somebody whom the line alerts knows; return what to answer, or nothing for any other text."""
    if not may_know(line, came):
        return ""
    try:
        done = s.switchboard.reply_alert(s.vault.digest("reply", came.id), line.id).word == "acknowledged"
    except Unavailable:
        return ""
    return _worded(s, line, "sms_alert_known") if done else ""


def may_know(line: Line, came: Texted) -> bool:
    """Tell whether a text may be that of somebody whom the line alerts, who says that they know."""
    return came.sender in line.alerts_to and commands.is_ok(came.words)


def _worded(s: Services, line: Line, phrase: str) -> str:
    return text(s, phrase, line.languages[0], line=line.name[line.languages[0]])


def spending(s: Services) -> None:
    """Have it told where more calls and texts have gone out today than is expected; none is held back.

    Raises Unavailable.
    """
    for line in s.config.lines.values():
        if line.calls_and_texts_a_day:
            s.switchboard.overspent(line.id, line.calls_and_texts_a_day)


def notify(s: Working, alert: str) -> None:
    """Tell an alert to its line's webhook. Raises Unavailable."""
    record = s.switchboard.alert(alert)
    line = _line(s, record.get("line", ""))
    if "notice" not in record or not line.alerts_webhook:
        s.switchboard.forget("notify", alert)
        return
    try:
        s.notices.post(line.alerts_webhook, _notice(record), s.vault.secret("alerts"))
    except NotTaken as why:
        log.warning("alert_not_taken", alert=alert, why=str(why))
        s.switchboard.notified(alert, record["notice"], "later")
    else:
        s.switchboard.notified(alert, record["notice"], "taken")


def _notice(record: dict[str, str]) -> str:
    """Write what the webhook is told, as JSON. `id` is the same when the same telling is repeated."""
    told = {
        "id": f"{record['kind']}-{record['line']}-{record['notice']}",
        "alert": record["kind"],
        "line": record["line"],
        "at": datetime.fromtimestamp(int(record["notice"]) / 1000, UTC).isoformat(timespec="seconds"),
    }
    return json.dumps(told, separators=(",", ":"))


def _line(s: Services, line: str) -> Line:
    return s.config.lines.get(line) or next(iter(s.config.lines.values()))


def break_told(s: Working, specialist: str) -> None:
    """Tell a specialist who missed several calls in a row that they are on a break. Raises Unavailable."""
    record = s.switchboard.specialist(specialist)
    if "break_at" not in record:
        s.switchboard.forget("break_told", specialist)
        return
    tell(s, record, "break", f"break-{specialist}-{record['break_at']}", "sms_on_break")
    s.switchboard.forget("break_told", specialist)
