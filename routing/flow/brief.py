"""A bridge in which a specialist tells a colleague, or another line, of a caller on hold whom they are to have.

Each bridge has two telephones and ends when one leaves it, so nobody is ever alone in one, nor a third in it. After it
the specialist says what next (flow/transfer.py), and whoever was told stands by.
"""

from routing.domain.contact import Incoming
from routing.domain.replies import Document, Go, Join, Pause
from routing.flow import after
from routing.flow import offer as offers
from routing.flow.acts import carry_out
from routing.flow.sentences import say
from routing.ports import Services

FIRST, SECOND = "first", "specialist"
BREATH_SECONDS = 2


def bridge(offer: str) -> str:
    """Name the bridge in which whoever is put an offer is told of the contact."""
    return f"{offer}-brief"


def first(s: Services, own: str, language: str, target: str) -> Document:
    """Join the specialist who holds the caller with whoever is to hear of the call."""
    return (say(s, "brief_first", language), _join(target, FIRST, language, own))


def second(s: Services, offer: str, language: str) -> Document:
    """Join the colleague, who has pressed 1, with the specialist who holds the caller."""
    return (say(s, "brief_second", language), _join(offer, SECOND, language, offer))


def _join(target: str, who: str, language: str, own: str) -> Join:
    wait, events = f"/offer/{own}/briefing?language={language}", f"/offer/{target}/brief"
    then = f"/offer/{own}/{'told' if who == FIRST else 'briefed'}?language={language}"
    return Join(bridge(target), who, wait, events, then, star=who == FIRST)


def waiting(s: Services, own: str, language: str) -> Document:
    """Speak to a specialist who is there before the other."""
    return (say(s, "brief_wait", language), Pause(3), Go(f"/offer/{own}/briefing?language={language}"))


def joined(s: Services, call: Incoming, target: str) -> None:
    """Take note of who is there. Raises Unavailable."""
    if call.event == "participant-join" and call.label in (FIRST, SECOND):
        s.switchboard.brief(target, call.label)


def told(s: Services, call: Incoming, own: str, language: str, *, n: int) -> Document:
    """Go on with the specialist who has told of the caller. Raises Unavailable.

    They are asked to wait a moment first: perhaps it was the other who hung up.
    """
    if call.status in offers.ENDED:
        offers.over(s, own, call.status)
        return ()
    if not n:
        return (say(s, "one_moment", language), Go(f"/offer/{own}/told?language={language}&n=1"))
    carry_out(s, s.switchboard.end_brief(own))
    return (Go(f"/offer/{own}/aside?language={language}"),)


def stands_by(s: Services, call: Incoming, offer: str, language: str) -> Document:
    """Go on with the colleague who has been told, and is still there. Raises Unavailable."""
    if call.status in offers.ENDED:
        offers.over(s, offer, call.status)
        return ()
    match s.switchboard.stand_by(offer).word:
        case "bridge":
            offers.bring(s, offer)
            return offers.join(s, offer, language)
        case "brief":
            return second(s, offer, language)
        case "wait":
            again = f"/offer/{offer}/briefed?language={language}"
            return (say(s, "one_moment", language), Pause(BREATH_SECONDS), Go(again))
    return after.begin(s, offer, language)
