"""What the helpline knows of a topic: said to a caller, or sent to the caller's phone."""

from dataclasses import dataclass

from config.shapes import Line
from routing.domain.contact import Incoming, Unavailable
from routing.domain.replies import Pause, Say
from routing.flow import opting, outgoing, sending
from routing.flow.people import number_of
from routing.flow.sentences import say, spoken, text, voiced
from routing.ports import Services

BREATH_SECONDS = 1
ID_LETTERS = 16


@dataclass(frozen=True)
class Wish:
    """A text that a caller asks for: what kind it is, what it is the only one of in a call, its words, the language."""

    kind: str
    once: str
    words: str
    language: str


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
    return send_words(s, call, line, Wish("topic", f"{topic} {language}", words, language))


def send_words(s: Services, call: Incoming, line: Line, wish: Wish) -> Say:
    """Send what a caller has asked for to the caller's phone, once a call; return what is said about it."""
    # A digest, because a text's id stands in an address; of the call, so that a repeated webhook is one text.
    once = s.vault.digest(wish.kind, f"{call.call} {wish.once}")[:ID_LETTERS]
    to = s.vault.seal_for_a_day("phone", number_of(s.config, call))
    try:
        if opting.wants_none(s, number_of(s.config, call)):
            return say(s, "text_opted_out", wish.language)
        sending.ask(s, once, wish.kind, line.id, to=to, words=wish.words)
    except Unavailable:
        return say(s, "text_not_sent", wish.language)
    return say(s, "text_coming", wish.language)


def _numbers(s: Services) -> dict[str, str]:
    return {fact.id: fact.call or fact.text or "" for fact in s.config.facts.values()}
