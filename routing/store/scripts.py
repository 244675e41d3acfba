"""Load the Lua scripts, once, as package data.

Each script is one state change. Before it stands what it needs of the shared parts (files whose names begin with an
underscore), and no more: a script's definitions are all made anew each time that it runs, and all of the shared ones
take ten times as long as what a script does (docs/scale.md). Redis keeps a script by its content, so old and new
processes may run side by side during a deployment.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

SHARED = (
    "_common",
    "_alert",
    "_pace",
    "_pair",
    "_duty",
    "_listen",
    "_talk",
    "_contact",
    "_callback",
    "_line",
    "_text",
    "_texter",
    "_message",
)
# Every shared part is a row of definitions, each of which begins with `local` at the start of a line.
_DEFINITIONS = re.compile(r"^(?=local )", re.MULTILINE)
_DEFINED = re.compile(r"local (?:function )?([\w, ]+)")
_NAME, _COMMENT, _STRING = re.compile(r"[A-Za-z_]\w*"), re.compile(r"--.*"), re.compile(r"'[^'\n]*'")


@cache
def source(name: str) -> str:
    """Return the whole text of a script, with the definitions that it needs before it, in their order."""
    script = _read(name)
    needed, known = set[str](), _definitions()
    new = _named(script) & known.keys()
    while new:
        needed |= new
        new = {name for each in new for name in _named(known[each])} & known.keys() - needed
    definitions = dict.fromkeys(definition for name, definition in known.items() if name in needed)
    return "".join((*definitions, script))


@cache
def _definitions() -> Mapping[str, str]:
    """Return the shared definitions by the names that they define, in the order of the parts."""
    found: dict[str, str] = {}
    for part in SHARED:
        for definition in _DEFINITIONS.split(_COMMENT.sub("", _read(part))):
            if defined := _DEFINED.match(definition):
                found |= dict.fromkeys(re.split(r",\s*", defined[1].strip()), definition)
    return found


def _named(lua: str) -> set[str]:
    """Return every name in a script; one that a script gives anew to something of its own costs no more than time."""
    return {*_NAME.findall(_STRING.sub("", _COMMENT.sub("", lua)))}


def _read(name: str) -> str:
    return (files("routing.store") / "lua" / f"{name}.lua").read_text()
