"""Read the menus, and walk them: each is reached, and none keeps a caller."""

from collections.abc import Collection, Mapping

from config.entry import Entry, nearest
from config.lines import check_id
from config.shapes import (
    ACTS,
    CHOICE_KEYS,
    MORE_KEY,
    NEAR,
    NEAR_KINDS,
    NEAR_PLACES,
    NEAR_ZIP,
    TALK,
    TOPIC,
    Line,
    Menu,
)
from config.talks import MOST_AHEAD, read_talk

FIRST = "top"
KEYS = "0123456789*#"


def read_menus(
    root: Entry, phrases: Collection[str] | None, topics: Collection[str] | None, lines: Collection[Line]
) -> Mapping[str, Menu]:
    """Read every [menu.<id>], noting every problem. What of phrases or topics is None, nothing is judged by."""
    acts = (*ACTS, *_talks(lines), *(f"{NEAR}:{kind}" for kind in NEAR_KINDS))
    entries = root.tables("menu")
    menus = {name: _menu(name, entry, phrases, topics) for name, entry in entries.items()}
    for name, menu in menus.items():
        _check_targets(menu, entries[name], menus, acts, topics)
    if TOPIC not in menus and any(map(_leads_to_topics, menus.values())):
        root.wrong(("menu", TOPIC), "is missing", f"write [menu.{TOPIC}], which is said after a topic")
    for name in (NEAR_ZIP, NEAR_PLACES) if any(map(_leads_to_places, menus.values())) else ():
        if name not in menus:
            right = f"write [menu.{NEAR_ZIP}], which asks for a ZIP code, and [menu.{NEAR_PLACES}], said after places"
            root.wrong(("menu", name), "is missing", right)
    if FIRST not in menus:
        root.wrong(("menu", FIRST), "is missing", f"write [menu.{FIRST}], which every call hears first")
    else:
        for name in menus.keys() - _reached(menus):
            entries[name].wrong((), f"is reached from no key of {FIRST}", "lead a key to it, or take it out")
    return menus


def _menu(name: str, entry: Entry, phrases: Collection[str] | None, topics: Collection[str] | None) -> Menu:
    check_id(entry, name)
    if name in ACTS:
        entry.wrong((), "has the name of an act", f"choose another name than {', '.join(ACTS)}")
    menu = Menu(
        id=name,
        say=entry.text("say", "write the id of a phrase"),
        keys=entry.by_key("keys", 'write what each key does, such as { "0" = "emergency", "1" = "talk" }'),
        silence=entry.text("silence", 'write what happens when nothing is pressed, such as "talk"'),
        topics=entry.texts("topics", "write a list of ids of topics, in the order in which they are read out"),
    )
    _check_topics(menu, entry, topics)
    if phrases is not None and menu.say and menu.say not in phrases:
        entry.wrong("say", f'is "{menu.say}", which is no phrase', nearest(menu.say, phrases))
    if entry.has("keys") and menu.keys.get("0") != "emergency":
        entry.wrong(("keys", "0"), "is not emergency", 'write "0" = "emergency": it works in every prompt')
    entry.done()
    return menu


def _check_topics(menu: Menu, entry: Entry, topics: Collection[str] | None) -> None:
    for topic in menu.topics:
        if topics is not None and topic not in topics:
            entry.wrong("topics", f"names {topic}, which is no topic", nearest(topic, topics))
    reserved = f"{CHOICE_KEYS}{MORE_KEY}" if menu.topics else ""
    for key in filter(menu.keys.get, reserved):
        entry.wrong(("keys", key), "is a key of this menu's topics", f"write another than {', '.join(reserved)}")


def _talks(lines: Collection[Line]) -> list[str]:
    """List the ways to talk with somebody who has a skill: every line must have it, for every line has these menus."""
    shared = [set(line.skills) for line in lines]
    return [f"{TALK}:{skill}" for skill in (set.intersection(*shared) if shared else ())]


def _leads_to_topics(menu: Menu) -> bool:
    return bool(menu.topics) or any(target.startswith(f"{TOPIC}:") for target in menu.keys.values())


def _leads_to_places(menu: Menu) -> bool:
    return any(target.startswith(f"{NEAR}:") for target in menu.keys.values())


def _check_targets(
    menu: Menu, entry: Entry, menus: Mapping[str, Menu], acts: Collection[str], topics: Collection[str] | None
) -> None:
    targets = (*acts, *menus, *(f"{TOPIC}:{topic}" for topic in topics or ()))
    for key, target in menu.keys.items():
        if len(key) != 1 or key not in KEYS:
            entry.wrong(("keys", key), "is not a key of a phone", "write one of 0 to 9, * and #")
        if not (topics is None and target.startswith(f"{TOPIC}:")):
            _check_target(entry, ("keys", key), target, targets)
    if menu.silence and _check_target(entry, ("silence",), menu.silence, targets):
        return
    if menu.silence and not _ends_in_talk(menu, menus):
        entry.wrong(
            "silence", "never leads to talk, and keeps who presses nothing", 'write "talk", or a menu that ends there'
        )


def _check_target(entry: Entry, at: tuple[str, ...], target: str, targets: Collection[str]) -> bool:
    """Note a target that there is not; tell whether it was one."""
    base, plus, _ = target.partition("+")
    if plus and base in targets and read_talk(base):
        if read_talk(target) is None:
            right = f"write how many minutes ahead, from 0 to {MOST_AHEAD}, such as {base}+10"
            entry.wrong(at, f'leads to "{target}", which is not so far ahead as can be', right)
    elif target not in targets:
        entry.wrong(at, f'leads to "{target}", which is no menu and no act', nearest(target, targets))
        return True
    return False


def _ends_in_talk(menu: Menu, menus: Mapping[str, Menu]) -> bool:
    """Follow silence from menu to menu. A wrong name on the way is reported where it stands, not here."""
    passed = {menu.id}
    target = menu.silence
    while target in menus and target not in passed:
        passed.add(target)
        target = menus[target].silence
    return target.split(":")[0].split("+")[0] == TALK or (target not in ACTS and target not in menus)


def _reached(menus: Mapping[str, Menu]) -> set[str]:
    reached: set[str] = set()
    ahead = [FIRST]
    while ahead:
        name = ahead.pop()
        if name in menus and name not in reached:
            reached.add(name)
            ahead += [*menus[name].keys.values(), menus[name].silence]
            ahead += [TOPIC] if _leads_to_topics(menus[name]) else []
            ahead += [NEAR_ZIP, NEAR_PLACES] if _leads_to_places(menus[name]) else []
    return reached
