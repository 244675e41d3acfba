"""Whether it lives, and whether it is ready."""

import io
import wave
from collections.abc import Callable

from tests.web.doorstep import Doorstep


def test_it_lives_whatever_else_is_down(build: Callable[..., Doorstep]) -> None:
    assert build(REDIS_URL="redis://127.0.0.1:1").gets("/health").status_code == 200


def test_it_is_ready_once_live_state_is_whole(door: Doorstep) -> None:
    assert door.gets("/ready").status_code == 503
    door.services.switchboard.open_epoch("first")
    assert door.gets("/ready").status_code == 200


def test_it_is_not_ready_without_a_database(build: Callable[..., Doorstep]) -> None:
    door = build(DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    door.services.switchboard.open_epoch("first")
    assert door.gets("/ready").status_code == 503


def test_it_is_not_ready_without_live_state(build: Callable[..., Doorstep]) -> None:
    assert build(REDIS_URL="redis://127.0.0.1:1").gets("/ready").status_code == 503


def test_the_music_is_sound_that_may_be_kept(door: Doorstep) -> None:
    answer = door.gets("/hold.wav")
    with wave.open(io.BytesIO(answer.data)) as sound:
        assert sound.getnframes() / sound.getframerate() == 16
    assert "max-age" in answer.headers["Cache-Control"]


def test_an_unknown_page_is_not_found_and_a_webhook_is_not_for_looking_at(door: Doorstep) -> None:
    assert door.gets("/nothing").status_code == 404
    assert door.gets("/voice").status_code == 405
