"""Read the packaged texts that the emergency signs are tried on."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files


def read_cases() -> Mapping[str, Sequence[str]]:
    """Give the texts by the alarm that each must raise: overdose, suicide or none."""
    return tomllib.loads(files("config").joinpath("safety_cases.toml").read_text(encoding="utf-8"))
