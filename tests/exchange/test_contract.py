"""What holds the exchange to the contract does notice when it is broken."""

import pytest
import requests

from tests.exchange import contract
from tests.exchange.contract import SHARED

CALL = {
    "CallSid": "CA1",
    "AccountSid": "AC1",
    "From": "+12025550111",
    "To": "+12025550100",
    "CallStatus": "in-progress",
    "ApiVersion": "2010-04-01",
    "Direction": "inbound",
    "Caller": "+12025550111",
    "Called": "+12025550100",
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here: the webhooks are described in it")
@pytest.mark.parametrize(
    ("params", "problems"),
    [
        (CALL, []),
        ({**CALL, "QueueResult": "leave"}, []),
        ({**CALL, "QueueResult": "gone"}, ["/x: enqueue.action with QueueResult=gone"]),
        ({**CALL, "DialCallStatus": "busy"}, ["/x: dial.action without DialBridged"]),
        ({"CallSid": "CA1"} | dict(list(CALL.items())[2:]), ["/x: voice.inbound without AccountSid"]),
        ({"Weather": "fine"}, ["/x: no webhook carries only ['Weather']"]),
    ],
)
def test_webhooks_are_held_to_their_description(params, problems):
    assert contract.webhook_problems([("/x", params)]) == problems


def test_errors_are_held_to_twilios_words():
    answer = requests.Response()
    answer.status_code, answer._content = 500, b'{"error": "no"}'
    with pytest.raises(AssertionError):
        contract.check_refusal(answer)
