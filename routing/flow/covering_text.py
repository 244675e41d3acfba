"""What a specialist asks about covers by text, and is answered."""

from collections.abc import Callable, Iterable

from config import gsm
from routing.domain.commands import Command
from routing.domain.covers import Cover
from routing.flow import covering
from routing.flow.sentences import text
from routing.flow.told import language_of, line_of
from routing.ports import Rostering

ACTS = ("cover", "offer")
MOST_SEGMENTS = 2
NEXT = 3  # shifts ahead that a text names, each with its number
TAKEN = {"yours": "sms_cover_yours", "gone": "sms_cover_gone", "overlaps": "sms_cover_overlaps"}


def answer(s: Rostering, specialist: str, command: Command) -> str:
    """Do what a command of ACTS asks for, and say what came of it. Raises NotKept and Unavailable."""
    if command.act == "offer":
        return _offered(s, specialist, max(1, command.number))
    return _taken(s, specialist, command.number) if command.number else _listed(s, specialist)


def _offered(s: Rostering, specialist: str, number: int) -> str:
    """Offer the shift of this number, of those that have not begun; asked again it is the same. Tell the next ones."""
    times = covering.coming(s, specialist)
    if number > len(times):
        return _said(s, specialist, "sms_cover_no_shift")
    chosen, language = times[number - 1], _language(s, specialist)
    covering.offer(s, _who(specialist), specialist, chosen)

    def start(time: covering.Time) -> str:
        return covering.times(s, specialist, time)["start"]

    def tell(shifts: str) -> str:
        others = text(s, "cover_others", language, shifts=shifts) if shifts else ""
        return _said(s, specialist, "sms_cover_offered", start=start(chosen), others=others)

    numbered = enumerate(times[:NEXT], start=1)
    others = [(at, time) for at, time in numbered if time != chosen and not time.offer]
    return _fitting(tell, (text(s, "cover_later", language, number=at, start=start(time)) for at, time in others))


def _taken(s: Rostering, specialist: str, number: int) -> str:
    cover = next((each for each in covering.open_to(s, specialist) if each.number == number), None)
    word = covering.take(s, _who(specialist), specialist, cover) if cover else "gone"
    told = covering.times(s, specialist, cover) if cover and word == "yours" else {}
    return _said(s, specialist, TAKEN[word], **told)


def _listed(s: Rostering, specialist: str) -> str:
    """List what is offered, the earliest first, as far as a text has room for it; the page shows all."""
    names = {person.id: person.name for person in s.roster.everyone()}
    offers = [each for each in covering.open_to(s, specialist) if not each.taken_by]
    if not offers:
        return _said(s, specialist, "sms_cover_none")
    rows = (_row(s, specialist, cover, names[cover.specialist]) for cover in offers)
    return _fitting(lambda told: _said(s, specialist, "sms_cover_list", offers=told), rows, least=1)


def _fitting(tell: Callable[[str], str], rows: Iterable[str], least: int = 0) -> str:
    """Tell as many rows, from the first on, as a text has room for, and at `least` so many."""
    told = ""
    for at, row in enumerate(rows):
        longer = f"{told} {row}".strip()
        if at >= least and gsm.size(gsm.sendable(tell(longer))).segments > MOST_SEGMENTS:
            break
        told = longer
    return tell(told)


def _row(s: Rostering, specialist: str, cover: Cover, name: str) -> str:
    times = covering.times(s, specialist, cover)
    return text(s, "cover_one", _language(s, specialist), number=cover.number, name=name, **times)


def _said(s: Rostering, specialist: str, phrase: str, **values: str) -> str:
    record = s.switchboard.specialist(specialist)
    language = language_of(s, record)
    return text(s, phrase, language, line=line_of(s, record).name[language], **values)


def _language(s: Rostering, specialist: str) -> str:
    return language_of(s, s.switchboard.specialist(specialist))


def _who(specialist: str) -> str:
    return f"specialist:{specialist}"
