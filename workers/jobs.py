"""The jobs, by name. Each takes one id; what cannot be done now, its deadline asks for again."""

from collections.abc import Callable
from functools import wraps

import structlog

from routing.domain.contact import NotSent, Unavailable, Unclear
from routing.flow import duty, legs
from routing.ports import Working
from workers import bench

log = structlog.get_logger()
Story = Callable[[Working, str], None]


def _job(story: Story) -> Callable[[str], None]:
    @wraps(story)
    def done(subject: str) -> None:
        try:
            story(bench.services(), subject)
        except (Unavailable, NotSent, Unclear) as why:
            log.warning("job_not_done", job=story.__name__, subject=subject, why=type(why).__name__)

    return done


ring = _job(legs.ring)
cancel = _job(legs.cancel)
bridge = _job(legs.bridge)
move = _job(legs.move)
ask = _job(legs.ask)
check = _job(legs.check)
recheck = _job(duty.recheck)
recover = _job(lambda s, _: duty.recover(s))
