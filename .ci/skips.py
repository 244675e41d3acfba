"""Print the tests that were skipped, and fail when a reason is not one that tests/skips.txt expects.

    python .ci/skips.py EXPECTED.txt REPORT.xml...

Each REPORT.xml is a JUnit report. EXPECTED.txt holds a reason a line, then " | " and why that skip is right;
"*" in a reason stands for anything.
"""

import sys
from fnmatch import fnmatchcase
from pathlib import Path
from xml.etree import ElementTree


def skips(report: Path) -> list[tuple[str, str]]:
    """Read the skipped tests out of a report: (test, reason) each, without those that are expected to fail."""
    cases = ElementTree.parse(report).iter("testcase")
    return [
        (f"{case.get('classname')}::{case.get('name')}", skipped.get("message", ""))
        for case in cases
        for skipped in case.iter("skipped")
        if skipped.get("type") != "pytest.xfail"
    ]


def expected(reasons: Path) -> list[str]:
    """Read the reasons that are expected; a line without a why is none."""
    lines = (line.strip() for line in reasons.read_text(encoding="utf-8").splitlines())
    pairs = (line.split(" | ", 1) for line in lines if line and not line.startswith("#"))
    return [pair[0].strip() for pair in pairs if len(pair) == 2 and pair[1].strip()]


def main(reasons: str, *reports: str) -> int:
    """Judge the reports; answers the exit code."""
    allowed = expected(Path(reasons))
    surprises = 0
    for test, reason in (skip for report in reports for skip in skips(Path(report))):
        known = any(fnmatchcase(reason, pattern) for pattern in allowed)
        surprises += not known
        print(f"{'skipped' if known else 'SKIPPED WITHOUT AN EXPECTED REASON'}: {test}: {reason}")
    if surprises:
        print(f"{surprises} skip(s) for a reason that {reasons} does not list: mend the test, or list it and why.")
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
