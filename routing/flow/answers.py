"""What a text is answered, once it is known what it asks for: one next action, one number, the next words."""

from collections.abc import Sequence

from config.gsm import sendable, size
from config.shapes import Line
from routing.domain.readings import Meaning
from routing.flow import topics
from routing.flow.sentences import text
from routing.ports import Services

EMERGENCIES = {"overdose_emergency": "sms_overdose", "suicide_crisis": "sms_suicide"}
PRIVACY = "privacy"
NEARBY = "treatment"  # what a ZIP code alone is taken to ask for
ZIP_ONLY = "zip_only"
MOST_SEGMENTS = 2


def emergency(s: Services, line: Line, meaning: Meaning) -> tuple[str, ...]:
    """Answer an emergency in every language of the line, the text's own first.

    Of a child or a pet that has swallowed something, with Poison Control too.
    """
    phrases = [EMERGENCIES[meaning.label], *(["sms_swallowed"] if meaning.child else [])]
    languages = sorted(line.languages, key=lambda language: language != meaning.language)
    return tuple(said(s, line, phrase, language) for phrase in phrases for language in languages)


def of(s: Services, line: Line, meaning: Meaning, language: str, greeted: bool, *, onward: str) -> tuple[str, ...]:
    """Answer what a text asks for; `language` is empty where it is not known: then a menu is in every one.

    Whoever has had no reply yet is told first that it is automated. A topic ends with the phrase `onward`.
    """
    topic = _asked(meaning)
    if not topic:
        return menu(s, line, [language] if language else line.languages)
    spoken = language or line.languages[0]
    told, *more = _privacy(s, line, spoken) if topic == PRIVACY else [_topic(s, line, topic, spoken, onward)]
    return greeted_first(s, line, (told, *more), spoken, greeted)


def subject(meaning: Meaning) -> str:
    """Return the topic that such an answer tells of, or nothing: for whoever takes a talk that follows."""
    topic = _asked(meaning)
    return "" if topic == PRIVACY else topic


def _asked(meaning: Meaning) -> str:
    return NEARBY if meaning.label == ZIP_ONLY else meaning.topic


def greeted_first(s: Services, line: Line, replies: Sequence[str], language: str, greeted: bool) -> tuple[str, ...]:
    """Have replies begin with that they are automated, for whoever has had none yet."""
    told, *more = replies
    first = [] if greeted else [said(s, line, "sms_first", language)]
    return (" ".join([*first, told]), *more)


def menu(s: Services, line: Line, languages: Sequence[str]) -> tuple[str, ...]:
    """Say what can be asked for; in one language, also how to be answered in the others."""
    if len(languages) > 1:
        return tuple(said(s, line, "sms_menu", language) for language in languages)
    others = (other for other in line.languages if other not in languages)
    offers = (said(s, line, "sms_other_language", other) for other in others)
    return (" ".join([said(s, line, "sms_menu", languages[0]), *offers]),)


def said(s: Services, line: Line, phrase: str, language: str) -> str:
    """Return a phrase as it is sent."""
    return sendable(text(s, phrase, language, line=line.name[language], poison=s.config.facts["poison"].call or ""))


def _topic(s: Services, line: Line, topic: str, language: str, onward: str) -> str:
    told = " ".join(sendable(topics.sent(s, topic, language)).split())
    further = f"{told} {said(s, line, onward, language)}"
    return further if size(further).segments <= MOST_SEGMENTS else told


def _privacy(s: Services, line: Line, language: str) -> list[str]:
    """Say what is kept, and in a text of its own what the line has to disclose."""
    disclosure = sendable(line.disclosure.get(language, ""))
    return [said(s, line, "sms_privacy", language), *([disclosure] if disclosure else [])]
