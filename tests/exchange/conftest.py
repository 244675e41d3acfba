"""An exchange with a moved clock, and an application that answers as each test scripts it."""

from collections.abc import Iterator

import pytest

from routing.exchange.serve import Exchange
from tests.exchange import contract
from tests.exchange.application import Application
from tests.exchange.network import LINE, SID, TOKEN, Network, Phone


@pytest.fixture
def app() -> Iterator[Application]:
    application = Application(TOKEN)
    application.start()
    yield application
    application.stop()
    assert [one.path for one in application.asked if not one.valid] == []
    assert contract.webhook_problems([(one.path, one.params) for one in application.asked]) == []
    assert application.wrong_on_purpose or contract.twiml_problems(application.documents) == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not contract.SHARED.is_dir():
        terminalreporter.write_line(
            "tests/exchange: ../shared is not here, so nothing was checked against Twilio's contract"
        )


def lines(app: Application) -> list[dict[str, str]]:
    return [
        {
            "number": LINE,
            "name": "Helpline",
            "voice_url": f"{app.url}/voice",
            "sms_url": f"{app.url}/sms",
            "status_url": f"{app.url}/status",
            "voice_fallback_url": f"{app.url}/fallback",
            "voice_fallback_method": "GET",
            "sms_fallback_url": f"{app.url}/sms-fallback",
        }
    ]


@pytest.fixture
def net(app: Application) -> Iterator[Network]:
    exchange = Exchange(account_sid=SID, auth_token=TOKEN, lines=lines(app))
    network = Network(exchange.start())
    yield network
    exchange.stop()
    contract.check_rest(network.http.seen)


@pytest.fixture
def ana(net: Network) -> Phone:
    return net.phone("+12025550111", "Ana")


@pytest.fixture
def bo(net: Network) -> Phone:
    return net.phone("+12025550112", "Bo", "specialist")


@pytest.fixture
def cy(net: Network) -> Phone:
    return net.phone("+12025550113", "Cy", "specialist")
