"""What is a specialist's command, and what is anybody's text."""

import pytest

from routing.domain.commands import Command, is_ok, read


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("ON 4821", Command("on", 15, "4821")),
        ("off 48213", Command("off", 15, "48213")),
        (" Break  15   4821 ", Command("break", 15, "4821")),
        ("BREAK 4821", Command("break", 15, "4821")),
        ("break 999 4821", Command("break", 480, "4821")),
        ("break 0 4821", Command("break", 1, "4821")),
        ("Ready 12345678.", Command("ready", 15, "12345678")),
        ("status\n4821", Command("status", 15, "4821")),
        ("PAUSA 30 4821", Command("break", 30, "4821")),
        ("lista 4821", Command("ready", 15, "4821")),
        ("Estado 4821", Command("status", 15, "4821")),
        ("COVER 4821", Command("cover", 0, "4821")),
        ("cover 12 4821", Command("cover", 0, "4821", 12)),
        ("Cubrir 3 4821.", Command("cover", 0, "4821", 3)),
        ("OFFER 4821", Command("offer", 0, "4821")),
        ("ofrezco 2 4821", Command("offer", 0, "4821", 2)),
    ],
)
def test_a_command_is_read_however_it_is_written(words: str, command: Command) -> None:
    assert read(words) == command


@pytest.mark.parametrize(
    "words",
    [
        "", "ON", "ON 482", "ON 123456789", "4821", "ON 4821 please", "I am ON 4821", "ON 15 4821", "BREAK 15",
        "OFFER 1000 4821", "COVER 1000 4821",
        "BREAK 1500 4821", "ON ４８２１", "ON4821", "STOP 4821", "QUIT", "on my way to 4821 Main",
    ],
)  # fmt: skip
def test_everything_else_is_anybodys(words: str) -> None:
    assert read(words) is None


def test_a_pin_is_not_shown() -> None:
    assert "4821" not in repr(read("ON 4821"))


@pytest.mark.parametrize("words", ["OK", " ok. ", "Okay!", "Got  it", "VALE", "Recibido", "de acuerdo."])
def test_an_ok_is_a_whole_text(words: str) -> None:
    assert is_ok(words)
    assert not is_ok(f"{words} but") and not is_ok(f"not {words}")


@pytest.mark.parametrize("words", ["", ".", "o k", "k", "yes", "STOP", "help", "no"])
def test_nothing_else_is_an_ok(words: str) -> None:
    assert not is_ok(words)
