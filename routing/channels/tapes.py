"""Recordings at the telephone network: find them, fetch their sound, delete them."""

from collections.abc import Sequence

import requests

from config.settings import Settings
from routing.channels import rest
from routing.channels.rest import asked
from routing.domain.contact import NotSent, Reason, Unclear
from routing.domain.message import Taped

ANSWER_S = 10.0  # two minutes of sound are about 2 MB
MOST_BYTES = 16 * 1024 * 1024
DONE = ("completed", "absent", "failed")


class Tapes:
    """Ask about recordings by the carrier's own names. Every method raises NotSent or Unclear."""

    def __init__(self, settings: Settings) -> None:
        self._client = rest.client(settings)
        self._media = f"{settings.api_url.rstrip('/')}/2010-04-01/Accounts/{settings.account_sid}/Recordings"

    def of_call(self, call: str) -> Sequence[Taped]:
        """Return the recordings of a call that are whole."""
        found = asked(lambda: self._client.recordings.list(call_sid=call, limit=20))
        return [Taped(str(one.sid), int(one.duration or 0)) for one in found if one.status in DONE]

    def sound(self, recording: str) -> bytes:
        """Return a recording as WAV; Unclear when it is not ready yet."""
        try:
            where = f"{self._media}/{recording}.wav"
            answer = requests.get(where, auth=self._client.auth, timeout=ANSWER_S, stream=True)
            body = answer.raw.read(MOST_BYTES + 1, decode_content=True)
        except (requests.RequestException, OSError) as error:
            raise Unclear(type(error).__name__) from None
        if answer.status_code != 200:
            raise Unclear(f"status {answer.status_code}")
        if len(body) > MOST_BYTES:
            raise NotSent(Reason.REFUSED, "too long")
        return bytes(body)

    def delete(self, recording: str) -> None:
        """Delete a recording; one that is gone already is no fault."""
        try:
            asked(lambda: self._client.recordings(recording).delete())
        except NotSent as why:
            if why.reason is not Reason.GONE:
                raise
