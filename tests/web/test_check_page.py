"""What is wrong, and what waits for a sign-off: on the page, by command, and for `helpline check`."""

import json
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from config.shapes import Config
from routing.cli import main
from tests.logged import logged
from tests.web.browser import Browser, invites
from tests.web.doorstep import Doorstep

pytestmark = pytest.mark.usefixtures("records")

CHECK, REVIEW = "/console/check", "/console/review"


def signed_in(door: Doorstep, name: str) -> Browser:
    browser = Browser(door).begins(invites(door, name), name)
    browser.sets_authenticator()
    return browser


@pytest.fixture
def kim(door: Doorstep) -> Browser:
    return signed_in(door, "Kim")


def offered(browser: Browser) -> list[str]:
    """What the page offers to tick."""
    return [given["value"] or "" for tag, given in browser.page.tags if tag == "input" and given.get("name") == "read"]


def signs_off(browser: Browser, *read: str, by: str = "Dr. Roe", on: str = "2020-01-31", part: str = "en") -> Browser:
    return browser.sends(REVIEW, part=part, read=list(read), by=by, on=on)  # type: ignore[arg-type]  # a list is sent


def deeds(door: Doorstep) -> list[tuple[str, str]]:
    return [(row.deed.id, row.deed.why) for row in door.services.audit.rows() if row.deed.what == "signed_off"]


def helpline(door: Doorstep, *words: str) -> Result:
    given = {"HELPLINE_CONFIG_DIR": None, "HELPLINE_DATA_DIR": str(door.settings.data_dir)}
    live = {"REDIS_URL": door.settings.redis_url, "HELPLINE_SECRET_KEYS": ",".join(door.settings.keys())}
    with logged():
        return CliRunner().invoke(main, words, env=given | live)


def checked(door: Doorstep, *words: str) -> list[str]:
    """What `helpline check` lists as not signed off."""
    found: list[dict[str, Any]] = json.loads(helpline(door, "check", "--unreviewed", "--json", *words).stdout)
    return [one["wrong"].partition(" ")[0] for one in found if one["wrong"].endswith("has no sign-off")]


def without(config: Config, sentence: str) -> Config:
    """The configuration with a sentence in other words."""
    english = {**config.phrases["en"], sentence: "Other words."}
    return replace(config, phrases={**config.phrases, "en": english})


def test_what_waits_is_counted_read_and_signed_off_by_a_named_person(door: Doorstep, kim: Browser) -> None:
    waits = len(door.services.config.unreviewed)
    assert "Sentences in English" in kim.opens(CHECK).page.text and "Topics in Spanish" in kim.page.text
    assert "fact" in kim.page.text and "is unverified" in kim.page.text
    first, second, *_ = offered(kim.opens(f"{REVIEW}?part=en"))
    name = first.partition(" ")[0]
    words = door.services.config.phrases["en"][name.removeprefix("en.")]
    assert kim.page.text.count(name) == 1 and words.split("\n")[0].strip() in kim.page.text
    assert "1 signed off." in signs_off(kim, first).page.text
    assert first not in offered(kim) and second in offered(kim)
    assert deeds(door) == [(name, "read by Dr. Roe")]
    assert len(checked(door)) == waits - 1
    assert name.removeprefix("en.") in checked(door, "--offline"), "which asks nobody, nor the records"


def test_what_is_changed_afterwards_waits_again_and_what_comes_back_does_not(door: Doorstep, kim: Browser) -> None:
    first = offered(kim.opens(f"{REVIEW}?part=en"))[0]
    signs_off(kim, first)
    id = first.partition(" ")[0]
    as_it_was = door.services
    door.becomes(replace(as_it_was, config=without(as_it_was.config, id.removeprefix("en."))))
    again = offered(_back(door, kim))
    assert again[0].partition(" ")[0] == id and again[0] != first
    door.becomes(as_it_was)
    assert id not in [each.partition(" ")[0] for each in offered(_back(door, kim))]


def _back(door: Doorstep, kim: Browser) -> Browser:
    """Kim looks again, at whatever is behind the door now."""
    cookie = kim.client.get_cookie("__Host-helpline-session", domain="help.example.org")
    assert cookie
    kim.client = door.app.test_client()
    kim.client.set_cookie(cookie.key, cookie.value, domain="help.example.org", secure=True)
    return kim.opens(f"{REVIEW}?part=en")


@pytest.mark.parametrize(
    "given", [{"by": " "}, {"by": "x" * 81}, {"on": "yesterday"}, {"on": "2999-01-01"}, {"on": ""}]
)
def test_without_a_name_or_a_day_nothing_is_signed_off(door: Doorstep, kim: Browser, given: dict[str, str]) -> None:
    read = offered(kim.opens(f"{REVIEW}?part=en"))[0]
    assert signs_off(kim, read, **given).status == 400
    assert signs_off(kim).status == 400, "nothing is ticked"
    assert deeds(door) == [] and door.services.clearances.all() == []


def test_what_somebody_else_signed_off_meanwhile_stays_as_it_is_and_is_said(door: Doorstep, kim: Browser) -> None:
    lee = signed_in(door, "Lee")
    read = offered(lee.opens(f"{REVIEW}?part=en"))[0]
    signs_off(kim.opens(f"{REVIEW}?part=en"), read)
    late = signs_off(lee, read, by="Dr. Poe")
    assert (late.status, "somebody else has signed it off" in late.page.text) == (409, True)
    assert signs_off(lee, read.split(" ")[0] + " " + "0" * 64).status == 409, "words that it does not have"
    assert [clearance.by for clearance in door.services.clearances.all()] == ["Dr. Roe"]
    assert len(deeds(door)) == 1


def test_a_fact_is_held_to_its_source_for_half_a_year(door: Doorstep, kim: Browser) -> None:
    part, today = "facts", "2020-01-31"
    facts = offered(kim.opens(f"{REVIEW}?part={part}"))
    signs_off(kim, facts[0], on=today, part=part)
    assert facts[0] in offered(kim.opens(f"{REVIEW}?part={part}")), "that is too long ago"
    day = [given["value"] or "" for tag, given in kim.page.tags if tag == "input" and given.get("name") == "on"]
    signs_off(kim, facts[0], on=day[0], part=part)
    assert facts[0] not in offered(kim.opens(f"{REVIEW}?part={part}"))


def test_all_that_waits_can_be_passed_over_a_few_at_a_time(door: Doorstep, kim: Browser) -> None:
    seen, path = list[str](), f"{REVIEW}?part=es.topics"
    while path:
        seen += offered(kim.opens(path))
        links = [given["href"] or "" for tag, given in kim.page.tags if tag == "a" and "after=" in str(given["href"])]
        path = links[0] if links else ""
    assert len(seen) == len(set(seen)) == len(door.services.config.topics["es"])


def test_a_fact_is_verified_by_command_and_so_for_the_page(door: Doorstep, kim: Browser) -> None:
    def unverified() -> list[str]:
        return [
            one["id"] for one in json.loads(helpline(door, "facts", "list", "--json").stdout) if not one["verified_on"]
        ]

    fact = unverified()[0]
    assert helpline(door, "facts", "verify", fact, "--by", "Dr. Roe").exit_code == 0
    assert fact not in unverified()
    assert f"facts.{fact}" not in [each.partition(" ")[0] for each in offered(kim.opens(f"{REVIEW}?part=facts"))]
    assert f"fact {fact} is unverified" not in helpline(door, "check").stdout
    assert deeds(door) == [(f"facts.{fact}", "read by Dr. Roe")]
    for words in (("none", "--by", "Dr. Roe"), (fact, "--by", " ")):
        assert helpline(door, "facts", "verify", *words).exit_code == 1


def test_a_topic_is_held_to_its_source(door: Doorstep, kim: Browser) -> None:
    topics = offered(kim.opens(f"{REVIEW}?part=sources.es"))
    spanish = door.services.config.topics["es"]
    assert spanish[topics[0].split()[0].rpartition(".")[2]].source in kim.page.text
    day = next(given["value"] or "" for tag, given in kim.page.tags if tag == "input" and given.get("name") == "on")
    before = helpline(door, "check", "--unreviewed").stdout.count("let a person hold it to its source")
    signs_off(kim, *topics[:2], on=day, part="sources.es")
    assert not {*topics[:2]} & {*offered(kim.opens(f"{REVIEW}?part=sources.es"))}
    assert helpline(door, "check", "--unreviewed").stdout.count("let a person hold it to its source") == before - 2
