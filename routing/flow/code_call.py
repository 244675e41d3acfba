"""A code that is told by call: only who presses 1 hears it, so that no machine keeps it.

Live state holds the code, encrypted, until the call is over or the code holds no more.
"""

from secrets import token_hex

import structlog

from config.shapes import Line
from routing.domain.aloud import digits
from routing.domain.contact import Incoming, NotSent, Reason, Unclear
from routing.domain.replies import Ask, Document, Go, Hangup, Pause, Say
from routing.flow import outgoing, provider
from routing.flow.offer import ENDED
from routing.flow.sentences import say, voiced
from routing.ports import Services, Working

log = structlog.get_logger()
PURPOSE = "code"
GO_ON = "1"
RING_SECONDS, KEY_SECONDS = 25, 10
MOST_TIMES = 4  # that one call tells it


def ask(s: Services, code: str, seconds: int, *, line: Line, language: str, phone: str) -> None:
    """Ask for a call that tells a code, which holds for so long, to a telephone (sealed). Raises Unavailable."""
    id, sealed = token_hex(8), s.vault.seal_for_a_day(PURPOSE, code)
    fields = {"line": line.id, "language": language, "phone": phone, "code": sealed}
    s.switchboard.code_call(id, seconds, fields)
    s.outbox.send("ring_code", id)


def ring(s: Working, id: str) -> None:
    """Place the call, once. Raises Unavailable."""
    change = s.switchboard.ring_code(id)
    if change.word != "ring":
        return
    line, phone = map(str, change.details)
    try:
        outgoing.ring(s, s.config.lines[line], s.vault.open("phone", phone), f"/code/{id}", RING_SECONDS)
    except (NotSent, Unclear) as why:
        log.warning("code_not_called", call=id, why=type(why).__name__)
        s.switchboard.forget_code_call(id)
        if not (isinstance(why, NotSent) and why.reason is Reason.BAD_NUMBER):
            provider.failed(s, why, line)


def prompt(s: Services, id: str) -> Document:
    """Say who calls, and ask whoever answered for a 1. Raises Unavailable."""
    record = s.switchboard.calling_code(id)
    if not record:
        return over(s, record)
    line, language = s.config.lines[record["line"]], record["language"]
    return _asked(id, 1, say(s, "code_call", language, line=line.name[language]))


def keys(s: Services, call: Incoming, id: str, times: int) -> Document:
    """Answer the key: 1 has the code told, and told again. Raises Unavailable."""
    record = s.switchboard.calling_code(id)
    if not record or call.keys != GO_ON or times > MOST_TIMES:
        return over(s, record)
    language = record["language"]
    code = tuple(_slowly(s, s.vault.open(PURPOSE, record["code"]), language))
    first, second = say(s, "code_is", language), say(s, "code_once_more", language)
    return _asked(id, times + 1, first, *code, second, *code, say(s, "code_repeat", language))


def _asked(id: str, times: int, *prompt: Say | Pause) -> Document:
    here = f"/code/{id}/keys?times={times}"
    return (Ask(prompt, here, KEY_SECONDS), Go(here))


def _slowly(s: Services, code: str, language: str) -> list[Say | Pause]:
    """Read the digits one by one, with time to write each down."""
    return [part for digit in digits(code).split() for part in (voiced(s, digit, language), Pause(1))]


def over(s: Services, record: dict[str, str]) -> Document:
    return (say(s, "duty_goodbye", record.get("language", next(iter(s.config.voices)))), Hangup())


def news(s: Services, call: Incoming, id: str) -> None:
    """Keep nothing of a call that is over. Raises Unavailable."""
    if call.status in ENDED:
        s.switchboard.forget_code_call(id)
