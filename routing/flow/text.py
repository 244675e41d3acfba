"""A text from a person: the emergency gate first, then what those who work here may have
written, then the menu.
"""

from config.gsm import sendable
from config.shapes import Line
from routing.domain.emergency import Alarm
from routing.flow import alerts, proof
from routing.flow.proof import Texted
from routing.flow.sentences import text
from routing.ports import Services

# Twilio has answered these itself, and lets no reply of ours through (webhooks.json, limits.json "opt_out").
CARRIER_STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
REPLIES = {Alarm.OVERDOSE: "sms_overdose", Alarm.SUICIDE: "sms_suicide", Alarm.NONE: "sms_menu"}


def replies(s: Services, line: Line, came: Texted) -> tuple[str, ...]:
    """Return the replies, one in each language of the line; none where the carrier has answered already, or where a job
    answers what may be a specialist's command.
    """
    alarm = s.gate.read(came.words)
    answers = _answers(s, line, alarm)
    if alarm is not Alarm.NONE:
        return answers
    if came.words.strip().upper() in CARRIER_STOP or proof.by_text(s, line.id, came, answers):
        return ()
    known = alerts.is_known(s, line, came)
    return (sendable(known),) if known else answers


def _answers(s: Services, line: Line, alarm: Alarm) -> tuple[str, ...]:
    samhsa = s.config.facts["samhsa"].call or ""
    return tuple(
        sendable(text(s, REPLIES[alarm], language, line=line.name[language], samhsa=samhsa))
        for language in line.languages
    )
