"""Every one of Twilio's scenarios is played by a test."""

import pytest

from tests.exchange import scenarios
from tests.exchange.contract import SHARED


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here: the scenarios are listed in it")
def test_every_scenario_of_the_network_is_played() -> None:
    wanted = set(scenarios.wanted())
    assert len(wanted) == scenarios.LAST
    assert wanted - set(scenarios.played()) == set()
