"""PINs: proved, never read; and nobody's takes as long as anybody's."""

import time

from routing.store import pins


def test_a_pin_is_proved_by_itself_alone() -> None:
    kept = pins.hashed("4821")
    assert pins.proves("4821", kept)
    assert not pins.proves("4822", kept)
    assert not pins.proves("", kept)
    assert pins.hashed("4821") != kept, "each with a salt of its own"


def test_without_a_pin_nothing_is_proved_and_it_takes_as_long() -> None:
    kept = pins.hashed("4821")

    def takes(hashed: str) -> float:
        began = time.process_time()
        assert not pins.proves("1234", hashed)
        return time.process_time() - began

    theirs, nobodys = (min(takes(hashed) for _ in range(5)) for hashed in (kept, ""))
    assert 0.3 < nobodys / theirs < 3
