"""The menus and the topics, as a caller walks them: outside the line, or with a place in it kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from config.shapes import MORE_KEY, TOPIC, Line, Menu
from routing.domain import menu as menus
from routing.domain.contact import Incoming
from routing.domain.menu import Answer, Spot
from routing.domain.replies import Ask, Document, Go, Pause, Say
from routing.domain.subjects import about
from routing.flow.sentences import greeting, say, spoken, text, voiced
from routing.ports import Services

SUBJECTS = "topics"  # the menu that lists them
SECONDS = 4
BREATH_SECONDS = 1

# Where an answer given at a spot is sent: an address of the application.
Here = Callable[[Spot], str]


@dataclass(frozen=True)
class Turn:
    """What an answer leads to: a spot among the menus, or an act outside them; `first` is said before."""

    to: Spot | str
    first: Document = ()


def show(s: Services, line: Line, spot: Spot, here: Here, first: tuple[Say, ...] = ()) -> Document:
    """Say what there is at a spot, and take a key or words; nobody who says nothing is hung up on.

    A topic is read to keys alone: speech would let any noise cut it off.
    """
    prompt = (*first, *_prompt(s, line, spot))
    return (Ask(prompt, here(spot), SECONDS, speech=not spot.topic), Go(here(spot)))


def turn(s: Services, call: Incoming, line: Line, spot: Spot) -> Turn:
    """Answer a key, words or silence at a spot."""
    menu = s.config.menus[spot.node]
    subject = _spoken_of(s, menu, spot, call.speech)
    to = menus.move(menu, spot, Answer(call.keys, bool(call.speech), s.gate.read(call.speech), subject))
    kind, _, name = to.partition(":")
    if kind == TOPIC:
        return _topic(s, spot, name)
    if to in s.config.menus:
        return Turn(Spot(to, spot.language, page=spot.page if spot.topic else 0))
    if to == "suicide":
        return Turn("talk", (say(s, "suicide_help", spot.language),))
    return Turn(menus.stay(menu, spot, to, line.languages) or to)


def more(spot: Spot) -> dict[str, str | int]:
    """Return what a spot is besides its menu and its language, for an address."""
    known: dict[str, str | int] = {"tries": spot.tries, "page": spot.page, "topic": spot.topic}
    return {name: value for name, value in known.items() if value}


def read(node: str, language: str, query: Mapping[str, str]) -> Spot:
    """Read a spot from an address."""
    return Spot(node, language, int(query.get("tries", "0")), int(query.get("page", "0")), query.get("topic", ""))


def _topic(s: Services, spot: Spot, name: str) -> Turn:
    topic = s.config.topics[spot.language][name]
    if topic.leads_to:
        return Turn(topic.leads_to, _said(s, replace(spot, topic=name)))
    return Turn(replace(spot, node=TOPIC, topic=name, tries=0))  # its page is kept, for who goes back


def _spoken_of(s: Services, menu: Menu, spot: Spot, speech: str) -> str | None:
    topics = s.config.topics[spot.language]
    return about(speech, {name: topics[name].keywords for name in menu.topics}) if speech else None


def _prompt(s: Services, line: Line, spot: Spot) -> tuple[Say | Pause, ...]:
    if spot.tries:
        return greeting(s, line, "not_understood", spot.language)
    menu = s.config.menus[spot.node]
    asked = () if spot.page and menu.topics else greeting(s, line, menu.say, spot.language)
    return (*_said(s, spot), *asked, *_choices(s, menu, spot))


def _said(s: Services, spot: Spot) -> tuple[Say | Pause, ...]:
    """Say a topic, with a short pause after each line of it."""
    if not spot.topic:
        return ()
    numbers = {fact.id: spoken(fact.call or fact.text or "") for fact in s.config.facts.values()}
    lines = s.config.topics[spot.language][spot.topic].said.format(**numbers).strip().splitlines()
    return tuple(part for line in lines for part in (voiced(s, line, spot.language), Pause(BREATH_SECONDS)))


def _choices(s: Services, menu: Menu, spot: Spot) -> tuple[Say, ...]:
    if not menu.topics:
        return ()
    language, topics = spot.language, s.config.topics[spot.language]
    listed = [
        text(s, "topic_choice", language, subject=topics[topic].name, key=key)
        for key, topic in menus.choices(menu, spot.page).items()
    ]
    turned = [text(s, "topics_more", language, key=MORE_KEY)] if menus.pages(menu) > 1 else []
    return (voiced(s, " ".join([*listed, *turned, text(s, "topics_keys", language)]), language),)
