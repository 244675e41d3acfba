"""Calls and texts in one line, at random: what always holds of who is offered what, without a model of each step.

A specialist has one call, or as many texts as there is room for, never both. Every act is done twice: the second time
changes nothing.
"""

from collections.abc import Callable, Sequence
from random import Random

from routing.domain.contact import Change
from tests.store.board import START_MS, Board, Kept

EN, ES = "main.general.en", "main.general.es"
QUEUES = {"ana": [EN], "bo": [EN, ES], "cy": [ES]}
ROOM = {"ana": 2, "bo": 2, "cy": 1}
SHORT = ["declined", "missed"]
OUTCOMES = {"bridged", "resources", "abandoned", "short_abandon"}


class Talking:
    def __init__(self, board: Board, random: Random) -> None:
        self.board, self.random, self.made = board, random, 0
        board.redis.flushall()
        board.redis.at = START_MS
        board.open_epoch("first")
        for name, theirs in QUEUES.items():
            self.hires(name, theirs)
            board.set_activity(name, "available")
        self.kept = board.kept()

    def hires(self, name: str, theirs: Sequence[str]) -> None:
        fields = {
            "name": name,
            "phone": f"sealed-{name}",
            "languages": "en",
            "skills": "general",
            "person": f"p-{name}",
        }
        fields |= {"strategies": " ".join("longest_idle" for _ in theirs), "queues": " ".join(theirs), "order": "999"}
        self.board.register(name, fields | {"text_capacity": str(ROOM[name])})
        self.board.forget("shift", name)

    # What may happen

    def step(self) -> str:
        """Do something that may happen now; tell what."""
        acts = [self.enters, self.accepts, self.accepts, self.refuses, self.ends, self.passes, self.leaves]
        acts += [self.writes, self.joins, self.leg_is_over, self.leg_is_over, self.changes_activity, self.time_passes]
        act = self.random.choice(acts)
        act()
        self.kept = self.board.kept()
        return act.__name__

    def twice(self, act: Callable[[], Change]) -> None:
        first = act()
        before = self.board.kept().all
        again = act()
        assert {*again.ring} <= {*first.ring}, "a repeat rings nobody else"
        assert self.board.kept().all == before, "a repeat changes nothing"

    def enters(self) -> None:
        if len(self.open()) > 8:
            return
        self.made += 1
        contact, channel = f"c{self.made}", self.random.choice(["text", "text", "voice"])
        person = f"p{self.made}"
        more = {"channel": channel, "person": person, "width": self.random.choice([1, 1, 2])}
        fields = self.board.fields(self.random.choice([EN, ES]), **more)
        fields |= {"number": "sealed", "patience": 7200} if channel == "text" else {"call": "sealed"}
        self.twice(lambda: self.board.enter(contact, f"d-{contact}", "", fields))

    def accepts(self) -> None:
        self.with_offer(self.board.accept, live=True)

    def refuses(self) -> None:
        how = self.random.choice(SHORT)
        self.with_offer(lambda offer: self.board.refuse(offer, how), live=True)

    def leg_is_over(self) -> None:
        """A telephone was hung up; of a text, that nobody answers it any more."""
        texts = {offer for one in self.kept.records("specialist").values() for offer in one.get("texts", "").split()}
        offers = [name for name, one in self.kept.records("offer").items() if "over" not in one and name not in texts]
        if offers:
            offer = self.random.choice(sorted(offers))
            self.twice(lambda: self.board.finish(offer, "completed"))

    def joins(self) -> None:
        called = [one for one in self.open("accepted").values() if one["channel"] == "voice"]
        for one in called[:1]:
            for who in ("caller", "specialist"):
                self.board.join(one["offer"], who)

    def writes(self) -> None:
        """Somebody writes a line."""
        talks = self.open("bridged", "text")
        if talks:
            contact = self.random.choice(sorted(talks))
            writer, side = self.random.choice([("person", "specialist"), ("specialist", "person")])
            self.made += 1
            text, fields = f"t{self.made}", {"kind": "talk", "line": "main", "to": "sealed", "words": "sealed"}
            fields |= {"contact": contact, "side": side}
            offer = talks[contact]["offer"]
            self.twice(lambda: self.board.pass_on(contact, offer, writer, text, fields))
            self.board.take_text(text)
            self.board.text_news(text, self.random.choice(["delivered", "delivered", "undelivered"]), "30003")

    def ends(self) -> None:
        self.with_talk(self.board.end_talk)

    def passes(self) -> None:
        colleague = self.random.choice(["", *QUEUES])
        self.with_talk(lambda contact, offer: self.board.pass_talk(contact, offer, "passed", colleague))

    def leaves(self) -> None:
        contacts = [name for name, one in self.open().items() if one["stage"] != "callback"]
        if contacts:
            contact = self.random.choice(sorted(contacts))
            self.twice(lambda: self.board.leave(contact))

    def changes_activity(self) -> None:
        who, asked = self.random.choice(sorted(QUEUES)), self.random.choice(["available"] * 4 + ["offline", "on_break"])
        self.twice(lambda: self.board.set_activity(who, asked))

    def time_passes(self) -> None:
        self.board.passes(self.random.choice([1, 5, 15, 60, 60, 150, 320, 700, 2000]))
        for job, subject in self.board.ticks():
            if job == "tell_talk":
                self.told(subject)

    def told(self, contact: str) -> None:
        for one in self.board.contact(contact).get("news", "").split():
            self.board.told_talk(contact, one)

    def with_offer(self, act: Callable[[str], Change], *, live: bool) -> None:
        states = ("placing", "ringing") if live else ("accepted",)
        offers = [name for name, one in self.kept.records("offer").items() if one["state"] in states]
        if offers:
            offer = self.random.choice(sorted(offers))
            self.twice(lambda: act(offer))

    def with_talk(self, act: Callable[[str, str], Change]) -> None:
        talks = self.open("bridged", "text")
        if talks:
            contact = self.random.choice(sorted(talks))
            offer = talks[contact]["offer"]
            self.twice(lambda: act(contact, offer))

    def open(self, stage: str = "", channel: str = "") -> dict[str, dict[str, str]]:
        return {
            name: one
            for name, one in self.kept.records("contact").items()
            if one["stage"] != "ended"
            and (stage or one["stage"]) == one["stage"]
            and (channel or one["channel"]) == one["channel"]
        }

    # What always holds

    def all_is_well(self) -> None:
        self.one_call_or_some_texts()
        self.everybody_stands_where_they_may_be_offered()
        self.nobody_waits_beside_somebody_who_has_room()
        self.every_text_has_its_deadline()

    def one_call_or_some_texts(self) -> None:
        offers, contacts = self.kept.records("offer"), self.kept.records("contact")
        for name, one in self.kept.records("specialist").items():
            texts, offer = one.get("texts", "").split(), one.get("offer", "")
            for text in texts:
                theirs = contacts[offers[text]["contact"]]
                assert (theirs["channel"], theirs["stage"], theirs["offer"]) == ("text", "bridged", text)
                assert "over" not in offers[text]
            pending = offers[offer] if offer else {}
            assert len(texts) + (pending.get("channel") == "text") <= ROOM[name], (name, texts, offer)
            assert not texts or pending.get("channel", "text") == "text", "never a call besides a text"
            assert not texts or one["activity"] == "engaged"
            assert len({offers[text]["slot"] for text in texts}) == len(texts), "each has its own number"
            held = [id for id, each in offers.items() if each["specialist"] == name and "over" not in each]
            assert sorted(held) == sorted([*texts, *([offer] if offer else [])])
        talks = [one["offer"] for one in contacts.values() if one["stage"] == "bridged" and one["channel"] == "text"]
        assert len(talks) == len(set(talks)), "one specialist each"

    def everybody_stands_where_they_may_be_offered(self) -> None:
        for name, one in self.kept.records("specialist").items():
            texts, unhurried = one.get("texts", "").split(), not one.get("offer") and "ready_at" not in one
            for_calls = unhurried and one["activity"] == "available"
            writes = unhurried and bool(texts) and one.get("wanted", "") not in ("offline", "on_break")
            no_texts = int(one.get("no_texts_till", 0)) > self.board.now
            for_texts = (for_calls or writes) and len(texts) < ROOM[name] and not no_texts
            for queue in QUEUES[name]:
                assert (name in self.kept.queue(queue, "available")) == for_calls
                assert (name in self.kept.queue(queue, "texting")) == for_texts

    def nobody_waits_beside_somebody_who_has_room(self) -> None:
        for queue in (EN, ES):
            assert not (self.kept.queue(queue, "waiting") and self.kept.queue(queue, "available"))
            assert not (self.kept.queue(queue, "writing") and self.kept.queue(queue, "texting"))
        for name, one in self.kept.records("contact").items():
            part = "writing" if one["channel"] == "text" else "waiting"
            full = len(one.get("offers", "").split()) >= int(one["width"])
            stands = {p for p in ("waiting", "writing", "offered") if name in self.kept.queue(one["queues"], p)}
            assert stands == ({"offered" if full else part} if one["stage"] == "waiting" else set())

    def every_text_has_its_deadline(self) -> None:
        for name, one in self.kept.records("contact").items():
            mine = {kind for kind in ("lapse", "quiet", "heartbeat") if f"{kind}:{name}" in self.kept.deadlines}
            if one["channel"] == "text":
                assert mine == {"waiting": {"lapse"}, "bridged": {"quiet"}, "ended": set()}[one["stage"]]
            assert bool(one.get("news", "").split()) == (f"news:{name}" in self.kept.deadlines)
            assert one["stage"] != "ended" or one["outcome"] in OUTCOMES

    def everybody_ends_once(self) -> None:
        for contact in self.open():
            self.board.leave(contact)
        ended = [event["contact"] for event in self.board.told("ended")]
        assert len(ended) == len(set(ended))
        last = self.board.kept()
        assert not [name for name, one in last.records("specialist").items() if one.get("texts", "").split()]
        assert not _kept_words(last), "no words are left once all has ended and gone out"


def _kept_words(kept: Kept) -> list[str]:
    return [name for name, one in kept.records("text").items() if "words" in one and one["state"] != "waiting"]
