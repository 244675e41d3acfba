"""Judge a run by the network's ledger alone, which knows nothing of the service: who talked, what was answered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.faults.people import PRESS_1, PROMISED, TOLD

GREETED = PRESS_1[0]
TROUBLED = ("I am trying to reach a person for you", "Please stay on the line. We are having a technical problem", TOLD)
SLACK_S = 1.0  # what enters or is placed so close together has no order

Call = Mapping[str, Any]


@dataclass
class Findings:
    """What went wrong, each a line that says of whom."""

    contacts: int = 0
    without_outcome: list[str] = field(default_factory=list)
    bridged_twice: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    bad_answers: list[str] = field(default_factory=list)
    lost_promises: list[str] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        self.contacts += other.contacts
        for name in WRONGS:
            getattr(self, name).extend(getattr(other, name))


WRONGS = ("without_outcome", "bridged_twice", "out_of_order", "bad_answers", "lost_promises")


def judge(
    ledger: Mapping[str, Any],
    callers: Collection[str],
    left: Collection[str],
    still_promised: Collection[str],
    ordered_since: float = 0.0,
) -> Findings:
    """Judge one run's ledger. To be told of other numbers, by the fallback document, is an outcome too.

    `left` are callers who hung up by their own will before they talked; `still_promised` who are still to be called, as
    the records have it. Of who called before `ordered_since` it is not said whether somebody overtook them.
    """
    calls: Sequence[Call] = ledger["calls"]
    theirs = [call for call in calls if call["from"] in callers]
    found = Findings(contacts=len({call["from"] for call in theirs}))
    called = {call["to"] for call in calls if call["to"] in callers}
    for call in theirs:
        number, promised = call["from"], heard(call, PROMISED)
        if promised and number not in called and number not in still_promised:
            found.lost_promises.append(number)
        if not (
            promised
            or number in left
            or heard(call, TOLD)
            or any(talks(one) for one in calls if number in (one["from"], one["to"]))
        ):
            found.without_outcome.append(f"{number}: {call['status']}, heard {last_words(call)!r}")
    found.bridged_twice = [call["from"] for call in calls if in_two_talks(call)]
    found.out_of_order = [*overtaken([call for call in theirs if call["created"] >= ordered_since], calls)]
    found.bad_answers = [hook["error"] for hook in ledger["webhooks"] if hook["error"] and hook["status"] is not None]
    return found


def heard(call: Call, beginning: str) -> bool:
    return any(line["kind"] == "say" and line["text"].startswith(beginning) for line in call["heard"])


def last_words(call: Call) -> str:
    return next((line["text"][:40] for line in reversed(call["heard"]) if line["kind"] == "say"), "")


def talks(call: Call) -> Sequence[Mapping[str, Any]]:
    return [span for span in call["spans"] if span["with"]]


def in_two_talks(call: Call) -> bool:
    """Tell whether more than two were ever together, or one was with two at a time."""
    spans = sorted(talks(call), key=lambda span: span["from"])
    overlap = any(one["to"] is None or other["from"] < one["to"] for one, other in pairwise(spans))
    return overlap or any(len(span["with"]) > 1 for span in spans)


def overtaken(theirs: Sequence[Call], calls: Sequence[Call]) -> Sequence[str]:
    """Who entered the line well before somebody whose specialist was called well before theirs.

    Only who entered once, and talked once, is looked at, and nobody who was told of trouble: while live state is away
    they stand in no line, and enter it when their telephone next asks. While a call that nobody took was up, somebody
    may have been asked in vain, so nothing is said of that time.
    """
    placed = [call for call in calls if call["direction"].startswith("outbound")]
    in_vain = [call for call in placed if not talks(call)]
    pairs = sorted(pair for call in theirs if (pair := _entered_and_offered(call, placed)))
    return [
        f"{later[2]}, who came {later[0] - earlier[0]:.1f} s later, {earlier[1] - later[1]:.1f} s before {earlier[2]}"
        for at, earlier in enumerate(pairs)
        for later in pairs[at + 1 :]
        if later[0] - earlier[0] > SLACK_S
        and earlier[1] - later[1] > SLACK_S
        and not any(call["created"] <= earlier[1] and (call["ended"] or earlier[1]) >= earlier[0] for call in in_vain)
    ]


def _entered_and_offered(call: Call, placed: Sequence[Call]) -> tuple[float, float, str] | None:
    spans = talks(call)
    greetings = [line for line in call["heard"] if line["kind"] == "say" and line["text"].startswith(GREETED)]
    keys = [line["at"] for line in call["heard"] if line["kind"] == "keys"]
    if len(spans) != 1 or len(greetings) != 1 or len(keys) != 1 or any(heard(call, said) for said in TROUBLED):
        return None
    with_, since = spans[0]["with"][0], spans[0]["from"]
    offers = [one["created"] for one in placed if one["to"] == with_ and one["created"] <= since]
    return (keys[0], max(offers), call["from"]) if offers else None
