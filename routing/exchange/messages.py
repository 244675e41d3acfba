"""Texts as Twilio keeps them: each with its status, and the callbacks that tell of it."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from routing.exchange import segments
from routing.exchange.hooks import Hook
from routing.exchange.terms import Callbacks
from routing.exchange.wire import API_VERSION, new_sid

if TYPE_CHECKING:
    from routing.exchange.switch import Switch

FINAL = frozenset({"delivered", "undelivered", "failed", "canceled", "received"})
REASONS = {
    21610: "Attempt to send to unsubscribed recipient",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
}


@dataclass(eq=False)
class Message:
    """One text; `final` once nothing more will happen to it, `error` is Twilio's code for why it did not arrive."""

    switch: "Switch"
    direction: str
    from_: str
    to: str
    body: str
    status: str = "queued"
    service: str = ""
    media: list[str] = field(default_factory=list)
    callbacks: Callbacks | None = None
    error: int | None = None
    sent: float | None = None
    final: bool = False

    def __post_init__(self) -> None:
        self.sid = new_sid("MM" if self.media else "SM")
        self.segments = segments.count(self.body)
        self.created = self.updated = self.switch.clock.now()
        self.canceled: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._last_report: asyncio.Task[None] | None = None

    def becomes(self, status: str, error: int | None = None) -> None:
        """Have another status, and tell of it."""
        self.status, self.error = status, error
        self.updated = self.switch.clock.now()
        self.final = self.final or status in FINAL
        if status == "sent":
            self.sent = self.updated
        self.switch.touch()
        self.report()

    def report(self) -> None:
        """Tell the status callback; reports of one text keep their order."""
        if self.callbacks:
            hook = Hook(self.callbacks.url, self.callbacks.method, self.told(), self.sid, voice=False)
            self._last_report = self.switch.hooks.notify(hook, self._last_report)

    def told(self) -> dict[str, str]:
        """Give the parameters of a status callback."""
        params = {
            "MessageSid": self.sid,
            "SmsSid": self.sid,
            "AccountSid": self.switch.account.sid,
            "From": self.from_,
            "To": self.to,
            "MessageStatus": self.status,
            "SmsStatus": self.status,
            "ApiVersion": API_VERSION,
        }
        if self.service:
            params["MessagingServiceSid"] = self.service
        if self.status in ("delivered", "undelivered"):
            params["RawDlrDoneDate"] = f"{datetime.fromtimestamp(self.updated, UTC):%y%m%d%H%M}"
        if self.error:
            params |= {"ErrorCode": str(self.error), "ErrorMessage": REASONS[self.error]}
        return params
