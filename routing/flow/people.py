"""Who is at the other end of a call, as far as the helpline may know: a number, and a digest that stands for it."""

from config.shapes import Config, Line
from routing.domain.contact import Incoming
from routing.domain.person import known
from routing.ports import Services

CALLER = "caller"


def number_of(config: Config, call: Incoming) -> str:
    """Return the other person's number, whoever of the two has called."""
    ours = {number for line in config.lines.values() for number in line.numbers}
    return call.number if call.caller in ours else call.caller


def shown(s: Services, line: Line, number: str) -> dict[str, str]:
    """Return the field by which supervisors may see whose contact it is; none where the line does not have that."""
    return {CALLER: s.vault.seal_for_a_day(CALLER, number)} if line.break_glass and known(number) else {}


def lasting_person_of(s: Services, call: Incoming) -> str:
    """Return the digest of the other person's number that is kept for long; empty where it is withheld."""
    number = number_of(s.config, call)
    return s.vault.newest("person", number) if known(number) else ""


def person_of(s: Services, call: Incoming) -> str:
    """Return the digest of the other person's number; empty where it is withheld."""
    number = number_of(s.config, call)
    return s.vault.digest("person", number) if known(number) else ""
