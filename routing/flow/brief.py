"""Two specialists in a bridge of their own: one tells of a caller on hold, the other has it when the first leaves.

Each bridge has two telephones and ends when one leaves it, so nobody is ever alone in one, nor a third in it.
"""

from routing.domain.contact import Incoming
from routing.domain.replies import Document, Go, Join, Pause
from routing.flow import after
from routing.flow import offer as offers
from routing.flow.acts import carry_out
from routing.flow.sentences import say
from routing.ports import Services

FIRST, SECOND = "first", "specialist"


def bridge(offer: str) -> str:
    """Name the bridge in which the specialist of an offer is told of the contact."""
    return f"{offer}-brief"


def first(s: Services, own: str, language: str, target: str) -> Document:
    """Join the specialist who holds the caller with the colleague."""
    return (say(s, "brief_first", language), _join(target, FIRST, language, own))


def second(s: Services, offer: str, language: str) -> Document:
    """Join the colleague, who has pressed 1, with the specialist who holds the caller."""
    return (say(s, "brief_second", language), _join(offer, SECOND, language, offer))


def _join(target: str, who: str, language: str, own: str) -> Join:
    wait, events = f"/offer/{own}/briefing?language={language}", f"/offer/{target}/brief"
    then = f"/offer/{own}/briefed?language={language}&target={target}"
    return Join(bridge(target), who, wait, events, then, star=who == FIRST)


def waiting(s: Services, own: str, language: str) -> Document:
    """Speak to a specialist who is there before the other."""
    return (say(s, "brief_wait", language), Pause(3), Go(f"/offer/{own}/briefing?language={language}"))


def joined(s: Services, call: Incoming, target: str) -> None:
    """Take note of who is there. Raises Unavailable."""
    if call.event == "participant-join" and call.label in (FIRST, SECOND):
        s.switchboard.brief(target, call.label)


def over(s: Services, call: Incoming, own: str, target: str, language: str, *, n: int) -> Document:
    """Go on with either of the two: the colleague takes the caller. Raises Unavailable.

    Whoever holds the caller is asked to wait a moment first: perhaps it was the colleague who hung up.
    """
    if call.status in offers.ENDED:
        offers.over(s, own, call.status)
        return ()
    if own != target and not n and s.switchboard.hold(own).word == "briefing":
        return (say(s, "one_moment", language), Go(_again(own, target, language)))
    change = carry_out(s, s.switchboard.hand_over(target))
    if own != target:
        return (Go(f"/offer/{own}/aside?language={language}"),)
    match change.word:
        case "bridge":
            offers.bring(s, own)
            return offers.join(s, own, language)
        case "brief":
            return second(s, own, language)
    return after.begin(s, own, language)


def _again(own: str, target: str, language: str) -> str:
    return f"/offer/{own}/briefed?language={language}&target={target}&n=1"
