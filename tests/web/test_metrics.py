"""What Prometheus is told: how many and for how long, to whoever has the token, and nothing of anybody."""

from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import TestResponse

from routing.store.records.migrating import migrate
from tests.web.doorstep import CALL, Doorstep

TOKEN = "a-token-of-letters-by-chance"
Samples = dict[tuple[str, ...], float]


def scraped(door: Doorstep, authorization: str = f"Bearer {TOKEN}") -> TestResponse:
    return door.app.test_client().get("/metrics", headers={"Authorization": authorization})


def samples(door: Doorstep) -> Samples:
    """Every number, by the metric's name and its labels' values."""
    answer = scraped(door)
    assert answer.status_code == 200 and answer.mimetype == "text/plain"
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


@pytest.fixture
def watched(build: Callable[..., Doorstep]) -> Doorstep:
    door = build(METRICS_TOKEN=TOKEN)
    migrate(door.settings.database_url)
    door.services.switchboard.open_epoch("first")
    return door


def test_it_counts_who_waits_and_who_could_be_rung(watched: Doorstep) -> None:
    watched.sends("/voice/menu/top/en", {**CALL, "Digits": "1"})
    told = samples(watched)
    assert told["helpline_live_state_answers",] == 1
    assert told["helpline_waiting", "main.general.en"] == 1
    assert 0 <= told["helpline_longest_wait_seconds", "main.general.en"] < 60
    assert told["helpline_waiting", "main.general.es"] == told["helpline_available", "main.general.en"] == 0
    assert told["helpline_line_open", "main"] == 1


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}é"])
def test_nobody_else_is_told(watched: Doorstep, shown: str) -> None:
    answer = scraped(watched, shown)
    assert answer.status_code == 401 and b"helpline" not in answer.data


def test_without_a_token_in_the_settings_there_is_nothing(build: Callable[..., Doorstep]) -> None:
    door = build()
    assert scraped(door).status_code == scraped(door, "Bearer ").status_code == 404


def test_it_says_so_when_live_state_does_not_answer(build: Callable[..., Doorstep]) -> None:
    door = build(METRICS_TOKEN=TOKEN, REDIS_URL="redis://127.0.0.1:1")
    assert samples(door) == {("helpline_live_state_answers",): 0}


def test_nobody_is_in_a_label(watched: Doorstep) -> None:
    watched.sends("/voice/menu/top/en", {**CALL, "Digits": "1"})
    told = scraped(watched).text
    assert CALL["From"].removeprefix("+1") not in told and CALL["CallSid"] not in told
