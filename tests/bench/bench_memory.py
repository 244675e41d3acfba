"""How much memory a web process has after calls, texts, searches and pages, against what it has at its start."""

import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from routing import embedded
from tests.bench.conftest import Row
from tests.bench.webhooks import CALL as FORM
from tests.deployed.deployment import HERE, TOKEN, Deployment
from tests.start.processes import eventually

KB_IN_MB = 1024
ROUNDS = 60  # of each request: more than the threads of all web processes
WORDS = ("how do I quit", "she wont wake up", "rehab near albany ny", "MEET 33401", "TALK", "CALL", "YES", "PRIVACY")
sids = count(1)


@pytest.fixture
def helpline(tmp_path: Path, towns_file: Path) -> Iterator[Deployment]:
    """Live state, records and the web: nothing that places calls."""
    (tmp_path / towns_file.name).symlink_to(towns_file)
    live = embedded.claim(tmp_path)
    helpline = Deployment(tmp_path, live)
    try:
        helpline.server.start()
        helpline.run("release")
        helpline.web.start()
        assert eventually(lambda: _asks(helpline, "/console/sign-in"), 60), helpline.web.said
        yield helpline
    finally:
        for part in (helpline.web, helpline.server):
            part.end()
        live.release()


def _asks(helpline: Deployment, path: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    try:
        with opener.open(f"http://{HERE}:{helpline.port}{path}", timeout=10) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def _sends(helpline: Deployment, path: str, form: dict[str, str]) -> None:
    """Send a webhook as Twilio does, each on a connection of its own, so that every process has its share."""
    url = helpline.public + path
    signature = RequestValidator(TOKEN).compute_signature(url, form)
    request = urllib.request.Request(url, urlencode(form).encode(), {"X-Twilio-Signature": signature})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


def _used(helpline: Deployment) -> None:
    for _ in range(ROUNDS):
        number = next(sids)
        who = {"From": f"+1202555{100 + number % 100:04}"}
        call = {**FORM, **who, "CallSid": f"CA{number:032x}"}
        _sends(helpline, "/voice", call)
        _sends(helpline, "/voice/menu/top/en", {**call, "Digits": "1"})
        for words in WORDS:
            text = {"AccountSid": FORM["AccountSid"], "To": FORM["To"], **who, "Body": words, "NumMedia": "0"}
            _sends(helpline, "/sms", {**text, "MessageSid": f"SM{next(sids):032x}"})
        assert _asks(helpline, "/console/sign-in")


def _megabytes(pid: int, what: str = "Rss") -> float:
    """Tell what a process has in memory; as `Pss`, with what several share divided among them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(f"{what}:"))) / KB_IN_MB


def test_what_a_web_process_takes(helpline: Deployment, tell: Callable[[Row], None]) -> None:
    before = [_megabytes(pid) for pid in helpline.web_children()]
    _used(helpline)
    after = [_megabytes(pid) for pid in helpline.web_children()]
    alone = max(_megabytes(pid, "Pss") for pid in helpline.web_children())
    told = (
        f"{max(after):.0f} MB, and {max(before):.0f} before; {alone:.0f} with what processes share divided among them"
    )
    tell(Row("memory of a web process after use, against before", max(after) / max(before), told))
