"""A specialist who has left the bridge with the star key: the caller is held, and goes back, to somebody else, or home.

What the telephone hears depends only on how the contact stands (`aside`), so that a lost job or webhook is made up for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from config.shapes import Line
from routing.domain.contact import Incoming
from routing.domain.replies import Ask, Document, Go, Play, Say
from routing.flow import after, brief, elsewhere
from routing.flow import offer as offers
from routing.flow.acts import carry_out
from routing.flow.onward import MUSIC
from routing.flow.sentences import say, text
from routing.ports import Services

MENU_SECONDS = 8
KEY_SECONDS = 1
BRIEFED_MENUS = 3  # silent ones; then whoever was told has the caller, whom the specialist has left
MENUS = 8  # silent ones, one after the other; then the caller is not kept on hold any longer
MOMENTS = 2  # documents of a second in which both legs of an ended bridge are heard of
MOST = 9  # keys to choose with


@dataclass(frozen=True)
class Aside:
    """Where a specialist is who holds a caller: the offer, the language they hear, how far the transfer was when they
    last heard of it, and documents heard since.
    """

    offer: str
    language: str
    n: int = 0
    far: str = ""

    @classmethod
    def read(cls, offer: str, query: Mapping[str, str]) -> "Aside":
        return cls(offer, query["language"], int(query.get("n", "0")), query.get("far", ""))

    def address(self, what: str, n: int = 0, **more: str) -> str:
        extra = "".join(f"&{name}={value}" for name, value in more.items())
        return f"/offer/{self.offer}/{what}?language={self.language}&n={n}&far={self.far}{extra}"

    def at(self, far: str) -> "Aside":
        return self if far == self.far else replace(self, n=0, far=far)


def out(s: Services, call: Incoming, here: Aside) -> Document:
    """Go on with a specialist whose bridge is over. Raises Unavailable."""
    if call.status in offers.ENDED:
        offers.over(s, here.offer, call.status)
        return ()
    return aside(s, here)


def stands(s: Services, offer: str, language: str) -> Document:
    """Return what a specialist is to hear who is moved out of what they heard. Raises Unavailable."""
    return aside(s, Aside(offer, language))


def aside(s: Services, here: Aside) -> Document:  # noqa: PLR0911 (one a way)
    """Return what a specialist outside the bridge hears, by how the contact stands. Raises Unavailable."""
    change = carry_out(s, s.switchboard.hold(here.offer))
    target, line = map(str, change.details)
    here = here.at(change.word)
    match change.word:
        case "parting" if here.n < MOMENTS:
            return _moment(s, here)
        case "held" | "parting":
            return menu(s, here)
        case "asking":
            return _asking(s, here, "asking_line" if line else "asking")
        case "briefing":
            return brief.first(s, here.offer, here.language, target)
        case "deciding":
            return _deciding(s, here)
        case "failed" if line:
            return menu(s, here, *(() if here.n else (say(s, "line_failed", here.language),)))
        case "failed":
            return (say(s, "transfer_failed", here.language), *back(s, here))
        case "bridge":
            return offers.join(s, here.offer, here.language)
    return after.begin(s, here.offer, here.language)


def _moment(s: Services, here: Aside) -> Document:
    return (say(s, "one_moment", here.language), Go(here.address("aside", here.n + 1)))


def menu(s: Services, here: Aside, *before: Say) -> Document:
    """Ask what is to become of the caller; a specialist who says nothing for long is back with them."""
    if here.n >= MENUS:
        return back(s, here)
    line = (say(s, "hold_menu_line", here.language),) if elsewhere.dialled(s, _line(s, here)) else ()
    return _ask(here, "main", (*before, say(s, "hold_menu", here.language), *line))


def _ask(here: Aside, which: str, said: tuple[Say, ...], **more: str) -> Document:
    keys = here.address("aside/keys", here.n, menu=which, **more)
    return (Ask(said, keys, MENU_SECONDS), Go(here.address("aside", here.n + 1)))


def _asking(s: Services, here: Aside, first: str) -> Document:
    said = (say(s, "asking_still" if here.n else first, here.language), Play(MUSIC))
    keys = here.address("aside/keys", here.n, menu="asking")
    return (Ask(said, keys, KEY_SECONDS), Go(here.address("aside", here.n + 1)))


def _deciding(s: Services, here: Aside) -> Document:
    if here.n >= BRIEFED_MENUS:
        return _hand_over(s, here)
    return _ask(here, "deciding", (say(s, "brief_menu", here.language),))


def _hand_over(s: Services, here: Aside) -> Document:
    change = carry_out(s, s.switchboard.hand_over(here.offer))
    if change.word == "handed_over":
        offers.bring(s, str(change.details[0]))
    return aside(s, here)


def back(s: Services, here: Aside) -> Document:
    """Join the specialist with the caller again. Raises Unavailable."""
    if carry_out(s, s.switchboard.resume(here.offer)).word != "bridge":
        return aside(s, here)
    offers.bring(s, here.offer)
    return offers.join(s, here.offer, here.language)


def keys(s: Services, call: Incoming, here: Aside, which: str, who: Sequence[str]) -> Document:  # noqa: PLR0911 (the same)
    """Answer a key of one of the menus. Raises Unavailable."""
    match which, call.keys:
        case ("main" | "asking", "1") | ("deciding", "2"):
            return back(s, here)
        case "deciding", "1":
            return _hand_over(s, here)
        case "main", "2":
            return _queues(s, here)
        case "main", "3":
            return _colleagues(s, here)
        case "main", "4" if lines := elsewhere.dialled(s, _line(s, here)):
            return _choose(s, here, "line", [fact.name for fact, _ in lines[:MOST]])
        case "main", "5":
            carry_out(s, s.switchboard.dismiss(here.offer))
        case (("queue" | "colleague" | "line"), key) if key.isdigit() and key != "0":
            return _picked(s, here, which, int(key) - 1, who)
    return aside(s, here)


def _picked(s: Services, here: Aside, which: str, nth: int, who: Sequence[str]) -> Document:
    line = _line(s, here)
    if which == "queue" and nth < len(others := _others(line)):
        return _seek(s, here, "", line.queue(*others[nth]))
    if which == "colleague" and nth < len(who):
        return _seek(s, here, who[nth])
    if which == "line" and nth < len(lines := elsewhere.dialled(s, line)):
        carry_out(s, s.switchboard.refer(here.offer, lines[nth][0].id, elsewhere.RING_SECONDS))
    return aside(s, here)


def _line(s: Services, here: Aside) -> Line:
    line = s.switchboard.contact(here.offer.rpartition("-")[0]).get("line", "")
    return s.config.lines.get(line) or next(iter(s.config.lines.values()))


def _others(line: Line) -> list[tuple[str, str]]:
    """Every skill in every language, in the order in which the keys are spoken."""
    return [(skill, language) for skill in line.skills for language in line.languages][:MOST]


def _queues(s: Services, here: Aside) -> Document:
    line = _line(s, here)
    said = (
        say(
            s,
            "transfer_queue",
            here.language,
            skill=line.skills[skill].name.get(here.language, skill.replace("_", " ")),
            spoken=text(s, f"language_{language}", here.language),
            key=key,
        )
        for key, (skill, language) in enumerate(_others(line), 1)
    )
    return _ask(here, "queue", (*said, say(s, "transfer_none", here.language)))


def _colleagues(s: Services, here: Aside) -> Document:
    line = _line(s, here)
    queues = [line.queue(skill, language) for skill in line.skills for language in line.languages]
    free = s.switchboard.colleagues(queues, MOST)
    if not free:
        return menu(s, here, say(s, "nobody_free", here.language))
    who = ",".join(specialist for specialist, _ in free)
    return _choose(s, here, "colleague", [name for _, name in free], who=who)


def _choose(s: Services, here: Aside, which: str, names: Sequence[str], **more: str) -> Document:
    said = (say(s, "transfer_to", here.language, name=name, key=key) for key, name in enumerate(names, 1))
    return _ask(here, which, (*said, say(s, "transfer_none", here.language)), **more)


def _seek(s: Services, here: Aside, specialist: str, *queues: str) -> Document:
    change = carry_out(s, s.switchboard.seek(here.offer, specialist, queues))
    if change.word == "nobody":
        return menu(s, here, say(s, "nobody_free", here.language))
    return aside(s, here)
