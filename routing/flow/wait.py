"""Waiting in line: what a caller hears, and what may be chosen meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from config.shapes import Line, Skill
from routing.domain import place
from routing.domain.contact import Incoming, Waiting
from routing.domain.replies import Ask, Document, Go, LeaveQueue, Pause, Play, Say
from routing.flow import acts, callback, elsewhere, noting, texting, voicemail
from routing.flow.onward import MUSIC, emergency, onward
from routing.flow.sentences import numbers, say, text, voiced
from routing.flow.ticket import Ticket, address
from routing.flow.times import moment, when
from routing.ports import Services

MUSIC_SECONDS = 16
KEY_SECONDS = 1
CHOICE_EVERY, CHOICE_AT = 4, 2  # documents of about 20 s: within 60 s, then every 90 s at most
CHOICE_AT_WITH_NOBODY = 1  # that nobody is on call takes longer to tell
CHOICES_AT_ONCE_AFTER = 3  # offers that came to nothing
# Keys that lead out of the line, each to a choice of that name.
OUTSIDE = {
    "1": callback.CHOICE,
    "2": voicemail.CHOICE,
    "3": texting.CHOICE,
    "4": elsewhere.CHOICE,
    "5": "information",
}
# What is offered, in the order told. The first hearing is short; the rest is told from the second on.
FIRST_CHOICES = ("choice", "choice_callback", "choice_other_line")
MORE_CHOICES = ("choice_voicemail", "choice_text_help", "choice_information", "choice_quiet")
WITH_NOBODY = ("choice_callback", "choice_voicemail", "choice_text_help")  # told at once where nobody is on call
NOBODY, CLOSED = 1, 2  # what a caller has been told of those who take calls
AFTER_EMERGENCY = 30  # as if half an hour earlier in line


@dataclass(frozen=True)
class Heard:
    """What a waiting caller has heard so far, carried from one document's address to the next.

    `n` counts the documents, `said` is the wait last told, `quiet` asks for no music, `told` notes that nobody is on
    call, or that the line is closed, `loop` that the caller waits outside Twilio's queue, `down` counts documents
    without live state, and `refused` notes that the choices were told because nobody took the call.
    """

    n: int = 0
    said: str = ""
    quiet: int = 0
    told: int = 0
    loop: int = 0
    down: int = 0
    refused: int = 0

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Heard":
        def number(name: str) -> int:
            return int(query.get(name, "0"))

        said = query.get("said", "")
        return cls(
            number("n"), said, number("quiet"), number("told"), number("loop"), number("down"), number("refused")
        )


def document(s: Services, call: Incoming, ticket: Ticket, heard: Heard, disclosed: str = "") -> Document:
    """Return what a waiting caller hears next; whoever does not wait any more is sent on. Raises Unavailable.

    `disclosed` says how far somebody may go who listens, where the caller has just heard that.
    """
    if disclosed:
        s.switchboard.disclose(ticket.contact, disclosed)
    standing = s.switchboard.wait(ticket.contact)
    if standing is None or standing.stage != "waiting":
        return _out(s, call, ticket, heard)
    now = _bucket(_skill(s, ticket), standing)
    refused = int(heard.refused or _is_refused(standing, heard))
    after = replace(heard, n=heard.n + 1, said=now or heard.said, told=_absent(standing), down=0, refused=refused)
    if not _has_news(standing, heard) and (asked_at := noting.asks(s, ticket, f"{standing.step}.{heard.n}")):
        return (noting.question(s, ticket, asked_at, **asdict(after)), _next(s, ticket, after))
    spoken = _spoken(s, call, ticket, standing, heard)
    keys = address(s, f"/voice/wait/{ticket.contact}/keys", ticket, step=standing.step, **asdict(after))
    music = Pause(MUSIC_SECONDS) if heard.quiet else Play(MUSIC)
    return (Ask((*spoken, music), keys, KEY_SECONDS), _next(s, ticket, after))


def _absent(standing: Waiting) -> int:
    """Return what there is to tell of those who take calls; 0 where somebody is on call."""
    return CLOSED if standing.closed_till is not None else 0 if standing.on_duty else NOBODY


def _out(s: Services, call: Incoming, ticket: Ticket, heard: Heard) -> Document:
    return onward(s, call, ticket) if heard.loop else (LeaveQueue(),)


def _next(s: Services, ticket: Ticket, heard: Heard) -> Go:
    return Go(address(s, f"/voice/wait/{ticket.contact}", ticket, **asdict(heard)))


def _line(s: Services, ticket: Ticket) -> Line:
    return s.config.lines[ticket.line]


def _skill(s: Services, ticket: Ticket) -> Skill:
    return _line(s, ticket).skills[ticket.skill]


def _numbers(s: Services, ticket: Ticket) -> str:
    return numbers(s, _line(s, ticket), ticket.language)


def _other_language(s: Services, ticket: Ticket) -> str:
    return next((other for other in _line(s, ticket).languages if other != ticket.language), "")


def _other_speaker(s: Services, ticket: Ticket) -> tuple[Say, ...]:
    other = _other_language(s, ticket)
    if not other or not s.switchboard.on_duty(_line(s, ticket).queue(ticket.skill, other)):
        return ()
    return (say(s, "other_speaker", ticket.language, spoken=text(s, f"language_{other}", ticket.language)),)


def _next_shift(s: Services, ticket: Ticket) -> str:
    line = _line(s, ticket)
    return _moment(s, ticket, "next_shift", s.switchboard.next_start(line.queue(ticket.skill, ticket.language)))


def _moment(s: Services, ticket: Ticket, phrase: str, at: int) -> str:
    """Say when something is, at a time in ms; nothing for 0."""
    if not at:
        return ""
    said = when(s, moment(at), moment(s.switchboard.now()), _line(s, ticket).time_zone, ticket.language)
    return text(s, phrase, ticket.language, when=said)


def _bucket(skill: Skill, standing: Waiting) -> str:
    handled = (standing.handled_seconds, standing.handled_count)
    return place.bucket(place.estimate(standing.place, standing.on_duty, *handled, skill.ring_seconds))


def _is_time_to_choose(standing: Waiting, heard: Heard) -> bool:
    choice_at = CHOICE_AT_WITH_NOBODY if _absent(standing) else CHOICE_AT
    return heard.n % CHOICE_EVERY == choice_at or (not heard.refused and _is_refused(standing, heard))


def _is_refused(standing: Waiting, heard: Heard) -> bool:
    """Tell whether so many have not taken the call that the choices are told at once, after the place."""
    return heard.n > 0 and standing.offered >= CHOICES_AT_ONCE_AFTER


def _has_news(standing: Waiting, heard: Heard) -> bool:
    """Tell whether there is something to say now: of the place, of the choices, or that nobody is there."""
    return heard.n % 2 == 0 or _is_time_to_choose(standing, heard) or _is_untold(standing, heard)


def _is_untold(standing: Waiting, heard: Heard) -> bool:
    return _absent(standing) not in (0, heard.told)


def _choices(s: Services, call: Incoming, ticket: Ticket, phrases: Sequence[str]) -> Say:
    told = (text(s, phrase, ticket.language) for phrase in phrases if _may_choose(s, call, ticket, phrase))
    return voiced(s, " ".join(told), ticket.language)


def _may_choose(s: Services, call: Incoming, ticket: Ticket, phrase: str) -> bool:
    match phrase.removeprefix("choice_"):
        case callback.CHOICE:
            return callback.is_possible(s, call, _line(s, ticket))
        case voicemail.CHOICE:
            return voicemail.is_possible(_line(s, ticket))
        case texting.CHOICE:
            return texting.is_possible(s, call, ticket)
        case elsewhere.CHOICE:
            return bool(elsewhere.dialled(s, _line(s, ticket)))
    return True


def _spoken(s: Services, call: Incoming, ticket: Ticket, standing: Waiting, heard: Heard) -> tuple[Say, ...]:
    language = ticket.language
    absent = _absent(standing)
    if _is_untold(standing, heard):
        return _told_of_absence(s, call, ticket, standing)
    if _is_time_to_choose(standing, heard):
        first = heard.n <= CHOICE_AT
        return (_choices(s, call, ticket, FIRST_CHOICES if first else (*FIRST_CHOICES, *MORE_CHOICES)),)
    if not _has_news(standing, heard):
        return (say(s, "still_here", language),)
    if absent == CLOSED:
        return (say(s, "still_closed", language, opens=_opens(s, ticket, standing)),)
    if absent:
        return (say(s, "still_nobody", language),)
    now = _bucket(_skill(s, ticket), standing)
    return _place(s, language, standing.place - 1, now, place.worse(now, heard.said))


def _told_of_absence(s: Services, call: Incoming, ticket: Ticket, standing: Waiting) -> tuple[Say, ...]:
    language, numbers = ticket.language, _numbers(s, ticket)
    choices = _choices(s, call, ticket, WITH_NOBODY)
    if standing.closed_till is not None:
        return (say(s, "line_closed", language, numbers=numbers, opens=_opens(s, ticket, standing)), choices)
    told = say(s, "nobody_on_call", language, numbers=numbers, next=_next_shift(s, ticket))
    return (told, choices, *_other_speaker(s, ticket))


def _opens(s: Services, ticket: Ticket, standing: Waiting) -> str:
    """Tell when a closed line opens; nothing where that is not known."""
    return _moment(s, ticket, "line_opens", standing.closed_till or 0)


def _place(s: Services, language: str, ahead: int, now: str, worse: bool) -> tuple[Say, ...]:
    phrase = ("place_next", "place_later_one")[ahead] if ahead < 2 else "place_later"
    sorry = (say(s, "longer_than_said", language),) if worse else ()
    wait = (say(s, now, language),) if now else ()
    return (*sorry, say(s, phrase, language, ahead=ahead), *wait)


def keys(s: Services, call: Incoming, ticket: Ticket, step: int, heard: Heard) -> Document:
    """Answer a key pressed while waiting. Raises Unavailable."""
    if choice := _outside(s, call, ticket):
        acts.carry_out(s, s.switchboard.choose(ticket.contact, step, choice))
        return _out(s, call, ticket, heard)
    said: tuple[Say, ...] = ()
    match call.keys:
        case "0":
            return emergency(s, ticket, **asdict(heard))
        case "1":
            said = (say(s, "callback_not_here", ticket.language),)
        case "4":
            said = (say(s, "other_lines", ticket.language, numbers=_numbers(s, ticket)),)
        case "6" if other := _other_language(s, ticket):
            acts.carry_out(s, s.switchboard.widen(ticket.contact, _line(s, ticket).queue(ticket.skill, other)))
            said = (say(s, "still_here", ticket.language),)
        case "9":
            heard = replace(heard, quiet=1 - heard.quiet)
    return (*said, _next(s, ticket, heard))


def note(s: Services, call: Incoming, ticket: Ticket, at: int, heard: Heard) -> Document:
    """Answer a key to whether a note may be kept; once a specialist has come it is none. Raises Unavailable."""
    standing = s.switchboard.wait(ticket.contact)
    if standing is None or standing.stage != "waiting":
        return _out(s, call, ticket, heard)
    if call.keys == "0":
        return emergency(s, ticket, **asdict(heard))
    phrase = noting.answer(s, call, ticket, at)
    return (*((say(s, phrase, ticket.language),) if phrase else ()), _next(s, ticket, heard))


def _outside(s: Services, call: Incoming, ticket: Ticket) -> str:
    """Return what the key leads to outside the line, or nothing."""
    choice = OUTSIDE.get(call.keys, "")
    return choice if _may_choose(s, call, ticket, f"choice_{choice}") else ""


def after_emergency(s: Services, call: Incoming, ticket: Ticket, heard: Heard) -> Document:
    """Answer a key, or silence, during the steps. Raises Unavailable."""
    standing = s.switchboard.wait(ticket.contact)
    if standing is None or standing.stage not in ("waiting", "choosing", "held"):
        return _out(s, call, ticket, heard)
    if call.keys != "1":
        return emergency(s, ticket, **asdict(heard))
    acts.carry_out(s, s.switchboard.rejoin(ticket.contact, standing.step, AFTER_EMERGENCY))
    return (say(s, "moved_up", ticket.language), _next(s, ticket, heard))
