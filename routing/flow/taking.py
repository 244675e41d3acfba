"""A specialist's telephone by text: asked to write with somebody, and writing with them."""

from routing.domain.talk import NO, YES, Said, folded, said
from routing.flow import callback, offer, sending, talk, writing
from routing.flow.acts import carry_out
from routing.flow.proof import Texted
from routing.flow.sentences import text, waited
from routing.flow.talk import Talker
from routing.flow.talk import said as phrased
from routing.flow.told import language_of, line_of
from routing.flow.writing import contact_of
from routing.ports import Services, Working

KIND = "offer"
ASKING = ("sms_offer", "sms_offer_more")


def answer(s: Services, who: Talker) -> tuple[str, ...] | None:
    """Do what a specialist's text asks for; None where it is no more than anybody's. Raises Unavailable."""
    stands, came = who.stands, who.came
    if not stands.specialist or not (stands.helps or who.line.texts_at_once):
        return None
    language = language_of(s, s.switchboard.specialist(stands.specialist))
    if not stands.helps:
        return _afterwards(s, who, language)
    asks = said(came.words, stands)
    if asks is None:
        return None
    return tuple(phrased(s, phrase, language) for phrase in _done(s, came, asks))


def _afterwards(s: Services, who: Talker, language: str) -> tuple[str, ...] | None:
    """Answer a specialist whom nothing is asked now: how the last text went, or a reply that comes late."""
    words = folded(who.came.words)
    if who.stands.wrote and (word := _word(s, who.stands.wrote, words)):
        s.switchboard.say_word(who.stands.wrote, word)
        return (phrased(s, "sms_talks_noted", language),)
    if words in (*YES, *NO) and not who.stands.question:
        return (phrased(s, "sms_offer_none", language),)
    return None


def _word(s: Services, offer_id: str, words: str) -> str:
    """Return the outcome word of a key; empty where there is none."""
    line = s.config.lines.get(s.switchboard.contact(contact_of(offer_id)).get("line", ""))
    known = list(line.outcome_words) if line else []
    return known[int(words) - 1] if words.isdecimal() and 0 < int(words) <= len(known) else ""


def _done(s: Services, came: Texted, asks: Said) -> tuple[str, ...]:
    """Do it, and return the phrases that tell of it."""
    match asks.act:
        case "yes" | "no":
            return _taken(s, asks.offer) if asks.act == "yes" else _declined(s, asks.offer)
        case "words":
            passed = not asks.words.strip() or writing.to_person(s, came, asks.offer, asks.words)
            return (*(() if passed else ("sms_talks_over",)), *(("sms_no_pictures",) if came.pictures else ()))
        case "done" | "pass" | "call" | "shut":
            return _handed_on(s, asks)
    return (f"sms_talks_{asks.act}",)


def _handed_on(s: Services, asks: Said) -> tuple[str, ...]:
    """Do what ends a conversation, or may."""
    match asks.act:
        case "pass":
            return _passed(s, asks)
        case "call":
            return _call(s, asks.offer)
        case "shut" if not asks.words:
            return ("sms_talks_shut",)
    ends = s.switchboard.end_talk(contact_of(asks.offer), asks.offer, shut_out=asks.act == "shut")
    word = carry_out(s, ends).word
    return () if word == "ended" else ("sms_talks_over",)


def _declined(s: Services, offer_id: str) -> tuple[str, ...]:
    carry_out(s, s.switchboard.refuse(offer_id, "declined"))
    offer.over(s, offer_id, "completed")
    return ("sms_offer_passed",)


def _taken(s: Services, offer_id: str) -> tuple[str, ...]:
    return () if carry_out(s, s.switchboard.accept(offer_id)).word == "talk" else ("sms_offer_none",)


def _passed(s: Services, asks: Said) -> tuple[str, ...]:
    colleague = s.switchboard.specialists_named().get(asks.words.lower(), "") if asks.words else ""
    if asks.words and not colleague:
        return ("sms_talks_unknown",)
    word = carry_out(s, s.switchboard.pass_talk(contact_of(asks.offer), asks.offer, "passed", colleague)).word
    return () if word == "passed" else ("sms_talks_over",)


def _call(s: Services, offer_id: str) -> tuple[str, ...]:
    """Have a person asked whether they may be called: they, not the specialist, say yes."""
    contact = s.switchboard.contact(contact_of(offer_id))
    line = s.config.lines[contact["line"]]
    if not callback.may_be_called(s, s.vault.open("phone", contact["number"]), line):
        return ("sms_talks_no_call",)
    at, language = s.switchboard.now(), contact["language"]
    words = talk.safe_to_call(s, line, language, at).words
    asked = writing.Line(offer_id, writing.US, f"{contact_of(offer_id)}-{at}", words, contact["number"], writing.PERSON)
    writing.pass_on(s, asked)
    s.switchboard.asks(contact["person"], talk.safe(at, language))  # a yes promises nothing that was not asked
    return ("sms_talks_call",)


# What the workers do.


def ask(s: Working, offer_id: str) -> None:
    """Ask a specialist by text whether they take an offer, once. Raises Unavailable."""
    record, contact = s.switchboard.offer(offer_id), s.switchboard.contact(contact_of(offer_id))
    theirs = s.switchboard.specialist(record.get("specialist", ""))
    if not (theirs and contact):
        return
    stands = s.switchboard.talks([theirs.get("person", "")])
    seconds = (s.switchboard.now() - int(contact["entered_at"])) // 1000
    language = language_of(s, theirs)
    values: dict[str, str | int] = {
        "spoken": text(s, f"language_{contact['language']}", language),
        "wait": waited(s, seconds, language),
        **({"number": stands.asked_as} if stands.texts else {}),
    }
    about = offer.subject(s, contact["topic"], language)
    told = [text(s, "offer_about", language, subject=about)] if about else []
    _tell(s, offer_id, "sms_offer_more" if stands.texts else "sms_offer", *told, **values)
    s.switchboard.written(offer_id)


def look(s: Working, offer_id: str) -> None:
    """Go on with an offer that was not answered in time, or need not be any more. Raises Unavailable."""
    match s.switchboard.offer(offer_id).get("state"):
        case "placing":
            ask(s, offer_id)
        case "ringing" if "lost" in s.switchboard.offer(offer_id):
            offer.over(s, offer_id, "not_rung")
        case "ringing":
            _tell(s, offer_id, "sms_offer_missed")
            offer.over(s, offer_id, "no-answer")
        case "rescinded" | "canceled":
            _tell(s, offer_id, "sms_offer_over")
            offer.over(s, offer_id, "canceled")
        case _:
            offer.over(s, offer_id, "completed")


def _tell(s: Services, offer_id: str, phrase: str, *more: str, **values: str | int) -> None:
    """Send a phrase, and more after it, to whom an offer is made."""
    theirs = s.switchboard.specialist(s.switchboard.offer(offer_id)["specialist"])
    line, language = line_of(s, theirs), language_of(s, theirs)
    words = " ".join([text(s, phrase, language, line=line.name[language], **values), *more])
    asks = offer_id if phrase in ASKING else ""
    sending.ask(s, f"{offer_id}-{phrase}", KIND, line.id, to=theirs["phone"], words=words, offer=asks)


def lets_go(s: Working, offer_id: str) -> bool:
    """Tell whether an offer is a text's, and then have nobody answer it any more. Raises Unavailable."""
    record = s.switchboard.offer(offer_id)
    if record.get("channel") != "text":
        return False
    if "over" not in record and record["state"] != "accepted":
        look(s, offer_id)
    return True
