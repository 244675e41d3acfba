"""What the threat model says is shown by a test is shown by one that is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_file_that_it_names_is_there() -> None:
    named = re.findall(r"`((?:tests|routing|config)/[\w/.]+)`", (ROOT / "docs" / "threat-model.md").read_text())
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists()] == []
