"""The jobs, by name. Each takes one id; what cannot be done now, its deadline asks for again."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

import structlog

from routing import logs
from routing.domain.contact import NotSent, Unavailable, Unclear
from routing.domain.promise import NotKept
from routing.flow import (
    alerts,
    calling,
    code_call,
    counting,
    covering,
    deleting,
    duty,
    erasing,
    joining,
    keeping,
    legs,
    messages,
    noting,
    opting,
    proof,
    provider,
    refreshing,
    sending,
    telling,
)
from routing.flow import call_out as calling_out
from routing.ports import Working
from workers import bench

log = structlog.get_logger()
Story = Callable[[Working, str], None]


def _job(story: Story) -> Callable[[str], None]:
    @wraps(story)
    def done(subject: str) -> None:
        s = bench.services()
        try:
            story(s, subject)
        except (Unavailable, NotKept, NotSent, Unclear) as why:
            log.warning("job_not_done", job=story.__name__, subject=subject, why=type(why).__name__)
            if isinstance(why, NotSent | Unclear):
                with suppress(Unavailable):
                    provider.failed(s, why)
        except Exception as error:
            # RQ would keep the traceback, whose words may hold a number. A job that counts as done is asked for again
            # by its deadline all the same.
            kind, at = type(error).__name__, logs.where(error)
            log.error("job_failed", job=story.__name__, subject=subject, error=kind, at=at)

    return done


ring = _job(legs.ring)
cancel = _job(legs.cancel)
bridge = _job(legs.bridge)
move = _job(legs.move)
ask = _job(legs.ask)
check = _job(legs.check)
warn = _job(legs.warn)
aside = _job(legs.aside)
hold = _job(legs.hold)
listen = _job(joining.look)
ring_code = _job(code_call.ring)
recheck = _job(duty.recheck)
tell_talk = _job(telling.tell)
note = _job(duty.note)
shift = _job(covering.look)
call_out = _job(calling_out.call_out)
prove = _job(proof.prove)
send = _job(sending.send)
wish = _job(opting.note)
erase_again = _job(erasing.erase_again)
erase_texts = _job(erasing.erase_texts)
alert = _job(alerts.alert)
notify = _job(alerts.notify)
break_told = _job(alerts.break_told)
message = _job(messages.message)
fetch = _job(messages.fetch)
delete = _job(deleting.delete)
tidy = _job(messages.tidy)
call_back = _job(calling.call_back)
seek = _job(calling.seek)
reckon = _job(keeping.reckon)
settle = _job(keeping.settle)
keep_note = _job(noting.keep)
refresh = _job(refreshing.look)
count = _job(counting.count)


@_job
def recover(s: Working, _roster: str) -> None:
    duty.recover(s)


@_job
def review(s: Working, subject: str) -> None:
    keeping.review(s, subject)
    duty.follow(s)
