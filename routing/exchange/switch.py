"""The exchange's state in one place: lines, phones, legs, conferences, queues."""

import asyncio
from dataclasses import dataclass, field

from routing.exchange.clock import MovedClock, RealClock, Work
from routing.exchange.conferences import Conference
from routing.exchange.cookies import Jars
from routing.exchange.faults import Faults
from routing.exchange.hooks import Hooks
from routing.exchange.keywords import OptOuts
from routing.exchange.ledger import Ledger
from routing.exchange.legs import Leg
from routing.exchange.messages import Message
from routing.exchange.pace import Pace
from routing.exchange.phones import Phone
from routing.exchange.queues import Queue
from routing.exchange.recordings import Recording
from routing.exchange.run import Verb
from routing.exchange.sounds import Sound
from routing.exchange.wire import new_sid


@dataclass(frozen=True)
class Account:
    """Whose exchange this is; the key pair is another way to sign in to REST. `kind` is Full or Trial."""

    sid: str
    token: str
    key: str = ""
    secret: str = ""
    kind: str = "Full"


@dataclass(frozen=True)
class Line:
    """A number of the account, and the URLs that its calls and texts are put to; `keywords` names its opt-out rules.

    An application or a trunk takes the place of the URLs; nothing answers for either here.
    """

    number: str
    name: str = ""
    voice_url: str = ""
    sms_url: str = ""
    status_url: str = ""
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    voice_method: str = "POST"
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"
    status_method: str = "POST"
    voice_application_sid: str = ""
    sms_application_sid: str = ""
    trunk_sid: str = ""
    messaging_service: str = ""
    keywords: str = "long_code"
    sid: str = field(default_factory=lambda: new_sid("PN"))

    @property
    def calls_go_to(self) -> str:
        return "" if self.voice_application_sid or self.trunk_sid else self.voice_url

    @property
    def texts_go_to(self) -> str:
        return "" if self.sms_application_sid else self.sms_url

    @property
    def sender(self) -> str:
        """Name what an opt-out is from: the whole Messaging Service, or this number."""
        return self.messaging_service or self.number


class Switch:
    """Everything that is connected, and what connects it."""

    def __init__(
        self,
        account: Account,
        kind: str,
        lines: list[Line],
        verbs: dict[str, Verb],
        pace: Pace,
    ) -> None:
        self.account = account
        self.verbs = verbs
        self.work = Work()
        self.clock: RealClock | MovedClock = MovedClock(self.work) if kind == "moved" else RealClock()
        self.faults = Faults()
        self.ledger = Ledger()
        self.hooks = Hooks(account.token, self.clock, self.work, self.faults, self.ledger)
        self.lines = {line.number: line for line in lines}
        self.phones: dict[str, Phone] = {}
        self.legs: dict[str, Leg] = {}
        self.conferences: dict[str, Conference] = {}
        self.live_names: dict[str, str] = {}
        self.queues: dict[str, Queue] = {}
        self.messages: dict[str, Message] = {}
        self.opt_outs = OptOuts()
        self.text_cookies = Jars()
        self.recordings: dict[str, Recording] = {}
        self.sounds: dict[str, Sound] = {}
        self.url = ""
        self.pace = pace
        self.born = self.clock.now()
        self.version = 0
        self._changed = asyncio.Event()

    def touch(self) -> None:
        """Tell whoever watches that something changed."""
        self.version += 1
        self._changed.set()

    async def changed(self, since: int) -> int:
        """Wait until something has changed since that version; returns the version now."""
        while self.version == since:
            self._changed.clear()
            await self._changed.wait()
        return self.version

    def add(self, leg: Leg) -> Leg:
        self.legs[leg.sid] = leg
        self.touch()
        return leg

    def conference_named(self, name: str) -> Conference:
        """Give the live conference of that name (or id), or begin one."""
        found = self.conferences.get(name) or self.conferences.get(self.live_names.get(name, ""))
        if found and not found.over:
            return found
        conference = Conference(self, name)
        self.conferences[conference.sid] = conference
        self.live_names[name] = conference.sid
        return conference

    def queue_named(self, name: str) -> Queue:
        """Give the queue of that name, made on demand."""
        return self.queues.setdefault(name, Queue(self, name))
