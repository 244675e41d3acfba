"""A supervisor who is to listen to a call, as their telephone lives it: a neutral prompt, the bridge, the end.

What it hears depends only on how the listening stands. It joins a bridge of two, heard by nobody, and neither begins
nor keeps one: the bridge ends when either of the two leaves it, and with it the listening.
"""

from routing.domain.contact import Incoming
from routing.domain.replies import Ask, Document, Go, Hangup, Listen, Pause
from routing.flow import offer as offers
from routing.flow.acts import carry_out
from routing.flow.sentences import say
from routing.ports import Services

GO_ON = "1"
KEY_SECONDS = 10
RINGS = ("initiated", "ringing")


def prompt(s: Services, call: Incoming, listening: str) -> Document:
    """Ask whoever answered for a 1; what the call is about is not said. Raises Unavailable."""
    s.switchboard.listener(listening, "answered", s.vault.seal("leg", call.call))
    record = s.switchboard.listening(listening)
    if record.get("state") != "asked":
        return _let_go(s, record)
    here = f"/listen/{listening}/keys"
    return (Ask((say(s, "listen_prompt", record["language"]),), here, KEY_SECONDS), Go(here))


def keys(s: Services, call: Incoming, listening: str) -> Document:
    """Answer the key: only 1 goes on. Raises Unavailable."""
    if call.keys != GO_ON:
        return _let_go(s, s.switchboard.listening(listening))
    s.switchboard.listener(listening, "pressed")
    return stands(s, listening)


def stands(s: Services, listening: str) -> Document:
    """Return what they hear, by how it stands: the bridge only once its specialist was told. Raises Unavailable."""
    record = s.switchboard.listening(listening)
    match record.get("state"):
        case "pressed":
            return (say(s, "one_moment", record["language"]), Pause(1), Go(f"/listen/{listening}/stands"))
        case "told" | "in":
            here, events = f"/listen/{listening}", f"/offer/{record['offer']}/bridge"
            return (Listen(record["offer"], f"{here}/alone", events, f"{here}/after"),)
    return _let_go(s, record)


def alone(s: Services, listening: str) -> Document:
    """Speak to a listener in a bridge that has not begun: theirs ended just before they came. A job ends their call.

    Raises Unavailable.
    """
    end(s, listening, "stopped")
    s.switchboard.listener(listening, "alone")
    language = s.switchboard.listening(listening).get("language", next(iter(s.config.voices)))
    return (say(s, "one_moment", language), Pause(2), Go(f"/listen/{listening}/alone"))


def after(s: Services, call: Incoming, listening: str) -> Document:
    """Let somebody go who is in the bridge no more. Raises Unavailable."""
    if call.status in offers.ENDED:
        end(s, listening, "gone")
        return ()
    return _let_go(s, s.switchboard.listening(listening))


def news(s: Services, call: Incoming, listening: str) -> None:
    """Take note of what the carrier says of their leg, in whatever order it comes. Raises Unavailable."""
    if call.status in offers.ENDED:
        end(s, listening, "gone")
    elif call.status in RINGS:
        s.switchboard.listener(listening, "ringing", s.vault.seal("leg", call.call))


def joined(s: Services, call: Incoming, offer: str) -> None:
    """Take note that whoever listens is in an offer's bridge. Raises Unavailable."""
    listening = s.switchboard.contact(offer.rpartition("-")[0]).get("listener", "")
    if call.event == "participant-join" and listening:
        s.switchboard.listener(listening, "in")


def end(s: Services, listening: str, how: str) -> None:
    """Nobody is to listen any more ("stopped"), nobody does ("gone"), or that is on record. Raises Unavailable."""
    carry_out(s, s.switchboard.stop_listening(listening, how))


def said(s: Services, listening: str, what: str) -> Document:
    """Tell the specialist that somebody comes to listen, or both that somebody joins them. Raises Unavailable."""
    offer = s.switchboard.listening(listening).get("offer", "")
    if what == "comes":
        return (say(s, "listener_comes", offers.language_of(s, offer)),)
    spoken = s.switchboard.contact(offer.rpartition("-")[0]).get("language", "")
    return (say(s, "listener_joins", spoken or next(iter(s.config.voices))),)


def over(s: Services, language: str) -> Document:
    return (say(s, "listen_over", language), Hangup())


def _let_go(s: Services, record: dict[str, str]) -> Document:
    return over(s, record.get("language", next(iter(s.config.voices))))
