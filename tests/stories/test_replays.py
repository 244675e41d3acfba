"""A webhook that somebody has copied and sends again, rightly signed: it has had its effect, and has no other."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.request import Request, urlopen
from xml.etree import ElementTree

import pytest
from flask import request, request_started

from routing.domain.counting import tally
from routing.store import keys, pins
from tests.stories.records import rows
from tests.stories.talking import by_phone
from tests.stories.test_failing_steps import COORDINATOR, PIN, life
from tests.stories.town import Town, town

FEWEST_ROUTES = 20
KEPT = ("promises", "consents", "recordings", "opt_outs", "contact_notes", "carrier_deletions")


@dataclass(frozen=True)
class Copied:
    """A webhook as it came: its route, its address, its body and its headers."""

    route: str
    url: str
    body: bytes = field(repr=False)
    headers: dict[str, str] = field(repr=False)

    def again(self) -> bytes:
        with urlopen(Request(self.url, self.body, self.headers, method="POST"), timeout=30) as answer:
            return answer.read()


@pytest.fixture
def copied() -> Iterator[list[Copied]]:
    """Every webhook that comes in while the story goes on."""
    all_: list[Copied] = []

    def copy(_sender: Any, **_: Any) -> None:
        headers = {name: request.headers[name] for name in ("X-Twilio-Signature", "Content-Type")}
        all_.append(Copied(str(request.url_rule), request.url, request.get_data(), headers))

    with request_started.connected_to(copy):
        yield all_


def effects(here: Town) -> dict[str, Any]:
    """Whatever came of the webhooks: who was called and texted, who waits, what is on record and counted."""
    database = here.services.settings.database_url
    contacts = {name: here.redis.hget(name, "stage") for name in here.redis.scan_iter(keys.contact("*"))}
    staff = [phone for phone in here.phones.values() if phone.number in here.known]
    return {
        "calls": [call["sid"] for call in here.ledger()["calls"]],
        "texts": sorted(text.sid for text in here.services.carrier._client.messages.list()),
        "contacts": contacts,
        "activities": {phone.name: here.activity(phone) for phone in staff},
        "records": {table: rows(database, table) for table in KEPT},
        "counted": tally(event for _, event in here.services.switchboard.events("0-0", 100_000)),
    }


def test_every_webhook_of_a_whole_life_is_sent_again_and_nothing_comes_of_it(
    tmp_path: Any, redis_url: str, copied: list[Copied]
) -> None:
    with town(tmp_path, redis_url, by_phone(alerts_to=(COORDINATOR,))) as here:
        here.outside("Kim", COORDINATOR)
        cal, dee = here.caller("Cal"), here.caller("Dee")
        ana, bo = here.specialist("Ana", pin=pins.hashed(PIN)), here.specialist("Bo")
        for act in life(here, cal, dee, ana, bo):
            with suppress(AssertionError):  # the network refuses what this phone cannot do now
                act()
        ends(here)
        before, everything = effects(here), list(copied)
        assert before["calls"] and before["texts"] and before["contacts"]
        for one in everything:
            ElementTree.fromstring(one.again())
        here.settle()
        here.passes(30)
        assert effects(here) == before
        routes = {one.route for one in everything}
        assert len(routes) >= FEWEST_ROUTES, sorted(routes)


def ends(here: Town) -> None:
    for phone in here.phones.values():
        if phone.state["state"] in ("talking", "dialling"):
            phone.hangs_up()
    here.passes(120)
