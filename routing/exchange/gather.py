"""The Gather verb: keys and words, with their times."""

import asyncio
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from routing.exchange.clock import Clock, during
from routing.exchange.documents import CHILDREN, is_true, number_of
from routing.exchange.run import Run, Step

DEFAULT_TIMEOUT = 5
CONFIDENCE = "0.91"


@dataclass
class Heeded:
    """What a Gather got; `words` is None when nothing was spoken."""

    digits: str = ""
    finished_on: str = ""
    words: str | None = None

    @property
    def empty(self) -> bool:
        return not self.digits and self.words is None


class Gathering:
    """Listen for keys or words, whichever comes first."""

    def __init__(self, node: Element) -> None:
        wanted = node.get("input", "dtmf").split()
        self.keys = "dtmf" in wanted
        self.speaks = "speech" in wanted
        self.num_digits = number_of(node, "numDigits", 0) or None
        self.finish_on_key = node.get("finishOnKey", "#")
        self.timeout = number_of(node, "timeout", DEFAULT_TIMEOUT)
        self.got = Heeded()
        loop = asyncio.get_running_loop()
        self.begun: asyncio.Future[None] = loop.create_future()
        self.done: asyncio.Future[None] = loop.create_future()
        self._last_key: asyncio.Future[None] = loop.create_future()

    def key(self, key: str) -> None:
        if not self.keys or self.done.done():
            return
        _settle(self.begun)
        if self.finish_on_key and key == self.finish_on_key:
            self.got.finished_on = key
            _settle(self.done)
            return
        self.got.digits += key
        _settle(self._last_key)
        if self.num_digits and len(self.got.digits) >= self.num_digits:
            _settle(self.done)

    def speech(self, words: str) -> None:
        # The first kind of input wins: words after a key are not heard.
        if not self.speaks or self.begun.done():
            return
        self.got.words = words
        _settle(self.begun)
        _settle(self.done)

    async def finish(self, clock: Clock) -> None:
        """Wait for the end of the input; the time for it begins anew with each key."""
        while not self.done.done():
            if self._last_key.done():
                self._last_key = asyncio.get_running_loop().create_future()
            timer = clock.timer(self.timeout)
            await asyncio.wait({self.done, self._last_key, timer}, return_when=asyncio.FIRST_COMPLETED)
            if timer.done() and not self._last_key.done():
                return
            timer.cancel()

    def as_json(self) -> dict[str, Any]:
        """Describe what is wanted, for the phone's screen."""
        return {
            "keys": self.keys,
            "speech": self.speaks,
            "num_digits": self.num_digits,
            "finish_on_key": self.finish_on_key,
        }


async def gather(run: Run, node: Element) -> Step:
    run.leg.answer()
    gathering = Gathering(node)
    run.leg.listener = gathering
    run.leg.switch.touch()
    clock = run.leg.switch.clock
    asked = None
    try:
        await during(gathering.begun, prompt(run, node))
        asked = clock.now()
        await gathering.finish(clock)
    finally:
        run.leg.unheed(gathering)
        if asked is not None:
            run.leg.asked.append((asked, clock.now()))
    got = gathering.got
    if got.empty and not is_true(node, "actionOnEmptyResult"):
        return None
    return run.goto(node.get("action", ""), node.get("method"), _params(got, node))


async def prompt(run: Run, node: Element) -> None:
    """Say what stands inside; anything that may not stand there is passed over."""
    for child in node:
        if child.tag in CHILDREN["Gather"].split():
            await run.leg.switch.verbs[child.tag](run, child)


def _params(got: Heeded, node: Element) -> dict[str, str]:
    if got.words is not None:
        language = node.get("language", "en-US")
        return {"SpeechResult": got.words, "Confidence": CONFIDENCE, "Language": language}
    return {"Digits": got.digits, "FinishedOnKey": got.finished_on}


def _settle(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)
