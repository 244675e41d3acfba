"""What is sealed for a day opens until the day after has ended, in every process, and never again."""

import base64
import stat
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import pytest

from routing.domain.contact import Unreadable
from routing.store.days import Days
from routing.store.vault import Vault, sealed_by

KEY = "A" * 43
NOON, HOUR, DAY = 1_800_014_400, 3600, 86_400  # noon of a day, UTC


class Clock:
    def __init__(self) -> None:
        self.at = float(NOON)

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "day.keys"


def process(file: Path, clock: Clock) -> Vault:
    return Vault([KEY], days=Days(file, clock, clock))


@pytest.mark.parametrize(("hours", "is_opened"), [(0, True), (12, True), (35.9, True), (36, False), (500, False)])
def test_it_opens_until_the_day_after_has_ended(file: Path, clock: Clock, hours: float, is_opened: bool) -> None:
    ours, others = process(file, clock), process(file, clock)
    sealed = ours.seal_for_a_day("text", "words")
    assert others.open("text", sealed) == "words"
    clock.at += hours * HOUR
    for vault in (ours, others, process(file, clock)):
        if is_opened:
            assert vault.open("text", sealed) == "words"
        else:
            with pytest.raises(Unreadable):
                vault.open("text", sealed)


def keys_in(file: Path) -> Sequence[bytes]:
    return [base64.urlsafe_b64decode(line.split()[1]) for line in file.read_bytes().splitlines()]


def test_a_key_whose_time_is_over_is_in_the_file_no_more_and_the_file_is_its_owners(file: Path, clock: Clock) -> None:
    vault = process(file, clock)
    vault.seal_for_a_day("text", "words")
    first = keys_in(file)
    clock.at += DAY
    vault.forget_days()
    assert keys_in(file)[:2] == first and len(keys_in(file)) == 3
    clock.at += DAY
    vault.forget_days()
    assert first[0] not in keys_in(file) and keys_in(file)[0] == first[1]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_neither_the_long_key_nor_a_copy_of_another_day_opens_it(file: Path, clock: Clock) -> None:
    sealed = process(file, clock).seal_for_a_day("text", "words")
    assert sealed_by(sealed) not in Vault([KEY]).names
    file.unlink()
    for vault in (Vault([KEY]), process(file, clock)):
        with pytest.raises(Unreadable):
            vault.open("text", sealed)


def test_what_is_sealed_for_a_day_opens_for_its_purpose_alone(file: Path, clock: Clock) -> None:
    vault = process(file, clock)
    with pytest.raises(Unreadable):
        vault.open("phone", vault.seal_for_a_day("text", "words"))


def test_processes_that_begin_at_one_moment_have_one_key(file: Path, clock: Clock) -> None:
    vaults, sealed = [process(file, clock) for _ in range(8)], list[str]()
    threads = [Thread(target=lambda v=vault: sealed.append(v.seal_for_a_day("text", "words"))) for vault in vaults]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({sealed_by(one) for one in sealed}) == 1
    assert {vault.open("text", one) for vault in vaults for one in sealed} == {"words"}


def test_at_midnight_each_process_reads_what_another_seals_though_the_file_is_away(file: Path, clock: Clock) -> None:
    ours, others = process(file, clock), process(file, clock)
    assert others.open("text", ours.seal_for_a_day("text", "before")) == "before"
    clock.at += 12 * HOUR
    file.rename(file.with_name("away"))
    file.mkdir()
    sealed = ours.seal_for_a_day("text", "after")
    assert sealed_by(sealed) not in ours.names
    assert others.open("text", sealed) == "after"


@pytest.mark.parametrize("spoilt", ["no folder", "garbage", "half a line"])
def test_whatever_becomes_of_the_file_words_are_sealed_and_opened(file: Path, clock: Clock, spoilt: str) -> None:
    file.parent.mkdir()
    if spoilt == "no folder":
        file.mkdir()
    else:
        file.write_bytes(b"\xff\xfe 1\n" if spoilt == "garbage" else b"2027-01-15 AAAA")
    vault = process(file, clock)
    assert vault.open("text", vault.seal_for_a_day("text", "words")) == "words"


def test_where_there_are_no_days_the_newest_key_seals() -> None:
    vault = Vault([KEY])
    assert sealed_by(vault.seal_for_a_day("text", "words")) == vault.names[0]
    vault.forget_days()
