"""The RQ worker: one queue a process, and everything imported before the first job."""

import sys
from contextlib import suppress

import structlog
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from config.settings import Settings
from routing import logs
from routing.domain.promise import NotKept
from routing.rotation import lost
from routing.services import AtWork, build_at_work, connect, redis_url
from routing.store.outbox import JOBS
from workers import bench, jobs

log = structlog.get_logger()
WORKER_SECONDS = 30  # how soon a worker that was killed is missed


def main(settings: Settings, queue: str) -> None:
    """Work until stopped; raises WrongConfig, or ValueError for a queue that no job goes to."""
    if queue not in JOBS.values():
        raise ValueError(f"there is no queue {queue}; there is {', '.join(sorted(set(JOBS.values())))}")
    logs.set_up()
    services = build_at_work(settings)
    services.carrier.warm()
    tell_lost(services)
    worker = prepare(settings, services, queue)
    print(f"worker {queue} is ready", flush=True)
    worker.work(logging_level="WARNING")


def tell_lost(services: AtWork) -> None:
    """Say at once, and not at the first call, which keys are missing; without the database nothing can be told."""
    with suppress(NotKept):
        if why := lost(services):
            log.error("keys_missing", why=why)
            print(why, file=sys.stderr, flush=True)


def prepare(settings: Settings, services: AtWork, queue: str) -> SimpleWorker:
    """Return a worker whose jobs have these services."""
    assert all(hasattr(jobs, name) for name in JOBS)  # noqa: S101 (and the jobs are imported before the first one)
    bench.lay_out(services)
    connection = connect(settings.jobs_redis_url or redis_url(settings), answers_s=None)
    source = Queue(queue, connection=connection, serializer=JSONSerializer)
    return SimpleWorker(
        [source],
        connection=connection,
        serializer=JSONSerializer,
        worker_ttl=WORKER_SECONDS,
        log_job_description=False,
    )
