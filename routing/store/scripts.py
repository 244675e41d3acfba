"""Load the Lua scripts, once, as package data.

Each script is one state change. The shared parts (files whose names begin with an underscore) stand before every one of
them; Redis keeps a script by its content, so old and new processes may run side by side during a deployment.
"""

from functools import cache
from importlib.resources import files

SHARED = (
    "_common",
    "_alert",
    "_pace",
    "_pair",
    "_duty",
    "_talk",
    "_contact",
    "_callback",
    "_line",
    "_text",
    "_message",
)


@cache
def source(name: str) -> str:
    """Return the whole text of a script, its shared parts first."""
    lua = files("routing.store") / "lua"
    return "\n".join((lua / f"{part}.lua").read_text() for part in (*SHARED, name))
