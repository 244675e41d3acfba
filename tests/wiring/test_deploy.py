"""What the operations page installs starts every process, and the pages lead to files that are there."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from routing.store.outbox import JOBS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    # A key may be there several times: the last is kept, and `wants` reads them all.
    parser.read(DEPLOY / name, encoding="utf-8")
    return parser


def wants() -> set[str]:
    lines = (DEPLOY / "helpline.target").read_text(encoding="utf-8").splitlines()
    return {name for line in lines if line.startswith("Wants=") for name in line.removeprefix("Wants=").split()}


def test_every_unit_that_is_wanted_is_there() -> None:
    for name in wants():
        assert (DEPLOY / re.sub(r"@.*\.", "@.", name)).is_file(), name


def test_every_queue_has_two_workers_and_there_are_two_clocks() -> None:
    queues = {f"helpline-{kind}@{queue}.service" for kind in ("worker", "spare") for queue in set(JOBS.values())}
    assert wants() == queues | {"helpline-web.service", "helpline-clock@1.service", "helpline-clock@2.service"}


@pytest.mark.parametrize("file", sorted(DEPLOY.glob("*.service")), ids=lambda file: file.name)
def test_a_service_runs_one_of_the_commands_alone_and_unprivileged(file: Path) -> None:
    service = unit(file.name)["Service"]
    command = service["ExecStart"].removeprefix("/opt/helpline/.venv/bin/helpline ").replace("%i", "calls")
    started = {line.partition(": helpline ")[2].partition(" --")[0] for line in (ROOT / "Procfile").open()}
    assert command in {words.strip() for words in started}
    assert (service["User"], service["NoNewPrivileges"], service["UMask"]) == ("helpline", "yes", "0077")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
