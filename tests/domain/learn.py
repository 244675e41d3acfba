"""Count anew in how many labelled texts words stand: `python -m tests.domain.learn` writes config/counts/.

The texts are those of tests/domain/cases/, but for the third that is kept aside (`unseen`), which tells how the next
texts will be read.
"""

import csv
import io
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from config.loader import PACKAGED, load
from routing.domain.counts import ALL
from routing.domain.emergency import Alarm, Gate
from routing.domain.evidence import keys_of
from routing.domain.likeness import things
from routing.domain.readings import EMERGENCIES, Reader, compared

CASES = Path(__file__).parent / "cases"
LABELLED = ("readings_en", "readings_es", "readings_later", "readings_labelled", "samples")
FEWEST = 2  # texts that must have had something, for it to count: what one text had says little, and is most of it
LONGEST = 60  # words of a text that are counted

# What people may put around anything that they say, so that it tells nothing: as if each had stood in a tenth of the
# texts of every kind besides.
AROUND = (
    "sorry to bother you", "please, thank you", "thank you so much", "god bless", "good evening", "lol", "haha",
    "disculpe", "por favor, gracias", "muchas gracias", "dios los bendiga", "buenas noches", "jaja",
    "so we were all at home and the game was on and everyone was having a good time.",
    "i overdosed two years ago but now",
)  # fmt: skip
SHARE = 0.1

ALARMS = {label: alarm.value for alarm, label in EMERGENCIES.items()}
Text = tuple[str, str]  # and its label


def unseen(text: str) -> bool:
    """Tell whether a text is of the third that is kept aside."""
    return zlib.crc32(text.encode()) % 3 == 0


def rows(name: str) -> Iterator[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def emergencies() -> dict[str, str]:
    """Every text that is known to raise an alarm, or none, with which."""
    kept = {path.stem for path in CASES.glob("emergency_*.csv")}
    known = {row["text"]: row["expected"] for name in sorted(kept) for row in rows(name)}
    return known | {row["text"]: ALARMS.get(row["label"], Alarm.NONE.value) for row in rows("samples")}


def requests() -> dict[str, str]:
    """Every text that is no emergency, with what it asks for."""
    known = {row["text"]: row["label"].split("|")[0] for name in LABELLED for row in rows(name)}
    return {text: label for text, label in known.items() if label not in ALARMS}


def table(
    texts: Iterable[Text],
    parts: Callable[[str], Collection[str]],
    around: Iterable[str] = (),
    fewest: int = FEWEST,
) -> str:
    """Count in how many texts of each label something stood that stood in `fewest` or more, as CSV."""
    of: Counter[str] = Counter()
    met: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text, label in texts:
        of[label] += 1
        for part in set(parts(text)):
            met[part][label] += 1
    labels = sorted(of)
    for part in {part for words in around for part in parts(words)} & met.keys():
        met[part].update({label: round(SHARE * of[label]) for label in labels})
    written = io.StringIO()
    out = csv.writer(written, lineterminator="\n")
    out.writerow(["words", *labels])
    out.writerow([ALL, *(of[label] for label in labels)])
    for part in sorted(part for part, counts in met.items() if counts.total() >= fewest):
        out.writerow([part, *(met[part][label] or "" for label in labels)])
    return written.getvalue()


def counted() -> dict[str, str]:
    """Give what should stand in each file of config/counts/."""
    config = load()
    gate = Gate.from_config(config.safety)
    reader = Reader.build(gate, config.readings, config.topics)
    seen = {
        "emergency": [item for item in emergencies().items() if not unseen(item[0])],
        "readings": [item for item in requests().items() if not unseen(item[0])],
    }
    return {
        "emergency": table(
            seen["emergency"],
            lambda text: keys_of(gate.folding.fold(text)[:LONGEST]),
            (*AROUND, *config.readings["polite"]["phrases"]),
        ),
        "readings": table(seen["readings"], lambda text: [*things(compared(*reader.folded(text)))]),
    }


if __name__ == "__main__":
    for name, words in counted().items():
        Path(str(PACKAGED.joinpath("counts", f"{name}.csv"))).write_text(words, encoding="utf-8")
