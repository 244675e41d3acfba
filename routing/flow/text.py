"""A text from a person, in the order in which it is read: an emergency first, whatever is known or asked.

The answer to a text is kept for a day, sealed, under a digest of the text's SID, so that a repeated webhook is answered
the same. Where live state does not answer, each text is answered as somebody's first.
"""

import json
from contextlib import suppress
from dataclasses import dataclass

from config.gsm import sendable
from config.shapes import Line
from routing.domain.contact import Unavailable
from routing.domain.person import known
from routing.domain.readings import Meaning
from routing.domain.texter import Texter
from routing.flow import alerts, answers, erasing, opting, proof, talking, writing
from routing.flow.proof import Texted
from routing.flow.talk import Talker
from routing.ports import Services

PURPOSE = "answer"
STOP, START, ERASE, YES, HELP = "stop", "start", "erase", "consent_yes", "help"
BY_CARRIER = {"STOP": STOP, "START": START, "HELP": HELP}


@dataclass(frozen=True)
class Answer:
    """What a text is answered; with `remember`, that it was, and in which language, is known for a day."""

    texts: tuple[str, ...]
    language: str = ""
    remember: bool = False


def replies(s: Services, line: Line, came: Texted) -> tuple[str, ...]:
    """Return the replies; none where the carrier has answered, where none is wanted, or where a job answers."""
    meaning = s.reader.read(came.words)
    if meaning.label in answers.EMERGENCIES and not writing.alarmed(s, came, meaning.label):
        return answers.emergency(s, line, meaning)
    texter = _texter(s, came)
    if texter.answered:
        return _opened(s, texter.answered)
    answer = _asked_of_us(s, line, came, texter, meaning) or _anyones(s, line, texter, meaning)
    return _kept(s, came, answer)


def _asked_of_us(s: Services, line: Line, came: Texted, texter: Texter, meaning: Meaning) -> Answer | None:
    """Do what a text asks to be done, or what those who work here may ask; None where it asks to be told something."""
    if proof.by_text(s, line.id, came, _anyones(s, line, texter, meaning).texts):
        return Answer(())
    stands = talking.stands(s, came)
    if not stands.helps and (told := alerts.is_known(s, line, came)):
        return Answer((sendable(told),))
    language = _language(line, texter, meaning)
    who = Talker(line, came, stands, language or line.languages[0])
    if not talking.is_for_others(stands, came, meaning) and (granted := _granted(s, who, texter, meaning)):
        return granted
    told_by = talking.answer(s, who)
    if told_by is None and meaning.topic == talking.TOPIC and not _is_silent(line, texter):
        asked = talking.asked(s, who)
        told_by = asked and answers.greeted_first(s, line, asked, who.language, texter.greeted)
    return None if told_by is None else Answer(told_by, language, remember=bool(told_by))


def _granted(s: Services, who: Talker, texter: Texter, meaning: Meaning) -> Answer | None:
    line, came, language = who.line, who.came, who.language
    match BY_CARRIER.get(came.carrier_word) or _wish(s, came, texter, meaning):
        case "stop":
            return Answer(_stopped(s, line, came, texter, language))
        case "start":
            opting.back(s, came.sender)
            return Answer(() if came.carrier_word else answers.menu(s, line, [language]), language, remember=True)
        case "erase":
            return Answer(_erased(s, line, came, texter, language))
        case "help":
            return Answer(())
    return None


def _wish(s: Services, came: Texted, texter: Texter, meaning: Meaning) -> str:
    if texter.opted_out and s.reader.read(came.words, "consent").label == YES:
        return START
    return meaning.label if meaning.label in (STOP, START, ERASE) else ""


def _stopped(s: Services, line: Line, came: Texted, texter: Texter, language: str) -> tuple[str, ...]:
    """Send no more texts, and confirm it once: where the carrier has not, for it lets none of ours through then."""
    if not known(came.sender):
        return ()
    kept = opting.out(s, came.sender)
    if came.carrier_word or texter.opted_out:
        return ()
    return (answers.said(s, line, "sms_stop" if kept else "sms_stop_not_kept", language),)


def _erased(s: Services, line: Line, came: Texted, texter: Texter, language: str) -> tuple[str, ...]:
    done = known(came.sender) and erasing.is_erased(s, came.sender, "text")
    if texter.opted_out or texter.replies >= line.replies_an_hour:
        return ()
    return (answers.said(s, line, "sms_erased" if done else "sms_erase_failed", language),)


def _is_silent(line: Line, texter: Texter) -> bool:
    return texter.opted_out or texter.replies >= line.replies_an_hour


def _anyones(s: Services, line: Line, texter: Texter, meaning: Meaning) -> Answer:
    """Tell whoever asks what they ask for: so many times an hour, the last of which says so."""
    if _is_silent(line, texter):
        return Answer(())
    language = _language(line, texter, meaning)
    told = answers.of(s, line, meaning, language, texter.greeted)
    if texter.replies + 1 == line.replies_an_hour:
        told += (answers.said(s, line, "sms_last", language or line.languages[0]),)
    return Answer(told, language, remember=True)


def _language(line: Line, texter: Texter, meaning: Meaning) -> str:
    return next((one for one in (meaning.language, texter.language) if one in line.languages), "")


def _texter(s: Services, came: Texted) -> Texter:
    if not known(came.sender):
        return Texter()
    try:
        return s.switchboard.texter(s.vault.digests("person", came.sender), s.vault.digest("sms", came.id))
    except Unavailable:
        return Texter()


def _kept(s: Services, came: Texted, answer: Answer) -> tuple[str, ...]:
    """Keep the answer; return the one that came first, should the same text be answered elsewhere at this moment."""
    if known(came.sender):
        person, text = s.vault.digest("person", came.sender), s.vault.digest("sms", came.id)
        sealed = s.vault.seal(PURPOSE, json.dumps(answer.texts))
        with suppress(Unavailable):
            kept = s.switchboard.texted(
                person, text, sealed, language=answer.language, remember=answer.remember, count=bool(answer.texts)
            )
            return _opened(s, kept)
    return answer.texts


def _opened(s: Services, sealed: str) -> tuple[str, ...]:
    return tuple(json.loads(s.vault.open(PURPOSE, sealed)))
