"""The files as installed: they load, with nothing wrong but what a deployment has to add."""

import pytest

from config.loader import read
from routing import demo


@pytest.fixture(scope="module")
def packaged_config():
    return read()


def test_the_packaged_files_have_no_problem(packaged_config):
    config, problems = packaged_config
    assert [str(problem) for problem in problems if not problem.warning] == []
    assert config is not None


def test_the_demo_line_speaks_two_languages_and_leaves_only_its_disclosure_to_write(packaged_config):
    config, problems = packaged_config
    assert config.lines["main"].languages == ("en", "es")
    assert {problem.wrong.split()[0] for problem in problems} == {"line.main.disclosure.en", "line.main.disclosure.es"}
    assert {config.lines["main"].queue("general", language) for language in ("en", "es")} == {
        "main.general.en",
        "main.general.es",
    }


def test_whoever_the_demo_alerts_has_a_phone_on_its_page():
    config, problems = read(demo.PRACTICE)
    assert config is not None, problems
    alerted = {number for line in config.lines.values() for number in line.alerts_to}
    assert alerted
    assert alerted <= {handset.partition("=")[0] for handset in demo.HANDSETS}
    assert all(line.texts_proved for line in config.lines.values()), "so that texts can be tried"
