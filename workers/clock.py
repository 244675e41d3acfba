"""The clock: take what is due from Redis, every half second. Any number may run, and none is special."""

import signal
import time
from types import FrameType

import structlog

from config.settings import Settings
from routing import logs
from routing.domain.contact import Unavailable
from routing.flow.acts import carry_out
from routing.services import Services, build

TICK_S = 0.5
RECOVER_EVERY_S = 2  # however many clocks there are, and however soon a recovery fails
AT_ONCE = 100
LEASE_MS = 4000  # a job that a deadline asked for has so long before it is asked for again
APART_MS = 50  # between one who is asked after and the next, once live state is back
ONCE_IN_MS = 10_000  # while the same job waits or runs, it is not asked for a second time, however slow Twilio is

log = structlog.get_logger()


def tick(s: Services) -> bool:
    """Make happen what is due, and ask for the jobs that it needs; True when more may be due. Raises Unavailable."""
    change, due = s.switchboard.due(AT_ONCE, LEASE_MS)
    carry_out(s, change)
    for job, subject in due.jobs:
        s.outbox.send(job, subject, once=str(due.now_ms // ONCE_IN_MS))
    if due.lost and s.switchboard.begin_recovery(RECOVER_EVERY_S):
        s.outbox.send("recover", "roster", once=str(due.now_ms // ONCE_IN_MS))
    return len(due.jobs) + len(change.ring) >= AT_ONCE


def main(settings: Settings) -> None:
    """Tick until stopped; raises WrongConfig."""
    stopped: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    logs.set_up()
    services = build(settings)
    print("clock is ready", flush=True)
    away = True  # or was, before this process began: whoever ended a call meanwhile is not known to have
    while not stopped:
        try:
            if away:
                services.switchboard.doubt(APART_MS)
                away = False
            more = tick(services)
        except Unavailable:
            log.warning("clock_waits_for_live_state")
            more, away = False, True
        if not more:
            time.sleep(TICK_S)
