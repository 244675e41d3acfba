"""The `helpline` command: every file of it is reachable, and asking what there is costs nothing."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from routing import cli

ROOT = Path(__file__).parents[2]
ASKS = """
import sys
from routing import cli
try:
    cli.main(["--help"])
finally:
    print(*sys.modules)
"""


def test_every_file_is_a_command_and_every_command_a_file() -> None:
    files = {file.stem for file in (ROOT / "routing" / "commands").glob("*.py")} - {"__init__"}
    assert files == set(cli.COMMANDS)


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_a_command_explains_itself(name: str) -> None:
    shown = CliRunner().invoke(cli.main, [name, "--help"])
    assert shown.exit_code == 0, shown.exception
    assert shown.output.startswith("Usage:")
    command = cli.main.get_command(click.Context(cli.main), name)
    assert command and command.help


def test_help_imports_no_subcommand() -> None:
    shown = subprocess.run([sys.executable, "-c", ASKS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Answer the webhooks." in shown.stdout
    assert not {"redis", "sqlalchemy", "routing.commands"} & set(shown.stdout.split())


def test_an_unknown_command_is_an_error() -> None:
    assert CliRunner().invoke(cli.main, ["serv"]).exit_code == 2
