"""Nothing goes so wrong that a telephone is met by silence: every signed webhook is answered in TwiML."""

from dataclasses import replace
from typing import Any

import pytest

from routing.flow.ticket import Ticket
from routing.store.vault import Vault
from tests.web.doorstep import CALL, EXAMPLES, TEXT, Doorstep, verbs

CONTACT = EXAMPLES["contact"]
OFFER = EXAMPLES["id"]


class Broken:
    """Live state that fails as nobody expected."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("+12025550110 said: help me")


@pytest.fixture
def broken(door: Doorstep) -> Doorstep:
    door.becomes(replace(door.services, switchboard=Broken(), config=door.services.config))
    return door


@pytest.fixture
def speechless(door: Doorstep) -> Doorstep:
    """Lack every phrase but the last ones."""
    kept = ("last_resort", "sms_last_resort", "offer_unknown", "bridge_wait")
    phrases = {
        language: {name: text for name, text in said.items() if name in kept}
        for language, said in door.services.config.phrases.items()
    }
    door.becomes(replace(door.services, config=replace(door.services.config, phrases=phrases)))
    return door


def test_every_webhook_is_answered_whatever_breaks(broken: Doorstep, speechless: Doorstep) -> None:
    for path in broken.webhooks():
        for query in ("", f"?t={broken.ticket()}&n=1&step=0&language=en"):
            for keys in ({}, {"Digits": "1"}):
                answer = broken.sends(path + query, {**CALL, **TEXT, **keys})
                assert (answer.status_code, answer.mimetype) == (200, "text/xml"), path


def test_a_caller_hears_where_to_get_help_in_every_language_and_begins_again(speechless: Doorstep) -> None:
    answer = speechless.sends("/voice")
    assert speechless.says(answer) == [speechless.phrase("last_resort", language) for language in ("en", "es")]
    assert verbs(answer.data)[-1] == "Redirect"
    assert b">/voice#" in answer.data


def test_a_text_is_answered_by_a_message(speechless: Doorstep) -> None:
    answer = speechless.sends("/sms", TEXT)
    assert speechless.says(answer)[0] == speechless.phrase("sms_last_resort")
    assert set(verbs(answer.data)) == {"Message"}


def test_a_caller_in_the_queue_is_first_taken_out_of_it(broken: Doorstep) -> None:
    """Hold that nothing inside Twilio's queue is a menu or enters a queue: Twilio would take neither there."""
    path = f"/voice/wait/{CONTACT}?t={broken.ticket()}"
    assert verbs(broken.sends(path).data)[-2:] == ["Pause", "Leave"]
    assert verbs(broken.sends(f"{path}&loop=1").data)[-1] == "Redirect"


@pytest.mark.parametrize("part", ["", "/keys?language=en", "/after?language=en"])
def test_a_specialist_is_let_go_and_never_taken_for_a_caller(broken: Doorstep, part: str) -> None:
    answer = broken.sends(f"/offer/{OFFER}{part}", {**CALL, "Digits": "1"})
    assert broken.says(answer) == [broken.phrase("offer_unknown")]
    assert verbs(answer.data) == ["Say", "Hangup"]


@pytest.mark.parametrize(
    ("part", "told"), [("", "Hangup"), ("/stands?language=en", "Hangup"), ("/waiting?language=en", "Pause")]
)
def test_another_line_is_let_go_and_never_taken_for_a_caller(speechless: Doorstep, part: str, told: str) -> None:
    assert verbs(speechless.sends(f"/line/{OFFER}{part}", {**CALL, "Digits": "1"}).data) == [told]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (f"/code/{OFFER}", ["Hangup"]),
        (f"/code/{OFFER}/keys?times=1", ["Hangup"]),
        (f"/listen/{OFFER}", ["Hangup"]),
        (f"/listen/{OFFER}/alone", ["Pause"]),
        (f"/listen/{OFFER}/said/comes", []),
    ],
)
def test_whom_we_ring_is_never_taken_for_a_caller(broken: Doorstep, path: str, told: list[str]) -> None:
    assert verbs(broken.sends(path, {**CALL, "Digits": "1"}).data) == told


def test_inside_the_bridge_a_specialist_hears_only_what_may_be_said_there(speechless: Doorstep) -> None:
    answer = speechless.sends(f"/offer/{OFFER}/connecting?language=xx")
    assert verbs(answer.data) == ["Say"]


def test_a_fallback_number_that_cannot_be_asked_is_hung_up_on_so_that_the_next_is_tried(speechless: Doorstep) -> None:
    assert verbs(speechless.sends("/voice/outside/en/screen").data) == ["Hangup"]


@pytest.mark.parametrize("path", ["/voice/status", f"/offer/{OFFER}/status", f"/offer/{OFFER}/bridge"])
def test_news_is_answered_with_nothing(broken: Doorstep, path: str) -> None:
    event = {"StatusCallbackEvent": "participant-join", "ParticipantLabel": "caller"}
    assert verbs(broken.sends(path, {**CALL, "CallStatus": "completed", **event}).data) == []


def foreign(door: Doorstep) -> dict[str, str]:
    other = replace(door.services, vault=Vault(["A" * 43]))
    sealed = Ticket(CONTACT, "main", "general", "en").sealed(door.services)
    return {
        "none": "",
        "garbage": "%00%ff",
        "another helpline's": Ticket(CONTACT, "main", "general", "en").sealed(other),
        "cut": sealed[:-4],
        "made for something else": door.services.vault.seal("phone", "+12025550110"),
        "of another shape": door.services.vault.seal_fields("ticket", {"contact": CONTACT}),
        "of a line that is no more": Ticket(CONTACT, "gone", "general", "en").sealed(door.services),
        "not fields": door.services.vault.seal("ticket", "words"),
    }


def test_a_ticket_that_is_not_one_is_no_dead_end(door: Doorstep) -> None:
    for which, ticket in foreign(door).items():
        for path in (f"/voice/wait/{CONTACT}", f"/voice/wait/{CONTACT}/keys", f"/voice/queued/{CONTACT}"):
            answer = door.sends(f"{path}?t={ticket}&loop=1", {**CALL, "Digits": "6"})
            assert door.says(answer)[0] == door.phrase("last_resort"), (which, path)
            assert verbs(answer.data)[-1] == "Redirect", (which, path)


@pytest.mark.parametrize("query", ["n=x", "step=", "step=1.5", "quiet=%F0%9F%86%98", "n=9" + "9" * 5000, "down=-"])
def test_a_number_that_is_none_is_no_dead_end(door: Doorstep, query: str) -> None:
    for path in (f"/voice/wait/{CONTACT}", f"/voice/wait/{CONTACT}/keys", f"/voice/choice/{CONTACT}"):
        answer = door.sends(f"{path}?t={door.ticket()}&{query}", {**CALL, "Digits": "9"})
        assert verbs(answer.data)[-1] in ("Redirect", "Enqueue", "Leave"), path


@pytest.mark.parametrize(
    "path",
    [
        "/voice/menu/top/xx", "/voice/menu/none/en", "/voice/again/xx", "/voice/emergency/xx", "/voice/outside/xx/0",
        "/voice/outside/en/99", "/voice/menu/top/en?tries=x", f"/offer/{OFFER}/keys", f"/offer/{OFFER}/after",
    ],
)  # fmt: skip
def test_an_address_that_was_never_given_out_is_answered(door: Doorstep, path: str) -> None:
    assert door.says(door.sends(path, {**CALL, "Digits": "2"}))


def test_the_log_tells_where_it_went_wrong_and_not_what_was_said(
    broken: Doorstep, capsys: pytest.CaptureFixture[str]
) -> None:
    broken.sends(f"/voice/wait/{CONTACT}?t={broken.ticket()}")
    logged = "".join(capsys.readouterr())
    assert "RuntimeError" in logged
    assert "help me" not in logged
    assert "2025550110" not in logged
