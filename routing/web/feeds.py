"""Calendars for other programs, which sign in nowhere: who knows a secret address reads what stands there."""

from flask import Blueprint, Response

from routing import feeds
from routing.domain.contact import Unavailable
from routing.domain.promise import NotKept
from routing.roster import kept
from routing.web import guard
from routing.web.answers import services
from routing.web.console import door

bp = Blueprint("feeds", __name__)

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
LATER_S = 15 * 60


@bp.get(f"{feeds.PATH}<secret>.ics")
@guard.secret
def calendar(secret: str) -> Response:
    """Give the calendar of a secret address; 404 for an address that was replaced, as for one that never was."""
    s = services()
    try:
        with kept():
            found = feeds.read(s, secret, door.knock(s).address)
    except feeds.TooOften:
        return Response(status=429, headers={**HEADERS, "Retry-After": str(LATER_S)})
    except (Unavailable, NotKept):  # the program keeps what it has read before
        return Response(status=503, headers={**HEADERS, "Retry-After": str(LATER_S)})
    if found is None:
        return Response(status=404, headers=HEADERS)
    return Response(found, mimetype="text/calendar", headers=HEADERS)
