"""Secrets stay secret, and come back whole to whoever may have them."""

import base64
import string
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.contact import Unreadable
from routing.store.vault import Vault

NEW, OLD, OTHER = (base64.urlsafe_b64encode(bytes([number]) * 32).decode().rstrip("=") for number in (1, 2, 3))
vault = Vault([NEW])
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
fields = st.dictionaries(words, words | st.integers(), max_size=5)


@given(words, words)
def test_what_is_sealed_is_opened_for_its_purpose_alone(purpose: str, text: str) -> None:
    sealed = vault.seal(purpose, text)
    assert vault.open(purpose, sealed) == text
    with pytest.raises(Unreadable):
        vault.open(purpose + "x", sealed)


@given(words, fields)
def test_fields_come_back_with_their_types(purpose: str, given_: dict[str, str | int]) -> None:
    assert vault.open_fields(purpose, vault.seal_fields(purpose, given_)) == given_


@given(words)
def test_what_is_sealed_may_stand_in_an_address(text: str) -> None:
    assert set(vault.seal("p", text)) <= set(string.ascii_letters + string.digits + "-_")


@given(words)
def test_it_never_looks_the_same_twice(text: str) -> None:
    assert vault.seal("p", text) != vault.seal("p", text)


@pytest.mark.parametrize("text", ["+12025550110", "I cannot wake her up", "CA" + "1" * 32])
def test_nothing_of_the_text_shows(text: str) -> None:
    sealed = vault.seal("p", text)
    raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
    for length in range(4, len(text)):
        assert text[:length] not in sealed
        assert text[:length].encode() not in raw
        assert text[-length:].encode() not in raw


@given(words, st.data())
def test_a_changed_byte_is_noticed(text: str, data: st.DataObject) -> None:
    sealed = vault.seal("p", text)
    raw = bytearray(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unreadable):
        vault.open("p", base64.urlsafe_b64encode(raw).decode())


@given(words | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode()), st.data())
def test_anything_else_is_unreadable_and_nothing_worse(text: str, data: st.DataObject) -> None:
    cut = vault.seal("p", "text")[: data.draw(st.integers(0, 40))]
    for sealed in (text, cut):
        with pytest.raises(Unreadable):
            vault.open("p", sealed)
        with pytest.raises(Unreadable):
            vault.open_fields("p", sealed)


@pytest.mark.parametrize("text", ["words", "[]", "1", '"x"', "null"])
def test_what_holds_no_fields_is_unreadable_as_fields(text: str) -> None:
    with pytest.raises(Unreadable):
        vault.open_fields("p", vault.seal("p", text))


def test_after_a_rotation_the_old_is_still_read_and_the_new_is_written() -> None:
    before, rotated = Vault([OLD]), Vault([NEW, OLD])
    assert rotated.open("p", before.seal("p", "text")) == "text"
    assert vault.open("p", rotated.seal("p", "text")) == "text"
    with pytest.raises(Unreadable):
        before.open("p", rotated.seal("p", "text"))


def test_a_key_that_is_taken_away_opens_nothing_any_more() -> None:
    with pytest.raises(Unreadable):
        Vault([NEW, OTHER]).open("p", Vault([OLD]).seal("p", "text"))


@given(words, words, words)
def test_a_digest_is_the_same_each_time_and_another_for_another_kind(kind: str, other: str, value: str) -> None:
    digest = vault.digest(kind, value)
    assert digest == Vault([NEW, OLD]).digest(kind, value)
    assert len(digest) == 32
    assert set(digest) <= set("0123456789abcdef")
    assert (vault.digest(other, value) == digest) == (other == kind)
    assert Vault([OTHER]).digest(kind, value) != digest


@pytest.mark.parametrize("make", [lambda: vault.digest("call", "+12025550110"), lambda: repr(vault)])
def test_neither_a_digest_nor_the_vault_itself_shows_number_or_key(make: Callable[[], str]) -> None:
    assert "2025550110" not in make()
    assert NEW not in make()


def test_after_a_rotation_what_the_old_key_stands_for_is_still_found() -> None:
    old, rotated = Vault([OLD]), Vault([NEW, OLD])
    assert rotated.digests("person", "a") == (rotated.digest("person", "a"), old.digest("person", "a"))
