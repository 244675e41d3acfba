"""What a treatment place offers, by the codes and labels of SAMHSA's lists: facts of a list, never guesses."""

import re
from collections.abc import Iterable, Mapping

# The codes of the locator and of the National Directory, in lower case. Every opioid treatment program gives methadone.
CODES: Mapping[str, frozenset[str]] = {
    "detox": frozenset({"dt", "hid", "rd", "od"}),
    "methadone": frozenset({"mu", "meth", "mm", "mmw", "otp"}),
    "buprenorphine": frozenset({"bu", "bum", "bmw", "bwn", "bwon", "beri"}),
    "free": frozenset({"np"}),
    "women": frozenset({"wn", "pw"}),
    "veterans": frozenset({"vet"}),
    "spanish": frozenset({"sp"}),
    "adolescents": frozenset({"chld"}),
}
ONLY_DRIVERS = frozenset({"du", "duo"})
SUBSTANCE_USE = frozenset({"sa", "dt", "otp", "hh", "sumh", *CODES["methadone"], *CODES["buprenorphine"]})

# The labels that FindTreatment's JSON has instead, and every list's code book. A label says what a place does only in
# these words: "Methadone and buprenorphine clients only", for one, does not say which of the two it gives.
LABELS: Mapping[str, re.Pattern[str]] = {
    feature: re.compile(pattern, re.IGNORECASE)
    for feature, pattern in {
        "detox": r".*\bdetoxification",
        "methadone": r"methadone$|methadone (used|maintenance)|.*\bopioid treatment program( \(otp\))?$",
        "buprenorphine": r"buprenorphine( used| maintenance| with| without| ?\(|$)"
        r"|(prescribes|administers)\S* \S*\s?buprenorphine",
        "free": r"no payment accepted",
        "women": r"(adult|pregnant/postpartum|pregnant/post-?partum) women",
        "veterans": r"veterans$",
        "spanish": r"spanish$",
        "adolescents": r"(children/)?adolescents$",
    }.items()
}
DRIVERS = re.compile(r"DUI/DWI (clients|offenders)", re.IGNORECASE)


def of_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Name what these service codes offer, sorted."""
    known = {code.lower() for code in codes}
    return tuple(sorted(feature for feature, its in CODES.items() if known & its))


def of_labels(labels: Iterable[str]) -> tuple[str, ...]:
    """Name what these labels offer, sorted."""
    known = [label.strip() for label in labels]
    return tuple(sorted(name for name, label in LABELS.items() if any(map(label.match, known))))


def of_book(codes: Iterable[str], book: Mapping[str, str]) -> tuple[str, ...]:
    """Name what these codes offer by the list's own code book, where it has one, and by the known codes."""
    wanted = list(codes)
    told = [book[code.lower()] for code in wanted if code.lower() in book]
    return tuple(sorted({*of_labels(told), *of_codes(wanted)}))
