"""Texts to be sent: each once, by its id, with its number and words encrypted until they are gone."""

from collections.abc import Mapping, Sequence

from routing.domain.contact import Change
from routing.store import keys
from routing.store.live import Live


class Texts(Live):
    """The scripts about texts. Every method may be repeated with the same effect, and raises Unavailable."""

    def text(self, text: str, fields: Mapping[str, str]) -> Change:
        flat = [part for pair in fields.items() for part in pair]
        return self._change("text", [keys.text(text)], text, *flat)

    def take_text(self, text: str) -> Change:
        """Details of "send" and "look": line, number and words (encrypted), since when to look, in ms."""
        return self._change("take_text", [keys.text(text)], text, *self._pace.texts)

    def text_news(self, text: str, news: str, why: str = "") -> Change:
        return self._change("text_news", [keys.text(text)], text, news, why)

    def unsent(self) -> Sequence[str]:
        """Return the texts that the carrier does not have yet, or may not."""
        found = self._asked("zscan", lambda: list(self._redis.zscan_iter(keys.DEADLINES, "send:*")))
        return [member.decode().removeprefix("send:") for member, _ in found]

    def sending(self, text: str) -> dict[str, str]:
        """Return a text: of one that is still to be sent, also `to` (encrypted), and `at`, in ms."""
        return self._record(keys.text(text))
