"""How contacts, offers and specialists ought to stand: the rules of the helpline, without a server or a clock.

Each method is one script by its name, says what that script should say, and may be repeated. Times are in ms.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

SECOND = 1000
PAUSES = {
    "declined": 60,
    "busy": 60,
    "failed": 60,
    "missed": 10,
    "unasked": 10,
    "not_rung": 3,
    "rescinded": 0,
    "canceled": 0,
}
ON_DUTY = ("available", "ringing", "engaged", "wrap_up")
WRAP_UP = 60 * SECOND
SILENT = 75 * SECOND


def skill(queue: str) -> str:
    return queue.rpartition(".")[0]


@dataclass
class Contact:
    id: str
    queues: list[str]
    entered_at: int
    width: int
    priority: int
    stage: str = "waiting"
    step: int = 0
    choice: str = ""
    choosing_until: int | None = None
    widen: list[tuple[int, str]] = field(default_factory=list)  # steps to come: seconds, queue
    offers: list[str] = field(default_factory=list)
    made: int = 0
    offer: str = ""
    target: str = ""  # the offer of whoever may take over from the first
    transfer: str = ""
    other_line: str = ""  # that is to take over, or was asked in vain
    seeks: list[str] = field(default_factory=list)
    brief: set[str] = field(default_factory=set)
    briefed_at: int | None = None
    unrung: bool = False  # whoever was to take over was not rung, and is asked once more
    apart_at: int | None = None  # since when those who are to talk are known not to be together
    held_until: int | None = None
    joined: set[str] = field(default_factory=set)
    tries: int = 0
    referred: bool = False  # to another line that took the call
    bridged: bool = False
    warned: bool = False  # that this bridge will not last
    asked_at: int = 0  # when its telephone last asked what to do
    message: str = ""
    kept: bool = False  # a message of theirs
    gone: bool = False  # while it was not known yet whether they had left one
    outcome: str = ""
    person: str = ""
    call: str = ""  # of the telephone
    called_back: bool = False  # in line without a telephone
    rests: bool = False
    promise: str = ""
    settles: list[str] = field(default_factory=list)  # what became of promises, and is not written down yet
    attempt_at: int | None = None  # when a rest is over, or the time in line
    until: int = 0
    planned: bool = False  # it is known how long the rest lasts

    @property
    def place(self) -> int:
        return self.entered_at - 60 * SECOND * self.priority

    @property
    def in_line(self) -> bool:
        return self.stage == "waiting" or (self.stage == "callback" and not self.rests)

    @property
    def widens_at(self) -> int | None:
        return self.entered_at + self.widen[0][0] * SECOND if self.in_line and self.widen else None

    @property
    def open(self) -> bool:
        """Tell whether one more telephone may ring for it."""
        return self.in_line and len(self.offers) < self.width


@dataclass
class Specialist:
    id: str
    queues: list[str]
    activity: str = "offline"
    wanted: str = ""
    offer: str = ""
    order: int = 0
    idle_since: int = 0
    turn: int = 0
    misses: int = 0
    ready_at: int | None = None
    wraps_since: int = 0  # while in wrap-up
    wraps_until: int | None = None  # asked for on the line, after the call

    def score(self, strategy: str) -> tuple[int, int]:
        """Who is rung first where that is how a queue chooses: the lowest."""
        if strategy == "round_robin":
            return self.turn, 0
        return self.order if strategy == "in_order" else 0, self.idle_since

    @property
    def free(self) -> bool:
        return self.activity == "available" and self.ready_at is None


NOBODY = Specialist("", [])  # whose offers are put to another line


@dataclass
class Offer:
    id: str
    contact: Contact
    specialist: Specialist
    state: str = "placing"
    claimed: bool = False
    answered: bool = False
    asked: bool = False
    joined: bool = False
    over: bool = False
    other_line: str = ""  # that it is put to, instead of a specialist
    called: bool = False  # the person, for this specialist
    reached: bool = False

    @property
    def live(self) -> bool:
        return self.state in ("placing", "ringing")


@dataclass
class Message:
    contact: Contact
    state: str = "recording"


class Model:
    def __init__(self, now: int, strategies: dict[str, str]) -> None:
        self.now = now
        self.strategies = strategies  # by queue
        self.contacts: dict[str, Contact] = {}
        self.calls: dict[str, str] = {}  # which contact a telephone's call is; '' once it goes on without
        self.specialists: dict[str, Specialist] = {}
        self.offers: dict[str, Offer] = {}
        self.rings: list[str] = []  # offers made by the latest change
        self.ends: list[str] = []  # legs that it wants ended
        self.alarms: set[str] = set()
        self.messages: dict[str, Message] = {}
        self.on_break: set[str] = set()  # who is to be told so
        self.asides: set[str] = set()  # offers whose specialists are to be moved

    # Contacts

    def enter(self, entering: Contact) -> str:
        known = self.contacts.get(self.calls.get(entering.call, ""))
        if known:
            theirs = (offer for offer in self.offers.values() if offer.contact is known and offer.state == "placing")
            self.rings += [offer.id for offer in theirs if not offer.claimed]
            return "shut_out" if known.outcome == "referred" else known.stage
        entering.asked_at = self.now
        self.contacts[entering.id] = entering
        self.calls[entering.call] = entering.id
        return self._let_in(entering)

    def _let_in(self, entering: Contact) -> str:
        self._back(entering)
        return "waiting"

    def choose(self, contact: str, step: int, choice: str) -> str:
        caller = self.contacts[contact]
        if caller.stage == "waiting" and caller.step == step:
            self._withdraw(caller, "rescinded")
            caller.stage, caller.choice, caller.step = "choosing", choice, step + 1
            # Whoever talks with another line has no time to choose in.
            caller.choosing_until = None if choice == "line" else self.now + 180 * SECOND
        return caller.stage

    def rejoin(self, contact: str, step: int, priority: int) -> str:
        caller = self.contacts[contact]
        here = caller.stage == "voicemail" and not caller.gone
        if (caller.stage in ("choosing", "waiting", "held") or here) and caller.step == step:
            caller.priority, caller.step = max(priority, caller.priority), step + 1
            if caller.stage != "waiting":
                self._back(caller)
        return caller.stage

    def record(self, contact: str, step: int, message: str) -> str:
        caller = self.contacts[contact]
        if caller.stage == "choosing" and caller.choice == "voicemail" and caller.step == step:
            caller.stage, caller.choice, caller.step, caller.choosing_until = "voicemail", "recording", step + 1, None
            caller.message, caller.asked_at = message, self.now
            self.messages[message] = Message(caller)
        return caller.stage

    def settle_message(self, message: str, how: str) -> str:
        left = self.messages[message]
        if left.state != "recording":
            return left.state
        left.state, caller = how, left.contact
        self.alarms |= {"voicemail-main"} if how == "kept" else set()
        if caller.stage == "ended":
            return how
        caller.kept = caller.kept or how == "kept"
        if caller.stage == "voicemail" and caller.message == message:
            self._told(caller, how)
        return how

    def _told(self, caller: Contact, how: str) -> None:
        if caller.gone:
            self._hung_up(caller)
        elif how == "kept":
            caller.choice = "kept"
        else:
            self._back(caller)

    def widen(self, contact: str, queue: str) -> str:
        caller = self.contacts[contact]
        if caller.stage == "waiting" and queue not in caller.queues:
            caller.queues.append(queue)
            self._pair_contact(caller)
        return caller.stage

    def leave(self, contact: str, outcome: str = "") -> str:
        caller = self.contacts[contact]
        if caller.stage == "ended":
            return "repeat"
        if outcome:
            self._end(caller, outcome)
            return "ended"
        if caller.stage == "voicemail" and caller.choice == "recording":
            caller.gone = True
            return "voicemail"
        return self._hung_up(caller)

    def _hung_up(self, caller: Contact) -> str:
        if caller.kept:
            self._end(caller, "voicemail_kept")
        elif caller.stage == "choosing":
            self._end(caller, "referred" if caller.referred else "resources")
        else:
            short = self.now - caller.entered_at < 5 * SECOND and not caller.gone
            self._end(caller, "short_abandon" if short else "abandoned")
        return "ended"

    def _end(self, caller: Contact, outcome: str) -> None:
        if caller.stage == "accepted":
            self.ends.append(caller.offer)
        self._unhold(caller, "canceled")
        self._withdraw(caller, "canceled")
        caller.stage, caller.choosing_until, caller.attempt_at = "ended", None, None
        caller.outcome = "referred" if caller.referred else "bridged" if caller.bridged else outcome
        caller.called_back = False

    def undo(self, contact: str, tries: int) -> str:
        caller = self.contacts[contact]
        if caller.stage != "accepted":
            return caller.stage
        caller.tries += 1
        if caller.tries <= tries:
            return "again"
        self.offers[caller.offer].state = "rescinded"
        self.ends.append(caller.offer)
        self._back(caller)
        return "undone"

    # Offers

    def claim(self, offer: str) -> str:
        made = self.offers[offer]
        if made.state != "placing" or made.claimed:
            return "unwanted"
        made.claimed = True
        return "ring"

    def progress(self, offer: str, news: str) -> str:
        made = self.offers[offer]
        if made.state == "accepted":
            return "wanted"
        if not made.live:
            self.ends += [offer] if made.state == "not_rung" or not made.over else []
            return "unwanted"
        if news != "placed":
            made.state = "ringing"
            made.answered = made.answered or news in ("answered", "asked")
            made.asked = made.asked or news == "asked"
        return "wanted"

    def accept(self, offer: str) -> str:
        made = self.offers[offer]
        caller, person = made.contact, made.specialist
        if made.state == "accepted" and caller.offer == offer and caller.stage != "ended":
            return "bridge"
        if made.state == "accepted" and caller.target == offer:
            return "brief"
        if caller.stage == "ended":
            return "gone"
        held = caller.stage == "held" and caller.transfer == "asking"
        if not made.live or not (caller.in_line or held):
            return "taken"
        if not caller.called_back and self.now - caller.asked_at > SILENT:
            return "gone"
        caller.offers.remove(offer)
        self._withdraw(caller, "rescinded")
        made.state, person.activity, person.misses, person.turn = "accepted", "engaged", 0, self.now
        if held:
            caller.transfer, caller.target = "briefing", offer
            self._look_after_hold(caller, 20)
            self.asides.add(caller.offer)
            return "brief"
        self._bridging(caller, offer)
        return "bridge"

    def refuse(self, offer: str, how: str) -> str:
        made = self.offers[offer]
        if not made.live:
            return made.state
        made.state = how
        made.contact.offers.remove(offer)
        self._ask_next(made.contact, made)
        self._pair_contact(made.contact)
        return "refused"

    def finish(self, offer: str, how: str) -> str:
        made = self.offers[offer]
        if made.over:
            return "repeat"
        made.over = True
        self.asides.discard(offer)
        if made.state != "accepted":
            unasked = made.live and how == "completed" and not made.asked
            self.refuse(offer, how if how in ("busy", "failed", "not_rung") else "missed")
            if made.specialist.offer in (offer, ""):  # else the same one is asked again
                self._set_aside(made.specialist, "unasked" if unasked else made.state)
            return "over"
        caller, word = made.contact, "over"
        if caller.stage == "held" and caller.target == offer:
            self._transfers(caller, "asking")
            self._ask_next(caller)
        elif caller.stage == "held" and caller.offer == offer and caller.target:
            self._hand_over(caller)
        elif caller.offer == offer and caller.stage in ("bridged", "held"):
            word = "cut_off"
            self._cut_off(caller)
        elif caller.offer == offer and caller.stage == "accepted":
            word = self._alone_on_the_line(caller)
        person = made.specialist
        if not person.id:
            return word
        person.idle_since = self.now
        ready_at = self._wraps_until(person) if person.activity == "wrap_up" else self.now + WRAP_UP
        self._free(person, "wrap_up", max(0, ready_at - self.now) if made.joined else 0)
        return word

    def _alone_on_the_line(self, caller: Contact) -> str:
        self._back(caller)
        return "back"

    def wrap_up(self, offer: str) -> str:
        made = self.offers[offer]
        if made.state != "accepted" or not made.joined:
            return made.state
        if made.over:
            return "over"
        if made.specialist.activity != "wrap_up":
            made.specialist.activity, made.specialist.wraps_since = "wrap_up", self.now
        return "wrap_up"

    def extend(self, specialist: str) -> str:
        person = self.specialists[specialist]
        if person.activity == "wrap_up":
            most = person.wraps_since + 600 * SECOND
            if person.ready_at is None:
                person.wraps_until = min(most, self._wraps_until(person) + 300 * SECOND)
            else:
                person.ready_at = min(most, person.ready_at + 300 * SECOND)
        return person.activity

    def _wraps_until(self, person: Specialist) -> int:
        return person.wraps_since + WRAP_UP if person.wraps_until is None else person.wraps_until

    def join(self, offer: str, who: str) -> str:
        made = self.offers[offer]
        caller = made.contact
        if caller.offer != offer or caller.stage not in ("accepted", "bridged"):
            return "stale"
        caller.joined.add(who)
        if len(caller.joined) < 2:
            return "joined"
        if caller.stage == "accepted":
            caller.warned = False
            caller.referred = caller.referred or bool(made.other_line)
        caller.stage, caller.bridged, made.joined = "bridged", True, True
        return "bridged"

    def part(self, contact: str) -> str:
        caller = self.contacts[contact]
        self._hold(caller, "parted")
        return caller.stage

    # On hold

    def hold(self, offer: str) -> str:
        made = self.offers[offer]
        caller = made.contact
        theirs = made.state == "accepted" and not made.over and caller.offer == offer
        if theirs and caller.stage == "accepted":
            return "bridge"
        if not theirs or not made.joined:
            return "over"
        self._hold(caller, "left")
        if caller.stage != "held":
            return "over"
        return "parting" if caller.choice == "left" else caller.transfer or "held"

    def resume(self, offer: str) -> str:
        caller = self.offers[offer].contact
        if caller.offer != offer or caller.stage not in ("held", "accepted"):
            return "over"
        if caller.stage == "held":
            self._unhold(caller, "rescinded")
            self._bridging(caller, offer)
        return "bridge"

    def seek(self, offer: str, specialist: str, queues: list[str]) -> str:
        caller = self.offers[offer].contact
        if instead := self._may_not_ask(caller, offer):
            return instead
        person = self.specialists[specialist] if specialist else self._chosen(queues)
        if person is None or not person.free:
            return "nobody"
        self._transfers(caller, "asking")
        caller.seeks, caller.other_line = queues, ""
        self._offer(caller, person)
        return "asking"

    def refer(self, offer: str, line: str) -> str:
        caller = self.offers[offer].contact
        if instead := self._may_not_ask(caller, offer):
            return instead
        self._transfers(caller, "asking")
        caller.other_line = line
        self._put(caller, NOBODY).other_line = line
        return "asking"

    def _may_not_ask(self, caller: Contact, offer: str) -> str:
        if caller.stage != "held" or caller.offer != offer:
            return "over"
        return "" if caller.transfer == "failed" and caller.other_line else caller.transfer

    def briefs(self, offer: str, who: str) -> str:
        caller = self.offers[offer].contact
        if caller.stage != "held" or caller.target != offer:
            return "stale"
        caller.brief.add(who)
        if len(caller.brief) < 2:
            return "joined"
        if caller.briefed_at is None:
            caller.briefed_at, caller.apart_at = self.now, None
        return "briefing"

    def end_brief(self, offer: str) -> str:
        caller = self.offers[offer].contact
        if caller.stage != "held" or caller.offer != offer:
            return "over"
        if caller.transfer == "briefing" and self._talked(caller):
            caller.transfer = "deciding"
            self._look_after_hold(caller, 60)
        return caller.transfer

    def stand_by(self, offer: str) -> str:
        made = self.offers[offer]
        caller = made.contact
        if made.state != "accepted" or made.over:
            return "over"
        if caller.offer == offer and caller.stage == "accepted":
            return "bridge"
        if caller.stage != "held" or caller.target != offer:
            return "over"
        return "wait" if self._talked(caller) else "brief"

    def _talked(self, caller: Contact) -> bool:
        return caller.briefed_at is not None and self.now - caller.briefed_at >= 2 * SECOND

    def hand_over(self, offer: str) -> str:
        caller = self.offers[offer].contact
        if caller.stage != "held" or caller.offer != offer or caller.transfer != "deciding":
            return "over"
        self._hand_over(caller)
        return "handed_over"

    def give_up(self, contact: str) -> str:
        caller = self.contacts[contact]
        if caller.stage != "held" or not caller.target:
            return caller.stage
        caller.apart_at = self.now if caller.apart_at is None else caller.apart_at
        if self.now - caller.apart_at >= 10 * SECOND:
            self.offers[caller.target].state = "rescinded"
            self.ends.append(caller.target)
            self._transfers(caller, "failed")
            self._look_after_hold(caller, 60)
            self.asides.add(caller.offer)
        return caller.stage

    def dismiss(self, offer: str) -> str:
        caller = self.offers[offer].contact
        if caller.stage != "held" or caller.offer != offer:
            return "over"
        self._unhold(caller, "rescinded")
        self.asides.discard(offer)
        caller.stage, caller.choice, caller.offer, caller.asked_at = "choosing", "goodbye", "", self.now
        return "dismissed"

    def referred(self, contact: str) -> str:
        caller = self.contacts[contact]
        caller.referred = caller.referred or (caller.stage == "choosing" and caller.choice == "line")
        return caller.stage

    def _hold(self, caller: Contact, alone: str) -> None:
        if caller.stage == "bridged":
            caller.stage, caller.choice, caller.joined = "held", alone, set()
            caller.asked_at, caller.held_until = self.now, self.now + 4 * SECOND
        elif caller.stage == "held" and caller.choice in ("left", "parted") and caller.choice != alone:
            caller.choice, caller.held_until = "aside", None

    def _look_after_hold(self, caller: Contact, seconds: int) -> None:
        if caller.held_until is not None:
            caller.held_until = self.now + seconds * SECOND

    def _hold_ends(self, caller: Contact) -> None:
        if caller.choice == "left":
            self._hold(caller, "parted")
        else:
            self._cut_off(caller)

    def _unhold(self, caller: Contact, state: str) -> None:
        if caller.stage != "held":
            return
        self._withdraw(caller, state)
        if caller.target and not self.offers[caller.target].over:
            self.offers[caller.target].state = state
            self.ends.append(caller.target)
        if not self.offers[caller.offer].over and caller.choice != "parted":
            self.asides.add(caller.offer)
        self._no_transfer(caller)
        caller.held_until = None

    def _no_transfer(self, caller: Contact) -> None:
        self._transfers(caller, "")
        caller.other_line = ""

    def _transfers(self, caller: Contact, how: str) -> None:
        caller.transfer, caller.target, caller.seeks, caller.brief = how, "", [], set()
        caller.briefed_at, caller.apart_at, caller.unrung = None, None, False

    def _hand_over(self, caller: Contact) -> None:
        target, briefed, caller.held_until = caller.target, caller.briefed_at is not None, None
        self._no_transfer(caller)
        self._bridging(caller, target)
        self.asides |= set() if briefed else {target}

    def _bridging(self, caller: Contact, offer: str) -> None:
        self.asides.discard(offer)
        caller.stage, caller.offer, caller.choice = "accepted", offer, ""
        caller.joined, caller.tries = set(), 0

    def _ask_next(self, caller: Contact, failed: Offer | None = None) -> None:
        if caller.stage != "held" or caller.transfer != "asking" or caller.offers:
            return
        if person := self._chosen(caller.seeks):
            self._offer(caller, person)
        elif failed and failed.state == "not_rung" and not caller.unrung and not failed.specialist.wanted:
            caller.unrung = True
            self._put_again(caller, failed)
        else:
            caller.transfer = "failed"
            self.asides.add(caller.offer)

    def _put_again(self, caller: Contact, failed: Offer) -> None:
        if failed.other_line:
            self._put(caller, NOBODY).other_line = failed.other_line
        else:
            self._offer(caller, failed.specialist)

    def wait(self, contact: str) -> None:
        caller = self.contacts[contact]
        caller.asked_at = self.now if caller.stage in ("waiting", "held") else caller.asked_at
        fit = [person for person in self._all() if person.activity in ON_DUTY and {*person.queues} & {*caller.queues}]
        if caller.stage == "waiting" and not fit:
            self.alarms.add("nobody-main")

    def _cut_off(self, caller: Contact) -> None:
        self._unhold(caller, "rescinded")
        caller.stage, caller.choice, caller.offer, caller.asked_at = "choosing", "cut_off", "", self.now

    # Specialists

    def _all(self) -> Iterable[Specialist]:
        return self.specialists.values()

    def register(self, specialist: str, queues: list[str], order: int) -> str:
        person = self.specialists.setdefault(specialist, Specialist(specialist, queues))
        person.queues, person.order = queues, order
        if person.free:
            self._pair_specialist(person)
        return person.activity

    def set_activity(self, specialist: str, asked: str) -> str:
        person = self.specialists[specialist]
        if person.activity in ("ringing", "engaged") or person.offer:
            if person.activity == "wrap_up" and asked == "available":
                person.wraps_until = self.now
            person.wanted = "" if asked == "available" and person.offer else asked
        elif asked != "available":
            person.misses, person.ready_at, person.activity = 0, None, asked
        elif person.activity != "available":
            person.misses, person.idle_since = 0, self.now
            person.turn = person.turn if person.activity in ON_DUTY else self.now
            self._ready(person)
        return person.activity

    def occupy(self, specialist: str) -> str:
        person = self.specialists[specialist]
        if person.activity in ("offline", "on_break"):
            person.activity = "engaged"
        return "engaged"

    def release(self, specialist: str) -> str:
        person = self.specialists[specialist]
        if person.activity == "engaged" and not person.offer:
            person.idle_since, person.turn, person.wanted = self.now, self.now, person.wanted or "offline"
            self._free(person, "available", 0)
        return person.activity

    # Time

    def due(self) -> None:
        for moment in sorted(self._due()):
            if moment in self._due():  # what came before may have put it off, or settled it
                self._happens(*moment[1:])

    def _happens(self, name: str, subject: str) -> None:
        if name == "ready":
            self._ready(self.specialists[subject])
        elif name == "held":
            self._hold_ends(self.contacts[subject])
        elif name == "widen":
            self._widen(self.contacts[subject])
            self._pair_contact(self.contacts[subject])
        else:
            self.contacts[subject].step += 1
            self._back(self.contacts[subject])

    def _due(self) -> Iterator[tuple[int, str, str]]:
        for person in self.specialists.values():
            if person.ready_at is not None and person.ready_at <= self.now:
                yield person.ready_at, "ready", person.id
        for caller in self.contacts.values():
            if caller.choosing_until is not None and caller.choosing_until <= self.now:
                yield caller.choosing_until, "choosing", caller.id
            if caller.held_until is not None and caller.held_until <= self.now:
                yield caller.held_until, "held", caller.id
            if caller.widens_at is not None and caller.widens_at <= self.now:
                yield caller.widens_at, "widen", caller.id

    def _widen(self, caller: Contact) -> None:
        while caller.widen:
            after, queue = caller.widen[0]
            if caller.entered_at + after * SECOND > self.now and any(map(self._on_duty, caller.queues)):
                return
            caller.queues += [queue] if queue not in caller.queues else []
            del caller.widen[0]

    def _on_duty(self, queue: str) -> bool:
        return any(queue in person.queues and person.activity in ON_DUTY for person in self.specialists.values())

    # How they meet

    def _pair_contact(self, caller: Contact) -> None:
        while caller.open:
            person = self._chosen(caller.queues)
            if person is None:
                return
            self._offer(caller, person)

    def _chosen(self, queues: list[str]) -> Specialist | None:
        skills = [skill(queue) for queue in queues if self._free_for(queue)]
        fit = [
            (person.score(self.strategies[queue]), at, person.id)
            for at, queue in enumerate(queues)
            for person in self._free_for(queue)
            if skill(queue) == skills[0]
        ]
        return self.specialists[min(fit)[2]] if fit else None

    def _free_for(self, queue: str) -> list[Specialist]:
        return [person for person in self.specialists.values() if person.free and queue in person.queues]

    def _pair_specialist(self, person: Specialist) -> None:
        fit = [
            (caller.place, at, caller.id)
            for at, queue in enumerate(person.queues)
            for caller in self.contacts.values()
            if caller.open and queue in caller.queues
        ]
        if fit:
            self._offer(self.contacts[min(fit)[2]], person)

    def _offer(self, caller: Contact, person: Specialist) -> None:
        person.activity, person.offer = "ringing", self._put(caller, person).id

    def _put(self, caller: Contact, person: Specialist) -> Offer:
        caller.made += 1
        made = Offer(f"{caller.id}-{caller.made}", caller, person)
        self.offers[made.id] = made
        caller.offers.append(made.id)
        self.rings.append(made.id)
        return made

    def _withdraw(self, caller: Contact, state: str) -> None:
        for offer in caller.offers:
            self.offers[offer].state = state
        self.ends += caller.offers
        caller.offers = []

    def _back(self, caller: Contact) -> None:
        self._unhold(caller, "rescinded")
        caller.stage, caller.offer, caller.choice, caller.choosing_until = "waiting", "", "", None
        caller.asked_at, caller.rests, caller.referred = self.now, False, False
        if caller.called_back:
            caller.stage, caller.attempt_at = "callback", caller.until or None
        self._widen(caller)
        self._pair_contact(caller)

    def _ready(self, person: Specialist) -> None:
        person.activity, person.ready_at = "available", None
        self._pair_specialist(person)

    def _free(self, person: Specialist, activity: str, pause: int) -> None:
        wanted, person.offer, person.wanted, person.wraps_until = person.wanted, "", "", None
        if wanted in ("offline", "on_break"):
            person.activity = wanted
        elif pause:
            if activity == "wrap_up" and person.activity != "wrap_up":
                person.wraps_since = self.now
            person.activity, person.ready_at = activity, self.now + pause
        else:
            self._ready(person)

    def _set_aside(self, person: Specialist, cause: str) -> None:
        if not person.id:
            return
        pause = PAUSES[cause] * SECOND
        if cause == "declined":
            person.misses, person.idle_since, person.turn = 0, self.now, self.now
        elif cause == "unasked":
            person.idle_since, person.turn = self.now, self.now
        elif cause in ("busy", "failed", "missed"):
            person.misses, person.idle_since, person.turn = person.misses + 1, self.now, self.now
            self.alarms |= {"bad_number-main"} if cause == "failed" else set()
            if person.misses == 3:
                person.misses = 0
                self.alarms.add("missed_often-main")
                if self._alone(person):
                    pause = 120 * SECOND
                else:
                    self.on_break |= {person.id} if not person.wanted else set()
                    person.wanted = person.wanted or "on_break"
        self._free(person, "available", pause)

    def _alone(self, person: Specialist) -> bool:
        soon = ("available", "ringing", "wrap_up")
        others = [other for other in self._all() if other is not person and other.activity in soon and not other.wanted]
        return any(not any(queue in other.queues for other in others) for queue in person.queues)
