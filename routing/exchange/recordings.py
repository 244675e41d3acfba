"""Recordings: what was said after the beep, as far as anybody can tell from words typed into a phone."""

import io
import wave
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.exchange.wire import API_VERSION, rfc2822

if TYPE_CHECKING:
    from routing.exchange.legs import Leg

SAMPLES_A_SECOND = 8000


@dataclass
class Recording:
    """One recording of a call's Record verb; its sound is silence of the right length."""

    sid: str
    leg: "Leg"
    started: float
    seconds: int

    @property
    def path(self) -> str:
        return f"/{API_VERSION}/Accounts/{self.leg.switch.account.sid}/Recordings/{self.sid}"

    @property
    def url(self) -> str:
        """Give the address of the sound, as webhooks tell it."""
        return self.leg.switch.url + self.path

    def sound(self) -> bytes:
        """Make a WAV file of 8-bit silence."""
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(1)
            out.setframerate(SAMPLES_A_SECOND)
            out.writeframes(b"\x80" * SAMPLES_A_SECOND * self.seconds)
        return file.getvalue()

    def told(self, status: str) -> dict[str, str]:
        """Give the parameters of a recording status callback."""
        return {
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
