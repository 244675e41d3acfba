"""The menus and the topics, as a caller walks them: outside the line, or with a place in it kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from config.shapes import ERASE, MORE_KEY, NEAR_PLACES, NEAR_ZIP, SEND, TOPIC, Line, Menu
from config.talks import read_talk
from routing.domain import menu as menus
from routing.domain.contact import Incoming
from routing.domain.menu import Answer, Spot
from routing.domain.replies import Ask, Document, Go, Pause, Say
from routing.domain.subjects import about
from routing.flow import erasing, near_call, topics
from routing.flow.people import number_of, person_of
from routing.flow.sentences import greeting, say, text, voiced
from routing.ports import Services

SUBJECTS, OTHER = "topics", "other"  # the menu that lists the topics, and the one that lists what else there is
SECONDS = 4

# Where an answer given at a spot is sent: an address of the application.
Here = Callable[[Spot], str]

Words = tuple[Say | Pause, ...]


@dataclass(frozen=True)
class Turn:
    """What an answer leads to: a spot among the menus, or an act outside them; `first` is said before."""

    to: Spot | str
    first: Words = ()


def show(
    s: Services, line: Line, spot: Spot, here: Here, *, first: Words = (), call: Incoming | None = None
) -> Document:
    """Say what there is at a spot, and take a key or words; nobody who says nothing is hung up on.

    Topics and places are read to keys alone: speech would let any noise cut them off. A text is offered to a known
    caller only.
    """
    texts = call is not None and topics.may_send(s, call, line)
    if spot.node == NEAR_PLACES:
        words, spot = near_call.told(s, spot, texts=texts)
        return (Ask((*first, *words), here(spot), near_call.SECONDS), Go(here(spot)))
    prompt = (*first, *_prompt(s, line, spot, texts=texts))
    if spot.node == NEAR_ZIP:
        return (Ask(prompt, here(spot), near_call.ZIP_SECONDS, digits=near_call.ZIP_DIGITS), Go(here(spot)))
    return (Ask(prompt, here(spot), SECONDS, speech=not spot.topic), Go(here(spot)))


def turn(s: Services, call: Incoming, line: Line, spot: Spot) -> Turn:
    """Answer a key, words or silence at a spot."""
    menu = _offered(s, call, line, s.config.menus[spot.node])
    if near_call.takes(spot, menu, call.keys):
        return _step(near_call.zip_given(s, spot, call.keys))
    subject = _spoken_of(s, menu, spot, call.speech)
    to = menus.move(menu, spot, Answer(call.keys, bool(call.speech), s.gate.read(call.speech), subject))
    if (step := near_call.turned(s, spot, to)) is not None:
        return _step(step)
    kind, _, name = to.partition(":")
    return _topic(s, spot, name) if kind == TOPIC else _act(s, call, line, spot, to)


def _act(s: Services, call: Incoming, line: Line, spot: Spot, to: str) -> Turn:
    if to == SEND:
        return _sent(s, call, line, spot)
    if to == ERASE:
        return _erased(s, call, spot)
    if to in s.config.menus:
        return _other(s, call, spot, to)
    if to == "suicide":
        return Turn("talk", (say(s, "suicide_help", spot.language),))
    return Turn(menus.stay(s.config.menus[spot.node], spot, to, line.languages) or to)


def more(spot: Spot) -> dict[str, str | int]:
    """Return what a spot is besides its menu and its language, for an address."""
    known: dict[str, str | int] = {
        "tries": spot.tries,
        "page": spot.page,
        "topic": spot.topic,
        "search": spot.search,
    }
    return {name: value for name, value in known.items() if value}


def read(node: str, language: str, query: Mapping[str, str]) -> Spot:
    """Read a spot from an address."""
    tries, page = int(query.get("tries", "0")), int(query.get("page", "0"))
    return Spot(node, language, tries, page, query.get("topic", ""), query.get("search", ""))


def _step(step: near_call.Step) -> Turn:
    return Turn(step.to, step.first)


def _topic(s: Services, spot: Spot, name: str) -> Turn:
    leads_to = s.config.topics[spot.language][name].leads_to
    if leads_to:
        return Turn(leads_to, topics.said(s, name, spot.language))
    return Turn(replace(spot, node=TOPIC, topic=name, tries=0))  # its page is kept, for who goes back


def _other(s: Services, call: Incoming, spot: Spot, node: str) -> Turn:
    """Go to another menu: the topic goes along to a question about it, and the page to where it was chosen."""
    menu = s.config.menus[node]
    if ERASE in menu.keys.values() and not person_of(s, call):
        return Turn(Spot(OTHER, spot.language), (say(s, "erase_withheld", spot.language),))
    topic = spot.topic if _sends(menu) else ""
    search = spot.search if _sends(menu) or node == NEAR_PLACES else ""
    return Turn(Spot(node, spot.language, page=spot.page if spot.topic else 0, topic=topic, search=search))


def _sent(s: Services, call: Incoming, line: Line, spot: Spot) -> Turn:
    if spot.search:
        return Turn(Spot(OTHER, spot.language), (near_call.send(s, call, line, spot),))
    back = Spot(SUBJECTS, spot.language, page=spot.page)
    return Turn(back, (topics.send(s, call, line, spot.topic, spot.language),))


def _erased(s: Services, call: Incoming, spot: Spot) -> Turn:
    done = erasing.is_erased(s, number_of(s.config, call), f"key {call.keys}")
    return Turn(Spot(OTHER, spot.language), (say(s, "erase_done" if done else "erase_failed", spot.language),))


def _sends(menu: Menu) -> bool:
    return SEND in menu.keys.values()


def _offered(s: Services, call: Incoming, line: Line, menu: Menu) -> Menu:
    """Take away the keys that lead to a text, where none may be promised."""
    if topics.may_send(s, call, line):
        return menu
    asks = {SEND, *(name for name, other in s.config.menus.items() if _sends(other))}
    return replace(menu, keys={key: target for key, target in menu.keys.items() if target not in asks})


def _spoken_of(s: Services, menu: Menu, spot: Spot, speech: str) -> str | None:
    told = s.config.topics[spot.language]
    return about(speech, {name: (told[name].name, *told[name].keywords) for name in menu.topics}) if speech else None


def _prompt(s: Services, line: Line, spot: Spot, *, texts: bool) -> Words:
    menu, language = s.config.menus[spot.node], spot.language
    # Where 1 is not to talk with a person, the question itself is asked again.
    if spot.tries and read_talk(menu.keys.get("1", "")):
        return greeting(s, line, "not_understood", language)
    told = topics.said(s, spot.topic, language) if spot.node == TOPIC else ()
    offer = (say(s, "offer_text", language),) if texts and spot.node == TOPIC else ()
    asked = () if spot.page and menu.topics else greeting(s, line, menu.say, language)
    return (*told, *offer, *asked, *_choices(s, menu, spot))


def _choices(s: Services, menu: Menu, spot: Spot) -> tuple[Say, ...]:
    if not menu.topics:
        return ()
    language, told = spot.language, s.config.topics[spot.language]
    listed = [
        text(s, "topic_choice", language, subject=told[topic].name, key=key)
        for key, topic in menus.choices(menu, spot.page).items()
    ]
    turned = [text(s, "topics_more", language, key=MORE_KEY)] if menus.pages(menu) > 1 else []
    return (voiced(s, " ".join([*listed, *turned, text(s, "topics_keys", language)]), language),)
