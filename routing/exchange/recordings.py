"""Recordings: what was said after the beep, as far as it can be told from words typed into a phone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.exchange import sounds
from routing.exchange.tape import Spoken
from routing.exchange.wire import API_VERSION, new_sid, rfc2822

if TYPE_CHECKING:
    from routing.exchange.legs import Leg


@dataclass(eq=False)
class Recording:
    """One recording of a call's Record verb; its sound is a tone for each word, where the word was said."""

    leg: "Leg"
    started: float
    status: str = "in-progress"
    seconds: int = 0
    sid: str = field(default_factory=lambda: new_sid("RE"))
    spoken: list[tuple[float, int]] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/{API_VERSION}/Accounts/{self.leg.switch.account.sid}/Recordings/{self.sid}"

    @property
    def url(self) -> str:
        """Give the address of the sound, as webhooks tell it."""
        return self.leg.switch.url + self.path

    @property
    def ready(self) -> bool:
        return self.status == "completed"

    def hold(self, spoken: Sequence[Spoken], began: float, ended: float) -> None:
        """Keep what was said between two instants: how many words, and when; not the words."""
        self.seconds = max(1, round(ended - began)) if spoken else 0
        self.spoken = [(one.began - began, len(one.words.split())) for one in spoken]

    def wav(self) -> bytes:
        return sounds.wav(self.seconds, self.spoken)

    def mp3(self) -> bytes:
        return sounds.mp3(self.seconds)

    def told(self, status: str) -> dict[str, str]:
        """Give the parameters of a recording status callback."""
        params = {
            "AccountSid": self.leg.switch.account.sid,
            "CallSid": self.leg.sid,
            "RecordingSid": self.sid,
            "RecordingUrl": self.url,
            "RecordingStatus": status,
            "RecordingDuration": str(self.seconds),
            "RecordingChannels": "1",
            "RecordingStartTime": rfc2822(self.started),
            "RecordingSource": "RecordVerb",
        }
        return params | ({"ErrorCode": "0"} if status == "absent" else {})
