"""The latest rows of the audit, as they were written: where the records have lost some, these know of them."""

from routing.domain.audit import Remembered
from routing.store import keys
from routing.store.live import Live

MOST = 1000


class Audited(Live):
    """Remember rows. Every method may be repeated with the same effect, and raises Unavailable."""

    def remember_row(self, number: int, signature: str) -> None:
        """Remember that a row was written. Should another have had its number, both are remembered."""

        def act() -> None:
            with self._redis.pipeline(transaction=True) as both:
                both.zadd(keys.AUDITED, {f"{number}:{signature}": number})
                both.zremrangebyrank(keys.AUDITED, 0, -MOST - 1)
                both.execute()

        self._asked("zadd", act)

    def remembered_rows(self) -> list[Remembered]:
        found = self._asked("zrange", lambda: self._redis.zrange(keys.AUDITED, 0, -1))
        parts = (row.decode().partition(":") for row in found)
        return [Remembered(int(number), signature) for number, _, signature in parts]
