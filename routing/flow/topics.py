"""What the helpline knows of a topic: said to a caller, or sent to the caller's phone."""

from config.shapes import Line
from routing.domain.contact import Incoming, Unavailable
from routing.domain.replies import Pause, Say
from routing.flow import opting, outgoing, sending
from routing.flow.people import number_of
from routing.flow.sentences import say, spoken, text, voiced
from routing.ports import Services

BREATH_SECONDS = 1
ID_LETTERS = 16


def said(s: Services, topic: str, language: str) -> tuple[Say | Pause, ...]:
    """Say a topic, with a short pause after each line of it; numbers are spelt out."""
    numbers = {fact: spoken(number) for fact, number in _numbers(s).items()}
    lines = s.config.topics[language][topic].said.format(**numbers).strip().splitlines()
    return tuple(part for line in lines for part in (voiced(s, line, language), Pause(BREATH_SECONDS)))


def sent(s: Services, topic: str, language: str) -> str:
    """Return a topic as it is sent."""
    return s.config.topics[language][topic].sent.format(**_numbers(s))


def may_send(s: Services, call: Incoming, line: Line) -> bool:
    """Tell whether a text may be promised in a call: texts are proved to arrive, and may go to that number."""
    return line.texts_proved is not None and outgoing.may_ask(line, number_of(s.config, call))


def send(s: Services, call: Incoming, line: Line, topic: str, language: str) -> Say:
    """Send a topic to the caller's phone, once a call; return what is said about it."""
    words = f"{text(s, 'sms_asked_by_phone', language)} {sent(s, topic, language)}"
    # A digest, because a text's id stands in an address; of the call, so that a repeated webhook is one text.
    once = s.vault.digest("topic", f"{call.call} {topic} {language}")[:ID_LETTERS]
    try:
        if opting.wants_none(s, number_of(s.config, call)):
            return say(s, "text_opted_out", language)
        sending.ask(s, once, "topic", line.id, to=s.vault.seal("phone", number_of(s.config, call)), words=words)
    except Unavailable:
        return say(s, "text_not_sent", language)
    return say(s, "text_coming", language)


def _numbers(s: Services) -> dict[str, str]:
    return {fact.id: fact.call or fact.text or "" for fact in s.config.facts.values()}
