"""The live state against a model, at random: nobody lost, nobody double-booked, and a repeat changes nothing.

Every rule calls one script twice, compares its word, offers and legs with the model's, and then everything that is kept
with what must hold. Time passes only by a rule, to the millisecond. HELPLINE_MODEL_STEPS is how many steps to take:

    unset       4,000 (about 20 s), the same in every run
    20000       about 2 min, for the check of a change
    100000      about 10 min, each night

A number of steps of one's own tries new paths in each run; what fails is told again by the shortest way to it.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from routing.domain.contact import Change
from tests.store.board import START_MS, Board
from tests.store.model import Model

STEPS = int(os.environ.get("HELPLINE_MODEL_STEPS", "4000"))
STEPS_A_RUN, ON_AVERAGE = 100, 75
EN, ES, DETOX, FAMILY = "main.general.en", "main.general.es", "main.detox.en", "main.family.en"
STRATEGIES = {EN: "longest_idle", ES: "longest_idle", DETOX: "in_order", FAMILY: "round_robin"}
AT_MOST = 8  # contacts at a time
SPECIALISTS = {"ana": [EN, FAMILY], "bo": [EN, ES], "cy": [ES, DETOX, FAMILY], "dee": [DETOX, EN, ES, FAMILY]}
OUTCOMES = {"voicemail_kept", "bridged", "resources", "short_abandon", "abandoned"}
STAGES = ("waiting", "choosing", "accepted", "bridged", "held", "voicemail", "ended")
NEWS = ["placed", "initiated", "ringing", "answered"]
ENDS = ["completed", "no-answer", "no-answer", "busy", "failed", "canceled", "not_rung"]
DAY_S, AFTERLIFE_S = 24 * 3600, 15 * 60

queues = st.lists(st.sampled_from(list(STRATEGIES)), min_size=1, max_size=3, unique=True)
widening = st.just([]) | st.lists(st.tuples(st.sampled_from([5, 60]), st.sampled_from(list(STRATEGIES))), max_size=2)
whose = st.sampled_from(sorted(SPECIALISTS))
stale = st.sampled_from([0, 0, 0, 1])
Draw = Callable[[st.SearchStrategy[Any]], Any]
Happening = Callable[[Draw], None]


class Helpline(RuleBasedStateMachine):
    board: Board
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.board.redis.flushall()
        self.board.redis.at = START_MS
        self.board.open_epoch("first")
        self.board.strategies = STRATEGIES
        self.model = Model(self.board.now, STRATEGIES)
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
        assert act().ring == (), "a repeat rings nobody"
        assert self.board.left().all == self.kept.all, "a repeat changes nothing"
        return change

    def callers(self, *stages: str) -> list[str]:
        return [caller.id for caller in self.model.contacts.values() if caller.stage in stages]

    def off_duty(self) -> list[str]:
        return [person.id for person in self.model.specialists.values() if person.activity in ("offline", "on_break")]

    def spoken_to(self) -> list[str]:
        return [person.id for person in self.model.specialists.values() if person.activity in ("wrap_up", "on_break")]

    def offers(self, over: bool = False) -> list[str]:
        return [offer.id for offer in self.model.offers.values() if over or not offer.over]

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        # One rule that draws among all that may happen: with a rule for each, Hypothesis leaves half of them out of a
        # run, and a run without callers, say, shows nothing.
        happens = data.draw(st.sampled_from(self.possible()))
        happens(data.draw)

    def possible(self) -> list[Happening]:
        """What may happen now, the likelier the more often it is in the list."""
        holds = self.callers("held")
        known, waiting, talking = self.callers(*STAGES), self.callers("waiting"), self.callers("accepted", "bridged")
        parts: list[tuple[bool, list[Happening]]] = [
            (True, [self.time_passes] * 3 + [self.asks_for_activity] * 2 + [self.learns_another_language]),
            (len(self.callers(*STAGES[:-1])) < AT_MOST, [self.calls] * 3),
            (bool(known), [self.calls_again, self.asks_what_next, self.hangs_up]),
            (bool(waiting), [self.chooses, self.widens]),
            (bool(waiting or self.callers("choosing")), [self.rejoins]),
            (bool(self.callers("choosing", "voicemail")), [self.speaks, self.rejoins]),
            (bool(self.model.messages), [self.is_known_to_have_spoken]),
            (bool(self.callers("accepted")), [self.is_not_bridged_in_time]),
            (bool(talking), [self.joins] * 6 + [self.leaves_the_bridge, self.presses_star]),
            (bool(holds), [self.leaves_the_bridge, self.presses_star, self.seeks, self.seeks, self.resumes]),
            (bool(holds), [self.rejoins, self.gives_up, self.dismisses]),
            (bool(self.targets()), [self.briefs] * 3 + [self.hands_over]),
            (bool(self.model.offers), [self.is_claimed, self.rings_on]),
            (bool(self.spoken_to()), [self.extends]),
            (
                bool(self.offers()),
                [
                    self.comes_out_of_the_bridge,
                    self.rings_on,
                    *[self.accepts] * 3,
                    *[self.refuses] * 2,
                    *[self.leg_is_over] * 2,
                ],
            ),
            (bool(self.off_duty()), [self.is_in_a_call_of_a_lost_life]),
        ]
        return [happening for may, happenings in parts if may for happening in happenings]

    def calls(self, draw: Draw) -> None:
        contact = f"c{len(self.model.contacts)}"
        theirs, width, priority, steps = (
            draw(queues),
            draw(st.sampled_from([1, 1, 2, 3])),
            draw(st.sampled_from([0, 0, 0, 1, 30])),
            sorted(draw(widening)),
        )
        word = self.model.enter(contact, list(theirs), width, priority, list(steps))
        widen = " ".join(f"{after} {queue}" for after, queue in steps)
        self.does(word, lambda: self.board.calls(contact, *theirs, width=width, priority=priority, widen=widen))

    def calls_again(self, draw: Draw) -> None:
        known = draw(st.sampled_from(self.callers(*STAGES)))
        word = self.model.enter(known, [], 1, 0)
        assert self.does(word, lambda: self.board.calls("another", call=f"digest-{known}")).details[0] == known

    def asks_what_next(self, draw: Draw) -> None:
        caller = self.model.contacts[draw(st.sampled_from(self.callers(*STAGES)))]
        standing = self.board.wait(caller.id)
        self.model.wait(caller.id)
        assert standing and (standing.stage, standing.step, standing.offer) == (caller.stage, caller.step, caller.offer)
        assert 1 <= standing.place <= len(self.callers("waiting")) + 1
        self.kept = self.board.left()

    def chooses(self, draw: Draw) -> None:
        contact = draw(st.sampled_from(self.callers("waiting", "choosing", "accepted")))
        step = self.model.contacts[contact].step - draw(stale)
        choice = draw(st.sampled_from(["information", "voicemail", "voicemail"]))
        word = self.model.choose(contact, step, choice)
        self.does(word, lambda: self.board.choose(contact, step, choice))

    def speaks(self, draw: Draw) -> None:
        contact = draw(st.sampled_from(self.callers("choosing", "voicemail")))
        step = self.model.contacts[contact].step - draw(stale)
        message = f"v-{contact}-{step}"
        word = self.model.record(contact, step, message)
        self.does(word, lambda: self.board.record(contact, step, message))

    def is_known_to_have_spoken(self, draw: Draw) -> None:
        message, how = draw(st.sampled_from(sorted(self.model.messages))), draw(st.sampled_from(["kept", "none"]))
        word = self.model.settle_message(message, how)
        self.does(word, lambda: self.board.settle_message(message, how))

    def rejoins(self, draw: Draw) -> None:
        contact = draw(st.sampled_from(self.callers("waiting", "choosing", "accepted", "held", "voicemail")))
        step, priority = self.model.contacts[contact].step - draw(stale), draw(st.sampled_from([0, 30]))
        word = self.model.rejoin(contact, step, priority)
        self.does(word, lambda: self.board.rejoin(contact, step, priority))

    def widens(self, draw: Draw) -> None:
        contact, queue = (
            draw(st.sampled_from(self.callers("waiting", "choosing"))),
            draw(st.sampled_from(list(STRATEGIES))),
        )
        self.does(self.model.widen(contact, queue), lambda: self.board.widen(contact, queue))

    def hangs_up(self, draw: Draw) -> None:
        contact = draw(st.sampled_from(self.callers(*STAGES)))
        self.does(self.model.leave(contact), lambda: self.board.leave(contact))

    def is_not_bridged_in_time(self, draw: Draw) -> None:
        # The one act that counts how often it is repeated; once undone, it changes nothing either.
        contact, tries = draw(st.sampled_from(self.callers("accepted"))), draw(st.integers(0, 2))
        word = self.model.undo(contact, tries)
        change = self.board.undo(contact, tries)
        assert (change.word, list(change.ring), list(change.end)) == (word, self.model.rings, self.model.ends)
        self.model.rings, self.model.ends = [], []
        self.kept = self.board.left()

    def is_claimed(self, draw: Draw) -> None:
        offer = draw(st.sampled_from(self.offers(over=True)))
        assert self.board.claim(offer).word == self.model.claim(offer)
        self.does("unwanted", lambda: self.board.claim(offer))

    def rings_on(self, draw: Draw) -> None:
        offer, news = draw(st.sampled_from(self.offers(over=True)[-AT_MOST:])), draw(st.sampled_from(NEWS))
        self.does(self.model.progress(offer, news), lambda: self.board.progress(offer, news, "leg"))

    def accepts(self, draw: Draw) -> None:
        offer = draw(st.sampled_from(self.offers()))
        self.does(self.model.accept(offer), lambda: self.board.accept(offer))

    def comes_out_of_the_bridge(self, draw: Draw) -> None:
        offer = draw(st.sampled_from(self.offers()))
        self.does(self.model.wrap_up(offer), lambda: self.board.wrap_up(offer))

    def extends(self, draw: Draw) -> None:
        who, once = draw(st.sampled_from(self.spoken_to())), str(Helpline.steps)
        self.does(self.model.extend(who), lambda: self.board.extend(who, once))

    def refuses(self, draw: Draw) -> None:
        offer, how = draw(st.sampled_from(self.offers())), draw(st.sampled_from(["declined", "missed"]))
        self.does(self.model.refuse(offer, how), lambda: self.board.refuse(offer, how))

    def leg_is_over(self, draw: Draw) -> None:
        offer, how = draw(st.sampled_from(self.offers())), draw(st.sampled_from(ENDS))
        self.does(self.model.finish(offer, how), lambda: self.board.finish(offer, how))

    def joins(self, draw: Draw) -> None:
        offer = self.model.contacts[draw(st.sampled_from(self.callers("accepted", "bridged")))].offer
        who = draw(st.sampled_from(["caller", "specialist"]))
        self.does(self.model.join(offer, who), lambda: self.board.join(offer, who))

    def leaves_the_bridge(self, draw: Draw) -> None:
        contact = draw(st.sampled_from(self.callers("accepted", "bridged", "choosing", "held")))
        self.does(self.model.part(contact), lambda: self.board.part(contact))

    def targets(self) -> list[str]:
        return [caller.target for caller in self.model.contacts.values() if caller.target]

    def first(self, draw: Draw) -> str:
        """The offer of a specialist who talks with a caller, or holds one."""
        return self.model.contacts[draw(st.sampled_from(self.callers("accepted", "bridged", "held")))].offer

    def presses_star(self, draw: Draw) -> None:
        offer = self.first(draw)
        self.does(self.model.hold(offer), lambda: self.board.hold(offer))

    def seeks(self, draw: Draw) -> None:
        offer, theirs, who = self.first(draw), draw(queues), draw(st.sampled_from(["", "", *SPECIALISTS]))
        self.does(self.model.seek(offer, who, list(theirs)), lambda: self.board.seek(offer, who, theirs))

    def resumes(self, draw: Draw) -> None:
        offer = self.first(draw)
        self.does(self.model.resume(offer), lambda: self.board.resume(offer))

    def briefs(self, draw: Draw) -> None:
        offer, who = draw(st.sampled_from(self.targets())), draw(st.sampled_from(["first", "specialist"]))
        self.does(self.model.briefs(offer, who), lambda: self.board.brief(offer, who))

    def hands_over(self, draw: Draw) -> None:
        offer = draw(st.sampled_from(self.targets()))
        self.does(self.model.hand_over(offer), lambda: self.board.hand_over(offer))

    def gives_up(self, draw: Draw) -> None:
        contact = draw(st.sampled_from(self.callers("held")))
        self.does(self.model.give_up(contact), lambda: self.board.give_up(contact))

    def dismisses(self, draw: Draw) -> None:
        offer, choice = self.first(draw), draw(st.sampled_from(["goodbye", "line"]))
        self.does(self.model.dismiss(offer, choice), lambda: self.board.dismiss(offer, choice))

    def asks_for_activity(self, draw: Draw) -> None:
        who, asked = draw(whose), draw(st.sampled_from([*["available"] * 4, "offline", "on_break"]))
        self.does(self.model.set_activity(who, asked), lambda: self.board.set_activity(who, asked))

    def learns_another_language(self, draw: Draw) -> None:
        who, theirs, order = draw(whose), draw(queues), draw(st.sampled_from([1, 2, 999]))
        word = self.model.register(who, list(theirs), order)
        self.does(word, lambda: self.board.hires(who, *theirs, order=order))

    def is_in_a_call_of_a_lost_life(self, draw: Draw) -> None:
        who = draw(st.sampled_from(self.off_duty()))
        self.does(self.model.occupy(who), lambda: self.board.occupy(who))

    def time_passes(self, draw: Draw) -> None:
        self.board.passes(draw(st.sampled_from([1, 3, 5, 10, 15, 60, 120, 200])))
        self.model.now = self.board.now
        self.model.due()
        change, due = self.board.due(1000, 4000)
        assert (list(change.ring), change.word) == (self.model.rings, "open")
        self.model.rings = []
        self.kept = self.board.left()
        assert self.board.due(1000, 4000)[1].jobs == (), "what is due is lent to one job"
        assert self.board.left().all == self.kept.all
        for job, subject in due.jobs:
            self.is_wanted(job, subject)
            if not draw(st.sampled_from([0, 0, 1])):
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
            case "bridge":
                assert self.model.contacts[subject].stage == "accepted"
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
        elif job == "recheck":
            self.does(self.model.release(subject), lambda: self.board.release(subject))

    # What always holds

    @invariant()
    def all_is_well(self) -> None:
        Helpline.steps += 1
        self.stands_as_the_model_says()
        self.nobody_is_double_booked()
        self.nobody_is_lost()
        self.nobody_waits_beside_somebody_free()
        self.everything_has_its_deadline_and_no_other()
        self.whatever_is_about_a_person_has_an_end()

    def stands_as_the_model_says(self) -> None:
        for name, caller in self.model.contacts.items():
            has = self.kept.all[f"contact:{name}"]
            live = has.get("offers", "").split()
            assert (has["stage"], int(has["step"]), has.get("offer", ""), live, has["queues"].split()) == (
                (caller.stage, caller.step, caller.offer, caller.offers, caller.queues)
            )
            assert (has.get("choice", ""), int(has["priority"])) == (caller.choice, caller.priority)
            assert (has.get("transfer", ""), has.get("target", "")) == (caller.transfer, caller.target)
            assert has.get("outcome", "") == caller.outcome
        for name, person in self.model.specialists.items():
            has = self.kept.all[f"specialist:{name}"]
            assert (has["activity"], has.get("wanted", ""), has.get("offer", ""), int(has.get("misses", 0))) == (
                (person.activity, person.wanted, person.offer, person.misses)
            )
            assert has.get("ready_at", "") == ("" if person.ready_at is None else str(person.ready_at))
            assert has.get("wrap_until", "") == ("" if person.wraps_until is None else str(person.wraps_until))
        for name, offer in self.model.offers.items():
            has = self.kept.all[f"offer:{name}"]
            assert (has["state"], "over" in has) == (offer.state, offer.over)

    def nobody_is_double_booked(self) -> None:
        held: dict[str, list[str]] = {name: [] for name in SPECIALISTS}
        for name, offer in self.kept.records("offer").items():
            if "over" not in offer:
                held[offer["specialist"]].append(name)
        for name, person in self.kept.records("specialist").items():
            assert held[name] == ([person["offer"]] if person.get("offer") else [])
            assert person["activity"] != "ringing" or held[name]
            assert not held[name] or person["activity"] in ("ringing", "engaged", "wrap_up")
        known = self.kept.records("contact").values()
        talking = [c["offer"] for c in known if c["stage"] in ("accepted", "bridged", "held")]
        talking += [c["target"] for c in known if "target" in c]
        assert len(set(talking)) == len(talking)
        assert all(self.kept.all[f"offer:{offer}"]["state"] == "accepted" for offer in talking)

    def nobody_is_lost(self) -> None:
        for name, caller in self.kept.records("contact").items():
            theirs, place = caller["queues"].split(), int(caller["entered_at"]) - 60_000 * int(caller["priority"])
            full = len(caller.get("offers", "").split()) >= int(caller["width"])
            for queue in STRATEGIES:
                found = {part: self.kept.queue(queue, part).get(name) for part in ("waiting", "offered")}
                here = caller["stage"] == "waiting" and queue in theirs
                assert found == {
                    "waiting": place if here and not full else None,
                    "offered": place if here and full else None,
                }
            assert (name in self.kept.all.get("contacts", {})) == (caller["stage"] != "ended")

    def nobody_waits_beside_somebody_free(self) -> None:
        for queue in STRATEGIES:
            assert not (self.kept.queue(queue, "waiting") and self.kept.queue(queue, "available"))
            on_duty = self.kept.all.get(f"queue:{queue}:on_duty", set())
            for person in self.model.specialists.values():
                theirs = queue in person.queues
                assert (person.id in self.kept.queue(queue, "available")) == (theirs and person.free)
                assert (person.id in on_duty) == (
                    theirs and person.activity in ("available", "ringing", "engaged", "wrap_up")
                )

    def everything_has_its_deadline_and_no_other(self) -> None:
        expected, allowed = set(), {"review:all"}
        for name, caller in self.model.contacts.items():
            needed = {"waiting": ["heartbeat"], "choosing": ["heartbeat", "choosing"]}
            needed |= {
                "accepted": ["heartbeat", "bridge"],
                "bridged": ["heartbeat"],
                "held": ["heartbeat", "held"],
                "voicemail": ["heartbeat"],
                "ended": [],
            }
            expected |= {f"{kind}:{name}" for kind in needed[caller.stage]}
            expected |= {f"warning:{name}"} if caller.stage == "bridged" and not caller.warned else set()
            expected |= {f"widen:{name}"} if caller.widens_at is not None else set()
            if caller.stage in ("waiting", "choosing"):
                allowed.add(f"moving:{name}")
        for name, offer in self.model.offers.items():
            on = offer.contact.stage in ("accepted", "bridged", "held")
            theirs = on and name in (offer.contact.offer, offer.contact.target)
            kind = {"placing": "placing", "ringing": "whisper" if offer.answered else "ringing"}.get(
                offer.state, "ending"
            )
            if not offer.over and not theirs:
                expected.add(f"{kind}:{name}")
            elif not offer.over and offer.specialist.activity == "wrap_up":
                allowed.add(f"ending:{name}")
        for name, person in self.model.specialists.items():
            expected |= {f"ready:{name}"} if person.ready_at is not None else set()
            expected |= {f"recheck:{name}"} if person.offer or person.activity == "engaged" else set()
        expected |= {f"aside:{offer}" for offer in self.model.asides}
        expected |= {f"alert:{alarm}" for alarm in self.model.alarms}
        expected |= {f"break_told:{name}" for name in self.model.on_break}
        expected |= {f"message:{name}" for name, left in self.model.messages.items() if left.state == "recording"}
        expected |= {f"fetch:{name}" for name, left in self.model.messages.items() if left.state == "kept"}
        found = {one for one in self.kept.deadlines if not one.startswith(("shift:", "noting:", "call_out:"))}
        assert expected - found == set(), "everybody has a deadline"
        assert found - expected - allowed == set(), "no deadline is left behind"

    def whatever_is_about_a_person_has_an_end(self) -> None:
        for name, life in self.kept.life.items():
            kind = name.partition(":")[0]
            if kind in ("contact", "offer", "digest"):
                over = self.kept.all[name].keys() & {"ended_at", "over"} if kind != "digest" else False
                assert 0 < life <= (AFTERLIFE_S if over else DAY_S), name

    def teardown(self) -> None:
        ended = [event["contact"] for event in self.board.told("ended")]
        assert sorted(ended) == sorted(self.callers("ended")), "a contact ends once"
        assert {caller.outcome for caller in self.model.contacts.values() if caller.stage == "ended"} <= OUTCOMES


# Besides the steps, Hypothesis may take five minutes to find the shortest way to a failure.
@pytest.mark.timeout(400 + STEPS // 50)
def test_the_live_state_is_as_the_model_says(redis_url: str) -> None:
    machine = type("Here", (Helpline,), {"board": Board(redis_url)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=STEPS // ON_AVERAGE,
            stateful_step_count=STEPS_A_RUN,
            derandomize="HELPLINE_MODEL_STEPS" not in os.environ,
            database=None,
            deadline=None,
            # To explain a failure Hypothesis traces every line, which makes each step ten times as slow.
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{Helpline.steps} steps")
