"""The Record verb: beep, listen until a key, silence, the longest time or the end of the call."""

import asyncio
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from routing.exchange.clock import Clock, first_of
from routing.exchange.documents import is_true, number_of, speaking_seconds
from routing.exchange.hooks import Hook
from routing.exchange.recordings import Recording
from routing.exchange.run import Run, Step
from routing.exchange.wire import new_sid

LONGEST = 3600
SILENCE = 5
ANY_KEY = "1234567890*#"
HUNG_UP = "hangup"


async def record(run: Run, node: Element) -> Step:
    """Record; a caller who hangs up ends it too, and then the action's answer means nothing."""
    leg = run.leg
    leg.answer()
    if is_true(node, "playBeep", default=True):
        await leg.listen("beep", "", 1.0)
    tape = Tape(node, leg.switch.clock)
    leg.listener = tape
    try:
        await tape.finish()
    except asyncio.CancelledError:
        if leg.over and tape.said:
            leg.afterwards(leg.hook(*_asked(run, node, _keep(run, node, tape), HUNG_UP)))
        raise
    finally:
        leg.unheed(tape)
    if not tape.said:
        _report(run, node, _recording(run, tape), "absent")
        return None
    url, method, params = _asked(run, node, _keep(run, node, tape), tape.ended_by)
    return run.goto(url, method, params)


@dataclass
class Tape:
    """Hear words, their ends, and the key that stops it."""

    node: Element
    clock: Clock

    def __post_init__(self) -> None:
        self.began = self.clock.now()
        self.spoken_until = self.began
        self.ended_by = ""
        loop = asyncio.get_running_loop()
        self._done: asyncio.Future[None] = loop.create_future()
        self._heard: asyncio.Future[None] = loop.create_future()

    @property
    def said(self) -> bool:
        return self.spoken_until > self.began

    @property
    def seconds(self) -> int:
        """Give the length of what is kept, without the silence after it."""
        return max(1, round(min(self.spoken_until, self.clock.now()) - self.began))

    def key(self, key: str) -> None:
        if key in self.node.get("finishOnKey", ANY_KEY) and not self._done.done():
            self.ended_by = key
            self._done.set_result(None)

    def speech(self, words: str) -> None:
        self.spoken_until = max(self.spoken_until, self.clock.now()) + speaking_seconds(words)
        if not self._heard.done():
            self._heard.set_result(None)

    async def finish(self) -> None:
        """Wait for the end: the time for silence begins anew where speech ends."""
        longest = self.clock.timer(number_of(self.node, "maxLength", LONGEST))
        while not (self._done.done() or longest.done()):
            self._heard = asyncio.get_running_loop().create_future()
            speaking = max(0.0, self.spoken_until - self.clock.now())
            silence = self.clock.timer(speaking + number_of(self.node, "timeout", SILENCE))
            try:
                await first_of(self._done, self._heard, silence, longest)
                if silence.done() and not self._heard.done():
                    break
            finally:
                silence.cancel()
        longest.cancel()


def _recording(run: Run, tape: Tape) -> Recording:
    return Recording(new_sid("RE"), run.leg, tape.began, tape.seconds if tape.said else 0)


def _keep(run: Run, node: Element, tape: Tape) -> Recording:
    recording = _recording(run, tape)
    run.leg.switch.recordings[recording.sid] = recording
    _report(run, node, recording, "completed")
    return recording


def _report(run: Run, node: Element, recording: Recording, status: str) -> None:
    url = node.get("recordingStatusCallback")
    if not url or status not in node.get("recordingStatusCallbackEvent", "completed").split():
        return
    method = node.get("recordingStatusCallbackMethod", "POST")
    run.leg.switch.hooks.notify(Hook(run.resolve(url), method, recording.told(status), run.leg.sid))


def _asked(run: Run, node: Element, recording: Recording, key: str) -> tuple[str, str, dict[str, str]]:
    params = {
        "RecordingUrl": recording.url,
        "RecordingSid": recording.sid,
        "RecordingDuration": str(recording.seconds),
        "Digits": key,
    }
    return run.resolve(node.get("action", "")), node.get("method", "POST"), params
