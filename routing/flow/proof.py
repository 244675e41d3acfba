"""Who says to be a specialist proves it by a PIN.

Hashing a PIN takes more memory than a web process may have left, and a moment in which it could answer others; so a
job does it. Whoever writes what a specialist might write waits for that job, rostered or not, and is counted as often.
A page of whoever is signed in looks by itself, as at passwords.
"""

import json
from dataclasses import dataclass, field

import structlog

from routing.domain import commands
from routing.domain.contact import Person, Unavailable, phone_purpose
from routing.domain.deletion import MESSAGE, Deletion, purpose
from routing.flow import covering_text, deleting, sending, standing
from routing.flow.rostered import specialist_of
from routing.flow.told import language_of
from routing.ports import Services, Working

log = structlog.get_logger()
PURPOSE = "proof"


@dataclass(frozen=True)
class Texted:
    """A text that came in, and from whom. `carrier_word` is what the carrier has answered it as: STOP, START, HELP."""

    id: str = field(repr=False)
    sender: str = field(repr=False)
    words: str = field(repr=False)
    carrier_word: str = ""
    pictures: bool = False


def is_command(came: Texted) -> bool:
    """Tell whether a text may be a specialist's command: it is one by the PIN in it."""
    return commands.read(came.words) is not None


def by_text(s: Services, line: str, came: Texted, otherwise: tuple[str, ...]) -> bool:
    """Have a job look at a command; False: it is to be answered like anyone's, which is `otherwise`."""
    fields = {"line": line, "words": came.words, "sender": came.sender, "sid": came.id, "else": json.dumps(otherwise)}
    return _asked(s, s.vault.digest("guess", came.id), came.sender, fields) in ("asked", "right", "wrong")


def by_phone(s: Services, caller: str, call: str, tries: int, pin: str) -> bool:
    """Have a job look at a PIN that was keyed in; False where none may be tried now."""
    return _asked(s, of_call(s, call, tries), caller, {"pin": pin, "sender": caller}) in ("asked", "right", "wrong")


def by_page(s: Services, guess: str, person: Person, pin: str) -> str:
    """Look at the PIN of whoever is signed in as a specialist, counted with those by text and call: right, wrong or
    too_many. Should this process end, the job does it. Raises Busy, Unavailable and Unreadable.
    """
    number = s.vault.open(phone_purpose(person.id), person.phone)
    digest = s.vault.digest("person", number)
    sealed = s.vault.seal_for_a_day(PURPOSE, json.dumps({"pin": pin, "sender": number}))
    word = s.switchboard.guess(guess, digest, sealed).word
    if word != "asked":
        return word
    return s.switchboard.judged(guess, digest, "right" if s.vault.proves(pin, person.pin) else "wrong").word


def of_call(s: Services, call: str, tries: int) -> str:
    """Return the guess that a call's so many-th PIN is."""
    return s.vault.digest("guess", f"{call} {tries}")


def _asked(s: Services, guess: str, number: str, fields: dict[str, str]) -> str:
    try:
        word = s.switchboard.guess(
            guess, s.vault.digest("person", number), s.vault.seal_for_a_day(PURPOSE, json.dumps(fields))
        ).word
    except Unavailable:
        return ""
    if word == "asked":
        s.outbox.send("prove", guess)
    return word


def prove(s: Working, guess: str) -> None:
    """Look whether a guess is right, and answer a text. Raises Unavailable and NotKept."""
    record = s.switchboard.guessed(guess)
    if record.get("state") != "asked":
        s.switchboard.forget("proof", guess)
        return
    fields = {name: str(value) for name, value in s.vault.open_fields(PURPOSE, record["sealed"]).items()}
    specialist = specialist_of(s, fields["sender"])
    person = s.roster.of(specialist) if specialist else None
    command = commands.read(fields.get("words", ""))
    right = s.vault.proves(command.pin if command else fields["pin"], person.pin if person else "")
    if command:
        _answer(s, guess, fields, specialist, command if right else None)
    s.switchboard.judged(guess, record["person"], "right" if right else "wrong")


def _answer(s: Working, guess: str, fields: dict[str, str], specialist: str, command: commands.Command | None) -> None:
    answers: list[str] = json.loads(fields["else"])
    if specialist:  # the words hold a PIN, or nearly one
        _scrub(s, guess, fields["line"], fields["sid"])
    if command and command.act in covering_text.ACTS:
        answers = [covering_text.answer(s, specialist, command)]
    elif command:
        standing.obey(s, specialist, command)
        language = language_of(s, s.switchboard.specialist(specialist))
        answers = [standing.tell(s, specialist, "sms_duty", language)]
    to = s.vault.seal_for_a_day("phone", fields["sender"])
    for which, words in enumerate(answers):
        sending.ask(s, f"{guess}-{which}", "answer", fields["line"], to=to, words=words)


def _scrub(s: Working, guess: str, line: str, sid: str) -> None:
    at, sealed = s.switchboard.now(), s.vault.seal(purpose(MESSAGE, guess), sid)
    s.deletions.ask(Deletion(guess, MESSAGE, line, sealed, asked_at=at, next_at=at))
    deleting.soon(s)
