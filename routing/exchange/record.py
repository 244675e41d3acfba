"""The Record verb: beep, listen until a key, silence, the longest time or the end of the call."""

import asyncio
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from routing.exchange.clock import sleep
from routing.exchange.documents import is_true
from routing.exchange.hooks import Hook
from routing.exchange.recordings import Recording
from routing.exchange.run import Run, Step
from routing.exchange.tape import Tape

HUNG_UP = "hangup"


async def record(run: Run, node: Element) -> Step:
    """Record; a caller who hangs up ends it too, and then the action's answer means nothing."""
    leg = run.leg
    leg.answer()
    if is_true(node, "playBeep", default=True):
        await leg.listen("beep", "", 1.0)
    tape = Tape(node, leg.switch.clock)
    leg.listener = tape
    session = _Session(run, node, Recording(leg, tape.began))
    session.begin()
    try:
        await tape.finish()
    except asyncio.CancelledError:
        session.end(tape)
        if leg.over and tape.spoken:
            leg.afterwards(leg.hook(*session.asked(HUNG_UP)))
        raise
    finally:
        leg.unheed(tape)
    session.end(tape)
    return run.goto(*session.asked(tape.ended_by)) if tape.spoken else None


@dataclass
class _Session:
    """One recording being made, and who is told of it."""

    run: Run
    node: Element
    recording: Recording

    def begin(self) -> None:
        self.run.leg.switch.recordings[self.recording.sid] = self.recording
        self.run.leg.switch.touch()
        self._report("in-progress")

    def end(self, tape: Tape) -> None:
        """Keep what was said; what held only silence is `absent`, and gone."""
        switch, recording = self.run.leg.switch, self.recording
        recording.hold(tape.spoken, *tape.kept())
        switch.touch()
        if tape.spoken:
            self.run.leg.hear("recorded", seconds=recording.seconds)
            switch.work.keep(self._complete(switch.faults.for_recording()))
            return
        del switch.recordings[recording.sid]
        recording.status = "absent"
        self._report("absent")

    async def _complete(self, after: float) -> None:
        """Have the sound ready, at once or late."""
        self.recording.status = "processing"
        await sleep(self.run.leg.switch.clock, after)
        self.recording.status = "completed"
        self._report("completed")

    def _report(self, event: str) -> None:
        node, run = self.node, self.run
        url = node.get("recordingStatusCallback")
        if not url or event not in node.get("recordingStatusCallbackEvent", "completed").split():
            return
        method = node.get("recordingStatusCallbackMethod", "POST")
        run.leg.switch.hooks.notify(Hook(run.resolve(url), method, self.recording.told(event), run.leg.sid))

    def asked(self, key: str) -> tuple[str, str, dict[str, str]]:
        """Give the request to the action: this document, when there is no other."""
        recording = self.recording
        params = {
            "RecordingUrl": recording.url,
            "RecordingSid": recording.sid,
            "RecordingDuration": str(recording.seconds),
            "Digits": key,
        }
        return self.run.resolve(self.node.get("action", "")), self.node.get("method", "POST"), params
