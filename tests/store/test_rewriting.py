"""What live state has erased leaves the server's file too, within an hour or so."""

from pathlib import Path

from redis import Redis

from routing import embedded
from routing.store import keys
from routing.store.switchboard import REWRITE_EVERY_S, Switchboard
from tests.start.processes import eventually

ERASED = "canary that was erased"


def on_file(folder: Path) -> bool:
    return any(ERASED.encode() in read(file) for file in (folder / "valkey" / "appendonlydir").iterdir())


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:  # the rewriting has just taken it away
        return b""


def test_what_was_erased_leaves_the_file(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as url:
        redis, board = Redis.from_url(url), Switchboard(Redis.from_url(url))
        redis.set("kept", "still here")
        redis.set("erased", ERASED)
        redis.delete("erased")
        assert eventually(lambda: on_file(tmp_path)), "each write is on file"
        board.rewrite_file()
        assert eventually(lambda: not on_file(tmp_path))
        assert redis.get("kept") == b"still here"
        assert 0 < redis.ttl(keys.REWRITTEN) <= REWRITE_EVERY_S


def test_it_is_begun_anew_once_an_hour_however_often_it_is_asked_for(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as url:
        redis, board = Redis.from_url(url), Switchboard(Redis.from_url(url))
        board.rewrite_file()
        assert eventually(lambda: not redis.info("persistence")["aof_rewrite_in_progress"])
        redis.set("erased", ERASED)
        redis.delete("erased")
        board.rewrite_file()
        assert not redis.info("persistence")["aof_rewrite_in_progress"]
        assert eventually(lambda: on_file(tmp_path))
        redis.delete(keys.REWRITTEN)  # an hour later
        board.rewrite_file()
        assert eventually(lambda: not on_file(tmp_path))


def test_a_server_without_such_a_file_is_left_alone(tmp_path: Path) -> None:
    with embedded.running(tmp_path) as url:
        redis = Redis.from_url(url)
        redis.config_set("appendonly", "no")
        Switchboard(redis).rewrite_file()
        assert redis.ttl(keys.REWRITTEN) > 0
        assert not redis.info("persistence")["aof_rewrite_in_progress"]
