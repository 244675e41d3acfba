"""A text from a person, in the order in which it is read: an emergency first, whatever is known or asked.

The answer to a text is kept for a day, sealed, under a digest of the text's SID, so that a repeated webhook is answered
the same. Where live state does not answer, each text is answered as somebody's first.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from math import ceil

from config.gsm import sendable
from config.shapes import Line
from routing.domain.asked import Asked
from routing.domain.contact import Unavailable, Unreadable
from routing.domain.person import known
from routing.domain.readings import Meaning
from routing.domain.talk import Stands
from routing.domain.texter import Answer, Texter
from routing.flow import alerts, answers, erasing, near, opting, proof, talking, writing
from routing.flow.proof import Texted
from routing.flow.talk import Talker
from routing.ports import Services

PURPOSE = "answer"
TOPIC = "topic told of"
STOP, START, ERASE, YES, HELP = "stop", "start", "erase", "consent_yes", "help"
REMEMBER, TALKS, CROWDED = "remember", "talks", "crowded"
ANSWERED_SHARE = 0.8  # of a line's texts in an hour; the others tell each who texts, once, that there are too many
BY_CARRIER = {"STOP": STOP, "START": START, "HELP": HELP}


@dataclass(frozen=True)
class Said:
    """What a text is answered: now, or by a job (`later`: how many texts). `kind` is as in domain/texter.py: Answer.

    `asked` is what was asked for nearby and `topic` the one that it tells of, both to be known for an hour; None, or
    none, leaves it as it was.
    """

    texts: tuple[str, ...]
    language: str = ""
    kind: str = ""
    later: int = 0
    asked: Asked | None = None
    topic: str = ""


def replies(s: Services, line: Line, came: Texted) -> tuple[str, ...]:
    """Return the replies; none where the carrier has answered, where none is wanted, or where a job answers."""
    meaning = s.reader.read(came.words)
    if meaning.label in answers.EMERGENCIES and not writing.alarmed(s, came, meaning.label):
        return answers.emergency(s, line, meaning)
    texter, stands = _known(s, line, came, _to_stranger(s, line, came, meaning))
    if texter.answered:
        return _opened(s, texter.answered)
    if of_command := _of_command(s, line, came, texter, meaning):
        return _kept(s, line, came, of_command)
    who = Talker(line, came, stands, _language(line, texter, meaning) or line.languages[0], _topic(s, came, texter))
    return _kept(s, line, came, _asked_of_us(s, who, texter, meaning) or _usual(s, who, texter, meaning))


def _to_stranger(s: Services, line: Line, came: Texted, meaning: Meaning) -> Said | None:
    """Return what the text is answered should nobody know anything of whoever texts: so it takes live state one look.

    None where that takes more than to know nothing: a command, a wish, a place that is to be looked up for nobody who
    writes with somebody here, or words that may be meant for somebody.
    """
    if meaning.zip or meaning.places:
        return None
    wishes = came.carrier_word or meaning.label in (STOP, START, ERASE) or meaning.topic == talking.TOPIC
    if wishes or meaning.unsure or not known(came.sender) or proof.is_command(came) or alerts.may_know(line, came):
        return None
    return _anyones(s, line, came, Texter(), meaning)


def _of_command(s: Services, line: Line, came: Texted, texter: Texter, meaning: Meaning) -> Said | None:
    """Have a job look at what may be a specialist's command; None where it is none."""
    if not proof.is_command(came):
        return None
    usual = _anyones(s, line, came, texter, meaning)
    return Said((), later=len(usual.texts)) if proof.by_text(s, line.id, came, usual.texts) else None


def _usual(s: Services, who: Talker, texter: Texter, meaning: Meaning) -> Said:
    """Answer as anyone; nobody is left to believe that a text was passed on that was not."""
    usual = _anyones(s, who.line, who.came, texter, meaning)
    return replace(usual, texts=usual.texts + talking.unpassed(s, who))


def _asked_of_us(s: Services, who: Talker, texter: Texter, meaning: Meaning) -> Said | None:
    """Do what a text asks to be done, or what those who work here may ask; None where it asks to be told something."""
    line, came = who.line, who.came
    if not who.stands.helps and (told := alerts.is_known(s, line, came)):
        return Said((sendable(told),))
    language = _language(line, texter, meaning)
    if not talking.is_for_others(who.stands, came, meaning) and (granted := _granted(s, who, texter, meaning)):
        return granted
    if (told_by := talking.answer(s, who)) is not None:
        return Said(told_by, language, TALKS if told_by else "")
    told_by = None if _is_silent(line, texter) else _of_talking(s, who, texter, meaning)
    if told_by is None:
        return None
    return Said(answers.greeted_first(s, line, told_by, who.language, texter.greeted), language, REMEMBER)


def _of_talking(s: Services, who: Talker, texter: Texter, meaning: Meaning) -> tuple[str, ...] | None:
    """Answer who asks for a person, or may have been cut off from one; None for anybody else."""
    if who.stands.waits and meaning.unsure:
        return talking.asked(s, who)
    if meaning.topic == talking.TOPIC and not who.stands.specialist:
        return talking.asked(s, who)
    return None if texter.greeted else talking.lost(s, who, meaning)


def _granted(s: Services, who: Talker, texter: Texter, meaning: Meaning) -> Said | None:
    line, came, language = who.line, who.came, who.language
    match BY_CARRIER.get(came.carrier_word) or _wish(s, came, texter, meaning):
        case "stop":
            talking.leave(s, who.stands)
            return Said(_stopped(s, line, came, texter, language))
        case "start":
            opting.back(s, came.sender)
            silent = came.carrier_word or texter.replies >= line.replies_an_hour
            return Said(() if silent else answers.menu(s, line, [language]), language, REMEMBER)
        case "erase":
            return Said(_erased(s, line, came, texter, language))
        case "help":
            return Said(())
    return None


def _wish(s: Services, came: Texted, texter: Texter, meaning: Meaning) -> str:
    if texter.opted_out and (answer := s.reader.read(came.words, "consent")).label == YES and not answer.likely:
        return START
    return meaning.label if meaning.label in (STOP, START, ERASE) and not meaning.likely else ""


def _stopped(s: Services, line: Line, came: Texted, texter: Texter, language: str) -> tuple[str, ...]:
    """Send no more texts, and confirm it once: where the carrier has not, for it lets none of ours through then."""
    if not known(came.sender):
        return ()
    kept = opting.out(s, came.sender)
    # Who has had all replies of the hour is still told once; not again and again, by a START between.
    if came.carrier_word or texter.opted_out or texter.replies > line.replies_an_hour:
        return ()
    return (answers.said(s, line, "sms_stop" if kept else "sms_stop_not_kept", language),)


def _erased(s: Services, line: Line, came: Texted, texter: Texter, language: str) -> tuple[str, ...]:
    done = known(came.sender) and erasing.is_erased(s, came.sender, "text")
    if texter.opted_out or texter.replies >= line.replies_an_hour:
        return ()
    return (answers.said(s, line, "sms_erased" if done else "sms_erase_failed", language),)


def _is_silent(line: Line, texter: Texter) -> bool:
    return texter.opted_out or texter.replies >= line.replies_an_hour


def _anyones(s: Services, line: Line, came: Texted, texter: Texter, meaning: Meaning) -> Said:
    """Tell whoever asks what they ask for: so many times an hour, the last of which says so."""
    if _is_silent(line, texter):
        return Said(())
    language = _language(line, texter, meaning)
    if _is_crowded(line, texter):
        spoken = () if texter.told_crowded else ([language] if language else line.languages)
        return Said(tuple(answers.said(s, line, "sms_crowded", one) for one in spoken), language, CROWDED)
    said = _told(s, line, came, texter, meaning)
    if texter.replies + 1 == line.replies_an_hour:
        last = answers.said(s, line, "sms_last", language or line.languages[0])
        return replace(said, texts=(*said.texts, last))
    return said


def _told(s: Services, line: Line, came: Texted, texter: Texter, meaning: Meaning) -> Said:
    """Tell what is near, or what is known of a subject; then also what they may now answer with where they are."""
    language = _language(line, texter, meaning)
    spoken = language or line.languages[0]
    first = "" if texter.greeted else answers.said(s, line, "sms_first", spoken)
    question = near.Question(came.words, meaning, spoken, _before(s, came, texter), first)
    if told := near.answer(s, question):
        return Said((told.words,), language, REMEMBER, asked=told.asked, topic=near.TOPICS[told.asked.kind])
    asked = near.open_question(s, question)
    onward = "list_ask" if asked else "sms_next"
    texts = answers.of(s, line, meaning, language, texter.greeted, onward=onward)
    return Said(texts, language, REMEMBER, asked=asked, topic=answers.subject(meaning))


def _before(s: Services, came: Texted, texter: Texter) -> Asked | None:
    return near.asked_before(s, s.vault.digest("person", came.sender), texter.asked) if texter.asked else None


def _topic(s: Services, came: Texted, texter: Texter) -> str:
    """Open which topic they were told of last, within the hour."""
    try:
        return s.vault.open(f"{TOPIC} {s.vault.digest('person', came.sender)}", texter.topic) if texter.topic else ""
    except Unreadable:  # a key that is gone: as an hour later
        return ""


def _is_crowded(line: Line, texter: Texter) -> bool:
    """Tell whether so many texts go out that whoever is answered is only told so."""
    return bool(line.texts_an_hour) and texter.of_line >= _crowded_from(line)


def _crowded_from(line: Line) -> int:
    return ceil(line.texts_an_hour * ANSWERED_SHARE)


def _language(line: Line, texter: Texter, meaning: Meaning) -> str:
    return next((one for one in (meaning.language, texter.language) if one in line.languages), "")


def _known(s: Services, line: Line, came: Texted, to_stranger: Said | None) -> tuple[Texter, Stands]:
    """Tell what is known of whoever texts; a stranger is answered by that."""
    if not known(came.sender):
        return Texter(), Stands()
    people, text = s.vault.digests("person", came.sender), s.vault.digest("sms", came.id)
    answer = _answer(s, line, people[0], to_stranger) if to_stranger else None
    try:
        return s.switchboard.text_comes(people, text, line.id, _crowded_from(line), answer)
    except Unavailable:
        return Texter(), Stands(unknown=True)


def _kept(s: Services, line: Line, came: Texted, said: Said) -> tuple[str, ...]:
    """Keep the answer; return the one that came first, should the same text be answered elsewhere at this moment."""
    if known(came.sender):
        person, text = s.vault.digest("person", came.sender), s.vault.digest("sms", came.id)
        with suppress(Unavailable):
            return _opened(s, s.switchboard.texted(person, text, _answer(s, line, person, said)))
    return said.texts


def _answer(s: Services, line: Line, person: str, said: Said) -> Answer:
    sealed, none = (s.vault.seal_for_a_day(PURPOSE, json.dumps(texts)) for texts in (said.texts, ()))
    texts, asked = len(said.texts) + said.later, near.sealed(s, person, said.asked)
    limits = said.kind, line.texts_an_hour, none
    topic = s.vault.seal_for_a_day(f"{TOPIC} {person}", said.topic) if said.topic else ""
    return Answer(sealed, texts, line.id, said.language, *limits, asked, len(said.texts), topic)


def _opened(s: Services, sealed: str) -> tuple[str, ...]:
    return tuple(json.loads(s.vault.open(PURPOSE, sealed)))
