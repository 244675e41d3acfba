"""Talking by text when something goes wrong, or has just ended: nobody is left without a word, and no words stay."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis

from routing.cli import main
from routing.store import keys
from tests.stories.talking import asks_to_write, by_phone, how, in_line, nothing_is_left, offered, said, writes_with
from tests.stories.test_canary import kept_live
from tests.stories.town import Phone, Town, town


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, by_phone()) as made:
        yield made


def loses_its_jobs(here: Town) -> None:
    """Every worker is killed with the jobs that it had."""
    for name in list(here.redis.scan_iter("rq:*")):
        here.redis.delete(name)


def test_a_specialist_says_in_a_word_how_it_went(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    ana.texts("DONE")
    here.passes(5)
    assert ana.inbox[-1] == how(here, "sms_talks_ended")
    ana.texts("2")
    assert ana.inbox[-1] == said(here, "sms_talks_noted")
    ana.texts("2")
    assert [event["detail"] for event in here.events("word")] == ["main.general.en told_where"], "it is counted once"


def test_each_step_is_made_up_for_when_its_worker_was_killed(here: Town, caller: Phone, ana: Phone) -> None:
    here.working = False
    asks_to_write(caller)
    loses_its_jobs(here)
    here.working = True
    here.passes(20)
    assert ana.inbox == [offered(here)], "and asked once"
    here.working = False
    ana.texts("Y")
    caller.texts("first")
    caller.texts("second")
    loses_its_jobs(here)
    here.working = True
    here.passes(20)
    assert ana.inbox[1:] == ["first", "second", said(here, "sms_talks_begins")] or ana.inbox[1:] == [
        said(here, "sms_talks_begins"),
        "first",
        "second",
    ]
    assert caller.inbox[-1] == said(here, "sms_talk_begins")
    here.working = False
    ana.texts("DONE")
    loses_its_jobs(here)
    here.working = True
    here.passes(60)
    assert caller.inbox[-1] == said(here, "sms_talk_ended")
    assert here.outcomes() == ["bridged"] and nothing_is_left(here)


def test_when_live_state_is_emptied_both_hear_it_at_their_next_text(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    ana.texts("tell me more")
    here.passes(400)  # until what happened was counted, which shows that there was a life before
    here.redis.flushall()
    here.keep_time()
    here.passes(10)
    caller.texts("zxcv")
    assert caller.inbox[-1] == f"{said(here, 'sms_first')} {said(here, 'sms_talk_forgotten')}"
    ana.texts("zxcv")
    assert ana.inbox[-1].endswith(said(here, "sms_talks_forgotten"))
    asks_to_write(caller)
    assert caller.inbox[-1].startswith("I am looking for a person") or "line" in caller.inbox[-1]


def test_on_the_first_day_nobody_hears_of_a_loss(here: Town, caller: Phone) -> None:
    caller.texts("zxcv")
    assert caller.inbox[0].startswith(said(here, "sms_menu"))


def test_a_specialist_who_wants_no_more_texts_has_given_everybody_back(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    bo = here.specialist("Bo")
    ana.texts("STOP")
    here.passes(5)
    assert caller.inbox[-1] == said(here, "sms_talk_silent")
    bo.texts("Y")
    here.passes(3)
    caller.texts("hello")
    here.passes(2)
    assert bo.inbox[-1] == "hello"


def test_status_shows_texts(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    asks_to_write(here.caller("Dee"))
    asks_to_write(here.caller("Eve"))
    settings = here.services.settings
    environment = {
        "REDIS_URL": settings.redis_url,
        "DATABASE_URL": settings.database_url,
        "HELPLINE_DATA_DIR": str(settings.data_dir),
    }
    shown = json.loads(CliRunner().invoke(main, ["status", "--json"], env=environment).stdout)
    assert sorted((one["channel"], one["stage"]) for one in shown["contacts"]) == [
        ("text", "bridged"),
        ("text", "waiting"),
        ("text", "waiting"),
    ]
    assert next(one for one in shown["queues"] if one["name"] == "main.general.en")["waiting"] == 2
    assert [one["contacts"] for one in shown["specialists"]] == [1]


def test_no_word_or_number_is_in_live_state_while_and_after_they_write(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    secrets = [b"xylophone", b"marimba", caller.number[2:].encode(), ana.number[2:].encode()]
    here.working = False
    caller.texts("my xylophone")
    ana.texts("your marimba")
    assert not [part for part in kept_live(here.redis) for word in secrets if word in part], "while it is on its way"
    assert not nothing_is_left(here)
    here.working = True
    here.passes(5)
    ana.texts("DONE")
    here.passes(40)
    assert nothing_is_left(here)
    assert not [part for part in kept_live(here.redis) for word in secrets if word in part]


def test_a_specialist_in_need_is_answered_like_anyone_unless_the_words_go_on(
    here: Town, caller: Phone, ana: Phone
) -> None:
    asks_to_write(caller)
    here.passes(2)
    ana.texts("he is not breathing")
    assert said(here, "sms_overdose") in ana.inbox, "asked about a text, and writing with nobody yet"
    here.specialist("Bo").texts("TALK")
    assert "call this number" in here.phones[max(here.phones)].inbox[-1]


def test_whoever_waits_hears_so_also_when_their_words_are_not_understood(here: Town, caller: Phone) -> None:
    asks_to_write(caller)
    caller.texts("zxcv qwfp")
    assert caller.inbox[-1] == in_line(here, "sms_in_line_nobody", next="")


def test_a_line_that_begins_to_allow_it_needs_no_restart_of_live_state(tmp_path: Path, redis_url: str) -> None:
    with town(tmp_path, redis_url) as here:
        ana = here.specialist("Ana")
    with town(tmp_path, redis_url, by_phone()) as here:
        here.becomes("Ana", "available")
        here.passes(900)  # the clock of a new town begins where that of the last one began
        ana, caller = here.outside("Ana", ana.number, "specialist"), here.caller()
        here.known.add(ana.number)
        asks_to_write(caller)
        here.passes(3)
        assert ana.inbox == [offered(here)]


ACTS = st.sampled_from(
    [
        "person writes",
        "specialist writes",
        "person ends",
        "specialist ends",
        "passes",
        "time",
        "lost",
        "comes back",
        "off",
    ]
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=8))
def test_whatever_happens_no_words_stay_once_it_has_ended(
    tmp_path_factory: pytest.TempPathFactory, redis_url: str, acts: list[str]
) -> None:
    Redis.from_url(redis_url).flushall()
    with town(tmp_path_factory.mktemp("town"), redis_url, by_phone()) as here:
        caller, ana = here.caller(), here.specialist("Ana")
        writes_with(here, caller, ana)
        for act in acts:
            happens(here, caller, ana, act)
        here.goes_wrong(kind="clear")
        here.working = True
        caller.texts("DONE")
        here.passes(90)
        assert nothing_is_left(here)
        assert not [part for part in kept_live(Redis.from_url(redis_url)) if b"xylophone" in part]


def happens(here: Town, caller: Phone, ana: Phone, act: str) -> None:
    match act:
        case "person writes":
            caller.texts("my xylophone")
        case "specialist writes":
            ana.texts("your xylophone")
        case "person ends":
            caller.texts("DONE")
        case "specialist ends":
            ana.texts("DONE")
        case "passes":
            ana.texts("#1 PASS")
        case "time":
            here.passes(400)
        case "lost":
            loses_its_jobs(here)
        case "comes back":
            writes_with(here, caller, ana)
        case "off":
            here.working = not here.working


def test_after_a_day_without_power_a_specialist_is_written_with_by_nobody(
    here: Town, caller: Phone, ana: Phone
) -> None:
    writes_with(here, caller, ana)
    for kind in ("offer", "contact"):
        here.redis.delete(*here.redis.scan_iter(f"*:{kind}:*"))  # which end by themselves meanwhile
    ana.texts("hello?")
    assert said(here, "sms_menu") in ana.inbox[-1]
    (recheck,) = (one for one, _ in here.redis.zscan_iter(keys.DEADLINES, "recheck:*"))
    here.redis.zadd(keys.DEADLINES, {recheck: 0})
    here.passes(5)
    assert here.activity(ana) == "available"
    writes_with(here, here.caller("Dee"), ana)
    assert here.activity(ana) == "engaged"
