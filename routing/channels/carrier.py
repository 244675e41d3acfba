"""The telephone network, as the flow needs it: place calls, move them, end them, ask how they stand."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from config.settings import Settings
from routing.channels import rest, voice
from routing.channels.bridges import Bridges
from routing.channels.rest import asked
from routing.domain.contact import NotSent, Reason
from routing.domain.replies import Document

MOST_A_PAGE = 1000
LIVE = ("queued", "initiated", "ringing", "in-progress")
TEXT_LASTS_S = 3600  # Twilio drops a text that it could not send in this time
CLOCKS_DIFFER_MS = 2000


class Carrier(Bridges):
    """Place calls, move them, end them, and ask how they stand. Every method raises NotSent or Unclear."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(rest.client(settings), settings.public_url)
        fallback = settings.placed_fallback_url
        self._fallback = {"fallback_url": fallback, "fallback_method": "GET"} if fallback else {}

    def warm(self) -> None:
        """Have the library load what it loads lazily (0.3 s), before the first call needs it."""
        _ = self._client.calls, self._client.conferences, self._client.messages

    def ring(self, to: str, shown: str, path: str, seconds: int) -> str:
        """Place a call that asks `path` what to say once answered; `<path>/status` hears its news. Return its SID."""
        call = asked(
            lambda: self._client.calls.create(
                to=to,
                from_=shown,
                url=voice.webhook(self._public_url, path),
                status_callback=voice.webhook(self._public_url, f"{path}/status"),
                status_callback_event=["initiated", "ringing", "answered", "completed"],
                timeout=seconds,
                **self._fallback,
            )
        )
        return str(call.sid)

    def move(self, leg: str, document: Document) -> None:
        """Give a live call another document."""
        words = voice.twiml(document, self._public_url)
        asked(lambda: self._client.calls(leg).update(twiml=words))

    def end(self, leg: str) -> None:
        """Hang a call up, wherever it stands; one that has ended already is no fault."""
        try:
            asked(lambda: self._client.calls(leg).update(status="completed"))
        except NotSent as why:
            if why.reason is not Reason.GONE:
                raise

    def status(self, leg: str) -> str:
        """Return Twilio's word for how a call stands; a call that Twilio does not know has `completed`."""
        try:
            return str(asked(lambda: self._client.calls(leg).fetch()).status)
        except NotSent as why:
            if why.reason is not Reason.GONE:
                raise
            return "completed"

    def find(self, to: str, shown: str, since_ms: int) -> str | None:
        """Return the SID of a live call placed to a number since then (ms), for when its placing stayed unclear."""
        since = datetime.fromtimestamp((since_ms - CLOCKS_DIFFER_MS) / 1000, UTC)
        calls = asked(lambda: self._client.calls.list(to=to, from_=shown, limit=20))
        live = (call for call in calls if call.status in LIVE and call.date_created and call.date_created >= since)
        return next((str(call.sid) for call in live), None)

    def busy(self) -> Collection[str]:
        """Return every number with a live call, of the account's whole."""
        return {str(call.to) for status in LIVE for call in self._live(status)}

    def _live(self, status: str) -> Sequence[Any]:
        return list(asked(lambda: self._client.calls.list(status=status, page_size=MOST_A_PAGE)))

    def elsewhere(self, leg: str) -> bool:
        """Tell whether a call has been joined with another by a Dial of its own."""
        children = asked(lambda: self._client.calls.list(parent_call_sid=leg, limit=20))
        return any(call.status == "in-progress" for call in children)

    def text(self, to: str, shown: str, words: str, text: str) -> None:
        """Send a text; what becomes of it is told to `/sms/sent/<text>`."""
        asked(
            lambda: self._client.messages.create(
                to=to,
                from_=shown,
                body=words,
                status_callback=f"{self._public_url}/sms/sent/{text}",
                validity_period=TEXT_LASTS_S,
            )
        )

    def delete_text(self, sid: str) -> None:
        """Delete a text; one that is gone already is no fault."""
        try:
            asked(lambda: self._client.messages(sid).delete())
        except NotSent as why:
            if why.reason is not Reason.GONE:
                raise

    def delete_texts(self, person: str, ours: str, until_ms: int) -> None:
        """Delete all that a person and a number of ours have written to each other until then."""
        until = datetime.fromtimestamp((until_ms + CLOCKS_DIFFER_MS) / 1000, UTC)
        for to, shown in ((person, ours), (ours, person)):
            for one in self._written(to, shown):
                if one.date_created and one.date_created <= until:
                    self.delete_text(str(one.sid))

    def _written(self, to: str, shown: str) -> Sequence[Any]:
        return list(asked(lambda: self._client.messages.list(to=to, from_=shown, page_size=MOST_A_PAGE)))

    def texted(self, to: str, shown: str, words: str, since_ms: int) -> bool:
        """Tell whether these words went to a number since then (ms), for when their sending stayed unclear."""
        since = datetime.fromtimestamp((since_ms - CLOCKS_DIFFER_MS) / 1000, UTC)
        texts = asked(lambda: self._client.messages.list(to=to, from_=shown, limit=50))
        return any(one.body == words and one.date_created and one.date_created >= since for one in texts)
