"""One leg of a call: its life from queued to ended, the webhooks it reports with, and what its phone hears."""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from routing.exchange.clock import sleep
from routing.exchange.hooks import Hook
from routing.exchange.phones import Heard, Listener
from routing.exchange.rooms import Span
from routing.exchange.terms import Ended, Ends, Terms, Times
from routing.exchange.wire import API_VERSION, geography, new_sid, rfc2822

if TYPE_CHECKING:
    from routing.exchange.conferences import Member
    from routing.exchange.switch import Switch

Story = Callable[[], Awaitable[None]]


class Leg:
    """A call as Twilio counts it: a phone on one side, the account's documents on the other."""

    def __init__(self, switch: "Switch", ends: Ends, terms: Terms) -> None:
        self.switch = switch
        self.sid = new_sid("CA")
        self.ends = ends
        self.terms = terms
        inbound = terms.direction == "inbound"
        self.status = "ringing" if inbound else "queued"
        self.times = Times(switch.clock.now())
        self.queue_time = 0.0
        self.answered_by: str | None = None
        self.cookies: dict[str, str] = {}
        self.heard: list[Heard] = []
        self.asked: list[tuple[float, float]] = []
        self.spans: list[Span] = []
        self.together: list[str] = []
        self.listener: Listener | None = None
        self.member: Member | None = None
        self.place: str | None = None
        loop = asyncio.get_running_loop()
        self.decision: asyncio.Future[Ended | None] = loop.create_future()
        self.gone: asyncio.Future[None] = loop.create_future()
        self._program: asyncio.Future[None] | None = None
        self._replacement: Story | None = None
        self._limit: asyncio.Task[None] | None = None
        self._sequence = 0
        self._last_report: asyncio.Task[None] | None = None

    @property
    def over(self) -> bool:
        return self.times.ended is not None

    @property
    def number(self) -> str:
        """The number of the phone on this leg."""
        phone = self.ends.phone
        return phone.number if phone else self.ends.to

    @property
    def duration(self) -> int:
        """Whole seconds since the answer."""
        if self.times.answered is None:
            return 0
        return round((self.times.ended or self.switch.clock.now()) - self.times.answered)

    # What runs on the leg.

    def run(self, story: Story) -> None:
        """Live through the story, and whatever replaces it, until the leg is over."""
        self.switch.work.keep(self._live(story))

    def replace(self, story: Story) -> None:
        """Interrupt what runs now and go on with this."""
        self._replacement = story
        if self._program:
            self._program.cancel()

    async def _live(self, first: Story) -> None:
        story: Story | None = first
        while story and not self.over:
            self._program = asyncio.ensure_future(story())
            await asyncio.wait({self._program})
            if not self._program.cancelled() and (failure := self._program.exception()):
                self.end(Ended("failed"))
                raise failure
            story, self._replacement = self._replacement, None
        self.end(Ended("completed"))

    # Its life.

    def ring(self) -> None:
        self.times.started = self.switch.clock.now()
        self.status = "ringing"
        self.report("ringing")

    def answer(self) -> None:
        """Be answered, unless it already is."""
        if self.over or self.times.answered is not None:
            return
        now = self.switch.clock.now()
        self.times.answered = now
        self.times.started = self.times.started or now
        self.status = "in-progress"
        self._limit = self.switch.work.keep(self._end_in(self.terms.time_limit))
        self.report("answered")

    async def _end_in(self, seconds: float) -> None:
        await sleep(self.switch.clock, seconds)
        self.end(Ended("completed"))

    def end(self, ended: Ended) -> None:
        """End the leg, once; a leg that was answered is always `completed`."""
        if self.over:
            return
        self.times.ended = self.switch.clock.now()
        silent = self.status == "queued" and ended.status == "canceled"
        self.status = "completed" if self.times.answered is not None else ended.status
        self.listener, self.place = None, None
        self.shares_with([])
        phone = self.ends.phone
        if phone and phone.leg is self:
            phone.leg, phone.last = None, self
        self.gone.set_result(None)
        if self._limit:
            self._limit.cancel()
        if self._program:
            self._program.cancel()
        if not silent:
            self.report("completed", ended)

    # What its phone hears.

    def hear(self, kind: str, text: str = "", language: str = "", seconds: float = 0.0) -> Heard:
        """Put one thing on the leg's tape, without waiting for it."""
        heard = Heard(self.switch.clock.now(), kind, text, language, round(seconds, 3))
        self.heard.append(heard)
        self.switch.touch()
        return heard

    async def listen(self, kind: str, text: str, seconds: float, language: str = "") -> None:
        """Hear something to its end; cut off, its length is what was heard."""
        heard = self.hear(kind, text, language, seconds)
        try:
            await sleep(self.switch.clock, seconds)
        finally:
            heard.seconds = round(min(heard.seconds, self.switch.clock.now() - heard.at), 3)

    def unheed(self, listener: Listener | None) -> None:
        """Listen no more with this; one that has taken its place stays."""
        if listener and self.listener is listener:
            self.listener = None
            self.switch.touch()

    def shares_with(self, numbers: list[str]) -> None:
        """Note whose sound this leg shares from now on."""
        if numbers == self.together:
            return
        now = self.switch.clock.now()
        if self.together and self.spans:
            self.spans[-1].until = now
        self.together = numbers
        if numbers:
            self.spans.append(Span(numbers, now))
        self.switch.touch()

    # What it tells the application.

    def params(self) -> dict[str, str]:
        """Give the parameters that every webhook about this call carries."""
        from_, to = self.ends.from_, self.ends.to
        params = {
            "CallSid": self.sid,
            "AccountSid": self.switch.account.sid,
            "From": from_,
            "To": to,
            "CallStatus": self.status,
            "ApiVersion": API_VERSION,
            "Direction": self.terms.direction,
            "Caller": from_,
            "Called": to,
        }
        if self.terms.parent:
            params["ParentCallSid"] = self.terms.parent.sid
        if self.terms.direction == "inbound":
            params["CallToken"] = json.dumps({"parentCallInfoToken": self.sid[2:]})
        if self.answered_by and self.terms.document_is_told:
            params["AnsweredBy"] = self.answered_by
        for whose, number in (("From", from_), ("Caller", from_), ("To", to), ("Called", to)):
            params |= geography(whose, number)
        return params

    def hook(self, url: str, method: str, extra: dict[str, str]) -> Hook:
        """Make a request about this call."""
        return Hook(url, method, self.params() | extra, self.sid, self.cookies)

    def afterwards(self, hook: Hook) -> None:
        """Send a request whose answer changes nothing, because the call is over."""
        self._last_report = self.switch.hooks.notify(hook, self._last_report)

    def report(self, event: str, ended: Ended | None = None) -> None:
        """Tell the status callback about an event that it asked for; reports of one leg keep their order."""
        self.times.updated = self.switch.clock.now()
        self.switch.touch()
        callbacks = self.terms.callbacks
        if not callbacks or event not in callbacks.events:
            return
        extra = self._progress("initiated" if event == "initiated" else self.status, ended)
        self._sequence += 1
        hook = self.hook(callbacks.url, callbacks.method, extra)
        self._last_report = self.switch.hooks.notify(hook, self._last_report)

    def _progress(self, status: str, ended: Ended | None) -> dict[str, str]:
        extra: dict[str, Any] = {
            "CallStatus": status,
            "Timestamp": rfc2822(self.switch.clock.now()),
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(self._sequence),
        }
        if status == "completed":
            extra |= {"CallDuration": str(self.duration), "Duration": str(math.ceil(self.duration / 60))}
        if ended and ended.sip and self.times.answered is None:
            extra["SipResponseCode"] = str(ended.sip)
        if ended and ended.error:
            extra["ErrorCode"] = str(ended.error)
        return extra
