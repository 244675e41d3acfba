"""A helpline that is the service's own scripts and nothing else, under a clock that is set for each of them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from redis import Redis

from routing.store import keys, scripts
from routing.store.switchboard import Switchboard

QUEUE = "main.general.en"
STEPS = ("enter", "wait", "progress", "accept", "join", "leave", "finish")
MOVES = Path(__file__).with_name("moves.lua")
NOBODY_WRAPS_UP = {
    "channel": "voice",
    "line": "main",
    "skill": "general",
    "language": "en",
    "queues": QUEUE,
    "priority": "0",
    "width": "1",
    "rings": "20",
    "wrap_up": "0",
    "call": "sealed",
}


class Entering(Switchboard):
    """Tell what the script is given, and run nothing."""

    def _run(self, name: str, own_keys: Iterable[str], *args: str | int) -> Any:
        self.given = ((*keys.COMMON, *own_keys), args)
        return [b"", [], []]


class Helpline:
    """So many specialists of one queue, all available, each offered one contact at a time, and no wrap-up."""

    def __init__(self, redis: Redis, specialists: int) -> None:
        redis.flushall()
        self._entering = Entering(redis)
        self._script = redis.register_script(_together())
        board = Switchboard(redis)
        board.open_epoch("first")
        for number in range(specialists):
            board.register(f"s{number}", {"name": f"s{number}", "phone": "sealed", "languages": "en", "queues": QUEUE})
            board.set_activity(f"s{number}", "available")

    def enters(self, at: int, contact: str) -> list[str]:
        """Answers the offers that begin to ring, as each of these does."""
        self._entering.enter(contact, contact, "", NOBODY_WRAPS_UP)
        given, args = self._entering.given
        return self._moves(at, "enters", contact, *args, given=given)

    def takes(self, at: int, offer: str) -> list[str]:
        return self._moves(at, "takes", offer)

    def ends(self, at: int, offer: str) -> list[str]:
        return self._moves(at, "ends", offer)

    def gives_up(self, at: int, contact: str) -> list[str]:
        return self._moves(at, "gives_up", contact)

    def _moves(self, at: int, move: str, *subject: str | int, given: Sequence[str] = keys.COMMON) -> list[str]:
        return [offer.decode() for offer in self._script(keys=given, args=(at, move, *subject))]


def _together() -> str:
    """Each script as a function of its own keys and arguments, and what calls them."""
    steps = [f"scripts[{name!r}] = function(KEYS, ARGV)\n{scripts.source(name)}\nend" for name in STEPS]
    return "\n".join(["local scripts = {}", *steps, MOVES.read_text(encoding="utf-8")])
