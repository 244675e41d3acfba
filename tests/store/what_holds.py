"""What always holds of live state, whatever has happened: as the model says, and some things without it."""

from tests.store.board import Board, Kept
from tests.store.model_callback import WithCallbacks

EN, ES, DETOX, FAMILY = "main.general.en", "main.general.es", "main.detox.en", "main.family.en"
STRATEGIES = {EN: "longest_idle", ES: "longest_idle", DETOX: "in_order", FAMILY: "round_robin"}
SPECIALISTS = {"ana": [EN, FAMILY], "bo": [EN, ES], "cy": [ES, DETOX, FAMILY], "dee": [DETOX, EN, ES, FAMILY]}
OUTCOMES = {"voicemail_kept", "bridged", "resources", "short_abandon", "abandoned"}
OUTCOMES |= {"callback_failed", "ended_by_staff", "referred"}
DAY_S, AFTERLIFE_S = 24 * 3600, 15 * 60


class WhatHolds:
    board: Board
    model: WithCallbacks
    kept: Kept  # what the latest script left

    def all_is_well(self) -> None:
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
            assert (has.get("other_line", ""), "referred" in has) == (caller.other_line, caller.referred)
            assert has.get("outcome", "") == caller.outcome
            assert (has.get("mode", "") == "callback", "rests" in has) == (caller.called_back, caller.rests)
            assert (has.get("promise", ""), has.get("settles", "").split()) == (caller.promise, caller.settles)
            assert int(has["entered_at"]) == caller.entered_at
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
            assert ("specialist" in offer) != ("other_line" in offer)
            if "over" not in offer and "specialist" in offer:
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
                in_line = caller["stage"] == "waiting" or (caller["stage"] == "callback" and "rests" not in caller)
                here = in_line and queue in theirs
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
        calling = [self.model.offers[offer].contact.id for offer in self.awaited()]
        for name, caller in self.model.contacts.items():
            needed = {"waiting": ["heartbeat"], "choosing": ["heartbeat", "choosing"]}
            needed |= {
                "accepted": ["heartbeat", "bridge"],
                "bridged": ["heartbeat"],
                "held": ["heartbeat", "held"],
                "voicemail": ["heartbeat"],
                "callback": [],
                "ended": [],
            }
            expected |= {f"{kind}:{name}" for kind in (["calling"] if name in calling else needed[caller.stage])}
            assert self.kept.deadlines.get(f"attempt:{name}") == caller.attempt_at
            expected |= {f"attempt:{name}"} if caller.attempt_at is not None else set()
            expected |= {f"settle:{name}"} if caller.settles else set()
            expected |= {f"warning:{name}"} if caller.stage == "bridged" and not caller.warned else set()
            expected |= {f"widen:{name}"} if caller.widens_at is not None else set()
            if caller.stage in ("waiting", "choosing", "callback", "held"):
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
        assert expected - found == set(), f"everybody has a deadline: {expected - found}"
        assert found - expected - allowed == set(), f"no deadline is left behind: {found - expected - allowed}"

    def whatever_is_about_a_person_has_an_end(self) -> None:
        for name, life in self.kept.life.items():
            kind = name.partition(":")[0]
            if kind in ("contact", "offer", "digest"):
                found = {} if kind == "digest" else self.kept.all[name]
                over = found.keys() & {"ended_at", "over"} and "settles" not in found
                assert 0 < life <= (AFTERLIFE_S if over else DAY_S), name

    def everybody_ends_once(self) -> None:
        ended = [event["contact"] for event in self.board.told("ended")]
        assert sorted(ended) == sorted(self.callers("ended")), "a contact ends once"
        assert {caller.outcome for caller in self.model.contacts.values() if caller.stage == "ended"} <= OUTCOMES
