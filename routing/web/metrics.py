"""How everything stands, for Prometheus: counts by line, queue and kind, and of nobody."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from routing.domain.contact import Unavailable
from routing.domain.overview import Overview
from routing.services import Services
from routing.web import guard

MS_IN_S = 1000

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
@guard.scraper
def metrics() -> Response:
    """Answer in the text format of Prometheus; while live state does not answer, with that alone."""
    s: Services = current_app.extensions["services"]
    try:
        seen: Overview | None = s.watch.seen()
    except Unavailable:
        seen = None
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Seen(seen))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Seen(Collector):
    """What was seen at one moment."""

    def __init__(self, seen: Overview | None) -> None:
        self._seen = seen

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("helpline_live_state_answers", "1 while live state answers.", self._seen is not None)
        if self._seen:
            yield GaugeMetricFamily("helpline_contacts", "Whoever waits, talks or is called back.", self._seen.contacts)
            yield GaugeMetricFamily("helpline_specialists", "Specialists on the roster.", self._seen.people)
            yield from _of_queues(self._seen)
            yield _of_lines(self._seen)
            yield from _of_promises(self._seen)
            yield _of_alerts(self._seen)


def _of_queues(seen: Overview) -> Iterator[GaugeMetricFamily]:
    waiting = GaugeMetricFamily("helpline_waiting", "Contacts in line.", labels=["queue"])
    longest = GaugeMetricFamily("helpline_longest_wait_seconds", "How long the first has waited.", labels=["queue"])
    available = GaugeMetricFamily("helpline_available", "Specialists who can be rung.", labels=["queue"])
    on_duty = GaugeMetricFamily("helpline_on_duty", "Specialists on duty.", labels=["queue"])
    for queue in seen.queues:
        waiting.add_metric([queue.name], queue.waiting)
        longest.add_metric([queue.name], (seen.at - queue.since) / MS_IN_S if queue.since else 0)
        available.add_metric([queue.name], queue.available)
        on_duty.add_metric([queue.name], queue.on_duty)
    yield from (waiting, longest, available, on_duty)


def _of_lines(seen: Overview) -> GaugeMetricFamily:
    lines = GaugeMetricFamily("helpline_line_open", "1 while a line takes calls.", labels=["line"])
    for line in seen.lines:
        lines.add_metric([line.id], not line.closed)
    return lines


def _of_promises(seen: Overview) -> Iterator[GaugeMetricFamily]:
    """Tell of promises; nothing, not nought, where the records do not answer."""
    if seen.promised is None:
        return
    still_open = GaugeMetricFamily("helpline_promises", "Promises that are still to be kept.", labels=["kind"])
    oldest = GaugeMetricFamily("helpline_oldest_promise_seconds", "Since when the oldest is open.", labels=["kind"])
    for promise in seen.promised:
        still_open.add_metric([promise.kind], promise.count)
        oldest.add_metric([promise.kind], (seen.at - promise.since) / MS_IN_S)
    yield from (still_open, oldest)


def _of_alerts(seen: Overview) -> GaugeMetricFamily:
    alerts = GaugeMetricFamily("helpline_alerts", "Alerts that nobody has acknowledged.", labels=["kind", "line"])
    told: dict[tuple[str, str], int] = {}
    for alert in seen.alerts:
        told[alert.kind, alert.line] = told.get((alert.kind, alert.line), 0) + 1
    for (kind, line), count in told.items():
        alerts.add_metric([kind, line], count)
    return alerts
