"""Read what is wished of the exchange: an object in JSON, whose fields are of their kinds and within bounds.

The exchange keeps what it is told, and sends it on: what cannot be sent is refused here, where somebody is told.
"""

import json
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

MOST = 1_000_000_000
A_YEAR = 366 * 24 * 3600.0


class Misshapen(Exception):
    """What was sent is no wish; the message says what would be one."""


class Wish:
    """The fields of one wish; null is as good as none."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = {name: value for name, value in fields.items() if value is not None}

    @classmethod
    async def of(cls, request: web.Request) -> "Wish":
        """Read the body; one that is empty wishes for nothing in particular. Raises Misshapen."""
        try:
            fields = json.loads(await request.read() or b"{}")
        except (ValueError, RecursionError) as wrong:
            raise Misshapen("the body must be JSON") from wrong
        if not isinstance(fields, dict):
            raise Misshapen("the body must be an object")
        return cls(fields)

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def text(self, name: str, default: str = "") -> str:
        """Give words; Misshapen when they are none, or hold half a character, which nothing can send."""
        return _words(name, self._fields.get(name, default))

    def texts(self, name: str) -> list[str]:
        """Give a list of words, empty when there is none."""
        given = self._fields.get(name, [])
        if not isinstance(given, list):
            raise Misshapen(f"{name} must be a list")
        return [_words(name, one) for one in given]

    def seconds(self, name: str, default: float = 0.0) -> float:
        """Give a time of a year at most; below nothing is for the asker to judge."""
        given = self._fields.get(name, default)
        # Compared before it is converted: a whole number may be too large for that, and NaN is not within anything.
        if not _is_number(given) or not -A_YEAR <= given <= A_YEAR:
            raise Misshapen(f"{name} must be a number of seconds, a year's at most")
        return float(given)

    def whole(self, name: str, default: int, least: int = 0, most: int = MOST) -> int:
        """Give a whole number within bounds."""
        given = self._fields.get(name, default)
        if not _is_number(given) or not least <= given <= most or given != int(given):
            raise Misshapen(f"{name} must be a whole number, {least} to {most}")
        return int(given)


@web.middleware
async def refuse_the_misshapen(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a wish that is none with what would be one."""
    try:
        return await handler(request)
    except Misshapen as why:
        return web.json_response({"error": str(why)}, status=400)


def _is_number(given: object) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)


def _words(name: str, given: object) -> str:
    try:
        if isinstance(given, str):
            given.encode()
            return given
    except UnicodeEncodeError:  # half a character, such as a lone surrogate
        pass
    raise Misshapen(f"{name} must be words")
