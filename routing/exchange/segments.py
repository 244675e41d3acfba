"""Count the segments that a text takes: GSM-7 when every character is in it, else UCS-2."""

from collections.abc import Iterable

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_BY_ESCAPE = frozenset("\f^{}\\[~]|€")
# The room of a text that stands alone, and of each part of one that does not.
GSM_7_ROOM, UCS_2_ROOM = (160, 153), (70, 67)


def count(text: str) -> int:
    """Give the number of segments; an empty text is one."""
    if set(text) <= GSM_7 | GSM_7_BY_ESCAPE:
        return _parts([2 if character in GSM_7_BY_ESCAPE else 1 for character in text], *GSM_7_ROOM)
    return _parts([len(character.encode("utf-16-be")) // 2 for character in text], *UCS_2_ROOM)


def _parts(sizes: Iterable[int], alone: int, each: int) -> int:
    """Fill parts with characters of these sizes; no character is split between two."""
    sizes = list(sizes)
    if sum(sizes) <= alone:
        return 1
    parts, room = 1, each
    for size in sizes:
        if size > room:
            parts, room = parts + 1, each
        room -= size
    return parts
