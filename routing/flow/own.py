"""What specialists do from their own page: written down first, then done as by text and telephone."""

from routing.domain.audit import Deed
from routing.domain.commands import BREAK_MINUTES, Command
from routing.domain.user import User
from routing.flow import auditing, standing
from routing.ports import Services

ACTS = ("on", "break", "off")


def obey(s: Services, by: User, act: str) -> None:
    """Do one of ACTS for a user who is a specialist. A call under way is never cut. Raises NotKept and Unavailable."""
    deed = Deed(f"user:{by.id}", f"activity_{standing.ASKED[act]}", "specialist", by.specialist)
    auditing.note(s, deed, s.switchboard.now())
    standing.obey(s, by.specialist, Command(act, BREAK_MINUTES, ""))
