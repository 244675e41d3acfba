"""Read which items of a REST list are wanted."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from aiohttp import web

from routing.exchange.rest import Refused

T = TypeVar("T")
DAY = 86_400


def by_word(request: web.Request, fields: Mapping[str, Callable[[T], str | None]]) -> Iterator[Callable[[T], bool]]:
    """Compare what is asked for with these fields."""
    for name, field in fields.items():
        if name in request.query:
            yield _same(field, request.query[name])


def _same(field: Callable[[T], str | None], wanted: str) -> Callable[[T], bool]:
    return lambda item: field(item) == wanted


def by_time(request: web.Request, fields: Mapping[str, Callable[[T], float | None]]) -> Iterator[Callable[[T], bool]]:
    """Compare these instants with one, or with a whole day when no time of day is given; `<` and `>` include it."""
    for name, field in fields.items():
        for sign in ("", "<", ">"):
            if name + sign in request.query:
                yield _when(field, sign, request.query[name + sign])


def _when(field: Callable[[T], float | None], sign: str, text: str) -> Callable[[T], bool]:
    at = instant(text)
    length = DAY if len(text) == len("2026-11-19") else 1

    def fits(item: T) -> bool:
        when = field(item)
        if when is None:
            return False
        return {"": at <= when < at + length, "<": when < at + length, ">": when >= at}[sign]

    return fits


def instant(text: str, code: int = 20001) -> float:
    """Read an ISO 8601 date, in UTC unless it says otherwise; anything else is refused."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise Refused(400, code, f"{text} is no date") from wrong
    return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
