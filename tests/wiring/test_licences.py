"""What an installed helpline is made of may be used, changed and passed on: each package's licence is listed."""

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Each may be used with a work under Apache-2.0 that leaves the package as it is.
MAY_BE_USED = re.compile(r"Apache|MIT|BSD|PSF|Python Software Foundation|LGPL|Lesser General|MPL")


def licence(package: str) -> str:
    """Read the licence as the package itself declares it."""
    told = metadata.metadata(package)
    classified = [one.rpartition("::")[2].strip() for one in told.get_all("Classifier", []) if "License ::" in one]
    return told.get("License-Expression") or ", ".join(classified) or told.get("License", "")


def installed() -> dict[str, str]:
    """Name what running a helpline takes, each with its licence."""
    locked = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    return {package: licence(package) for package in locked}


def test_every_package_is_listed_with_its_licence() -> None:
    rows = re.findall(r"^\| `(.+)` \| (.+) \|$", (ROOT / "docs" / "licences.md").read_text(), re.MULTILINE)
    assert dict(rows) == installed()


def test_every_licence_lets_it_be_used() -> None:
    assert [package for package, terms in installed().items() if not MAY_BE_USED.search(terms)] == []
