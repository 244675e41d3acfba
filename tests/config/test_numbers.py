"""Which numbers may be called or sent a text because somebody asks for it, and which nobody may be made to call."""

import pytest

from config.numbers import can_be_called_back, is_costly

# A number -> whether a person in the United States may be called there, whether calling it costs more.
NUMBERS = {
    "+12025550110": (True, False),
    "+18005550199": (False, False),  # toll-free: nobody waits there for a call
    "+19005551234": (False, True),  # premium
    "+18765550123": (False, False),  # Jamaica: looks like a call within the country, and costs like one abroad
    "+12425550123": (False, False),  # the Bahamas
    "+15005550006": (False, True),  # a personal number
    "+447011234567": (False, True),  # the same in the United Kingdom
    "+448711234567": (False, True),  # shared cost
    "+447700900123": (False, False),
    "+882161234567": (False, False),  # a satellite
    "+911": (False, False),
    "+1988": (False, False),
    "anonymous": (False, False),
    "": (False, False),
    "+1202555011": (False, False),
    "+120255501100": (False, False),
    "+٢٠٢٥٥٥٠١١٠": (False, False),
}


@pytest.mark.parametrize("number", NUMBERS)
def test_only_a_persons_telephone_in_the_country_is_called_at_a_wish(number: str) -> None:
    here, costly = NUMBERS[number]
    assert can_be_called_back(number, ("US",)) is here
    assert not (here and costly)
    if number.startswith("+"):
        assert is_costly(number) is costly
