"""Talking by text: who writes with whom, and the lines that go on. Words are seen encrypted only."""

from collections.abc import Mapping, Sequence

from routing.domain.contact import Change
from routing.domain.talk import Stands
from routing.store import keys
from routing.store.live import Live

ASKED_S = 3600  # how long a question stays open


class Talks(Live):
    """The scripts about talking by text. Every method may be repeated with the same effect, and raises Unavailable."""

    def talks(self, people: Sequence[str]) -> Stands:
        """Tell how whoever texts stands: `people` are the digests of their number, the present one first."""
        return standing(self._change("talks", standing_keys(people[0]), *people).details)

    def asks(self, person: str, question: str) -> None:
        """Remember what somebody was asked; nothing is to be answered any more where `question` is empty."""
        asked = keys.digest("asked", person)
        if question:
            self._asked("set", lambda: self._redis.set(asked, question, ex=ASKED_S))
        else:
            self._asked("del", lambda: self._redis.delete(asked))

    def written(self, offer: str) -> Change:
        """A specialist has been asked by text about an offer."""
        return self._change("written", [keys.offer(offer)], offer)

    def pass_on(self, contact: str, offer: str, writer: str, text: str, fields: Mapping[str, str]) -> Change:
        """Have a line of a conversation sent on; `writer` is person, specialist or us, who may write after its end."""
        flat = [part for pair in fields.items() for part in pair]
        return self._change("pass_on", [keys.contact(contact)], contact, offer, writer, text, *flat)

    def lines(self, offer: str) -> Sequence[tuple[str, str, str]]:
        """Return what the two of an offer have written: who (person or specialist; unarrived is a specialist's that did
        not arrive), its id, its words (encrypted).
        """
        found = self._asked("lrange", lambda: self._redis.lrange(keys.lines(offer), 0, -1))
        parted = (line.decode().split(" ", 2) for line in found)
        return [(writer, id, words) for writer, id, words in parted]

    def end_talk(self, contact: str, offer: str, *, shut_out: bool = False) -> Change:
        """End a conversation, and shut its person out where that is asked for too."""
        return self._change("end_talk", [keys.contact(contact)], contact, offer, int(shut_out))

    def pass_talk(self, contact: str, offer: str, why: str, colleague: str = "") -> Change:
        """Put a conversation back in line; where a `colleague` may write with one more, they are asked first."""
        return self._change("pass_talk", [keys.contact(contact)], contact, offer, why, colleague)

    def specialists_named(self) -> Mapping[str, str]:
        """Return the ids of the whole roster, by name in small letters."""
        found = self._asked("smembers", lambda: self._redis.smembers(keys.specialists()))
        return {self.specialist_name(one.decode()).lower(): one.decode() for one in found}

    def specialist_name(self, specialist: str) -> str:
        return self._record(keys.specialist(specialist)).get("name", "")

    def told_talk(self, contact: str, news: str) -> Change:
        return self._change("told_talk", [keys.contact(contact)], contact, news)


def standing_keys(person: str) -> Sequence[str]:
    """Return the keys that tell how somebody stands, by the digest of their number."""
    return keys.rostered(), *(keys.digest(kind, person) for kind in ("person", "asked", "shut_out"))


def standing(told: Sequence[str | int]) -> Stands:
    """Read what the scripts tell of it (_texter.lua: stands)."""
    specialist, asked, texts, contact, stage, channel, mode, offer, question, shut_out, wrote = map(str, told)
    theirs = (one.partition(":") for one in texts.split())
    by_number = {int(number): id for number, _, id in theirs}
    return Stands(specialist, asked, by_number, contact, stage, channel, mode, offer, question, shut_out == "1", wrote)
