"""What is known of whoever texts: for a day after their last text, but for a wish to get none."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Texter:
    """Say how somebody stands with the line; everything unknown is as with whoever texts for the first time.

    `replies` counts the automated ones of the last hour. `answered` is the sealed answer to this very text, when it
    came before; empty when it did not.
    """

    language: str = ""
    greeted: bool = False
    opted_out: bool = False
    replies: int = 0
    answered: str = field(default="", repr=False)
