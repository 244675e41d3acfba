"""Who calls, as far as a number tells it."""

import re

# How networks write "withheld" and "unavailable" in digits (webhooks.json, voice.inbound).
WITHHELD = ("+266696687", "+86282452253")


def known(number: str) -> bool:
    """Tell whether a caller's number stands for somebody, so that it can be remembered or called."""
    return bool(re.fullmatch(r"\+[1-9]\d{6,14}", number, re.ASCII)) and number not in WITHHELD
