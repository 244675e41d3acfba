"""Write ids, dates and places the way Twilio writes them."""

import secrets
from datetime import UTC, datetime
from email.utils import format_datetime

API_VERSION = "2010-04-01"


def new_sid(prefix: str) -> str:
    """Make an id: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


def rfc2822(instant: float) -> str:
    """Write seconds since 1970 as `Thu, 19 Nov 2026 20:48:32 +0000`."""
    return format_datetime(datetime.fromtimestamp(instant, UTC))


def yes_no(value: bool) -> str:
    """Write a truth value as webhooks do."""
    return "true" if value else "false"


def geography(whose: str, number: str) -> dict[str, str]:
    """Give the look-up parameters of a number; unknown parts are empty, as Twilio leaves them."""
    state = "DC" if number.startswith("+1202") else ""
    country = "US" if number.startswith("+1") else ""
    return {f"{whose}City": "", f"{whose}State": state, f"{whose}Zip": "", f"{whose}Country": country}
