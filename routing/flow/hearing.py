"""A specialist on the phone hears the messages that people left, one after the other, and says which are dealt with."""

from collections.abc import Sequence

from routing.domain.audit import Deed
from routing.domain.contact import Incoming, Unreadable
from routing.domain.message import Message, purpose
from routing.domain.promise import NotKept
from routing.domain.replies import Ask, Document, Go, Play, Say
from routing.flow import auditing, duty_call
from routing.flow import call as calls
from routing.flow.sentences import say
from routing.ports import Services

KEY_SECONDS = 6
AGAIN, NEXT, DONE = "1", "2", "3"
SOUND = "sound"  # what the address of a sound is sealed for
SOUND_LASTS_MS = 10 * 60 * 1000


def begin(s: Services, call: Incoming, language: str, token: str, after: str = "", *first: Say) -> Document:
    """Play the oldest message, or the one that follows the promise `after`. Raises Unavailable."""
    try:
        line = s.config.line_of(call.number)
        message = _next(s.messages.ready(line.id), after)
    except NotKept:
        return duty_call.menu(s, language, token, 0, *first, say(s, "messages_not_now", language))
    if message is None:
        return duty_call.menu(s, language, token, 0, *first, say(s, "messages_none", language))
    return _play(s, call, language, token, message.promise, *first)


def _play(s: Services, call: Incoming, language: str, token: str, promise: str, *first: Say) -> Document:
    """Play a message, once it is in the audit who hears it."""
    try:
        _note(s, duty_call.opened(s, call, token), "message_heard", promise)
    except NotKept:
        return duty_call.menu(s, language, token, 0, *first, say(s, "messages_not_now", language))
    here = f"/voice/duty/{language}/messages?t={token}&promise={promise}"
    fields: dict[str, str | int] = {"promise": promise, "until": s.switchboard.now() + SOUND_LASTS_MS}
    sound = Play(f"/voice/sound/{s.vault.seal_fields(SOUND, fields)}")
    told: tuple[Say | Play, ...] = (*first, say(s, "message_next", language), sound, say(s, "message_keys", language))
    return (Ask(told, here, KEY_SECONDS), Go(here))


def act(s: Services, call: Incoming, language: str, token: str, promise: str) -> Document:
    """Play the oldest message, or answer the key after a message. Raises Unavailable and Unreadable."""
    if call.keys == "0" or not duty_call.opened(s, call, token):
        return calls.emergency(s, language)
    if not promise:
        return begin(s, call, language, token)
    if call.keys == AGAIN:
        return _play(s, call, language, token, promise)
    if call.keys == DONE:
        return _close(s, call, language, token, promise)
    return begin(s, call, language, token, promise) if call.keys == NEXT else duty_call.menu(s, language, token, 0)


def _close(s: Services, call: Incoming, language: str, token: str, promise: str) -> Document:
    try:
        _note(s, duty_call.opened(s, call, token), "promise_closed", promise)
        s.promises.close(promise, "kept", "heard", s.switchboard.now())
    except NotKept:
        return duty_call.menu(s, language, token, 0, say(s, "messages_not_now", language))
    return begin(s, call, language, token, "", say(s, "message_erased", language))


def sound(s: Services, sealed: str) -> bytes | None:
    """Return what an address of ours plays, while it holds; None otherwise. Raises Unavailable and NotKept."""
    try:
        fields = s.vault.open_fields(SOUND, sealed)
        promise = str(fields["promise"])
        message = s.messages.find(promise) if s.switchboard.now() <= int(fields["until"]) else None
        return s.vault.open_bytes(purpose(promise), message.sound) if message and message.sound else None
    except Unreadable:
        return None


def _note(s: Services, specialist: str, what: str, promise: str) -> None:
    auditing.note(s, Deed(f"specialist:{specialist}", what, "promise", promise), s.switchboard.now())


def _next(messages: Sequence[Message], after: str) -> Message | None:
    """Return the message that follows a promise, the oldest when there is none such."""
    promises = [message.promise for message in messages]
    at = promises.index(after) + 1 if after in promises else 0
    return messages[at] if at < len(messages) else None
