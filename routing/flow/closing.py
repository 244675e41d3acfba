"""Close a line, or open it: on record first, and in live state, which follows the records whatever it has lost."""

from routing.domain.closing import Closing
from routing.flow.acts import carry_out
from routing.ports import Services


def say(s: Services, closing: Closing) -> None:
    """Close a line, or open it. Raises NotKept when nothing has changed, and Unavailable when it soon will."""
    s.closings.say(closing)
    carry_out(s, s.switchboard.line(closing))


def follow(s: Services) -> None:
    """Have live state know which lines are closed; what is over is forgotten. Raises Unavailable and NotKept."""
    s.closings.lapse(s.switchboard.now())
    for closing in s.closings.all():
        carry_out(s, s.switchboard.line(closing))
