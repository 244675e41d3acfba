"""What may happen on the line, each a rule that calls one script twice and asks the model what it should have said."""

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from routing.domain.contact import Change
from routing.domain.promise import Promise, Window
from tests.store.board import START_MS, Board
from tests.store.model import Contact
from tests.store.model_callback import WithCallbacks
from tests.store.what_holds import SPECIALISTS, STRATEGIES, WhatHolds

PEOPLE = ["pat", "quin", "rae"]  # by their number; of others nothing is known
STAGES = ("waiting", "choosing", "accepted", "bridged", "held", "callback", "voicemail", "ended")
NEWS = ["placed", "initiated", "ringing", "answered", "asked"]
ENDS = ["completed", "no-answer", "no-answer", "busy", "failed", "canceled", "not_rung"]
QUEUES = [list(some) for many in (1, 2, 3) for some in itertools.permutations(STRATEGIES, many)]
STEPS_TO_COME = [*itertools.product([5, 60], STRATEGIES)]
WIDENING = (
    [[]] * 40 + [[one] for one in STEPS_TO_COME] * 3 + [list(two) for two in itertools.combinations(STEPS_TO_COME, 2)]
)
STALE = [0, 0, 0, 1]
SINCE, LASTS = [0, 0, 0, 60_000, 600_000], [0, 0, 200_000]
Draw = Callable[[Sequence[Any]], Any]
Happening = Callable[[Draw], None]


class Helpline(WhatHolds):
    """A switchboard and its model, and what may happen to both."""

    def __init__(self, board: Board, at_most: int) -> None:
        self.board, self.at_most, self.telephones = board, at_most, 0
        self.board.redis.flushall()
        self.board.redis.at = START_MS
        self.board.open_epoch("first")
        self.board.strategies = STRATEGIES
        self.model = WithCallbacks(self.board.now, STRATEGIES)
        for order, (name, theirs) in enumerate(SPECIALISTS.items()):
            self.board.hires(name, *theirs, order=order)
            self.model.register(name, list(theirs), order)
            self.board.set_activity(name, "available")
            self.model.set_activity(name, "available")
        self.kept = self.board.left()

    # Rules

    def does(self, expected: str, act: Callable[[], Change]) -> Change:
        """Do something twice: the first time is as the model says, the second changes nothing."""
        change = act()
        assert (change.word, sorted(change.ring), sorted(change.end)) == (
            expected,
            sorted(self.model.rings),
            sorted(self.model.ends),
        )
        self.model.rings, self.model.ends = [], []
        self.kept = self.board.left()
        assert {*act().ring} <= {*change.ring}, "a repeat rings nobody else"
        assert self.board.left().all == self.kept.all, "a repeat changes nothing"
        return change

    def on_the_line(self) -> list[Contact]:
        """Who has a telephone, or had one to the end."""
        return [caller for caller in self.model.contacts.values() if caller.call]

    def called_back(self) -> list[str]:
        return [caller.id for caller in self.model.contacts.values() if caller.called_back]

    def with_person(self) -> list[str]:
        """Who may ask to be called back, or has just asked."""
        stages = ("waiting", "waiting", "choosing", "callback")
        return [id for stage in stages for id in self.callers(stage) if self.model.contacts[id].person]

    def awaited(self) -> list[str]:
        """Offers whose specialists wait for a person to be called."""
        return [self.model.contacts[id].offer for id in self.called_back() if id in self.callers("accepted")]

    def called(self) -> list[str]:
        latest = [offer.id for offer in self.model.offers.values() if offer.called][-2:]
        return [offer for offer in self.awaited() if self.model.offers[offer].called] or latest

    def callers(self, *stages: str) -> list[str]:
        return [caller.id for stage in stages for caller in self.model.contacts.values() if caller.stage == stage]

    def off_duty(self) -> list[str]:
        return [person.id for person in self.model.specialists.values() if person.activity in ("offline", "on_break")]

    def parting(self) -> list[str]:
        """Whose bridge has ended, with only one telephone known to be out of it."""
        return [id for id in self.callers("held") if self.model.contacts[id].choice in ("left", "parted")]

    def free(self) -> list[str]:
        return [person.id for person in self.model.specialists.values() if person.free]

    def spoken_to(self) -> list[str]:
        return [person.id for person in self.model.specialists.values() if person.activity in ("wrap_up", "on_break")]

    def offers(self, over: bool = False, live: bool = False) -> list[str]:
        """Whose leg may still be up, also those that are over, or only those that somebody may take."""
        known = (offer for offer in self.model.offers.values() if over or not offer.over)
        return [offer.id for offer in known if offer.live or not live]

    def asked(self) -> list[str]:
        """Offers to take over a call."""
        return [id for id in self.offers(live=True) if self.model.offers[id].contact.stage == "held"]

    def recording(self) -> list[str]:
        return [id for id, left in self.model.messages.items() if left.state == "recording"]

    def unwanted(self) -> list[str]:
        """Legs that are to end, before their specialists can be rung again."""
        return [
            id for id in self.offers() if not self.model.offers[id].live and self.model.offers[id].state != "accepted"
        ]

    def asked_to_speak(self) -> list[str]:
        asked = [id for id in self.callers("choosing") if self.model.contacts[id].choice == "voicemail"]
        return asked + self.callers("voicemail")

    def possible(self) -> list[list[Happening]]:
        """What may happen now, each in a list with what else may come of the same situation.

        The situation is drawn first, the seldom ones with more weight: what they lead to is met often then.
        """
        situations: list[tuple[int, object, list[Happening]]] = [
            (4, True, [self.time_passes]),
            (2, True, [self.asks_for_activity] * 3 + [self.learns_another_language]),
            (3, len(self.callers(*STAGES[:-1])) < self.at_most, [self.calls] * 4 + [self.comes_back_after_a_loss]),
            (3, self.callers(*STAGES), [*[self.asks_what_next] * 5, self.hangs_up]),
            (2, self.callers("waiting", "choosing"), [*[self.chooses] * 3, self.widens, self.rejoins]),
            (1, self.with_person(), [self.asks_to_be_called_back]),
            (
                2,
                self.called_back(),
                [*[self.is_planned] * 3, self.is_closed_by_staff, self.is_forgotten],
            ),
            (2, self.called_back(), [self.is_taken, self.comes_back_after_a_loss]),
            (6, self.awaited(), [*[self.is_called] * 4, self.is_rung, self.calls, self.is_missed]),
            (6, self.called(), [self.is_rung, *[self.is_reached] * 2, self.is_missed, self.calls]),
            (7, self.asked_to_speak(), [*[self.speaks] * 4, *[self.rejoins] * 2, *[self.hangs_up] * 2]),
            (3, self.recording(), [self.is_known_to_have_spoken]),
            (
                5,
                self.offers(live=True),
                [*[self.accepts] * 4, self.is_claimed, self.rings_on, self.refuses, self.leg_is_over],
            ),
            (1, self.offers(), [self.comes_out_of_the_bridge, self.leg_is_over, self.rings_on]),
            (12, self.asked(), [*[self.accepts] * 4, self.refuses]),
            (9, self.unwanted(), [self.leg_is_over]),
            (8, self.callers("accepted"), [self.joins] * 12 + [self.is_not_bridged_in_time]),
            (3, self.callers("bridged", "held"), [self.leaves_the_bridge, self.presses_star]),
            (15, self.parting(), [self.leaves_the_bridge, self.presses_star]),
            (9, self.callers("held"), [self.seeks] * 8 + [self.resumes, self.rejoins, self.gives_up, self.dismisses]),
            (3, self.callers("held"), [self.refers]),
            (1, self.callers("choosing"), [self.is_taken_elsewhere]),
            (20, self.targets(), [*[self.briefs] * 6, self.ends_the_brief, *[self.stands_by] * 3, self.gives_up]),
            (14, self.targets(briefed=True), [*[self.ends_the_brief] * 2, self.stands_by, self.time_passes]),
            (20, self.deciding(), [*[self.hands_over] * 4, *[self.stands_by] * 2, self.resumes]),
            (2, self.spoken_to(), [self.extends]),
            (3, self.off_duty(), [self.is_in_a_call_of_a_lost_life, *[self.asks_for_activity] * 4]),
            (2, self.on_the_line() and self.offers(over=True), [self.calls_again, self.is_forgotten, self.is_shut_out]),
        ]
        return [happenings for weight, may, happenings in situations if may for _ in range(weight)]

    def calls(self, draw: Draw) -> None:
        entering = self.somebody(draw, draw(["", "", *PEOPLE]))
        fields = self.board.fields(*entering.queues, **told(entering))
        self.does(
            self.model.enter(entering),
            lambda: self.board.enter(entering.id, entering.call, "", fields | {"call": "sealed"}),
        )

    def somebody(self, draw: Draw, person: str, minutes: int = 0, promise: str = "") -> Contact:
        """Someone new to the line, or who came to it some minutes ago in a life that is lost."""
        id, theirs, steps = f"c{len(self.model.contacts)}", draw(QUEUES), sorted(draw(WIDENING))
        entered_at = self.board.now - minutes * 60_000
        width, priority = draw([1, 1, 1, 1, 2, 3]), draw([0, 0, 0, 1, 30])
        someone = Contact(id, list(theirs), entered_at, width, priority, widen=list(steps), person=person)
        self.telephones += 1  # nobody's call is another's, also where a call takes the place of a contact there is
        someone.call, someone.promise = "" if promise else f"digest-{self.telephones}", promise
        return someone

    def calls_again(self, draw: Draw) -> None:
        known = draw(self.on_the_line())
        word = self.model.enter(Contact("another", [], 0, 1, 0, call=known.call))
        assert self.does(word, lambda: self.board.calls("another", call=known.call)).details[0] == known.id

    def asks_what_next(self, draw: Draw) -> None:
        caller = self.model.contacts[draw(self.callers(*STAGES))]
        standing = self.board.wait(caller.id)
        self.model.wait(caller.id)
        stage = "callback" if caller.called_back else caller.stage
        assert standing and (standing.stage, standing.step, standing.offer) == (stage, caller.step, caller.offer)
        assert 1 <= standing.place <= len(self.callers("waiting", "callback")) + 1
        self.kept = self.board.left()

    def chooses(self, draw: Draw) -> None:
        contact = draw(self.callers("waiting", "choosing", "accepted"))
        step = self.model.contacts[contact].step - draw(STALE)
        choice = draw(["information", "line", *["voicemail"] * 4])
        word = self.model.choose(contact, step, choice)
        self.does(word, lambda: self.board.choose(contact, step, choice))

    def speaks(self, draw: Draw) -> None:
        contact = draw([*self.asked_to_speak() * 3, *self.callers("choosing")])
        step = self.model.contacts[contact].step - draw(STALE)
        message = f"v-{contact}-{step}"
        word = self.model.record(contact, step, message)
        self.does(word, lambda: self.board.record(contact, step, message))

    def is_known_to_have_spoken(self, draw: Draw) -> None:
        message, how = draw(self.recording() * 3 + sorted(self.model.messages)), draw(["kept", "none"])
        word = self.model.settle_message(message, how)
        self.does(word, lambda: self.board.settle_message(message, how))

    def rejoins(self, draw: Draw) -> None:
        contact = draw(self.callers("waiting", "choosing", "accepted", "held", *["voicemail"] * 3))
        step, priority = self.model.contacts[contact].step - draw(STALE), draw([0, 30])
        word = self.model.rejoin(contact, step, priority)
        self.does(word, lambda: self.board.rejoin(contact, step, priority))

    def widens(self, draw: Draw) -> None:
        contact, queue = (
            draw(self.callers("waiting", "choosing")),
            draw(list(STRATEGIES)),
        )
        self.does(self.model.widen(contact, queue), lambda: self.board.widen(contact, queue))

    def hangs_up(self, draw: Draw) -> None:
        contact = draw([*self.callers("voicemail") * 4, *self.callers(*STAGES)])
        self.does(self.model.leave(contact), lambda: self.board.leave(contact))

    def asks_to_be_called_back(self, draw: Draw) -> None:
        caller = self.model.contacts[draw(self.with_person())]
        promise, window = promised(caller, f"p-{caller.id}-{caller.step}"), self.window(draw)
        word = self.model.call_back(caller.id, promise.id, window.since, window.until)
        self.does(word, lambda: self.board.call_back(promise, window))

    def comes_back_after_a_loss(self, draw: Draw) -> None:
        open_ones = [caller for caller in self.model.contacts.values() if caller.promise]
        new = self.somebody(draw, draw(PEOPLE), minutes=10, promise=f"lost-{len(self.model.contacts)}")
        lost = draw([new, *open_ones, *open_ones])
        promise, window = promised(lost, lost.promise), self.window(draw)
        fields = self.board.fields(*lost.queues, **told(lost))
        word = self.model.reenter(replace(lost), window.since, window.until)
        self.does(word, lambda: self.board.reenter(promise, window, fields))

    def window(self, draw: Draw) -> Window:
        """When somebody may be called: from now on or later, until some time or without an end."""
        since, lasts = self.board.now + draw(SINCE), draw(LASTS)
        return Window(since, lasts and since + lasts)

    def is_planned(self, draw: Draw) -> None:
        contact, window = draw(self.called_back()), self.window(draw)
        self.does(self.model.plan(contact, window.since, window.until), lambda: self.board.plan(contact, window))

    def is_taken(self, draw: Draw) -> None:
        caller = self.model.contacts[draw(self.called_back())]
        promise = promised(caller, draw([caller.promise, caller.promise, "another"]))
        self.does(self.model.taken(caller.id, promise.id), lambda: self.board.taken(promise))

    def is_closed_by_staff(self, draw: Draw) -> None:
        contact, how = (
            draw(self.called_back()),
            draw(["ended_by_staff", "callback_failed"]),
        )
        self.does(self.model.leave(contact, how), lambda: self.board.leave(contact, how))

    def is_called(self, draw: Draw) -> None:
        offer = draw([*self.awaited() * 3, *self.offers()])
        assert self.board.call(offer).word == self.model.call(offer)
        self.does("unwanted", lambda: self.board.call(offer))

    def is_rung(self, draw: Draw) -> None:
        offer = draw(self.awaited() or self.called())
        self.does(self.model.dialled(offer), lambda: self.board.dialled(offer, "leg"))

    def is_reached(self, draw: Draw) -> None:
        offer = draw([*self.called() * 3, *self.awaited()])
        self.does(self.model.reach(offer, f"leg-{offer}"), lambda: self.board.reach(offer, f"leg-{offer}", "leg"))

    def is_missed(self, draw: Draw) -> None:
        offer = draw([*self.awaited(), *self.called()])
        contact = self.model.offers[offer].contact.id
        self.does(self.model.miss(contact, offer), lambda: self.board.miss(contact, offer))

    def is_forgotten(self, draw: Draw) -> None:
        theirs = [person for id in self.called_back() if (person := self.model.contacts[id].person)]
        person = draw(theirs or PEOPLE)
        word = self.model.forget_person(person)
        assert self.board.forget_person(person).word == word
        self.does("unknown", lambda: self.board.forget_person(person))

    def is_shut_out(self, draw: Draw) -> None:
        offer = draw(self.offers(over=True)[-8:])
        self.does(self.model.shut_out(offer), lambda: self.board.shut_out(offer))

    def is_not_bridged_in_time(self, draw: Draw) -> None:
        # The one act that counts how often it is repeated; once undone, it changes nothing either.
        contact, tries = draw(self.callers("accepted")), draw([0, 1, 1])
        word = self.model.undo(contact, tries)
        change = self.board.undo(contact, tries)
        assert (change.word, list(change.ring), list(change.end)) == (word, self.model.rings, self.model.ends)
        self.model.rings, self.model.ends = [], []
        self.kept = self.board.left()

    def is_claimed(self, draw: Draw) -> None:
        offer = draw([*self.offers(live=True) * 2, *self.offers(over=True)])
        assert self.board.claim(offer).word == self.model.claim(offer)
        self.does("unwanted", lambda: self.board.claim(offer))

    def rings_on(self, draw: Draw) -> None:
        offer, news = draw(self.offers(over=True)[-8:]), draw(NEWS)
        self.does(self.model.progress(offer, news), lambda: self.board.progress(offer, news, "leg"))

    def accepts(self, draw: Draw) -> None:
        offer = draw(self.asked() or [*self.offers(live=True) * 3, *self.offers()])
        self.does(self.model.accept(offer), lambda: self.board.accept(offer))

    def comes_out_of_the_bridge(self, draw: Draw) -> None:
        offer = draw(self.offers())
        if self.model.offers[offer].specialist.id:  # another line is asked nothing after a call
            self.does(self.model.wrap_up(offer), lambda: self.board.wrap_up(offer))

    def extends(self, draw: Draw) -> None:
        who, once = draw(self.spoken_to()), str(len(self.board.said) + self.board.said.total())
        self.does(self.model.extend(who), lambda: self.board.extend(who, once))

    def refuses(self, draw: Draw) -> None:
        offer = draw(self.asked() or [*self.offers(live=True) * 3, *self.offers()])
        how = draw(["declined", "missed"])
        self.does(self.model.refuse(offer, how), lambda: self.board.refuse(offer, how))

    def leg_is_over(self, draw: Draw) -> None:
        offer, how = draw([*self.unwanted() * 3, *self.offers()]), draw(ENDS)
        self.does(self.model.finish(offer, how), lambda: self.board.finish(offer, how))

    def joins(self, draw: Draw) -> None:
        offer = self.model.contacts[draw(self.callers("accepted", "bridged"))].offer
        # Whoever is still to be called has no telephone to join with.
        who = "specialist" if offer in self.awaited() else draw(["caller", "specialist"])
        self.does(self.model.join(offer, who), lambda: self.board.join(offer, who))

    def leaves_the_bridge(self, draw: Draw) -> None:
        contact = draw(self.parting() or self.callers("accepted", "bridged", "choosing", "held"))
        self.does(self.model.part(contact), lambda: self.board.part(contact))

    def targets(self, briefed: bool = False) -> list[str]:
        """Offers of those who are to be told of a call, or who have been."""
        known = self.model.contacts.values()
        return [one.target for one in known if one.target and (one.briefed_at is not None or not briefed)]

    def first(self, draw: Draw) -> str:
        """The offer of a specialist who talks with a caller, or holds one."""
        return self.model.contacts[draw(self.parting() or self.callers("accepted", "bridged", "held"))].offer

    def presses_star(self, draw: Draw) -> None:
        offer = self.first(draw)
        self.does(self.model.hold(offer), lambda: self.board.hold(offer))

    def seeks(self, draw: Draw) -> None:
        offer, theirs, who = self.first(draw), draw(QUEUES), draw(["", *(self.free() or SPECIALISTS)])
        self.does(self.model.seek(offer, who, list(theirs)), lambda: self.board.seek(offer, who, theirs))

    def resumes(self, draw: Draw) -> None:
        offer = self.first(draw)
        self.does(self.model.resume(offer), lambda: self.board.resume(offer))

    def briefs(self, draw: Draw) -> None:
        offer, who = draw(self.targets()), draw(["first", "specialist"])
        self.does(self.model.briefs(offer, who), lambda: self.board.brief(offer, who))

    def deciding(self) -> list[str]:
        """Offers of those who have told of a call, and say what next."""
        return [one.offer for one in self.model.contacts.values() if one.transfer == "deciding"]

    def ends_the_brief(self, draw: Draw) -> None:
        offer = draw([self.model.offers[target].contact.offer for target in self.targets()])
        self.does(self.model.end_brief(offer), lambda: self.board.end_brief(offer))

    def stands_by(self, draw: Draw) -> None:
        offer = draw([*self.targets() * 4, *self.offers(over=True)[-2:]])
        self.does(self.model.stand_by(offer), lambda: self.board.stand_by(offer))

    def hands_over(self, draw: Draw) -> None:
        offer = draw(self.deciding())
        self.does(self.model.hand_over(offer), lambda: self.board.hand_over(offer))

    def gives_up(self, draw: Draw) -> None:
        contact = draw(self.callers("held"))
        self.does(self.model.give_up(contact), lambda: self.board.give_up(contact))

    def dismisses(self, draw: Draw) -> None:
        offer = self.first(draw)
        self.does(self.model.dismiss(offer), lambda: self.board.dismiss(offer))

    def refers(self, draw: Draw) -> None:
        offer, line = self.first(draw), draw(["samhsa", "another"])
        self.does(self.model.refer(offer, line), lambda: self.board.refer(offer, line, 20))

    def is_taken_elsewhere(self, draw: Draw) -> None:
        contact = draw(self.callers("held", "choosing", "choosing"))
        self.does(self.model.referred(contact), lambda: self.board.referred(contact))

    def asks_for_activity(self, draw: Draw) -> None:
        who, asked = draw(sorted(SPECIALISTS)), draw([*["available"] * 4, "offline", "on_break"])
        self.does(self.model.set_activity(who, asked), lambda: self.board.set_activity(who, asked))

    def learns_another_language(self, draw: Draw) -> None:
        who, theirs, order = draw(sorted(SPECIALISTS)), draw(QUEUES), draw([1, 2, 999])
        word = self.model.register(who, list(theirs), order)
        self.does(word, lambda: self.board.hires(who, *theirs, order=order))

    def is_in_a_call_of_a_lost_life(self, draw: Draw) -> None:
        who = draw(self.off_duty())
        self.does(self.model.occupy(who), lambda: self.board.occupy(who))

    def time_passes(self, draw: Draw) -> None:
        self.board.passes(draw([1, 3, 3, 3, 5, 5, 10, 10, 15, 60, 60, 120, 200]))
        self.model.now = self.board.now
        self.model.due()
        change, due = self.board.due(1000, 4000)
        assert (change.word, list(change.ring)) == ("open", self.model.rings)
        assert sorted(change.end) == sorted(self.model.ends)
        self.model.rings, self.model.ends = [], []
        self.kept = self.board.left()
        assert self.board.due(1000, 4000)[1].jobs == (), "what is due is lent to one job"
        assert self.board.left().all == self.kept.all
        for job, subject in due.jobs:
            self.is_wanted(job, subject)
            if not draw([0, 0, 1]):
                self.works(job, subject)
        self.kept = self.board.kept()

    def is_wanted(self, job: str, subject: str) -> None:
        match job:
            case "ask":
                assert not self.model.offers[subject].over
            case "hold":
                assert self.model.contacts[subject].stage == "held"
            case "aside":
                assert subject in self.model.asides
            case "warn":
                assert self.model.contacts[subject].stage == "bridged"
            case "bridge" | "seek":
                assert self.model.contacts[subject].stage == "accepted"
                assert self.model.contacts[subject].called_back == (job == "seek")
            case "reckon":
                assert self.model.contacts[subject].rests
            case "settle":
                assert self.model.contacts[subject].settles
            case "check" | "move":
                assert self.model.contacts[subject].stage != "ended"
            case "recheck":
                assert self.model.specialists[subject].activity == "engaged"

    def works(self, job: str, subject: str) -> None:
        """Do what that job would do that no other rule does; one that is lost is asked for again by its deadline."""
        if job == "move":
            self.board.forget("moving", subject)
        elif job == "aside":
            self.model.asides.discard(subject)
            self.board.forget("aside", subject)
        elif job == "warn":
            self.model.contacts[subject].warned = True
            self.board.forget("warning", subject)
        elif job == "settle":
            for written in tuple(self.model.contacts[subject].settles):
                self.model.settled(subject, written)
                self.does("settled", functools.partial(self.board.settled, subject, written))
        elif job == "recheck":
            self.does(self.model.release(subject), lambda: self.board.release(subject))


def told(someone: Contact) -> dict[str, str | int]:
    widen = " ".join(f"{after} {queue}" for after, queue in someone.widen)
    return {"width": someone.width, "priority": someone.priority, "widen": widen, "person": someone.person}


def promised(caller: Contact, promise: str) -> Promise:
    at = (caller.entered_at, caller.priority, START_MS, START_MS)
    return Promise(promise, "callback", caller.id, "main", "general", "en", "", *at, person=caller.person)
