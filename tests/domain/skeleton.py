"""Say what a text says without who it is about and without filler, to see that two cases are not one case twice."""

from collections.abc import Mapping

from config.loader import load
from routing.domain.emergency import Gate
from routing.domain.folding import BREAK

CONFIG = dict(load().safety)
GATE = Gate.from_config(CONFIG)

_WHO = ("person", "someone", "she", "her", "my", "ella", "chiquito")
_FILLER = """
i i'm me you it this that there here a an the of to in on at for with from by and or but so then now just very
really still please help hurry hi hello hey ok okay lol omg god oh yes no stop sorry thanks thank what do does did
is are am was were be been being has have had will would can could think guess like idk right up out yo tu el la
los las lo le les se me te un una unos unas de del en a al con por para y o pero que ya muy bien es esta estan
estoy eres hay creo por favor ayuda ayudeme ayudenme auxilio hola disculpe gracias si dios ay mi mis su sus
"""


def _who(words: Mapping[str, list[str]]) -> frozenset[str]:
    return frozenset(
        word for group in _WHO for entry in words[group] for word in entry.replace("|", " ").split() if word.isalpha()
    )


_LEFT_OUT = frozenset(_FILLER.split()) | _who(CONFIG["words"])


def skeleton(text: str) -> tuple[str, ...]:
    """Give the words that carry the case, folded, in alphabetical order; all words when nothing else is left."""
    words = [place[0] for place in GATE.folding.fold(text) if place != BREAK]
    return tuple(sorted({word for word in words if word not in _LEFT_OUT})) or tuple(words)
