"""What a specialist's text asks for, and how long words are divided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.talk import LONGEST_PART, Said, Stands, parts, said

ONE = Stands("ana", texts={1: "c1-1"})
SECOND = Stands("ana", texts={2: "c2-1"})
TWO = Stands("ana", texts={1: "c1-1", 2: "c2-1"})
ASKED = Stands("ana", asked="c9-1")
ONE_MORE = Stands("ana", asked="c9-1", texts={2: "c2-1"})


@pytest.mark.parametrize(
    ("stands", "words", "expected"),
    [
        (ONE, "hello", Said("words", "c1-1", "hello")),
        (ONE, "yes", Said("words", "c1-1", "yes")),
        (ONE, "Done.", Said("done", "c1-1")),
        (ONE, "done with that", Said("words", "c1-1", "done with that")),
        (ONE, "pass me the salt", Said("words", "c1-1", "pass me the salt")),
        (ONE, "#2 hello", Said("nobody")),
        (SECOND, "fin", Said("done", "c2-1")),
        (TWO, "hello", Said("which")),
        (TWO, "done", Said("which")),
        (TWO, "#2 hello #1", Said("words", "c2-1", "hello #1")),
        (TWO, " # 1: two\nlines", Said("words", "c1-1", "two\nlines")),
        (TWO, "#1 DONE", Said("done", "c1-1")),
        (TWO, "#2 pass", Said("pass", "c2-1")),
        (TWO, "#2 Pasar  Ana Maria", Said("pass", "c2-1", "Ana Maria")),
        (TWO, "#1 call", Said("call", "c1-1")),
        (TWO, "#1 call your mother", Said("words", "c1-1", "call your mother")),
        (TWO, "#1 shut", Said("shut", "c1-1")),
        (TWO, "#1 bloquear si", Said("shut", "c1-1", "si")),
        (TWO, "#1 shut the door", Said("words", "c1-1", "shut the door")),
        (TWO, "KEYS", Said("keys")),
        (ASKED, "Y", Said("yes", "c9-1")),
        (ASKED, "Sí", Said("yes", "c9-1")),
        (ASKED, "no", Said("no", "c9-1")),
        (ASKED, "#1 y", Said("yes", "c9-1")),
        (ASKED, "who is it?", None),
        (ONE_MORE, "y", Said("words", "c2-1", "y")),
        (ONE_MORE, "#1 y", Said("yes", "c9-1")),
        (ONE_MORE, "#1 who is it?", Said("nobody")),
    ],
)
def test_a_specialists_text_is_read(stands: Stands, words: str, expected: Said | None) -> None:
    assert said(words, stands) == expected


@given(words=st.text(alphabet="ab \n", max_size=4000))
def test_long_words_are_divided_and_nothing_is_lost(words: str) -> None:
    divided = parts(words)
    assert all(len(part) <= LONGEST_PART for part in divided)
    bare = [part.rpartition(" (")[0] for part in divided] if len(divided) > 1 else divided
    assert "".join("".join(bare).split()) == "".join(words.split())
