"""Calls and texts are placed in one place alone, which judges whom they go to."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
THE_PLACE = "routing/flow/outgoing.py"


def test_nothing_else_asks_the_carrier_to_call_or_to_text() -> None:
    asking = {
        file.relative_to(ROOT).as_posix()
        for folder in ("routing", "workers")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("ring", "text") and "carrier" in ast.unparse(node.value)
    }
    assert asking == {THE_PLACE}
