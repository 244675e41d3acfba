"""An exchange with a moved clock, a scripted helpline behind it, and a browser that shows its phones."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from routing.exchange.serve import Exchange
from tests.exchange.application import Application, Asked
from tests.exchange.network import LINE, SID, TOKEN, Network
from tests.page import chromium
from tests.page.screen import Card
from tests.page.site import Site, served
from tests.page.watch import watched

CALLER, ANA, BO = "+12025550111", "+12025550121", "+12025550122"
GREETING = (
    "<Gather input='dtmf speech' numDigits='1' timeout='30' action='/chosen'><Say>Press 1 to talk.</Say></Gather>"
)
RINGS_ANA = f"<Dial callerId='{LINE}' timeout='60'><Number url='/whisper'>{ANA}</Number></Dial>"
WHISPER = "<Gather numDigits='1' timeout='30'><Say>A call for you. Press 1 to take it.</Say></Gather>"


def chosen(asked: Asked) -> str:
    """Answer the greeting's choice: 1 rings Ana, 2 waits, words are said again."""
    if words := asked.params.get("SpeechResult"):
        return f"<Say language='es-US'>Entendido: {words}</Say><Pause length='60'/>"
    return RINGS_ANA if asked.params["Digits"] == "1" else "<Enqueue waitUrl='/wait'>talk</Enqueue>"


def whispered(asked: Asked) -> str:
    """Ask Ana for a 1, after which she is put through."""
    return "" if "Digits" in asked.params else WHISPER


# Of the module: while Playwright runs, no other test of this thread could run a loop of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.running() as browser:
        yield browser


@pytest.fixture
def app() -> Iterator[Application]:
    application = Application(TOKEN)
    application.says("/voice", GREETING)
    application.says("/chosen", chosen)
    application.says("/whisper", whispered)
    application.says("/wait", "<Pause length='60'/>")
    application.says("/sms", "<Message>We read you.</Message>")
    application.says("/status", "")
    application.start()
    yield application
    application.stop()


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Path]:
    """The PID file of a process that runs beside the exchange."""
    process = subprocess.Popen(["sleep", "600"])
    file = tmp_path / "pid"
    file.write_text(str(process.pid))
    yield file
    process.kill()
    process.wait()


@pytest.fixture
def net(app: Application, beside: Path) -> Iterator[Network]:
    line = {"number": LINE, "name": "Helpline"} | {
        f"{what}_url": f"{app.url}/{what}" for what in ("voice", "sms", "status")
    }
    phones = [(CALLER, "Caller", "caller"), (ANA, "Ana", "specialist"), (BO, "Bo", "specialist")]
    exchange = Exchange(account_sid=SID, auth_token=TOKEN, lines=[line], handsets=phones, beside={"Redis": beside})
    yield Network(exchange.start())
    exchange.stop()


@pytest.fixture
def page(browser: Browser, net: Network) -> Iterator[Page]:
    """The page, opened; an error, a dialog or a breach of its policy on it fails the test."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    wrong = watched(page, "http://127.0.0.1:")  # a relay of the exchange is at another port
    page.goto(f"{net.url}/handsets")
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def site(tmp_path: Path, redis_url: str) -> Iterator[Site]:
    """The pages for supervisors and specialists."""
    with served(tmp_path, redis_url) as site:
        yield site


@pytest.fixture
def caller(page: Page) -> Card:
    return Card(page, "Caller")


@pytest.fixture
def ana(page: Page) -> Card:
    return Card(page, "Ana")
