"""Tell a machine that answers from a person, and report it to whoever asked for that while the call goes on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.exchange.clock import sleep
from routing.exchange.hooks import Hook
from routing.exchange.terms import Address

if TYPE_CHECKING:
    from routing.exchange.legs import Leg

HUMAN_SECONDS, MACHINE_SECONDS, GREETING_SECONDS = 1.2, 3.2, 6.0


@dataclass(frozen=True)
class Detection:
    """How answers are told apart: until the greeting's end or not; a document does not wait for a callback."""

    until_end: bool = False
    callback: Address | None = None

    def answered_by(self, *, machine: bool) -> str:
        if not machine:
            return "human"
        return "machine_end_beep" if self.until_end else "machine_start"

    def seconds(self, *, machine: bool) -> float:
        if not machine:
            return HUMAN_SECONDS
        return GREETING_SECONDS if self.until_end else MACHINE_SECONDS


async def report(leg: "Leg", callback: Address, seconds: float) -> None:
    """Tell the callback who answered, once it is known; a call that has ended by then is not told of."""
    await sleep(leg.switch.clock, seconds)
    if leg.over or not leg.answered_by:
        return
    params = {
        "CallSid": leg.sid,
        "AccountSid": leg.switch.account.sid,
        "AnsweredBy": leg.answered_by,
        "MachineDetectionDuration": str(round(seconds * 1000)),
    }
    leg.switch.hooks.notify(Hook(callback.url, callback.method, params, leg.sid))
