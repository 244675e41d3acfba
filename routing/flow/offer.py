"""An offer, as the specialist's telephone lives it: ring, whisper, accept or pass, bridge, after."""

from routing.domain.contact import Incoming
from routing.domain.replies import Ask, Document, Go, Hangup, Join, Pause
from routing.flow.acts import carry_out
from routing.flow.sentences import say, text, waited
from routing.ports import Services

ACCEPT, PASS = "1", "2"
SILENCE_SECONDS = 10
CONNECTING = "bridge_wait"
OFFERS = {"held": "offer_transfer", "callback": "offer_callback"}  # how a contact is offered, by its stage
WHY = {
    "undone": "bridge_failed",
    "shift_over": "offer_shift_over",
    "line_closed": "offer_line_closed",
    "unreached": "callback_unreached",
    "gone": "offer_gone",
}
NEWS = {"initiated": "initiated", "ringing": "ringing", "in-progress": "answered"}
ENDED = ("completed", "busy", "no-answer", "failed", "canceled")


def whisper(s: Services, call: Incoming, offer: str) -> Document:
    """Ask whoever answered to take the contact with 1. Numbers are never told. Raises Unavailable."""
    change = carry_out(s, s.switchboard.progress(offer, "asked", s.vault.seal("leg", call.call)))
    if change.word == "unknown":
        return told(s, s.config.line_of(call.caller).languages[0], "offer_unknown")
    spoken, seconds, theirs, stage, topic = change.details
    language = _shared(str(spoken), str(theirs))
    if change.word == "unwanted":
        return told(s, language, why(s, offer))
    theirs, wait = text(s, f"language_{spoken}", language), waited(s, int(seconds), language)
    phrase = OFFERS.get(str(stage), "offer")
    asked = say(s, phrase, language, spoken=theirs, wait=wait)
    here = f"/offer/{offer}/keys?language={language}"
    about = subject(s, str(topic), language)
    heard = [say(s, "offer_about", language, subject=about)] if about else []
    return (Ask((*heard, asked), here, SILENCE_SECONDS), Go(here))


def subject(s: Services, topic: str, language: str) -> str:
    """Name the topic that a contact was told of last; a file that was changed since may know it no more."""
    known = s.config.topics.get(language, {}).get(topic)
    return known.name if known else ""


def answer(s: Services, call: Incoming, offer: str, language: str, again: bool) -> Document:
    """Answer the key: 1 accepts, 2 passes, another is asked once more, silence is a miss. Raises Unavailable."""
    if call.keys == ACCEPT:
        return _accept(s, offer, language)
    if call.keys and call.keys != PASS and not again:
        here = f"/offer/{offer}/keys?language={language}&again=1"
        return (Ask((say(s, "offer_again", language),), here, SILENCE_SECONDS), Go(here))
    passes = call.keys == PASS
    carry_out(s, s.switchboard.refuse(offer, "declined" if passes else "missed"))
    return told(s, language, "offer_passed" if passes else "offer_missed")


def _accept(s: Services, offer: str, language: str) -> Document:
    change = carry_out(s, s.switchboard.accept(offer))
    match change.word:
        case "bridge":
            bring(s, offer)
            return join(s, offer, language)
        case "brief":
            return (Go(f"/offer/{offer}/to_brief?language={language}"),)
        case "call":
            s.outbox.send("call_back", offer)
            return (say(s, "callback_ringing", language), *join(s, offer, language, "callback_ringing"))
        case "taken":
            return told(s, language, why(s, offer))
    return told(s, language, "offer_gone")


def bring(s: Services, offer: str) -> None:
    """Have the caller moved into an offer's bridge."""
    s.outbox.send("bridge", offer.rpartition("-")[0], once=offer)


def join(s: Services, offer: str, language: str, hears: str = CONNECTING) -> Document:
    wait, after = _connecting(offer, language, hears), f"/offer/{offer}/after?language={language}"
    return (Join(offer, "specialist", wait, f"/offer/{offer}/bridge", after, star=True),)


def connecting(s: Services, offer: str, language: str, hears: str) -> Document:
    """Speak to a specialist who is in the bridge before the caller, or before the person who is called back."""
    return (say(s, hears, language), Pause(3), Go(_connecting(offer, language, hears)))


def _connecting(offer: str, language: str, hears: str) -> str:
    return f"/offer/{offer}/connecting?language={language}&hears={hears}"


def ends_soon(s: Services, language: str) -> Document:
    """Tell both in a bridge that it will be ended."""
    return (say(s, "call_ends_soon", language),)


def _shared(spoken: str, theirs: str) -> str:
    """Return the language to speak to a specialist in: the caller's, if it is one of theirs."""
    return spoken if spoken in theirs.split() else theirs.split(maxsplit=1)[0]


def language_of(s: Services, offer: str) -> str:
    """Return the language to speak to an offer's specialist in. Raises Unavailable."""
    spoken = s.switchboard.contact(offer.rpartition("-")[0]).get("language", "")
    theirs = s.switchboard.specialist(s.switchboard.offer(offer).get("specialist", "")).get("languages", "")
    return _shared(spoken, theirs or spoken or next(iter(s.config.voices)))


def why(s: Services, offer: str) -> str:
    """Return the phrase that says why an offer is no longer wanted. Raises Unavailable."""
    if reason := WHY.get(s.switchboard.offer(offer).get("why", "")):
        return reason
    stage = s.switchboard.contact(offer.rpartition("-")[0]).get("stage", "ended")
    return {"ended": "offer_gone", "accepted": "offer_taken", "bridged": "offer_taken"}.get(stage, "offer_not_needed")


def news(s: Services, call: Incoming, offer: str) -> None:
    """Take note of what the carrier says of an offer's leg, in whatever order it comes. Raises Unavailable."""
    if call.status in ENDED:
        over(s, offer, call.status)
    elif call.status in NEWS:
        carry_out(s, s.switchboard.progress(offer, NEWS[call.status], s.vault.seal("leg", call.call)))


def over(s: Services, offer: str, how: str) -> None:
    """The leg has ended: the specialist is freed, and a caller who is left alone is spoken to. Raises Unavailable."""
    change = carry_out(s, s.switchboard.finish(offer, how))
    if change.word == "back":
        s.outbox.send("move", offer.rpartition("-")[0], once=offer)


def joined(s: Services, call: Incoming, offer: str) -> None:
    """Take note of who is in the bridge. Raises Unavailable."""
    if call.event == "participant-join" and call.label in ("caller", "specialist"):
        s.switchboard.join(offer, call.label)


def told(s: Services, language: str, phrase: str) -> Document:
    return (say(s, phrase, language), Hangup())
