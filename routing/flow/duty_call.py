"""A specialist who phones the line: proves it by a PIN, hears how they stand, and changes it. 0 works as everywhere."""

from dataclasses import replace

from routing.domain.commands import BREAK_MINUTES, Command
from routing.domain.contact import Incoming
from routing.domain.emergency import Alarm
from routing.domain.menu import Spot
from routing.domain.replies import Ask, Document, Go, Hangup, Pause, Say
from routing.flow import call as calls
from routing.flow import proof, standing
from routing.flow.people import number_of
from routing.flow.rostered import specialist_of
from routing.flow.sentences import say, voiced
from routing.ports import Services

TRIES = 3
PIN_DIGITS = 8
PIN_SECONDS, MENU_SECONDS = 8, 6
LOOKS = 10  # seconds for the job that proves a PIN
PURPOSE = "duty"
MESSAGES = "4"
ACTS = {"1": "on", "2": "off", "3": "break"}


def begin(s: Services, call: Incoming, language: str, pressed: str) -> Document:
    """Answer the first question: 1 is duty; anything else goes on as the call began."""
    alarm = s.gate.read(call.speech)
    if alarm is Alarm.OVERDOSE or call.keys == "0":
        return calls.emergency(s, language)
    if alarm is Alarm.SUICIDE:
        return (say(s, "suicide_help", language), *calls.talk(s, call, language))
    if call.keys == "1":
        return ask(s, language, 0)
    was = {"star": "*", "hash": "#"}.get(pressed, pressed)
    return calls.choose(s, replace(call, keys=was, speech=""), Spot(calls.TOP, language), asked=True)


def ask(s: Services, language: str, tries: int, *first: Say) -> Document:
    """Ask for the PIN."""
    here = f"/voice/duty/{language}/pin?tries={tries}"
    return (Ask((*first, say(s, "duty_pin", language)), here, PIN_SECONDS, digits=PIN_DIGITS), Go(here))


def prove(s: Services, call: Incoming, language: str, tries: int) -> Document:
    """Have the PIN that was keyed in looked at by a job. Nothing keyed in is a wrong one; 0 alone is what to do."""
    if call.keys == "0":
        return calls.emergency(s, language)
    if not call.keys:
        return _wrong(s, call, language, tries)
    if not proof.by_phone(s, number_of(s.config, call), call.call, tries, call.keys):
        return calls.talk(s, call, language)
    return (say(s, "duty_checking", language), *_look(language, tries, 1))


def _look(language: str, tries: int, looks: int) -> Document:
    return (Pause(1), Go(f"/voice/duty/{language}/proof?tries={tries}&looks={looks}"))


def proved(s: Services, call: Incoming, language: str, tries: int, looks: int) -> Document:
    """Go on once the PIN has been looked at. Raises Unavailable."""
    match s.switchboard.guessed(proof.of_call(s, call.call, tries)).get("state"):
        case "right":
            specialist = specialist_of(s, number_of(s.config, call))
            s.switchboard.set_apart(s.vault.digest("call", call.call))
            fields = {"specialist": specialist, "call": s.vault.digest("call", call.call)}
            return menu(s, language, s.vault.seal_fields(PURPOSE, fields), 0)
        case "asked" if looks < LOOKS:
            return _look(language, tries, looks + 1)
    return _wrong(s, call, language, tries)


def _wrong(s: Services, call: Incoming, language: str, tries: int) -> Document:
    """Ask again, and the third time help whoever it is, like anyone."""
    if tries + 1 >= TRIES:
        return (say(s, "duty_no_pin", language), *calls.talk(s, call, language))
    return ask(s, language, tries + 1, say(s, "duty_wrong", language))


def menu(s: Services, language: str, token: str, silent: int, *first: Say) -> Document:
    """Say how the specialist stands, and what they can do. Raises Unavailable."""
    specialist = str(s.vault.open_fields(PURPOSE, token)["specialist"])
    here = f"/voice/duty/{language}/menu?t={token}&silent={silent}"
    told = voiced(s, standing.tell(s, specialist, "duty_status", language), language)
    return (Ask((*first, told, say(s, "duty_menu", language)), here, MENU_SECONDS), Go(here))


def opened(s: Services, call: Incoming, token: str) -> str:
    """Return whose duty a token is for; nobody's, when it is of another call. Raises Unreadable."""
    fields = s.vault.open_fields(PURPOSE, token)
    return str(fields["specialist"]) if fields["call"] == s.vault.digest("call", call.call) else ""


def act(s: Services, call: Incoming, language: str, token: str, silent: int) -> Document:
    """Do what a key asks for. The token is of this call alone. Raises Unavailable and Unreadable."""
    specialist = opened(s, call, token)
    if call.keys == "0" or not specialist:
        return calls.emergency(s, language)
    if call.keys == MESSAGES:
        return (Go(f"/voice/duty/{language}/messages?t={token}"),)
    if call.keys in ACTS:
        standing.obey(s, specialist, Command(ACTS[call.keys], BREAK_MINUTES, ""))
        return menu(s, language, token, 0, say(s, "duty_done", language))
    if not call.keys and silent:
        return (say(s, "duty_goodbye", language), Hangup())
    return menu(s, language, token, 0 if call.keys else silent + 1)
