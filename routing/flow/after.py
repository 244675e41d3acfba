"""After a call: what a specialist is asked who is still on the line, and what it does."""

from routing.domain.contact import Incoming
from routing.domain.replies import Ask, Document, Go, Say
from routing.flow import offer as offers
from routing.flow.acts import carry_out
from routing.flow.sentences import say
from routing.ports import Services

SECONDS = 10
QUESTIONS = 6  # whoever answers more often is let go; their wrap-up goes on
MINUTE = 60


def begin(s: Services, offer: str, language: str) -> Document:
    """Speak to a specialist whose call is over. Raises Unavailable."""
    change = carry_out(s, s.switchboard.wrap_up(offer))
    if change.word == "wrap_up":
        return _ask(s, offer, language, say(s, "wrap_up", language), asked=1)
    if change.word == "over":
        return offers.told(s, language, "call_over")
    return offers.told(s, language, offers.why(s, offer))


def answer(s: Services, call: Incoming, offer: str, language: str, *, asked: int, sure: bool) -> Document:
    """Answer the key, or silence. Raises Unavailable."""
    if not call.keys or asked >= QUESTIONS:
        return offers.told(s, language, "wrap_up_goes_on")
    s.switchboard.wrap_up(offer)
    match call.keys:
        case "1":
            carry_out(s, s.switchboard.set_activity(_specialist(s, offer), "available"))
            return offers.told(s, language, "ready")
        case "2":
            said = _longer(s, offer, language, f"{offer}:{asked}")
        case "3":
            s.switchboard.flag(offer)
            said = say(s, "flagged", language)
        case "9":
            return _shut_out(s, offer, language, asked=asked, sure=sure)
        case _:
            said = say(s, "wrap_up", language)
    return _ask(s, offer, language, said, asked=asked + 1)


def _longer(s: Services, offer: str, language: str, once: str) -> Say:
    change = s.switchboard.extend(_specialist(s, offer), once)
    seconds = int(change.details[0])
    return say(s, "wrap_up_longer", language, minutes=max(1, round(seconds / MINUTE)))


def _shut_out(s: Services, offer: str, language: str, *, asked: int, sure: bool) -> Document:
    """Ask again before anybody is shut out: a slip of a finger must not keep a person from help."""
    if not sure:
        return _ask(s, offer, language, say(s, "shut_out_sure", language), asked=asked + 1, sure=1)
    done = s.switchboard.shut_out(offer).word == "shut_out"
    said = say(s, "shut_out_done" if done else "shut_out_withheld", language)
    return _ask(s, offer, language, said, asked=asked + 1)


def _specialist(s: Services, offer: str) -> str:
    return s.switchboard.offer(offer).get("specialist", "")


def _ask(s: Services, offer: str, language: str, said: Say, *, asked: int, sure: int = 0) -> Document:
    here = f"/offer/{offer}/after/keys?language={language}&asked={asked}&sure={sure}"
    return (Ask((said,), here, SECONDS), Go(here))
