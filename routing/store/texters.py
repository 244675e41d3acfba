"""Whoever texts, by the digest of their number: what they were answered, in which language, and who wants no texts."""

from collections.abc import Sequence

from routing.domain.contact import Change
from routing.domain.talk import Stands
from routing.domain.texter import Answer, Texter
from routing.store import keys, talks
from routing.store.live import Live


class Texters(Live):
    """The scripts about people who text. Every method may be repeated with the same effect, and raises Unavailable."""

    def text_comes(
        self, people: Sequence[str], text: str, line: str, full: int = 0, to_stranger: Answer | None = None
    ) -> tuple[Texter, Stands]:
        """Tell how somebody stands with a line: `people` are the digests of their number, the present one first.

        Where nothing is known of them, and the line has sent fewer texts than `full` in the last hour (0: no limit),
        keep the answer `to_stranger`, as `texted` does. What is answered already, then or before, is all that is told.
        """
        own = (*self._texter_keys(people[0], text, line), *talks.standing_keys(people[0]))
        change = self._change("text_comes", own, " ".join(people), full, *(_given(to_stranger) if to_stranger else ()))
        if change.word == "answered":
            return Texter(answered=str(change.details[0])), Stands()
        language, greeted, out, replies, _, of_line, told, asked, topic, *stands = change.details
        counted = int(replies), int(of_line), told == 1
        texter = Texter(str(language), greeted == 1, out == 1, *counted, asked=str(asked), topic=str(topic))
        return texter, talks.standing(stands)

    def texted(self, person: str, text: str, answer: Answer) -> str:
        """Keep what a text was answered, sealed, for a day; return what it is answered: the first answer of all."""
        own = self._texter_keys(person, text, answer.line)
        return str(self._change("texted", own, *_given(answer)).details[0])

    def opt_out(self, people: Sequence[str], wish: str) -> Change:
        """Note that somebody wants no texts ("out"), or wants them again ("in"); a job puts it on record."""
        return self._change("opt_out", [keys.opt_outs(), keys.wish(people[0])], wish, *people)

    def opted_out(self, people: Sequence[str]) -> bool:
        return any(self._asked("smismember", lambda: self._redis.smismember(keys.opt_outs(), list(people))))

    def wish(self, person: str) -> dict[str, str]:
        """Return what somebody has asked for that is not on record yet (`wish`), and the digests of their number."""
        return self._record(keys.wish(person))

    def wish_noted(self, person: str, wish: str) -> Change:
        return self._change("wish_noted", [keys.wish(person)], person, wish)

    def follow_opt_outs(self, people: Sequence[str]) -> Change:
        """Know of those on record; what is not on record yet stays as it is."""
        return self._change("opt_outs", [keys.opt_outs()], *people)

    def forget_texter(self, person: str) -> None:
        self._asked("del", lambda: self._redis.delete(keys.texter(person), keys.asked(person), keys.subject(person)))

    def erase_later(self, person: str, number: str, how: str) -> Change:
        """Have somebody forgotten whom the records could not forget; their number is encrypted."""
        return self._change("erase_later", [keys.forgetting(person)], person, number, how)

    def forgetting(self, person: str) -> dict[str, str]:
        """Return whom the records are still to forget: `number`, encrypted, `how`, and `at`, in ms."""
        return self._record(keys.forgetting(person))

    def erased(self, person: str, at: str = "") -> Change:
        """Note that somebody is forgotten who asked at that time, or at whatever time."""
        return self._change("erased", [keys.forgetting(person)], person, at)

    def erasing(self, person: str) -> dict[str, str]:
        """Return whose texts the carrier is to delete: `number`, encrypted, and `until`, in ms."""
        return self._record(keys.erasing(person))

    def texts_erased(self, person: str, until: str) -> Change:
        """Note that this is on record: until then."""
        return self._change("texts_erased", [keys.erasing(person)], person, until)

    def _texter_keys(self, person: str, text: str, line: str) -> Sequence[str]:
        counts = (keys.digest("replies", person), keys.opt_outs(), keys.replies(line), keys.digest("crowded", person))
        return keys.texter(person), keys.digest("sms", text), *counts, keys.asked(person), keys.subject(person)


def _given(answer: Answer) -> tuple[str | int, ...]:
    return (
        answer.sealed,
        answer.language,
        answer.texts,
        answer.kind,
        answer.line,
        answer.most,
        answer.instead,
        answer.asked,
        answer.at_once,
        answer.topic,
    )
