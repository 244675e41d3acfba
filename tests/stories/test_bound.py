"""What is sealed on record opens in its own row and column alone: whoever can write there can exchange nothing."""

from collections import Counter
from dataclasses import replace

from routing import rotation
from routing.domain import message, user
from routing.domain.consent import Consent, fingerprint
from routing.domain.contact import Unreadable
from routing.domain.deletion import RECORDING
from routing.domain.user import User
from routing.flow import duty, messages
from routing.store.records.sealed import PLACES, Value
from tests.stories.records import on_both
from tests.stories.test_erased_whole import is_on_record
from tests.stories.town import Town

NAMES = ("Gus", "Hal")


def is_all_there(here: Town) -> None:
    """Have two values in each column: those that come from calls as calls bring them."""
    s, at = here.services, int(here.now * 1000)
    for name in NAMES:
        phone, which, sid = here.specialist(name, activity=""), name.lower(), f"RE{len(here.phones):032x}"
        is_on_record(here, phone, s.vault.seal_bytes(message.purpose(which), b"RIFF"))
        promise, yes = s.promises.find(which), Consent(
            f"y-{which}", "voicemail", "w", fingerprint("?"), "en", "voice", "key 1", at, at + 9999
        )  # fmt: skip
        assert promise
        s.promises.make(replace(promise, id=f"v-{which}", number="", state="recording"), yes)
        assert messages.settle(s, f"v-{which}", "main", sid, 9) == "kept"
        assert messages.settle(s, f"n-{which}", "main", sid, 0) == "none"
        s.users.add(User(which, name, "supervisor"))
        s.users.set_totp(which, s.vault.seal(user.purpose(which), "00"), 1, [])


def values(here: Town) -> list[Value]:
    sealed = here.services.sealed
    found = [sealed.whole(value) for place in PLACES for value in sealed.values(place)]
    return [value for value in found if value]


def opens(here: Town, value: Value, purpose: str) -> bool:
    vault = here.services.vault
    try:
        if isinstance(value.sealed, bytes):
            vault.open_bytes(purpose, value.sealed)
        else:
            vault.open(purpose, value.sealed)
    except Unreadable:
        return False
    return True


def test_a_value_that_is_moved_to_another_row_or_column_does_not_open(here: Town) -> None:
    is_all_there(here)
    there = values(here)
    counted = Counter(value.place.name for value in there)
    assert {place.name for place in PLACES} == {name for name, count in counted.items() if count > 1}
    assert len({value.purpose for value in there}) == len(there)
    for value in there:
        assert [other.purpose for other in there if opens(here, value, other.purpose)] == [value.purpose]


def test_where_the_specialists_numbers_are_exchanged_nobody_is_rung_by_another_ones(here: Town) -> None:
    is_all_there(here)
    one, other = here.services.roster.everyone()
    assert duty._can_be_rung(here.services, one)
    assert not duty._can_be_rung(here.services, replace(one, phone=other.phone))


@on_both
def test_what_a_version_before_has_sealed_for_no_row_is_bound_to_its_own_once(here: Town) -> None:
    is_all_there(here)
    s, before = here.services, {"specialists.phone": "phone", "recordings.sid": RECORDING}
    there = values(here)
    for value in there:
        plain = before.get(value.place.name) or value.purpose.removeprefix("delete ")
        told = RECORDING if plain.startswith(RECORDING) else plain
        if isinstance(value.sealed, str):
            assert s.sealed.replace(value, s.vault.seal(told, s.vault.open(value.purpose, value.sealed)))
    assert not all(opens(here, value, value.purpose) for value in values(here))
    rotation.bind(s)
    bound = values(here)
    assert len(bound) == len(there) and all(opens(here, value, value.purpose) for value in bound)
    rotation.bind(s)
    assert values(here) == bound
