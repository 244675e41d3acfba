"""What is known of whoever texts: for a day after their last text, but for a wish to get none."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """What a text is answered. `texts` is how many are sent for it, here or later by a job; `kind` is "remember" where
    it is known for a day that it was, and in which language; "talks" the same to whoever is to talk with a person;
    "crowded" where it says that there are too many. `most` is how many the line sends in an hour, 0 for no limit;
    `instead`, sealed, is the answer beyond that. `asked`, sealed, is what was asked for nearby (domain/asked.py), to be
    known for an hour; empty, it is as before. Of the texts so many go `at_once`, with this answer.
    `topic`, sealed, is the one that it tells of, to be known for an hour; empty, it is as before.
    """

    sealed: str = field(repr=False)
    texts: int
    line: str
    language: str = ""
    kind: str = ""
    most: int = 0
    instead: str = field(default="", repr=False)
    asked: str = field(default="", repr=False)
    at_once: int = 0
    topic: str = field(default="", repr=False)


@dataclass(frozen=True)
class Texter:
    """Say how somebody stands with the line; everything unknown is as with whoever texts for the first time.

    `replies` counts the automated ones of the last hour, `of_line` all that the line has sent in it, in texts;
    `told_crowded`: that there are too many, within the hour. `answered` is the sealed answer to this very text, when it
    came before; empty when it did not. `asked` is what they asked for nearby in the last hour, sealed, and
    `topic`, sealed, the one that they were last told of in it.
    """

    language: str = ""
    greeted: bool = False
    opted_out: bool = False
    replies: int = 0
    of_line: int = 0
    told_crowded: bool = False
    answered: str = field(default="", repr=False)
    asked: str = field(default="", repr=False)
    topic: str = field(default="", repr=False)
