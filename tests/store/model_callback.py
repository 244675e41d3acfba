"""The model's rules for whoever is known by number: called back, at a place that is kept, or shut out.

Each method is one script by its name, as in `Model`; those that are there as well say what is different here.
"""

from collections.abc import Iterator

from tests.store.model import SECOND, Contact, Model

LEASE = 4 * SECOND
KEPT = 300 * SECOND


class WithCallbacks(Model):
    def __init__(self, now: int, strategies: dict[str, str]) -> None:
        super().__init__(now, strategies)
        self.persons: dict[str, str] = {}  # which contact is theirs
        self.places: dict[str, tuple[int, int]] = {}  # entered at, and until when that is kept
        self.shut: set[str] = set()

    # In line

    def enter(self, entering: Contact) -> str:
        theirs = self.contacts.get(self.persons.get(entering.person, ""))
        if self.calls.get(entering.call) or not entering.person:
            return super().enter(entering)
        if theirs and theirs.called_back and entering.person not in self.shut:
            return self._takes_the_place(theirs, entering)
        if theirs and theirs.called_back:
            self._end(theirs, "ended_by_staff")
        at, until = self.places.pop(entering.person, (0, 0))
        entering.entered_at = at if self.now < until else entering.entered_at
        self.persons[entering.person] = entering.id
        return super().enter(entering)

    def _let_in(self, entering: Contact) -> str:
        if entering.person not in self.shut:
            return super()._let_in(entering)
        self._end(entering, "referred")
        return "shut_out"

    def _takes_the_place(self, theirs: Contact, entering: Contact) -> str:
        if theirs.stage == "accepted":
            self.ends.append(theirs.offer)  # for the call to the person; the specialist stays
        else:
            self._withdraw(theirs, "rescinded")
        theirs.queues, theirs.width, theirs.widen = entering.queues, entering.width, entering.widen
        theirs.priority, theirs.step = max(theirs.priority, entering.priority), theirs.step + 1
        self._with_telephone(theirs, entering.call)
        return theirs.stage

    def leave(self, contact: str, outcome: str = "") -> str:
        caller = self.contacts[contact]
        return "callback" if caller.called_back and not outcome else super().leave(contact, outcome)

    def _hung_up(self, caller: Contact) -> str:
        if caller.promise:
            self._without_telephone(caller)
            if caller.offer:
                self.offers[caller.offer].state = "canceled"
                self.ends.append(caller.offer)
            self._rest(caller)
            return "callback"
        if caller.person and not caller.bridged and not caller.gone:
            self.places[caller.person] = caller.entered_at, self.now + KEPT
        return super()._hung_up(caller)

    def _end(self, caller: Contact, outcome: str) -> None:
        super()._end(caller, outcome)
        self._settled(caller, outcome)
        if self.persons.get(caller.person) == caller.id:
            del self.persons[caller.person]

    def shut_out(self, offer: str) -> str:
        person = self.offers[offer].contact.person
        self.shut |= {person} if person else set()
        return "shut_out" if person else "withheld"

    def forget_person(self, person: str) -> str:
        self.places.pop(person, None)
        for caller in self.contacts.values():
            if caller.stage == "ended" and caller.person == person:
                caller.person = ""
        theirs = self.contacts.get(self.persons.pop(person, ""))
        if theirs is None:
            return "unknown"
        self._settled(theirs, "erased")
        theirs.person = ""
        return theirs.stage

    # Promised

    def call_back(self, contact: str, promise: str, since: int, until: int) -> str:
        caller = self.contacts[contact]
        if caller.promise == promise or caller.stage not in ("choosing", "waiting"):
            return caller.stage
        self._withdraw(caller, "rescinded")
        caller.promise, caller.step, self.persons[caller.person] = promise, caller.step + 1, contact
        self._without_telephone(caller)
        self._await(caller, since, until)
        return "callback"

    def reenter(self, lost: Contact, since: int, until: int) -> str:
        other = self.contacts.get(self.persons.get(lost.person, ""))
        known = other or self.contacts.get(lost.id)
        if known:
            if known.stage != "ended" and not known.promise and not known.bridged:
                known.promise = lost.promise
            return known.stage if known.stage == "ended" or known.promise == lost.promise else "other"
        self.contacts[lost.id], self.persons[lost.person] = lost, lost.id
        lost.called_back, lost.made = True, self.now // SECOND
        self._await(lost, since, until)
        return "callback"

    def plan(self, contact: str, since: int, until: int) -> str:
        caller = self.contacts[contact]
        if caller.stage == "callback" and caller.rests and not caller.planned:
            self._await(caller, since, until)
        return caller.stage

    def taken(self, contact: str, promise: str) -> str:
        caller = self.contacts[contact]
        if caller.stage == "callback" and caller.promise == promise:
            self._rest(caller)
        return caller.stage

    def settled(self, contact: str, written: str) -> None:
        self.contacts[contact].settles.remove(written)

    def _await(self, caller: Contact, since: int, until: int) -> None:
        caller.until = until
        if since <= self.now:
            return self._back(caller)
        self._rest(caller)
        caller.planned, caller.attempt_at = True, since
        return None

    def _rest(self, caller: Contact) -> None:
        self._withdraw(caller, "rescinded")
        caller.stage, caller.rests, caller.planned, caller.attempt_at = "callback", True, False, self.now
        caller.offer, caller.choice, caller.joined, caller.choosing_until = "", "", set(), None

    def _settled(self, caller: Contact, how: str) -> None:
        if caller.promise:
            caller.settles.append(f"{caller.promise}:{how}")
            caller.promise = ""

    def _without_telephone(self, caller: Contact) -> None:
        self.calls[caller.call] = ""
        caller.call, caller.called_back, caller.gone = "", True, False

    def _with_telephone(self, caller: Contact, call: str) -> None:
        self.calls[call] = caller.id
        caller.call, caller.called_back, caller.asked_at, caller.attempt_at = call, False, self.now, None
        if caller.stage != "accepted":
            self._back(caller)

    # Called

    def accept(self, offer: str) -> str:
        caller = self.offers[offer].contact
        word = super().accept(offer)
        if word != "bridge" or not caller.called_back:
            return word
        caller.attempt_at = None
        return "call"

    def call(self, offer: str) -> str:
        made = self.offers[offer]
        if made.called or not self._waits_for_the_person(offer):
            return "unwanted"
        made.called = True
        return "call"

    def dialled(self, offer: str) -> str:
        made = self.offers[offer]
        if made.contact.offer == offer and made.contact.stage == "accepted":
            return "wanted"
        self.ends += [] if made.reached else [offer]
        return "unwanted"

    def reach(self, offer: str, call: str) -> str:
        made = self.offers[offer]
        if not made.reached:
            if not made.called or not made.contact.called_back:
                return "gone"
            made.reached = True
            self._with_telephone(made.contact, call)
        return made.contact.stage

    def miss(self, contact: str, offer: str) -> str:
        if self._waits_for_the_person(offer):
            self.offers[offer].state = "rescinded"
            self.ends.append(offer)
            self._rest(self.contacts[contact])
        return self.contacts[contact].stage

    def join(self, offer: str, who: str) -> str:
        caller = self.offers[offer].contact
        was, word = caller.stage, super().join(offer, who)
        if word == "bridged" and was == "accepted":
            self._settled(caller, "kept")
        return word

    def _waits_for_the_person(self, offer: str) -> bool:
        caller = self.offers[offer].contact
        return caller.offer == offer and caller.stage == "accepted" and caller.called_back

    def _alone_on_the_line(self, caller: Contact) -> str:
        if not caller.called_back:
            return super()._alone_on_the_line(caller)
        if self.offers[caller.offer].called:
            self.ends.append(caller.offer)  # for the call to the person
            self._rest(caller)
        else:
            self._back(caller)
        return "over"

    # Time

    def _due(self) -> Iterator[tuple[int, str, str]]:
        yield from super()._due()
        for caller in self.contacts.values():
            if caller.attempt_at is not None and caller.attempt_at <= self.now:
                yield caller.attempt_at, "attempt", caller.id

    def _happens(self, name: str, subject: str) -> None:
        if name != "attempt":
            return super()._happens(name, subject)
        caller = self.contacts[subject]
        if not caller.rests:
            self._rest(caller)
        if caller.planned and (not caller.until or self.now < caller.until):
            return self._back(caller)
        caller.planned, caller.attempt_at = False, self.now + LEASE
        return None
