"""Why each kind of key is in live state, and what ends it. A kind that is not here fails the stories.

The part of a name behind the prefix tells the kind: its first word, of a digest's the second too.
"""

from typing import NamedTuple

from routing.store import keys

AFTER_IT = "15 minutes after its end, a day after the last touch"
A_DAY, AN_HOUR = "a day", "an hour"
IN_USE = "its entries go with what they are about"


class Life(NamedTuple):
    """What a key is for, and what ends it; one that `lasts` has no time of its own: scripts trim it."""

    why: str
    until: str
    lasts: bool = False


LIVES = {
    "contact": Life("a call or a conversation; number and SIDs encrypted", AFTER_IT),
    "offer": Life("a contact put to a specialist; SIDs encrypted", AFTER_IT),
    "lines": Life("what two write to each other; words encrypted, for a day", "they write no more, or a day"),
    "listening": Life("a supervisor in a call; the SID encrypted", AFTER_IT),
    "message": Life("a message that is being left; SIDs encrypted", A_DAY),
    "text": Life("a text to be sent; number and words encrypted, until the carrier has them", A_DAY),
    "guess": Life("a PIN that is being proved, encrypted, until it is", "10 minutes"),
    "code_call": Life("a code to be told by call; number and code encrypted", "the call is over, or 10 minutes"),
    "texter": Life("what somebody who texts was told, under a digest", A_DAY),
    "asked": Life("what somebody has asked for nearby, encrypted, under a digest", AN_HOUR),
    "subject": Life("the topic that somebody was told of by text, encrypted, under a digest", AN_HOUR),
    "wish": Life("a wish about texts, under a digest", "it is on record, or 15 days"),
    "erasing": Life("whose texts the carrier is to delete; the number encrypted", "it is on record, or 15 days"),
    "forgetting": Life("whom the records are still to forget; the number encrypted", "they have, or a day"),
    "session": Life("who is signed in", "they sign out, or their time is over"),
    "digest:call": Life("knows a call again by a digest of its SID", A_DAY),
    "digest:sms": Life("answers a repeated text the same; the answer encrypted", A_DAY),
    "digest:reply": Life("takes an answer to an alert once", A_DAY),
    "digest:person": Life("one contact for each person, by a digest", A_DAY),
    "digest:ended": Life("what of a person's has ended, to be forgotten with them", AFTER_IT),
    "digest:kept": Life("keeps the place of whoever hung up, by a digest", "5 minutes"),
    "digest:asked": Life("what somebody was asked by text, by a digest", AN_HOUR),
    "digest:untold": Life("a promise whose caller was told that it is none", A_DAY),
    "digest:shut_out": Life("a block for safety, by a digest", A_DAY),
    "digest:replies": Life("counts what one number was answered", AN_HOUR),
    "digest:crowded": Life("that one number was told that it is answered no more", AN_HOUR),
    "digest:guesses": Life("counts one number's guesses", AN_HOUR),
    "digest:code": Life("what proves a specialist's number, once", "10 minutes"),
    "digest:attempts": Life("counts who tries to sign in", "the time in which so many may"),
    "alert": Life("something to be told to whoever runs the helpline", "the days for which alerts are kept"),
    "placed": Life("counts a day's calls and texts of a line", "2 days"),
    "replies": Life("counts an hour's answers of a line", AN_HOUR),
    "called_out": Life("when specialists were last asked to come on call", A_DAY),
    "recovery": Life("one recovery at a time", "seconds"),
    "rewritten": Life("one rewriting an hour", AN_HOUR),
    "young": Life("that a life of live state has just begun", "minutes"),
    "specialist": Life(
        "who may be rung; the number encrypted",
        "the specialist has left the roster; after texts 15 minutes on",
        lasts=True,
    ),
    "specialists": Life("the roster's ids", IN_USE, lasts=True),
    "rostered": Life("knows a specialist's telephone, by a digest", IN_USE, lasts=True),
    "opt_outs": Life("sends no text to whoever wants none, by digests", "the person asks for texts again", lasts=True),
    "queue": Life("who waits, who is available, and how long it takes; ids", IN_USE, lasts=True),
    "line": Life("whether a line is closed", "it is said otherwise", lasts=True),
    "pace": Life("how fast calls are placed and texts sent", IN_USE, lasts=True),
    "contacts": Life("the ids of open contacts", IN_USE, lasts=True),
    "alerts": Life("what nobody has acknowledged", IN_USE, lasts=True),
    "deadlines": Life("what must happen, and when", IN_USE, lasts=True),
    "events": Life("what happened, ids only", "15 minutes, and it is counted; a day", lasts=True),
    "epoch": Life("that the data is whole", "the data is lost", lasts=True),
    "audited": Life("the latest row of the audit, so that a cut end is missed", "the next row", lasts=True),
    "clock": Life("moves time in tests", "the test", lasts=True),
}


def kind_of(key: str) -> str:
    """Return the kind of a key by its name."""
    first, _, rest = key.removeprefix(keys.PREFIX).partition(":")
    return f"{first}:{rest.partition(':')[0]}" if first == "digest" else first
