"""Note when the telephone network fails the helpline: often enough, and somebody is alerted."""

from routing.domain.contact import NotSent, Unclear
from routing.ports import Services

# Twilio fails now and then for a moment; this often, and somebody should look.
TIMES, WITHIN_S = 3, 300
TOO_MANY = "429"  # asked to slow down: no failure of the network's


def failed(s: Services, why: NotSent | Unclear, line: str = "") -> None:
    """Note a refusal, or an answer that did not come, on a line (default: the first). Raises Unavailable."""
    if not str(why).startswith(TOO_MANY):
        s.switchboard.alarm("provider", line or next(iter(s.config.lines)), TIMES, WITHIN_S)
