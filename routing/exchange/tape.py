"""What a Record verb hears: words and their ends, and the key that stops it."""

import asyncio
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from routing.exchange.clock import Clock, first_of
from routing.exchange.documents import number_of, speaking_seconds

LONGEST = 3600
SILENCE = 5
ANY_KEY = "1234567890*#"


@dataclass(frozen=True)
class Spoken:
    """Some words, from one instant to another."""

    words: str
    began: float
    ended: float


class Tape:
    """Listen until a key, a silence, or the longest time."""

    def __init__(self, node: Element, clock: Clock) -> None:
        self.clock = clock
        self.finish_on_key = node.get("finishOnKey", ANY_KEY)
        self.longest = number_of(node, "maxLength", LONGEST)
        self.silence = number_of(node, "timeout", SILENCE)
        self.trims = node.get("trim", "trim-silence") == "trim-silence"
        self.began = clock.now()
        self.spoken: list[Spoken] = []
        self.ended_by = ""
        loop = asyncio.get_running_loop()
        self._done: asyncio.Future[None] = loop.create_future()
        self._heard: asyncio.Future[None] = loop.create_future()

    def key(self, key: str) -> None:
        if key in self.finish_on_key and not self._done.done():
            self.ended_by = key
            self._done.set_result(None)

    def speech(self, words: str) -> None:
        began = max(self._spoken_until, self.clock.now())
        self.spoken.append(Spoken(words, began, began + speaking_seconds(words)))
        if not self._heard.done():
            self._heard.set_result(None)

    async def finish(self) -> None:
        """Wait for the end: the time for silence begins anew where speech ends."""
        longest = self.clock.timer(self.longest)
        while not (self._done.done() or longest.done()):
            self._heard = asyncio.get_running_loop().create_future()
            speaking = max(0.0, self._spoken_until - self.clock.now())
            silence = self.clock.timer(speaking + self.silence)
            try:
                await first_of(self._done, self._heard, silence, longest)
                if silence.done() and not self._heard.done():
                    break
            finally:
                silence.cancel()
        longest.cancel()

    @property
    def _spoken_until(self) -> float:
        return self.spoken[-1].ended if self.spoken else self.began

    def kept(self) -> tuple[float, float]:
        """Give the instants between which the sound is kept: without silence around it, unless that is wanted."""
        now = self.clock.now()
        if not (self.trims and self.spoken):
            return self.began, now
        return self.spoken[0].began, min(self._spoken_until, now)

    def as_json(self) -> dict[str, Any]:
        """Describe what is wanted, for the phone's screen."""
        return {"since": self.began, "longest": self.longest, "finish_on_key": self.finish_on_key}
