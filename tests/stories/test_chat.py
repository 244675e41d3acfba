"""A specialist's conversations by text on their own page: read and answered there, as on their telephone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.records import held
from tests.stories.talking import asks_to_write, by_phone, nothing_is_left, said, writes_with
from tests.stories.test_live import Desk, desk, signed_in
from tests.stories.town import Phone, Town, town
from tests.web.browser import Browser

__all__ = ["desk"]  # a fixture
TALKS = "/console/me/talks"


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, by_phone()) as made:
        yield made


def page_of(here: Town, desk: Desk, name: str) -> Browser:
    return signed_in(desk, name, "specialist", here.services.roster.named(name).id).opens(TALKS)


@pytest.fixture
def page(here: Town, desk: Desk, ana: Phone) -> Browser:
    return page_of(here, desk, "Ana")


def shows(page: Browser) -> list[str]:
    """Who wrote what, as the page has it now."""
    lines = re.findall(r"<li class=.*?</li>", page.opens(TALKS).answer.text, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", "", line).split()) for line in lines]


def form(page: Browser, which: int, **more: str) -> dict[str, str]:
    """What a form of the page would send: of each conversation one to write, then one to end it."""
    parts = page.opens(TALKS).answer.text.split("<form")
    part = [each for each in parts if 'action="/console/me/talks"' in each][which]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', part)) | more


def test_both_write_on_the_page_and_by_telephone_and_nothing_is_left_after(
    here: Town, caller: Phone, ana: Phone, page: Browser
) -> None:
    assert "You write with nobody now." in page.page.text
    writes_with(here, caller, ana)
    caller.texts("i am <b>scared</b> & alone")
    assert shows(page) == ["They: i am &lt;b&gt;scared&lt;/b&gt; &amp; alone"]
    page.sends(TALKS, **form(page, 0, words="I am here."))
    here.passes(1)
    assert (page.at, caller.inbox[-1]) == (TALKS, "I am here.")
    ana.texts("What happened?")
    assert caller.inbox[-1] == "What happened?"
    assert shows(page)[1:] == ["You: I am here.", "You: What happened?"]
    for phone in (caller, ana):
        assert phone.number[2:] not in page.answer.text
    page.sends(TALKS, **form(page, 1))
    here.passes(2)
    assert caller.inbox[-1] == said(here, "sms_talk_ended") and here.outcomes() == ["bridged"]
    assert shows(page) == [] and nothing_is_left(here)
    assert [row.deed.what for row in here.services.audit.rows()].count("conversation_ended") == 1


def test_what_is_sent_twice_arrives_once_and_nobody_waits_for_news_that_is_not_there(
    here: Town, caller: Phone, ana: Phone, page: Browser
) -> None:
    writes_with(here, caller, ana)
    version = re.search(r'data-version="(\w+)"', page.opens(TALKS).answer.text)[1]
    assert page.opens(f"{TALKS}?have={version}").status == 204
    fields = form(page, 0, words="Hello")
    before = len(caller.inbox)
    page.sends(TALKS, **fields)
    page.sends(TALKS, **fields)
    here.passes(1)
    assert caller.inbox[before:] == ["Hello"]
    news = page.opens(f"{TALKS}?have={version}")
    assert news.status == 200 and "<html" not in news.answer.text and "Hello" in news.answer.text


def test_each_sees_their_own_conversations_alone(
    here: Town, desk: Desk, caller: Phone, ana: Phone, page: Browser
) -> None:
    here.specialist("Bo", activity="")
    other = page_of(here, desk, "Bo")
    writes_with(here, caller, ana)
    caller.texts("for Ana alone")
    before = len(caller.inbox)
    theirs = form(page, 0, words="from Bo", form=form_of(other))
    assert other.sends(TALKS, **theirs).status == 409
    assert other.sends(TALKS, **theirs | {"do": "end"}).status == 409
    here.passes(2)
    assert shows(other) == [] and caller.inbox[before:] == [] and shows(page) == ["They: for Ana alone"]


def form_of(page: Browser) -> str:
    return re.search(r'name="form" value="([^"]*)"', page.opens(TALKS).answer.text)[1]


def test_who_has_the_conversation_after_sees_nothing_of_what_was_written_before(
    here: Town, desk: Desk, caller: Phone, ana: Phone, page: Browser
) -> None:
    writes_with(here, caller, ana)
    caller.texts("a secret")
    bo = here.specialist("Bo")
    ana.texts("#1 PASS")
    here.passes(3)
    bo.texts("Y")
    here.passes(2)
    caller.texts("hello again")
    assert shows(page) == [] and shows(page_of(here, desk, "Bo")) == ["They: hello again"]
    assert "a secret" not in str([*here.redis.scan_iter("*:lines:*")])


def test_of_several_the_right_one_is_answered(here: Town, caller: Phone, ana: Phone, page: Browser) -> None:
    writes_with(here, caller, ana)
    dee = here.caller("Dee")
    asks_to_write(dee)
    here.passes(2)
    ana.texts("#2 Y")
    here.passes(2)
    dee.texts("second")
    assert shows(page) == ["They: second"]
    page.sends(TALKS, **form(page, 2, words="for Dee"))
    here.passes(1)
    assert dee.inbox[-1] == "for Dee" and caller.inbox[-1] != "for Dee"


def test_while_the_records_do_not_answer_nothing_is_ended(here: Town, caller: Phone, ana: Phone, page: Browser) -> None:
    writes_with(here, caller, ana)
    fields = form(page, 1)
    with held(here.services.settings.database_url):
        assert page.sends(TALKS, **fields).status == 503
    here.passes(2)
    assert here.activity(ana) == "engaged"


def test_nothing_empty_or_too_long_is_passed_on(here: Town, caller: Phone, ana: Phone, page: Browser) -> None:
    writes_with(here, caller, ana)
    before = len(caller.inbox)
    for words in ("  ", "x" * 1001):
        assert page.sends(TALKS, **form(page, 0, words=words)).status == 400
    here.passes(1)
    assert len(caller.inbox) == before
