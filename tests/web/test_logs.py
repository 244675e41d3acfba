"""What the log tells, and what it never does."""

import io
import json
import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from tests.logged import logged

NUMBER = "+12025550110"
CALL = "CA" + "ab12" * 8
TICKET = "hG3k_9zLq-" * 6


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    with logged() as stream:
        yield stream


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_event_is_one_line_of_json_with_its_ids(out: io.StringIO) -> None:
    structlog.get_logger().warning("offer_not_rung", offer="00112233445566aa-1", place=3, why=None, share=0.5)
    (line,) = lines(out)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "offer_not_rung", "level": "warning", "offer": "00112233445566aa-1", "place": 3, "why": None,
        "share": 0.5,
    }  # fmt: skip


def test_in_a_terminal_it_is_plain() -> None:
    with logged(Terminal()) as out:
        structlog.get_logger().warning("offer_not_rung", offer="00112233445566aa-1")
    assert "warning" in out.getvalue()
    assert "offer_not_rung" in out.getvalue()
    assert not out.getvalue().startswith("{")


def test_libraries_write_to_the_same_log_and_only_what_is_wrong(out: io.StringIO) -> None:
    for name in ("werkzeug", "urllib3.connectionpool", "twilio.http_client", "granian.access", "rq.worker"):
        logging.getLogger(name).info("POST /voice from %s", NUMBER)
        logging.getLogger(name).warning("slow")
    logging.getLogger("another").info("said")
    warnings.warn("old", stacklevel=1)
    assert [line["event"] for line in lines(out)[:6]] == ["slow"] * 5 + ["said"]
    assert "old" in lines(out)[6]["event"]


def test_a_librarys_own_way_of_writing_is_ended() -> None:
    chatty = logging.getLogger("granian.access")
    chatty.addHandler(logging.StreamHandler(said := io.StringIO()))
    chatty.propagate = False
    with logged() as out:
        chatty.error("broken")
    assert (said.getvalue(), [line["event"] for line in lines(out)]) == ("", ["broken"])


@pytest.mark.parametrize(
    "secret",
    [
        NUMBER, NUMBER[1:], NUMBER[2:], "%2B12025550110", 12025550110, CALL, "AC" + "0" * 32, TICKET, f"tel:{NUMBER}",
        f"/voice/wait/x?t={TICKET}&n=1", f"To={NUMBER[1:]}&From=2025550110", f"('{NUMBER}', '{CALL}')",
        {"who": [NUMBER, {CALL: 1}]}, (NUMBER,), {NUMBER}, NUMBER.encode(), ValueError(NUMBER),
    ],
)  # fmt: skip
def test_numbers_sids_and_tickets_are_replaced_wherever_they_stand(out: io.StringIO, secret: Any) -> None:
    structlog.get_logger().info("said", secret=secret)
    structlog.get_logger().info(f"said {secret}")
    logging.getLogger("x").warning("said %s", secret)
    for line in out.getvalue().splitlines():
        assert not [part for part in ("2025550110", "ab12ab12", "0" * 32, "hG3k_9") if part in line], line
        assert "[...]" in line


def test_what_is_no_secret_stays(out: io.StringIO) -> None:
    kept = {"id": "00112233445566aa", "job": "ring-00112233445566aa-1", "at": "/a/b.py:12", "n": 123456, "on": True}
    structlog.get_logger().info("kept", **kept)
    assert lines(out)[0].items() >= kept.items()


def test_of_an_exception_only_type_and_place_are_told(out: io.StringIO) -> None:
    try:
        try:
            raise KeyError("I took too much")
        except KeyError as error:
            raise ValueError("she is blue") from error
    except ValueError:
        structlog.get_logger().exception("failed", job="ring")
        logging.getLogger("rq.worker").exception("job failed")
        logging.getLogger("rq.worker").error("job failed\n%s", traceback.format_exc())
    ours, theirs, text = lines(out)
    for line in (ours, theirs):
        assert (line["error"], line["because"][0].partition(" ")[0]) == ("ValueError", "KeyError")
        assert "test_logs.py:" in line["at"]
    assert "test_logs.py" in text["event"]
    assert not [said for said in ("too much", "blue") if said in out.getvalue()]


def test_a_process_that_crashes_says_so_and_not_more(out: io.StringIO) -> None:
    error = RuntimeError(f"cannot call {NUMBER}")
    sys.excepthook(RuntimeError, error, None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    def dies() -> None:
        raise error

    thread = threading.Thread(target=dies)
    thread.start()
    thread.join()
    assert [(line["event"], line["level"], line["error"]) for line in lines(out)] == [
        ("crashed", "critical", "RuntimeError")
    ] * 2
    assert "2025550110" not in out.getvalue()
