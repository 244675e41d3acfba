"""What a telephone is told to do: documents made of a few verbs, which channels/voice.py writes as TwiML.

Addresses are paths of the application (`/voice/wait/...`), made absolute only where Twilio needs it.
"""

from dataclasses import dataclass

LISTENER = "listener"  # what whoever listens is called in a bridge, where each name is one person's


@dataclass(frozen=True)
class Say:
    """Words to be spoken: `language` is a BCP 47 tag, `voice` one of Twilio's."""

    text: str
    language: str
    voice: str


@dataclass(frozen=True)
class Play:
    to: str


@dataclass(frozen=True)
class Pause:
    seconds: int


@dataclass(frozen=True)
class Ask:
    """Speak, and take one key (or, with `speech`, words) at any moment of it and for `seconds` after.

    With more `digits`, that many keys, or fewer and #.
    """

    prompt: tuple[Say | Play | Pause, ...]
    to: str
    seconds: int
    speech: bool = False
    digits: int = 1


@dataclass(frozen=True)
class Go:
    to: str


@dataclass(frozen=True)
class Queue:
    """Wait in Twilio's queue: `wait` is asked again and again; `then` once the wait has ended, for whatever reason."""

    wait: str
    then: str


@dataclass(frozen=True)
class LeaveQueue:
    pass


@dataclass(frozen=True)
class Hangup:
    pass


@dataclass(frozen=True)
class Join:
    """Enter a bridge, as `caller` or `specialist`. It ends when either leaves, so that nobody is alone in it.

    `then` goes on after it; with `star` the star key leaves it.
    """

    bridge: str
    who: str
    wait: str
    events: str
    then: str
    star: bool = False


@dataclass(frozen=True)
class Listen:
    """Enter a bridge of two, heard by nobody: it neither begins nor lasts for this one."""

    bridge: str
    wait: str
    events: str
    then: str


@dataclass(frozen=True)
class Dial:
    """Ring an outside number for `seconds`; whoever answers hears `screen` first."""

    number: str
    shown: str
    seconds: int
    screen: str
    then: str


@dataclass(frozen=True)
class Record:
    """Beep and record, until `key`, silence or `seconds` are over; `news` is told when the recording is whole."""

    seconds: int
    silence: int
    key: str
    then: str
    news: str


Verb = Record | Say | Play | Pause | Ask | Go | Queue | LeaveQueue | Hangup | Join | Listen | Dial
Document = tuple[Verb, ...]
