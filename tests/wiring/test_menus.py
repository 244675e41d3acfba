"""Every menu and every topic is reached on the phone, and leads out: to the emergency steps, and to a person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

import pytest

from config.loader import load
from config.shapes import ERASE, SEND, TOPIC, Config, Proof
from routing.channels import voice
from routing.domain.contact import Incoming
from routing.domain.emergency import Alarm, Gate
from routing.domain.listed import Place, PlaceList
from routing.domain.menu import Spot
from routing.domain.nearby import Found, Town, Unclear, Wanted
from routing.flow import menus
from routing.flow.call import TOP
from routing.store.vault import Vault
from tests.web.test_documents import checker

KEYS = [*"0123456789*#", "", "12207", "99999"]
PERSON = "19"  # where 1 answers a question, 9 leads to a person
LINE = "main"
HOSTILE = """</Say><Hangup/><Say>\x00\x08 "Sons" & 'Daughters' {line} \ud800"""
TOWN = Town("Albany", "NY", 42.65, -73.75, "America/New_York")


class Nearby:
    """One place near the one town that there is."""

    def town_of(self, text: str) -> Town:
        if text != "12207":
            raise Unclear(text)
        return TOWN

    def near(self, town: Town, wanted: Wanted, now: datetime, skip: int = 0) -> list[Found]:
        list = PlaceList("county", "locator CSV", "2026", "2026-11-22")
        return [] if skip else [Found(Place(key="a", kind=wanted.kind, name=HOSTILE, street=HOSTILE), list, 2.0)]


class Clock:
    """Live state that tells nothing but the time."""

    def now(self) -> int:
        return 1_795_000_000_000


class Open(Vault):
    """Seals nothing, so that a spot is the same each time that it is reached."""

    def seal_fields(self, purpose: str, fields: Mapping[str, str | int]) -> str:
        return json.dumps(fields)

    def open_fields(self, purpose: str, sealed: str) -> dict[str, str | int]:
        fields: dict[str, str | int] = json.loads(sealed)
        return fields


@dataclass
class House:
    """What the menus need; what acts, such as a text, is a story's."""

    config: Config
    gate: Gate
    vault: Vault
    nearby: Nearby = field(default_factory=Nearby)
    switchboard: Clock = field(default_factory=Clock)


@cache
def house() -> House:
    config = load()
    texting = replace(config.lines[LINE], texts_proved=Proof("a test", date(2026, 1, 31)))
    return House(replace(config, lines={LINE: texting}), Gate.from_config(config.safety), Open(["A" * 43]))


def answered(spot: Spot, keys: str) -> Spot | str:
    call = Incoming("CA" + "1" * 32, "+12025550110", "+12025550100", keys=keys)
    return menus.turn(house(), call, house().config.lines[LINE], spot).to


def acts(spot: Spot, key: str) -> bool:
    """Tell whether a key answers a question by an act whose doing is a story's."""
    return house().config.menus[spot.node].keys.get(key) in (SEND, ERASE)


@cache
def spots() -> frozenset[Spot]:
    """Every spot that keys lead to from the first."""
    reached: set[Spot] = set()
    ahead = [Spot(TOP, "en")]
    while ahead:
        spot = ahead.pop()
        if spot not in reached:
            reached.add(spot)
            keys = [key for key in KEYS if not acts(spot, key)]
            ahead += [there for key in keys if isinstance(there := answered(spot, key), Spot)]
    return frozenset(reached)


def test_every_menu_is_reached_in_every_language() -> None:
    menus_reached = {(spot.node, spot.language) for spot in spots()}
    assert menus_reached == {(menu, language) for menu in house().config.menus for language in ("en", "es")}


def test_every_topic_is_reached_in_every_language() -> None:
    topics = house().config.topics
    at_once = {topic.id for topic in topics["en"].values() if topic.leads_to}
    for language in topics:
        heard = {spot.topic for spot in spots() if (spot.language, spot.node) == (language, TOPIC)}
        assert heard == set(topics[language]) - at_once


def test_every_spot_leads_to_the_steps_and_to_a_person_and_keeps_nobody() -> None:
    for spot in spots():
        assert answered(spot, "0") == "emergency", spot
        assert acts(spot, "1") or "talk" in [answered(spot, key) for key in PERSON], spot
        assert "talk" in silent(spot), spot


def silent(spot: Spot) -> list[Spot | str]:
    """Where a caller gets who says nothing: at once, or after being asked for a ZIP code once more."""
    passed: list[Spot | str] = [spot]
    while isinstance(spot := passed[-1], Spot) and len(passed) < 5:
        passed.append(answered(spot, ""))
    return passed


def test_twilio_takes_every_document_whatever_a_list_says() -> None:
    for spot in spots():
        document = menus.show(house(), house().config.lines[LINE], spot, lambda there: f"/voice/menu/{there.node}")
        assert checker()(voice.twiml(document)) == []


def test_everything_said_fits_one_document_and_its_choices_are_few() -> None:
    for spot in spots():
        ask, _ = menus.show(house(), house().config.lines[LINE], spot, lambda there: f"/voice/menu/{there.node}")
        said = " ".join(part.text for part in ask.prompt if hasattr(part, "text"))
        assert "{" not in said
        assert len(said) < 3000
        assert sum(said.count(word) for word in ("press ", "oprima ")) <= 9, spot


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_name_that_is_said_back_chooses_its_topic_unless_it_sounds_like_an_emergency(language: str) -> None:
    topics = house().config.topics[language]
    for topic in topics.values():
        call = Incoming("CA" + "1" * 32, "+12025550110", "+12025550100", speech=topic.name)
        to = menus.turn(house(), call, house().config.lines[LINE], Spot(menus.SUBJECTS, language)).to
        if house().gate.read(topic.name) is Alarm.NONE and not topic.leads_to:
            assert isinstance(to, Spot) and to.topic == topic.id
        else:
            assert to in ("emergency", "talk")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_topic_is_read_slowly_enough_to_be_interrupted(language: str) -> None:
    for spot in spots():
        if (spot.language, spot.node) == (language, TOPIC) and not spot.tries:
            ask, _ = menus.show(house(), house().config.lines[LINE], spot, lambda there: "/voice")
            assert not ask.speech
            longest = max(len(part.text.split()) for part in ask.prompt if hasattr(part, "text"))
            assert longest <= 45, (spot.topic, longest)
