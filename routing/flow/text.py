"""A text from a person: the emergency gate first, then the menu."""

from config.gsm import sendable
from config.shapes import Line
from routing.domain.emergency import Alarm
from routing.flow.sentences import text
from routing.ports import Services

# Twilio has answered these itself, and lets no reply of ours through (webhooks.json, limits.json "opt_out").
CARRIER_STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
REPLIES = {Alarm.OVERDOSE: "sms_overdose", Alarm.SUICIDE: "sms_suicide", Alarm.NONE: "sms_menu"}


def replies(s: Services, line: Line, words: str) -> tuple[str, ...]:
    """Return the replies, one in each language of the line; none where the carrier has answered already."""
    alarm = s.gate.read(words)
    if alarm is Alarm.NONE and words.strip().upper() in CARRIER_STOP:
        return ()
    samhsa = s.config.facts["samhsa"].call or ""
    return tuple(
        sendable(text(s, REPLIES[alarm], language, line=line.name[language], samhsa=samhsa))
        for language in line.languages
    )
