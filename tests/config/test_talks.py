"""A key that leads to a person: with whose skill, and how far ahead."""

import pytest

from config.loader import load
from config.talks import Talk, read_talk


@pytest.mark.parametrize(
    ("target", "talk"),
    [
        ("talk", Talk()),
        ("talk:family", Talk("family")),
        ("talk:family+10", Talk("family", 10)),
        ("talk+30", Talk("", 30)),
        ("talk:family+0", Talk("family")),
        ("talk:family+31", None),
        ("talk:family+-1", None),
        ("talk:family+", None),
        ("talk:", None),
        ("talk:family+1.5", None),
        ("talk:family+١", None),
        ("talks", None),
        ("topic:talk", None),
        ("emergency", None),
        ("", None),
    ],
)
def test_a_target_is_read_or_leads_elsewhere(target: str, talk: Talk | None) -> None:
    assert read_talk(target) == talk


def test_a_deployment_may_write_it_for_a_key_and_for_silence(tmp_path) -> None:
    (tmp_path / "line.toml").write_text('[menu.top]\nsilence = "talk+5"\n[menu.top.keys]\n"4" = "talk:general+10"\n')
    top = load(tmp_path).menus["top"]
    assert (top.keys["4"], top.silence) == ("talk:general+10", "talk+5")
