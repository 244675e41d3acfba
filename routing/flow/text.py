"""A text from a person: the emergency gate first, then the menu."""

from config.shapes import Line
from routing.domain.emergency import Alarm
from routing.flow.sentences import text
from routing.ports import Services

# Twilio has answered these itself, and lets no reply of ours through (webhooks.json, limits.json "opt_out").
CARRIER_STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
REPLIES = {Alarm.OVERDOSE: "sms_overdose", Alarm.SUICIDE: "sms_suicide", Alarm.NONE: "sms_menu"}


def reply(s: Services, line: Line, words: str) -> str:
    """Return the reply, or nothing where the carrier has answered already."""
    alarm = s.gate.read(words)
    if alarm is Alarm.NONE and words.strip().upper() in CARRIER_STOP:
        return ""
    return text(s, REPLIES[alarm], line.languages[0], line=line.name[line.languages[0]], **_numbers(s))


def _numbers(s: Services) -> dict[str, str]:
    return {"samhsa": s.config.facts["samhsa"].call or ""}
