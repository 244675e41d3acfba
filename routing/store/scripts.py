"""Load the Lua scripts, once, as package data.

Each script is one state change. Before it stands what it needs of the shared parts (files whose names begin with an
underscore), and no more: a script's definitions are all made anew each time that it runs, and all of the shared ones
take ten times as long as what a script does (docs/scale.md). What one function alone needs waits until that is called,
as most runs call few. Redis keeps a script by its content, so old and new processes may run side by side during a
deployment.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
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
_FUNCTION = re.compile(r"local function (\w+)")
_OUTERMOST = -1  # stands before the script itself
_WORTH_IT = 8  # functions: to put off fewer takes as long as to make them
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
    return _put_off([*dict.fromkeys(text for name, text in known.items() if name in needed)], script)


def _put_off(definitions: Sequence[str], script: str) -> str:
    """Join a script and its definitions, with those that one function alone has need of made when it is first called.

    Where a definition stands is found from the last to the first: within the functions that all who name it stand in.
    """
    functions = [begun[1] if (begun := _FUNCTION.match(text)) else "" for text in definitions]
    named = [*map(_named, definitions), _named(script)]
    # The functions around each, and itself; what stands further in has the lower number.
    within = [frozenset[int]()] * len(named)
    inner: dict[int, list[int]] = defaultdict(list)
    for at in reversed(range(len(definitions))):
        users = [within[user] for user in range(at + 1, len(named)) if functions[at] in named[user]]
        around = frozenset.intersection(*users) if users else frozenset[int]()
        within[at] = around | {at} if functions[at] else frozenset()
        inner[min(around, default=_OUTERMOST)].insert(0, at)

    def written(at: int) -> str:
        needs = "".join(map(written, inner[at]))
        few = needs.count("local function ") < _WORTH_IT
        return needs + definitions[at] if few else _on_first_call(functions[at], needs, definitions[at])

    return "".join([*map(written, inner[_OUTERMOST]), script])


def _on_first_call(function: str, needs: str, text: str) -> str:
    """Write a function that is anew, with what it needs, when it is first called."""
    return f"local function {function}(...)\n{needs}{text.removeprefix('local ')}\nreturn {function}(...)\nend\n"


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
