"""The first key is made once, for its owner only, and read from then on."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from config import secret_keys
from config.addresses import Sentinel, sentinel
from config.settings import Settings, WrongSettings


def settings_in(folder):
    return Settings.load({"HELPLINE_DATA_DIR": str(folder)})


def test_a_key_is_made_readable_by_its_owner_only_and_used_again(tmp_path):
    folder = tmp_path / "data"
    keys = settings_in(folder).keys()
    assert len(keys) == 1
    assert secret_keys.read(keys[0]) == keys
    assert stat.S_IMODE((folder / "secret.keys").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert settings_in(folder).keys() == keys
    assert [file.name for file in folder.iterdir()] == ["secret.keys"]


def test_processes_that_start_together_read_the_same_key(tmp_path):
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: settings_in(tmp_path).keys(), range(64)))
    assert len(set(found)) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret.keys"]


def test_older_keys_follow_the_newest(tmp_path):
    older = settings_in(tmp_path).keys()
    newer = settings_in(tmp_path / "other").keys()
    (tmp_path / "secret.keys").write_text(f"{newer[0]}\n{older[0]}\n")
    assert settings_in(tmp_path).keys() == newer + older


@pytest.mark.parametrize("text", ["", "short-secret\n", "clé\n"])
def test_a_spoilt_file_stops_the_start_and_is_not_shown(tmp_path, text):
    (tmp_path / "secret.keys").write_text(text)
    with pytest.raises(WrongSettings) as wrong:
        settings_in(tmp_path).keys()
    assert "secret.keys" in str(wrong.value)
    assert "short-secret" not in str(wrong.value)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongSettings, match="HELPLINE_DATA_DIR cannot hold"):
        settings_in(tmp_path / "file" / "data").keys()


def test_sentinels_are_read():
    assert sentinel("redis+sentinel://:p%40ss@h1:26380,h2/mine/3") == Sentinel(
        (("h1", 26380), ("h2", 26379)), "mine", 3, "p@ss"
    )
    assert sentinel("redis+sentinel://h1/mine") == Sentinel((("h1", 26379),), "mine", 0, None)
