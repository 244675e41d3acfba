"""Ports: a taken one is never shared."""

import socket

import pytest

from routing import listening

HERE = "127.0.0.1"


def test_a_free_port_is_kept_and_a_taken_one_is_passed_over() -> None:
    with socket.create_server((HERE, 0)) as other:
        taken = other.getsockname()[1]
        assert listening.free(HERE, taken) != taken
    assert listening.free(HERE, taken) == taken


def test_a_port_past_the_last_is_passed_over() -> None:
    assert 0 < listening.free(HERE, 65_536) < 65_536


def test_a_port_is_taken_even_when_its_holder_would_share_it() -> None:
    match = r"\(PORT\) is taken .* \d+ is free\.$"
    with socket.create_server((HERE, 0), reuse_port=True) as other, pytest.raises(listening.PortTaken, match=match):
        listening.insist(HERE, other.getsockname()[1])
