"""How long a text is to send: letters of GSM 03.38, and the segments that a carrier counts and bills.

Twilio splits a text as GSM 03.38 and 3GPP TS 23.040 say (twilio.com/docs/glossary/what-sms-character-limit).
"""

from collections.abc import Sequence
from dataclasses import dataclass

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # an escape and a letter each
GSM_LETTERS, UCS_LETTERS = (160, 153), (70, 67)  # in a text of one segment, and in each of several

# One of these letters would make a text twice as long to send (vectors.json "segments").
SENDABLE = str.maketrans("áíóúÁÍÓÚ’‘“”–—", "aiouAIOU''\"\"--")


@dataclass(frozen=True)
class Size:
    """Say how a text is sent: `encoding` is GSM-7 or UCS-2."""

    encoding: str
    segments: int


def sendable(words: str) -> str:
    """Return the words with those letters replaced that would make the text twice as long."""
    return words.translate(SENDABLE)


def size(words: str) -> Size:
    """Tell how long a text is; a letter that takes two places is never split between segments."""
    letters = set(words)
    if letters <= GSM_7:
        one, each = GSM_LETTERS
        return Size("GSM-7", 1 if len(words) <= one else -(-len(words) // each))
    if letters <= GSM_7 | EXTENDED:
        return Size("GSM-7", _segments([2 if letter in EXTENDED else 1 for letter in words], *GSM_LETTERS))
    return Size("UCS-2", _segments([2 if ord(letter) > 0xFFFF else 1 for letter in words], *UCS_LETTERS))


def _segments(places: Sequence[int], one: int, each: int) -> int:
    if sum(places) <= one:
        return 1
    at = 0
    for letter in places:
        # A letter of two that would stand across a boundary begins after it.
        at += letter + int(letter == 2 and at % each == each - 1)
    return -(-at // each)
