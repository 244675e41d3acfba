"""How long a wait is said to be: honest, and in buckets."""

MINUTE = 60
BUCKETS = ((2 * MINUTE, "wait_under_2"), (5 * MINUTE, "wait_2_to_5"), (10 * MINUTE, "wait_5_to_10"))
LONGEST = "wait_over_10"
ENOUGH_SAMPLES = 5
ORDER = (*(name for _, name in BUCKETS), LONGEST)


def estimate(place: int, on_duty: int, handled_seconds: int, handled_count: int, ring_seconds: int) -> int | None:
    """Return the expected wait in seconds, or None where too few contacts or specialists make it a guess.

    Place times mean handle time over the specialists on duty who are capable, never below the time that a phone rings.
    """
    if handled_count < ENOUGH_SAMPLES or on_duty == 0:
        return None
    return max(ring_seconds, place * handled_seconds // handled_count // on_duty)


def bucket(seconds: int | None) -> str:
    """Return the id of the phrase that tells such a wait; empty when nothing can be told."""
    if seconds is None:
        return ""
    return next((name for limit, name in BUCKETS if seconds < limit), LONGEST)


def worse(now: str, said: str) -> bool:
    """Tell whether the wait is in a longer bucket than what was said."""
    return bool(now and said) and ORDER.index(now) > ORDER.index(said)
