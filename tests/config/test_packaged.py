"""The files as installed: they load, with nothing wrong but what a deployment has to add."""

import pytest

from config.loader import read


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
