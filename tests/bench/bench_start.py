"""How long what `make run` starts takes to the first answered call: in a new data folder, and in one that is set up."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.conftest import Row
from tests.start.processes import eventually
from tests.start.test_demo import Demo, free_port
from tests.stories.town import LINE, _http

CALLER = "+12025550111"


def seconds_to_the_first_words(folder: Path) -> float:
    """Start everything, dial, and stop it again; return the seconds from its start until the caller hears something."""
    began = time.monotonic()
    demo = Demo(folder, free_port())
    try:
        demo.says("The helpline is ready.")
        api = f"{demo.says('Telephones').split()[1]}/api"
        _http("POST", f"{api}/handsets/{CALLER}/dial", {"to": LINE})
        assert eventually(lambda: hears(api), 30), demo.said
        took = time.monotonic() - began
        demo.process.send_signal(signal.SIGINT)
        demo.process.wait(30)
    finally:
        demo.process.kill()
        demo.process.wait()
    return took


def hears(api: str) -> bool:
    phones = _http("GET", f"{api}/state")["handsets"]
    call = next(phone["call"] for phone in phones if phone["number"] == CALLER)
    return bool(call and any(line["kind"] == "say" for line in call["hears"]))


@pytest.mark.timeout(180)
def test_from_the_start_to_the_first_answered_call(tmp_path: Path, tell: Callable[[Row], None]) -> None:
    new, again = (seconds_to_the_first_words(tmp_path / "data") for _ in range(2))
    told = f"{again:.1f} s against {new:.1f} s, once each"
    tell(Row("to the first answered call, set up already, against a new data folder", again / new, told))
