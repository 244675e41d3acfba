"""How the page of history says what was measured: each measure of routing.domain.measures in a coordinator's words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from routing.domain.measures import WORD, Figure

NOTHING = "–"
MINUTE, HOUR = 60, 3600
NAMES: Mapping[str, Mapping[str, str]] = {
    "Who came, and who was answered": {
        "contacts": "Calls and conversations that have ended",
        "queued": "Put in line for a specialist",
        "answered": "Answered by a specialist",
        "answered_in_20_s_percent": "Answered within 20 seconds (goal: 95%)",
        "answered_in_30_s_percent": "Answered within 30 seconds (target: 90%)",
        "mean_wait_s": "Wait of those answered, on average",
        "longest_wait_s": "Longest wait of those answered",
        "abandoned": "Gave up while they waited",
        "abandoned_percent": "Gave up, of those put in line (target: under 5%)",
        "mean_wait_in_vain_s": "Wait of those who gave up, on average",
        "longest_wait_in_vain_s": "Longest wait of those who gave up",
        "short_abandons": "Left within 5 seconds, in line (not among those who gave up)",
    },
    "Promises and texts": {
        "callbacks_promised": "Calls back that were promised",
        "callback_calls": "Calls made to keep them",
        "callbacks_reached": "Calls back in which the person was reached",
        "callbacks_kept": "Calls back that were kept",
        "callbacks_failed": "Calls back given up after the last try",
        "callbacks_cancelled": "Calls back that were not wanted any more",
        "voicemails": "Messages left",
        "texts_in": "Texts that came",
        "texts_out": "Texts that were sent",
    },
    "Specialists": {
        "offers": "Offers to a specialist",
        "accepted": "Accepted",
        "declined": "Declined",
        "missed": "Not answered, or nothing pressed",
        "busy": "Their telephone was busy",
        "failed": "Their telephone could not be reached",
        "not_rung": "Never rung, as the call could not be placed",
        "mean_handle_s": "Time with somebody and wrap-up, on average",
        "available_s": "Time available, of all together",
        "ringing_s": "Time being rung",
        "engaged_s": "Time with somebody",
        "wrap_up_s": "Time in wrap-up",
        "on_break_s": "Time on a break",
        "occupancy_percent": "With somebody or in wrap-up, of that and the time available",
    },
    "How they ended": {
        "ended_bridged": "Talked with a specialist",
        "ended_referred": "Passed on to another line",
        "ended_resources": "Told where else to get help",
        "ended_voicemail_kept": "Left a message",
        "ended_callback_failed": "Could not be called back",
        "ended_abandoned": "Gave up",
        "ended_short_abandon": "Left within 5 seconds",
        "ended_ended_by_staff": "Ended by staff",
    },
}
CHARTED = ("queued", "answered_in_30_s_percent", "mean_wait_s", "abandoned")
WORDS = {name: words for names in NAMES.values() for name, words in names.items()}


Row = Mapping[str, str | int | float | None]
Line = tuple[str, str, str]


def groups(now: Row, before: Row) -> Sequence[tuple[str, Sequence[Line]]]:
    """Return what two rows (flow.history: rows) tell: titles, and below each words, the number, that of before."""
    found = [
        (title, [_line(name, words, now, before) for name, words in names.items()]) for title, names in NAMES.items()
    ]
    said = sorted({name for row in (now, before) for name in row if name.startswith(WORD)})
    spoken = [_line(name, name.removeprefix(WORD).replace("_", " "), now, before) for name in said]
    return [*found, ("How it went, as specialists said", spoken)] if spoken else found


def number(row: Row, name: str) -> Figure:
    """Return a measure of a row; words that were not said are not in it."""
    found = row.get(name, 0)
    return None if isinstance(found, str) else found


def _line(name: str, words: str, now: Row, before: Row) -> Line:
    return words, say(name, number(now, name)), say(name, number(before, name))


def say(name: str, found: Figure) -> str:
    """Write the number of a measure as people say it."""
    if found is None:
        return NOTHING
    if name.endswith("_percent"):
        return f"{found:g}%"
    return lasting(found) if name.endswith("_s") else f"{found:,}"


def lasting(seconds: float) -> str:
    """Write a time, such as "1 min 20 s" or "14 h 5 min"."""
    whole = round(seconds)
    if whole < MINUTE:
        return f"{seconds:g} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min {whole % MINUTE} s"
    return f"{whole // HOUR:,} h {whole % HOUR // MINUTE} min"


def period(name: str, by: str) -> str:
    """Write the name of a period (routing.domain.periods) to be read."""
    match by:
        case "hour":
            return datetime.fromisoformat(name).strftime("%a %Y-%m-%d %H:%M")
        case "day":
            return date.fromisoformat(name).strftime("%a %Y-%m-%d")
        case _:
            return f"week of {name}"


def spread(name: str, numbers: Sequence[Figure]) -> str:
    """Say between what a measure was."""
    known = [number for number in numbers if number is not None]
    if not known:
        return "There was nothing to measure."
    return f"Between {say(name, min(known))} and {say(name, max(known))}."
