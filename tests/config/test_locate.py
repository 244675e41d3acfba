"""Every table and key of a TOML text is found at its line."""

import tomllib

from config.locate import lines_of

TEXT = """\
# a comment

[line.main.name]
en = "one"
[line.main]
numbers = [
  "+12025550100",   # with "quotes" and ] in a comment
  "[not a table]",
]
words = \"\"\"
[not.a.table]
key = 1
\"\"\"
keys = { "0" = "emergency", inner = { deep = 1 } }
a.b = 2

[[facts]]
id = "first"
[facts.more]
call = "1"
[[facts]]
name = "without an id"
[[facts]]
id = "third"
[[facts.steps]]
say = "x"
[[facts.steps]]
say = "y"
"""


def test_paths_have_lines():
    found = lines_of(TEXT, tomllib.loads(TEXT))
    assert {".".join(map(str, path)): line for path, line in found.items()} == {
        "line": 3,
        "line.main": 5,
        "line.main.name": 3,
        "line.main.name.en": 4,
        "line.main.numbers": 6,
        "line.main.words": 10,
        "line.main.keys": 14,
        "line.main.keys.0": 14,
        "line.main.keys.inner": 14,
        "line.main.keys.inner.deep": 14,
        "line.main.a": 15,
        "line.main.a.b": 15,
        "facts": 17,
        "facts.first": 17,
        "facts.first.id": 18,
        "facts.first.more": 19,
        "facts.first.more.call": 20,
        "facts.1": 21,
        "facts.1.name": 22,
        "facts.third": 23,
        "facts.third.id": 24,
        "facts.third.steps": 25,
        "facts.third.steps.0": 25,
        "facts.third.steps.0.say": 26,
        "facts.third.steps.1": 27,
        "facts.third.steps.1.say": 28,
    }
