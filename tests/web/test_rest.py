"""What Twilio's refusals, silence and nonsense mean to whoever asked."""

from collections.abc import Iterator

import pytest
from twilio.rest import Client

from config.settings import Settings
from routing.channels import rest
from routing.domain.contact import NotSent, Reason, Unclear
from tests.exchange.application import Answer, Application

CALLS = f"/2010-04-01/Accounts/AC{'a' * 32}/Calls.json"


@pytest.fixture
def twilio() -> Iterator[Application]:
    application = Application("12345")
    application.start()
    yield application
    application.stop()


@pytest.fixture
def client(twilio: Application) -> Client:
    given = {"TWILIO_ACCOUNT_SID": "AC" + "a" * 32, "TWILIO_AUTH_TOKEN": "12345", "TWILIO_API_URL": twilio.url}
    return rest.client(Settings.load(given))


def refusal(status: int, code: int) -> Answer:
    return Answer(f'{{"code": {code}, "message": "no", "status": {status}}}', status, "application/json")


@pytest.mark.parametrize(
    ("answer", "reason", "code"),
    [
        (refusal(400, 21220), Reason.GONE, "400 21220"),
        (refusal(404, 20404), Reason.GONE, "404 20404"),
        (refusal(400, 21211), Reason.BAD_NUMBER, "400 21211"),
        (refusal(401, 20003), Reason.REFUSED, "401 20003"),
        (Answer("not JSON", 403), Reason.REFUSED, "403 None"),
    ],
)
def test_a_refusal_has_a_reason_for_a_call_and_for_a_list_alike(
    client: Client, twilio: Application, answer: Answer, reason: Reason, code: str
) -> None:
    twilio.says(CALLS, answer)
    for ask in (lambda: client.calls.create(to="+1", from_="+1", url="http://x"), client.calls.list):
        with pytest.raises(NotSent) as why:
            rest.asked(ask)
        assert (why.value.reason, why.value.code) == (reason, code)


@pytest.mark.parametrize("answer", [refusal(500, 20500), refusal(503, 20503), Answer("<html>", 200), Answer("{}", 200)])
def test_what_is_no_clear_answer_is_unclear(client: Client, twilio: Application, answer: Answer) -> None:
    twilio.says(CALLS, answer)
    with pytest.raises(Unclear):
        rest.asked(client.calls.list)
