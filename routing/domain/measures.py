"""The measures, each with its formula, from what was counted (routing.domain.counting) of some hours.

A service level is of the contacts that were put in line, but for those who left within 5 seconds; whoever chose
something else than to wait is one of them, and was not answered in time.
"""

from collections.abc import Callable, Iterable, Mapping

from routing.domain.counting import EVERYTHING, LATER, LONGEST_IN_VAIN, LONGEST_WAIT, WAITS_S, Part, joined

OUTCOMES = (
    "bridged",
    "voicemail_kept",
    "callback_failed",
    "resources",
    "referred",
    "abandoned",
    "short_abandon",
    "ended_by_staff",
)
WORD = "word_"

Counted = Mapping[str, int]  # by measure; what is not there is 0
Figure = int | float | None  # None where there is nothing to measure, or it is not known of a part

# What is counted of all that specialists do, and of each line, but of no smaller part.
OF_ALL = ("available_s", "ringing_s", "engaged_s", "wrap_up_s", "on_break_s", "occupancy_percent")
OF_LINES = ("texts_in", "texts_out")


def together(counted: Iterable[Counted]) -> Counted:
    """Take together what was counted of several times."""
    found: dict[str, int] = {}
    for each in counted:
        for measure, number in each.items():
            found[measure] = joined(measure, found.get(measure, 0), number)
    return found


def figures(counted: Counted, part: Part = EVERYTHING) -> dict[str, Figure]:
    """Return every measure of a part of all, in the order of FIGURES."""
    return {name: formula(counted) if _is_known(name, part) else None for name, formula in FIGURES.items()}


def _is_known(figure: str, part: Part) -> bool:
    if figure in OF_ALL:
        return part == EVERYTHING
    return figure not in OF_LINES or not (part.queue or part.language)


def words(counted: Counted) -> dict[str, int]:
    """Return how often specialists said each word of how a contact went."""
    return {name.removeprefix(WORD): number for name, number in sorted(counted.items()) if name.startswith(WORD)}


def contacts(counted: Counted) -> int:
    """Return how many contacts have ended, each with one outcome, whether they were put in line or not."""
    return sum(counted.get(f"ended_{outcome}", 0) for outcome in OUTCOMES)


def answered(counted: Counted, within_s: int | None = None) -> int:
    """Return how many were joined with a specialist while they waited: in all, or within some seconds of WAITS_S."""
    limits = [str(limit) for limit in WAITS_S if within_s is None or limit <= within_s]
    return sum(counted.get(f"answered_{limit}", 0) for limit in [*limits, *([LATER] if within_s is None else [])])


def service_level(counted: Counted, within_s: int) -> float | None:
    """Return how many percent were answered within so many seconds (of WAITS_S)."""
    return _percent(answered(counted, within_s), counted.get("queued", 0) - counted.get("short_in_queue", 0))


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole > 0 else None


def _mean(total: int, number: int) -> float | None:
    return round(total / number, 1) if number else None


def _occupancy(counted: Counted) -> float | None:
    busy = counted.get("engaged_s", 0) + counted.get("wrap_up_s", 0)
    return _percent(busy, busy + counted.get("available_s", 0))


def _number(measure: str) -> Callable[[Counted], Figure]:
    return lambda counted: counted.get(measure, 0)


FIGURES: Mapping[str, Callable[[Counted], Figure]] = {
    "contacts": contacts,
    "queued": _number("queued"),
    "answered": answered,
    "answered_in_20_s_percent": lambda counted: service_level(counted, 20),
    "answered_in_30_s_percent": lambda counted: service_level(counted, 30),
    "mean_wait_s": lambda counted: _mean(counted.get("waited_s", 0), answered(counted)),
    "longest_wait_s": _number(LONGEST_WAIT),
    "abandoned": _number("ended_abandoned"),
    "abandoned_percent": lambda counted: _percent(counted.get("ended_abandoned", 0), counted.get("queued", 0)),
    "mean_wait_in_vain_s": lambda counted: _mean(counted.get("waited_in_vain_s", 0), counted.get("waited_in_vain", 0)),
    "longest_wait_in_vain_s": _number(LONGEST_IN_VAIN),
    "short_abandons": _number("short_in_queue"),
    "callbacks_promised": _number("callbacks_promised"),
    "callback_calls": _number("callback_calls"),
    "callbacks_reached": _number("callbacks_reached"),
    "callbacks_kept": _number("callbacks_kept"),
    "callbacks_failed": _number("callbacks_failed"),
    "callbacks_cancelled": _number("callbacks_cancelled"),
    "voicemails": _number("voicemails"),
    "texts_in": _number("texts_in"),
    "texts_out": _number("texts_out"),
    "offers": _number("offers"),
    "accepted": _number("accepted"),
    "declined": _number("declined"),
    "missed": _number("missed"),
    "busy": _number("busy"),
    "failed": _number("failed"),
    "not_rung": _number("not_rung"),
    "mean_handle_s": lambda counted: _mean(counted.get("handled_s", 0), counted.get("handled", 0)),
    "available_s": _number("available_s"),
    "ringing_s": _number("ringing_s"),
    "engaged_s": _number("engaged_s"),
    "wrap_up_s": _number("wrap_up_s"),
    "on_break_s": _number("on_break_s"),
    "occupancy_percent": _occupancy,
    **{f"ended_{outcome}": _number(f"ended_{outcome}") for outcome in OUTCOMES},
}
