"""The phones that people hold: what they hear, what they press, how they take a call."""

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from routing.exchange.legs import Leg
    from routing.exchange.messages import Message

ROLES = ("caller", "specialist", "staff")
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
    """How the phone takes calls, when nobody presses its buttons, and texts.

    `after` is seconds of ringing, `texts_after` seconds between a text's being sent and its end.
    """

    answer: str = "person"
    after: float = 3.0
    texts: str = "arrive"
    texts_after: float = 0.0


@dataclass
class Text:
    """One text as it stands on a phone, where nothing that is done at Twilio reaches it any more.

    One that is `lost` did not arrive; only the page shows it.
    """

    message: "Message"
    body: str
    at: float
    lost: bool = False

    def as_json(self, owner: str) -> dict[str, Any]:
        message = self.message
        from_, to = message.from_, message.to
        return {
            "with": to if from_ == owner else from_,
            "from": from_,
            "to": to,
            "body": self.body,
            "at": self.at,
            "sid": message.sid,
            "status": message.status,
            "error": message.error,
            "media": message.media,
        }


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
