"""Live state that does not answer: all are told at once, and one request at a time finds out whether it is back."""

from typing import Any

import pytest
from redis import ConnectionPool, Redis
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import ResponseError

from routing.domain.contact import Unavailable
from routing.store.circuit import CIRCUIT_STAYS_OPEN_S
from routing.store.outbox import Outbox
from routing.store.switchboard import Switchboard


class Failing(Redis):
    """A client that fails as it is told to, and counts how often it is asked."""

    fails: Exception | None = None
    asked = 0

    def evalsha(self, *args: Any) -> Any:
        self.asked += 1
        if self.fails:
            raise self.fails
        return super().evalsha(*args)


class Broken:
    def __init__(self, url: str) -> None:
        self.redis: Failing = Failing.from_url(url)
        self.now = 100.0
        self.switchboard = Switchboard(self.redis, lambda: self.now)

    def is_up(self) -> bool:
        try:
            return self.switchboard.wait("nobody") is None
        except Unavailable:
            return False


@pytest.fixture
def broken(redis_url: str) -> Broken:
    return Broken(redis_url)


def test_one_slow_answer_is_enough_for_everybody(broken: Broken) -> None:
    broken.redis.fails = NoConnection()
    assert [broken.is_up() for _ in range(5)] == [False] * 5
    assert broken.redis.asked == 1
    with pytest.raises(Unavailable):
        broken.switchboard.epoch()
    assert broken.redis.asked == 1


def test_after_a_while_one_request_tries_again(broken: Broken) -> None:
    broken.redis.fails = NoConnection()
    broken.is_up()
    broken.now += CIRCUIT_STAYS_OPEN_S
    assert [broken.is_up() for _ in range(5)] == [False] * 5
    assert broken.redis.asked == 2


def test_the_first_answer_closes_the_circuit(broken: Broken) -> None:
    broken.redis.fails = NoConnection()
    broken.is_up()
    broken.redis.fails = None
    assert not broken.is_up(), "not before its time"
    broken.now += CIRCUIT_STAYS_OPEN_S
    assert [broken.is_up() for _ in range(3)] == [True] * 3


def test_a_script_that_is_refused_opens_no_circuit(broken: Broken) -> None:
    broken.redis.fails = ResponseError("WRONGTYPE")
    assert not broken.is_up()
    broken.redis.fails = None
    assert broken.is_up()


class NowhereToBeFound(ConnectionPool):
    """The way to a server that is not there, and how often it was tried."""

    tried = 0

    def get_connection(self, *args: Any, **options: Any) -> Any:
        self.tried += 1
        raise NoConnection


def test_a_server_of_jobs_that_is_away_is_not_waited_for_again_and_again() -> None:
    now, way = [100.0], NowhereToBeFound()
    outbox = Outbox(Redis(connection_pool=way), lambda: now[0])
    for number in range(9):
        outbox.send("ring", f"0011-{number}")
    assert way.tried == 1
    now[0] += CIRCUIT_STAYS_OPEN_S
    for number in range(9):
        outbox.send("ring", f"0022-{number}")
    assert way.tried == 2


def test_a_master_that_no_replica_follows_answers_nothing_and_is_left(redis_url: str) -> None:
    """Back after a fall, and not told yet that another is the master, it knows of nothing that happened since."""
    redis = Redis.from_url(redis_url)
    switchboard, before = Switchboard(redis), redis.client_id()
    redis.config_set("min-replicas-to-write", 1)
    try:
        with pytest.raises(Unavailable):
            switchboard.wait("nobody")
    finally:
        redis.config_set("min-replicas-to-write", 0)
    assert switchboard.wait("nobody") is None
    assert redis.client_id() != before, "who is the master now is asked of the sentinels with the next connection"
