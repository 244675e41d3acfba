"""Put a job on its RQ queue, by name: ids only, as JSON, with short lives.

A job that is lost is no loss: what it does has a deadline in Redis that asks for it again.
"""

import time
from collections.abc import Callable

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.serializers import JSONSerializer

from routing.store.circuit import Circuit

# Every job, and the RQ queue it goes to. Each queue has workers of its own: one that reads several can lose a job.
JOBS = {"ring": "calls", "cancel": "calls", "bridge": "calls", "move": "calls", "ask": "calls", "check": "calls"}
JOBS |= {"aside": "calls", "hold": "calls", "warn": "calls", "recheck": "calls", "recover": "calls", "send": "calls"}
JOBS |= {"tell_talk": "calls", "listen": "calls", "ring_code": "calls"}
JOBS |= {"alert": "calls", "notify": "calls", "break_told": "calls"}
JOBS |= {"shift": "calls", "call_out": "calls", "note": "later", "prove": "later"}
JOBS |= {"message": "later", "fetch": "later", "delete": "later", "tidy": "later"}
JOBS |= {"wish": "later", "erase_again": "later", "erase_texts": "later"}
JOBS |= {"call_back": "calls", "seek": "calls", "reckon": "later", "settle": "later", "review": "later"}
JOBS |= {"keep_note": "later", "refresh": "later", "count": "later"}
JOB_SECONDS = 15
FAILURE_SECONDS = 3600

log = structlog.get_logger()


class Outbox:
    """The way to the workers; `redis` may be another server than live state's."""

    def __init__(self, redis: Redis, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._circuit = Circuit(monotonic)
        self._queues = {
            name: Queue(name, connection=redis, serializer=JSONSerializer, default_timeout=JOB_SECONDS)
            for name in set(JOBS.values())
        }

    def send(self, job: str, subject: str, once: str = "") -> None:
        """Ask for `job` about `subject` (an id); a second asking with the same `once` changes nothing."""
        try:
            self._circuit.ask(lambda: self._put(job, subject, once))
        except DuplicateJobError:
            log.debug("job_repeated", job=job)
        except RedisError as error:
            log.warning("job_not_queued", job=job, subject=subject, error=type(error).__name__)

    def _put(self, job: str, subject: str, once: str) -> None:
        self._queues[JOBS[job]].enqueue_call(
            f"workers.jobs.{job}",
            args=(subject,),
            job_id=f"{job}-{subject}-{once}".replace(".", "-"),  # RQ takes no dot, and a queue's name has two
            description=job,
            result_ttl=0,
            failure_ttl=FAILURE_SECONDS,
            unique=True,
        )
