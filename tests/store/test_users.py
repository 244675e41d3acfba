"""Users on record, on a real SQLite and a real PostgreSQL."""

from dataclasses import replace

import pytest

from routing.domain.user import NameTaken, User
from routing.store.records.migrating import migrate
from routing.store.records.users import Users

KIM = User("u1", "Kim Öst", "supervisor", code="invited", code_until=99)


@pytest.fixture
def users(database_url: str) -> Users:
    migrate(database_url)
    made = Users(database_url)
    made.add(KIM)
    return made


def test_a_user_is_found_by_name_however_it_is_written(users: Users) -> None:
    assert users.named("kim öST") == users.of("u1") == KIM
    assert users.named("Kim") is None and users.of("u2") is None
    with pytest.raises(NameTaken):
        users.add(replace(KIM, id="u2", name="KIM ÖST"))


def test_an_invitation_holds_once(users: Users) -> None:
    assert users.set_password("u1", "hash", "another") is None
    taken = users.set_password("u1", "hash", "invited")
    assert taken == replace(KIM, password="hash", code="", code_until=0, version=2)
    assert users.set_password("u1", "hash 2", "invited") is None
    assert users.of("u1") == taken


def test_a_code_of_an_authenticator_is_taken_once_and_none_before_it(users: Users) -> None:
    assert users.set_totp("u1", "sealed", 7, ["d1", "d2"]) == replace(KIM, totp="sealed", totp_used=7, version=2)
    assert [users.use_step("u1", step) for step in (7, 8, 8, 6, 9)] == [False, True, False, False, True]


def test_a_recovery_code_is_taken_once_and_new_ones_replace_the_old(users: Users) -> None:
    users.set_totp("u1", "sealed", 7, ["d1", "d2"])
    assert [users.use_recovery("u1", one) for one in (["d1", "x"], ["d1"], ["x"])] == [True, False, False]
    assert not users.use_recovery("u2", ["d2"])
    users.set_totp("u1", "sealed", 8, ["d3"])
    assert [users.use_recovery("u1", one) for one in (["d2"], ["d3"])] == [False, True]


@pytest.mark.parametrize("how", ["deactivated", "reset"])
def test_who_is_reset_or_deactivated_has_nothing_left_to_prove_themselves_with(users: Users, how: str) -> None:
    users.set_password("u1", "hash", "invited")
    users.set_totp("u1", "sealed", 7, ["d1"])
    if how == "reset":
        users.invite("u1", "again", 200)
    else:
        users.deactivate("u1", 100)
    left = users.of("u1")
    assert left and (left.password, left.totp, left.version) == ("", "", 4)
    assert not users.use_recovery("u1", ["d1"])
    assert (users.set_password("u1", "hash", "again") is not None) == (how == "reset")
    assert (users.set_totp("u1", "sealed", 9, []) is not None) == (how == "reset")


def test_who_could_sign_in_no_more_for_long_is_forgotten(users: Users) -> None:
    users.add(replace(KIM, id="u2", name="Bo"))
    users.deactivate("u1", 100)
    users.purge(99)
    assert users.of("u1")
    users.purge(100)
    assert [user.id for user in users.everyone()] == ["u2"]
