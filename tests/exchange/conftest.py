"""An exchange with a moved clock, and an application that answers as each test scripts it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from application import Application
from network import LINE, SID, TOKEN, Network, Phone

from routing.exchange.serve import Exchange


@pytest.fixture
def app() -> Iterator[Application]:
    application = Application(TOKEN)
    application.start()
    yield application
    application.stop()


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
        }
    ]


@pytest.fixture
def net(app: Application) -> Iterator[Network]:
    exchange = Exchange(account_sid=SID, auth_token=TOKEN, lines=lines(app))
    yield Network(exchange.start())
    exchange.stop()


@pytest.fixture
def ana(net: Network) -> Phone:
    return net.phone("+12025550111", "Ana")


@pytest.fixture
def bo(net: Network) -> Phone:
    return net.phone("+12025550112", "Bo", "specialist")


@pytest.fixture
def cy(net: Network) -> Phone:
    return net.phone("+12025550113", "Cy", "specialist")
