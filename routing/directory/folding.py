"""Names of cities, as people write them."""

import re
import unicodedata

SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "n": "north", "s": "south", "e": "east"}


def folded(name: str) -> str:
    """Give a city's name without what people write differently: case, accents, signs, spaces, St. for Saint."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(SHORT.get(word, word) for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")))
