"""What a specialist asks about covers by text, and is answered."""

from config import gsm
from routing.domain.commands import Command
from routing.domain.covers import Cover
from routing.flow import covering
from routing.flow.sentences import text
from routing.flow.told import language_of, line_of
from routing.ports import Rostering

ACTS = ("cover", "offer")
MOST_SEGMENTS = 2
TAKEN = {"yours": "sms_cover_yours", "gone": "sms_cover_gone", "overlaps": "sms_cover_overlaps"}


def answer(s: Rostering, specialist: str, command: Command) -> str:
    """Do what a command of ACTS asks for, and say what came of it. Raises NotKept and Unavailable."""
    if command.act == "offer":
        return _offered(s, specialist)
    return _taken(s, specialist, command.number) if command.number else _listed(s, specialist)


def _offered(s: Rostering, specialist: str) -> str:
    """Offer the next shift that has not begun; asked again it is the same."""
    time = next(iter(covering.coming(s, specialist)), None)
    if time is None:
        return _said(s, specialist, "sms_cover_no_shift")
    covering.offer(s, _who(specialist), specialist, time)
    return _said(s, specialist, "sms_cover_offered", start=covering.times(s, specialist, time)["start"])


def _taken(s: Rostering, specialist: str, number: int) -> str:
    cover = next((each for each in covering.open_to(s, specialist) if each.number == number), None)
    word = covering.take(s, _who(specialist), specialist, cover) if cover else "gone"
    told = covering.times(s, specialist, cover) if cover and word == "yours" else {}
    return _said(s, specialist, TAKEN[word], **told)


def _listed(s: Rostering, specialist: str) -> str:
    """List what is offered, the earliest first, as far as a text has room for it; the page shows all."""
    names = {person.id: person.name for person in s.roster.everyone()}
    told = ""
    for cover in covering.open_to(s, specialist):
        if not cover.taken_by:
            row = _row(s, specialist, cover, names[cover.specialist])
            longer = _said(s, specialist, "sms_cover_list", offers=f"{told} {row}".strip())
            if told and gsm.size(gsm.sendable(longer)).segments > MOST_SEGMENTS:
                break
            told = f"{told} {row}".strip()
    return _said(s, specialist, "sms_cover_list", offers=told) if told else _said(s, specialist, "sms_cover_none")


def _row(s: Rostering, specialist: str, cover: Cover, name: str) -> str:
    language = language_of(s, s.switchboard.specialist(specialist))
    times = covering.times(s, specialist, cover)
    return text(s, "cover_one", language, number=cover.number, name=name, **times)


def _said(s: Rostering, specialist: str, phrase: str, **values: str) -> str:
    record = s.switchboard.specialist(specialist)
    language = language_of(s, record)
    return text(s, phrase, language, line=line_of(s, record).name[language], **values)


def _who(specialist: str) -> str:
    return f"specialist:{specialist}"
