"""Another line, rung for a specialist who holds a caller: it is told of the call first, and has the caller after.

Whoever is there hears of nobody's number, and only somebody who presses 1 is there: a machine presses nothing. What the
telephone hears then depends only on how the contact stands (`stands`), as with everybody else.
"""

from routing.domain.contact import Incoming
from routing.domain.replies import Ask, Document, Go, Join, Pause
from routing.flow import brief
from routing.flow import offer as offers
from routing.flow.acts import carry_out
from routing.flow.sentences import say
from routing.ports import Services

OVER = "call_over"
BREATH_SECONDS = 2


def screen(s: Services, call: Incoming, offer: str) -> Document:
    """Ask whoever answered to press 1. Raises Unavailable."""
    change = carry_out(s, s.switchboard.progress(offer, "answered", s.vault.seal("leg", call.call)))
    if change.word != "wanted":
        return over(s, s.config.line_of(call.caller).languages[0])
    language = str(change.details[0])
    asked = say(s, "line_screen", language, line=_name(s, call, language))
    here = _here(offer, "keys", language)
    return (Ask((asked,), here, offers.SILENCE_SECONDS), Go(here))


def keys(s: Services, call: Incoming, offer: str, language: str) -> Document:
    """Answer the key: 1 is somebody who hears of the call; anything else is nobody. Raises Unavailable."""
    if call.keys != offers.ACCEPT:
        carry_out(s, s.switchboard.refuse(offer, "missed"))
    elif carry_out(s, s.switchboard.accept(offer)).word == "brief":
        return (say(s, "line_brief", language, line=_name(s, call, language)), *stands(s, offer, language))
    return over(s, language)


def go_on(s: Services, call: Incoming, offer: str, language: str) -> Document:
    """Go on with a line that is in no bridge any more. Raises Unavailable."""
    if call.status in offers.ENDED:
        offers.over(s, offer, call.status)
        return ()
    return stands(s, offer, language)


def stands(s: Services, offer: str, language: str) -> Document:
    """Return what a line hears, by how the contact stands. Raises Unavailable."""
    match s.switchboard.stand_by(offer).word:
        case "bridge":
            offers.bring(s, offer)
            return (_join(offer, offer, f"/offer/{offer}/bridge", language),)
        case "brief":
            return (_join(brief.bridge(offer), offer, f"/offer/{offer}/brief", language),)
        case "wait":
            return (say(s, "one_moment", language), Pause(BREATH_SECONDS), Go(_here(offer, "stands", language)))
    return over(s, language)


def waiting(s: Services, offer: str, language: str) -> Document:
    """Speak to a line that is in a bridge before the other."""
    return (say(s, "one_moment", language), Pause(BREATH_SECONDS), Go(_here(offer, "waiting", language)))


def over(s: Services, language: str) -> Document:
    """Let a line go."""
    return offers.told(s, language, OVER)


def _join(bridge: str, offer: str, events: str, language: str) -> Join:
    wait, then = _here(offer, "waiting", language), _here(offer, "stands", language)
    return Join(bridge, brief.SECOND, wait, events, then)


def _here(offer: str, what: str, language: str) -> str:
    return f"/line/{offer}/{what}?language={language}"


def _name(s: Services, call: Incoming, language: str) -> str:
    # The call comes from the number of the helpline's line that it is placed for.
    return s.config.line_of(call.caller).name[language]
