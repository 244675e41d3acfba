"""What stands before a script."""

import re
from importlib.resources import files

import pytest

from routing.store import scripts

LUA = files("routing.store") / "lua"
NAMES = sorted(name.removesuffix(".lua") for one in LUA.iterdir() if not (name := one.name).startswith("_"))


def defined(lua: str) -> list[str]:
    return re.findall(r"^local function (\w+)", lua, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_a_script_has_each_shared_definition_that_it_calls_once_and_before_its_use(name):
    shared = {each for part in scripts.SHARED for each in defined((LUA / f"{part}.lua").read_text())}
    lua = re.sub(r"--.*|'[^'\n]*'", "", scripts.source(name))
    theirs = defined(lua)
    for called in {*re.findall(r"\b(\w+)\(", lua)} & shared:
        assert theirs.count(called) == 1, called
        first = re.search(rf"(\w+ )\b{called}\(", lua)
        assert first and first[1] == "function ", called


def test_what_a_script_does_not_need_is_not_made_anew_each_time_it_runs():
    assert defined(scripts.source("now")) == ["answer"]
    assert len(scripts.source("texted")) < len(scripts.source("enter")) / 5
