"""What stands before a script."""

import re
from importlib.resources import files

import pytest

from routing.store import scripts

LUA = files("routing.store") / "lua"
PUT_OFF = re.compile(r"^local function (\w+)\(\.\.\.\)\n(.*?)^return \1\(\.\.\.\)$", re.MULTILINE | re.DOTALL)
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


@pytest.mark.parametrize("name", NAMES)
def test_what_is_made_within_a_function_is_called_nowhere_else(name):
    lua = re.sub(r"--.*|'[^'\n]*'", "", scripts.source(name))
    parts = [lua]
    for part in parts:
        for put_off in PUT_OFF.finditer(part):
            elsewhere = lua.replace(put_off[2], "")
            assert not {*defined(put_off[2])} & {*re.findall(r"\b(\w+)\(", elsewhere)}
            parts.append(put_off[2])


def test_what_only_an_end_needs_is_made_when_a_contact_ends():
    assert "over" in [put_off[1] for put_off in PUT_OFF.finditer(scripts.source("enter"))]


def test_what_a_script_does_not_need_is_not_made_anew_each_time_it_runs():
    assert defined(scripts.source("now")) == ["answer"]
    assert len(scripts.source("texted")) < len(scripts.source("enter")) / 5
