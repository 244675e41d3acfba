"""Whatever may be sent as JSON: of any shape, of nearly the right one, and what is no JSON at all."""

import json
from typing import Any

from hypothesis import strategies as st

# With half characters, which JSON can write and nothing else can; numbers that no machine has room for; NaN.
WORDS = st.text(st.characters(), max_size=20)
NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, -1, 2**63, True])
ANY: st.SearchStrategy[Any] = st.recursive(
    st.none() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
NO_JSON = st.binary(max_size=40) | st.sampled_from([b"[" * 5_000, b'{"a":' * 5_000, b"9" * 5000, b"\xff\xfe{", b"NaN"])


def written(value: Any) -> bytes:
    return json.dumps(value).encode()


def bodies(**known: list[Any]) -> st.SearchStrategy[bytes]:
    """Bodies of any shape; half of them objects with fields that are `known`, each with one of its values or any."""
    fields = {name: st.sampled_from(values) | ANY for name, values in known.items()}
    return ANY.map(written) | st.fixed_dictionaries({}, optional=fields).map(written) | NO_JSON
