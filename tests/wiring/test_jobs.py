"""Every job that can be asked for is done by somebody."""

import re
from pathlib import Path

import pytest

from routing import demo
from routing.store.outbox import JOBS
from workers import jobs

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(JOBS))
def test_a_job_is_found_by_its_name(name: str) -> None:
    assert callable(getattr(jobs, name, None)), f"workers/jobs.py has no {name}"


def test_every_rq_queue_has_workers_in_the_procfile_and_in_the_demo() -> None:
    queues = set(JOBS.values())
    assert set(re.findall(r"^\w+: helpline worker (\w+)$", (ROOT / "Procfile").read_text(), re.MULTILINE)) == queues
    assert set(demo.QUEUES) == queues
