"""A specialist's number is known to be theirs: by a code that is texted to it or told by a call, and that they tell us.

The code is known again by a digest alone, for ten minutes, and holds once. Nothing else goes to a number before that.
"""

import secrets

from routing.domain.contact import Person, phone_purpose
from routing.flow import code_call, sending
from routing.flow.sentences import text
from routing.flow.told import language_of, line_of
from routing.ports import Services

DIGITS, MINUTES = 6, 10
# In 15 minutes: codes to one number, codes to all numbers, and tries.
OF_ONE, OF_ALL, TRIES = 3, 20, 5


def send(s: Services, person: Person, *, by_call: bool = False) -> bool:
    """Text a code to a specialist's number, or have a call tell it; False where there were too many of either.

    Raises Unavailable and Unreadable.
    """
    number = s.vault.open(phone_purpose(person.id), person.phone)
    counts = [(s.vault.digest("code sent", person.id), OF_ONE), (s.vault.digest("code sent", "all"), OF_ALL)]
    if not s.switchboard.attempt(counts):
        return False
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    s.switchboard.hold_code(_digest(s, person, number, code), MINUTES * 60)
    record = {"languages": " ".join(person.languages)}
    line, language = line_of(s, record), language_of(s, record)
    to = s.vault.seal("phone", number)
    if by_call:
        code_call.ask(s, code, MINUTES * 60, line=line, language=language, phone=to)
    else:
        words = text(s, "sms_code", language, line=line.name[language], code=code)
        sending.ask(s, f"code-{secrets.token_hex(8)}", "code", line.id, to=to, words=words)
    return True


def proves(s: Services, person: Person, code: str) -> str:
    """Look at a code that was told: right, wrong or too_many. Raises Unavailable and Unreadable."""
    number = s.vault.open(phone_purpose(person.id), person.phone)
    counts = [(s.vault.digest("code tried", person.id), TRIES)]
    if not s.switchboard.attempt(counts):
        return "too_many"
    if not s.switchboard.take_code(_digest(s, person, number, code)):
        return "wrong"
    s.switchboard.proved(counts)
    return "right"


def _digest(s: Services, person: Person, number: str, code: str) -> str:
    return s.vault.digest("code", f"{person.id} {number} {code}")
