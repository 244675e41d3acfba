"""Send somebody a text: once, soon, and not after it would only confuse.

A text is asked for by an id of the asker's choice. Its number and words stand encrypted in live state until the carrier
has them; a deadline asks for the job again until then.
"""

import structlog

from config import gsm
from routing.domain.contact import NotSent, Reason, Unclear
from routing.flow import opting, outgoing, provider
from routing.ports import Services, Working

log = structlog.get_logger()
PURPOSE = "text"
NEVER = {Reason.BAD_NUMBER: "bad_number", Reason.OPTED_OUT: "opted_out"}
DELIVERED, NOT_DELIVERED = ("delivered", "read"), ("undelivered", "failed")


def ask(s: Services, text: str, kind: str, line: str, *, to: str, words: str, offer: str = "") -> None:
    """Ask for a text from a line, once for its id `text`. Raises Unavailable.

    The id is of letters, digits, _ and -, and tells nothing about anybody, for it stands in an address. `kind` says in
    events what the text was for; `to` is a number sealed for "phone". An `offer` that is made by it is settled when it
    does not arrive.
    """
    fields = {"kind": kind, "line": line, "to": to, "words": s.vault.seal_for_a_day(PURPOSE, gsm.sendable(words))}
    fields |= {"offer": offer} if offer else {}
    if s.switchboard.text(text, fields).word == "waiting":
        s.outbox.send("send", text)


def send(s: Working, text: str) -> None:
    """Hand a text to the carrier, unless it has it already. Raises Unavailable and Unclear."""
    change = s.switchboard.take_text(text)
    if change.word not in ("send", "look"):
        return
    line, sealed_to, sealed_words, since = map(str, change.details)
    to, words = s.vault.open("phone", sealed_to), s.vault.open(PURPOSE, sealed_words)
    if opting.wants_none(s, to):
        s.switchboard.text_news(text, "given_up", NEVER[Reason.OPTED_OUT])
        return
    shown = s.config.lines[line].numbers[0]
    try:
        if change.word == "send" or not s.carrier.texted(to, shown, words, int(since)):
            outgoing.text(s, s.config.lines[line], to, words, text)
    except NotSent as why:
        log.warning("text_not_sent", text=text, why=why.code)
        never = NEVER.get(why.reason)
        if why.reason is Reason.OPTED_OUT:
            opting.told(s, to)
        s.switchboard.text_news(text, "given_up" if never else "later", never or "")
        if not never:
            provider.failed(s, why, line)
    except Unclear as why:
        # Nothing is said of it: when the deadline asks again, the carrier is asked for it first.
        log.warning("text_unclear", text=text, why=str(why))
        provider.failed(s, why, line)
    else:
        s.switchboard.text_news(text, "sent")


def news(s: Services, text: str, status: str, error: str) -> None:
    """Take note of what the carrier says of a text, in whatever order it comes. Raises Unavailable."""
    if status in DELIVERED:
        s.switchboard.text_news(text, "delivered")
    elif status in NOT_DELIVERED:
        s.switchboard.text_news(text, "undelivered", error if error.isdigit() else "")
