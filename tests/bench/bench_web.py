"""What the first webhook of a call costs above a plain Flask view with the same signature check and the same answer."""

import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from routing import embedded
from tests.bench.conftest import ROUNDS, Row, ratio
from tests.deployed.deployment import HERE, ROOT, TOKEN, Deployment, Part, free_port, inherited
from tests.start.processes import eventually

FORM = {
    "CallSid": "CA" + "1" * 32,
    "AccountSid": "AC" + "0" * 32,
    "From": "+12025550110",
    "To": "+12025550100",
    "Caller": "+12025550110",
    "Called": "+12025550100",
    "CallStatus": "ringing",
    "Direction": "inbound",
    "ApiVersion": "2010-04-01",
} | {
    f"{whose}{what}": "x"
    for whose in ("From", "To", "Caller", "Called")
    for what in ("City", "State", "Zip", "Country")
}


def signature(url: str) -> str:
    return str(RequestValidator(TOKEN).compute_signature(url, FORM))


def answer(url: str) -> bytes:
    """Ask for the document once."""
    request = urllib.request.Request(url, urlencode(FORM).encode(), {"X-Twilio-Signature": signature(url)})
    with urllib.request.urlopen(request, timeout=10) as found:
        return bytes(found.read())


def answers(url: str) -> bool:
    try:
        return bool(answer(url))
    except OSError:
        return False


def rates(*urls: str) -> list[float]:
    """Requests a second of each, as a process of its own sends them."""
    signed = [part for url in urls for part in (url, signature(url))]
    command = [sys.executable, "-P", "-m", "tests.bench.load", urlencode(FORM), *signed]
    here = {**inherited(), "PYTHONPATH": str(ROOT)}
    printed = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, text=True, check=True).stdout
    return [float(rate) for rate in printed.split()]


@pytest.fixture
def urls(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The helpline's /voice and the floor's, each served by web processes of its own."""
    live = embedded.claim(tmp_path)
    helpline = Deployment(tmp_path, live)
    ours = f"{helpline.public}/voice"
    port = free_port()
    floors, document = f"http://{HERE}:{port}/voice", tmp_path / "answer.xml"
    command = [sys.executable, "-P", "-m", "tests.bench.floor", str(port), floors, TOKEN, str(document)]
    floor = Part(command, {**inherited(), "PYTHONPATH": str(ROOT)}, tmp_path / "floor.log", ())
    try:
        helpline.server.start()
        helpline.web.start()
        assert eventually(lambda: answers(ours), 60), helpline.web.said
        document.write_bytes(answer(ours))
        floor.start()
        assert eventually(lambda: answers(floors), 60), floor.said
        assert answer(floors) == answer(ours)
        yield ours, floors
    finally:
        for part in (floor, helpline.web, helpline.server):
            part.end()
        live.release()


def test_the_first_webhook_against_a_plain_view(urls: tuple[str, str], tell: Callable[[Row], None]) -> None:
    helpline, floor = zip(*(rates(*urls) for _ in range(ROUNDS)), strict=True)
    each = [f"{statistics.median(rates):,.0f}" for rates in (helpline, floor)]
    tell(Row("/voice, requests a second against a plain view", ratio(helpline, floor), f"{each[0]} against {each[1]}"))
