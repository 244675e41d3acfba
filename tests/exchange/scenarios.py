"""Which of Twilio's scenarios each test plays: `python -m tests.exchange.scenarios` lists them.

A test plays the scenario that its name begins with: `test_gather_09_...` is gather-09.
"""

import ast
import json
import re
from collections import defaultdict
from pathlib import Path

from tests.exchange.contract import SHARED

LAST = 51  # from here on they are about a helpline, not about the network
NAMED = re.compile(r"test_([a-z]+)_(\d\d)_")


def wanted() -> dict[str, str]:
    """Give the network's scenarios: id, and what happens in it."""
    every = json.loads((SHARED / "scenarios.json").read_text())["scenarios"]
    return {one["id"]: one["case"] for one in every if int(one["id"][-2:]) <= LAST}


def played() -> dict[str, list[str]]:
    """Give the tests of each scenario, as file::test."""
    found = defaultdict(list)
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and (named := NAMED.match(node.name)):
                found["-".join(named.groups())].append(f"{file.name}::{node.name}")
    return found


if __name__ == "__main__":
    tests = played()
    for scenario, case in wanted().items():
        print(f"{scenario}: {case}", *tests[scenario], sep="\n    ")
