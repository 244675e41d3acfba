"""Alerts: what whoever runs the helpline should know, of each kind at most hourly for a line."""

from routing.domain.contact import Change
from routing.store import keys
from routing.store.live import Live

MOST = 1000


class Alerts(Live):
    """The scripts about alerts. Every method may be repeated with the same effect (but for what is counted).

    An alert's id is `<kind>-<line>`. Every method raises Unavailable.
    """

    def alarm(self, kind: str, line: str, times: int = 1, within_s: int = 0) -> Change:
        """Note that something has happened; an alert comes of it when it has happened `times` within so long."""
        return self._change("alarm", [keys.alert(f"{kind}-{line}")], kind, line, times, within_s)

    def take_alert(self, alert: str) -> Change:
        """Details of "tell": kind, line, since, the time it is told at; both in ms."""
        return self._change("take_alert", [keys.alert(alert)], alert)

    def told_alert(self, alert: str, at: str, webhook: bool) -> Change:
        return self._change("told_alert", [keys.alert(alert)], alert, at, int(webhook))

    def notified(self, alert: str, at: str, news: str) -> Change:
        return self._change("notified", [keys.alert(alert)], alert, at, news)

    def acknowledge(self, alert: str) -> Change:
        return self._change("acknowledge", [keys.alert(alert)], alert)

    def reply_alert(self, reply: str, line: str) -> Change:
        """Somebody who is told a line's alerts replies that they know; `reply` is the digest of the text."""
        return self._change("reply_alert", [keys.digest("reply", reply)], line)

    def overspent(self, line: str, most: int) -> Change:
        """Have it told when a line has had more than `most` calls placed and texts sent today, by UTC."""
        return self._change("overspent", [keys.alert(f"spend-{line}")], line, most)

    def alert(self, alert: str) -> dict[str, str]:
        return self._record(keys.alert(alert))

    def alerts(self) -> list[dict[str, str]]:
        """Return what nobody has acknowledged, the latest first."""
        found = self._asked("zrevrange", lambda: self._redis.zrevrange(keys.ALERTS, 0, MOST - 1))
        records = [self.alert(id.decode()) for id in found]
        return [record for record in records if "since" in record]
