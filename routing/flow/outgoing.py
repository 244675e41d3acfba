"""Whom the helpline may call and text: decided here, and asked before every call and text that it places.

Whoever asks for a call or a text must be a person's telephone in one of the line's countries; whoever works here, and
whom the configuration names, may be anywhere. Nobody is called whose number costs more than a common call: to have such
numbers called is how money is taken from telephone services.
"""

from config.numbers import can_be_called_back, is_costly, is_e164
from config.shapes import Line
from routing.domain.contact import NotSent, Reason
from routing.flow import elsewhere
from routing.flow.rostered import specialist_of
from routing.ports import Services, Working


def may_ask(line: Line, number: str) -> bool:
    """Tell whether somebody with this number may be called, or sent texts, at their wish."""
    return can_be_called_back(number, line.callback_countries)


def may_reach(s: Services, line: Line, number: str) -> bool:
    """Tell whether a number may be called or texted at all. Raises Unavailable."""
    if not is_e164(number) or is_costly(number):
        return False
    return may_ask(line, number) or number in _configured(s, line) or bool(specialist_of(s, number))


def _configured(s: Services, line: Line) -> tuple[str, ...]:
    return (*line.alerts_to, *line.fallback_numbers, *(number for _, number in elsewhere.dialled(s, line)))


def ring(s: Working, line: Line, to: str, path: str, seconds: int) -> str:
    """Place a call from a line, and return its SID; raises NotSent, Unclear and Unavailable."""
    _judge(s, line, to)
    return s.carrier.ring(to, line.numbers[0], path, seconds)


def text(s: Working, line: Line, to: str, words: str, text: str) -> None:
    """Send a text from a line; raises NotSent, Unclear and Unavailable."""
    _judge(s, line, to)
    s.carrier.text(to, line.numbers[0], words, text)


def _judge(s: Services, line: Line, number: str) -> None:
    if not may_reach(s, line, number):
        raise NotSent(Reason.BAD_NUMBER, "not allowed")
