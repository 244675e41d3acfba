"""The phones that people hold: what they hear, what they press, how they take a call."""

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from routing.exchange.legs import Leg

ROLES = ("caller", "specialist")
HABITS = ("person", "never", "busy", "machine", "bad", "drops")


@dataclass
class Heard:
    """One thing heard on a call, or done by the phone's holder; times in seconds of the exchange's clock."""

    at: float
    kind: str
    text: str = ""
    language: str = ""
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Behaviour:
    """How the phone takes calls, when nobody presses its buttons; `after` is seconds of ringing."""

    answer: str = "person"
    after: float = 3.0


@dataclass
class Text:
    """One text message, as it stands in a phone's threads."""

    sid: str
    from_: str
    to: str
    body: str
    at: float

    def as_json(self, owner: str) -> dict[str, Any]:
        other = self.to if self.from_ == owner else self.from_
        return {"with": other, "from": self.from_, "to": self.to, "body": self.body, "at": self.at, "sid": self.sid}


@dataclass(eq=False)
class Phone:
    """One phone; `leg` is its call now, `last` the one before."""

    number: str
    name: str
    role: str
    behaviour: Behaviour = field(default_factory=Behaviour)
    leg: "Leg | None" = None
    last: "Leg | None" = None
    texts: list[Text] = field(default_factory=list)


class Listener(Protocol):
    """Whatever waits for keys or words on a call."""

    def key(self, key: str) -> None: ...

    def speech(self, words: str) -> None: ...
