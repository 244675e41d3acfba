"""What people write, and the numbers they write from, are in live state under a key that is gone two days later."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from routing.domain.contact import Unreadable
from routing.services import DAY_KEYS
from routing.store.days import Days
from routing.store.vault import Vault, sealed_by
from tests.stories.talking import by_phone, writes_with
from tests.stories.test_near_by_text import lists, place
from tests.stories.town import Phone, Town, town

# All that the long key alone opens in live state: numbers of those who work here, and calls by the carrier's names.
LONG = {("specialist", "phone"), ("contact", "call"), ("offer", "leg"), ("text", "to")}
OF_A_DAY = {("contact", "number"), ("text", "words"), ("asked", ""), ("subject", ""), ("digest", "")}


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, by_phone()) as made:
        yield made


def sealed(here: Town) -> dict[str, set[tuple[str, str]]]:
    """Where in live state something is sealed, by the key's id: a kind of key, and a hash's field."""
    found = defaultdict(set)
    for name in here.redis.scan_iter("*"):
        is_hash = here.redis.type(name) == b"hash"
        values = here.redis.hgetall(name) if is_hash else {b"": here.redis.dump(name)}
        if here.redis.type(name) == b"string":
            values = {b"": here.redis.get(name)}
        for field, value in values.items():
            found[sealed_by(value.decode(errors="ignore"))].add((name.decode().split(":")[1], field.decode()))
    return found


def test_the_long_key_opens_no_words_and_no_number_of_whoever_writes(here: Town, ana: Phone, caller: Phone) -> None:
    dee, _ = here.caller("Dee"), here.specialist("Bo")
    lists(here, place("House 1"))
    dee.texts("TREAT 33401")
    writes_with(here, caller, ana)
    dee.dials().presses("1")
    here.passes(2)
    here.goes_wrong(kind="rest", match="POST /Messages", status=500, times=9)
    caller.texts("my words")
    there, (long,) = sealed(here), here.services.vault.names
    assert there.pop(long) == LONG
    (today,) = (key for key, where in there.items() if ("contact", "number") in where)
    assert there[today] == OF_A_DAY


def test_once_the_days_keys_are_gone_a_copy_of_live_state_tells_nobody_s_number(
    here: Town, ana: Phone, caller: Phone
) -> None:
    writes_with(here, caller, ana)
    s = here.services
    (contact,) = (name for name in here.redis.scan_iter("*:contact:*") if here.redis.hget(name, "number"))
    number = here.redis.hget(contact, "number").decode()
    assert s.vault.open("phone", number) == caller.number
    (s.settings.data_dir / DAY_KEYS).unlink()
    with pytest.raises(Unreadable):
        Vault(s.settings.keys(), days=Days(s.settings.data_dir / DAY_KEYS)).open("phone", number)
