"""REST: the calls of the account."""

from collections.abc import Callable, Iterator

from aiohttp import web

from routing.exchange import calls, rest_views
from routing.exchange.amd import Detection
from routing.exchange.documents import parse_text
from routing.exchange.legs import Leg
from routing.exchange.rest import Form, Refused, form, not_found, one, page, path, truth, whole
from routing.exchange.rest_filters import by_time, by_word
from routing.exchange.ringing import CANCELED, COMPLETED
from routing.exchange.run import Goto, Inline, Source
from routing.exchange.switch import Switch
from routing.exchange.terms import ALL_EVENTS, LONGEST_CALL, Address, Callbacks, Ends, Terms

LONGEST_TWIML = 4000
LONGEST_RING = 600
E164 = "+0123456789"


class Calls:
    """Create, list, fetch, change and delete calls."""

    def __init__(self, switch: Switch) -> None:
        self.switch = switch

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.post(path("Calls.json"), self.create)
        yield web.get(path("Calls.json"), self.list)
        yield web.get(path("Calls/{sid}.json"), self.fetch)
        yield web.post(path("Calls/{sid}.json"), self.update)
        yield web.delete(path("Calls/{sid}.json"), self.delete)

    def _leg(self, request: web.Request) -> Leg:
        leg = self.switch.legs.get(request.match_info["sid"])
        if not leg:
            raise not_found(request.path)
        return leg

    async def create(self, request: web.Request) -> web.Response:
        given = await form(request)
        both = ends(self.switch, given)
        source = source_of(given)
        if not source:
            raise Refused(400, 21205, "Url parameter is required.")
        terms = placing_terms(given)
        leg = calls.place(self.switch, both, terms, source, ring_seconds(given))
        return web.json_response(rest_views.call(leg), status=201)

    async def list(self, request: web.Request) -> web.Response:
        wanted = list(filters(request))
        legs = [leg for leg in reversed(self.switch.legs.values()) if all(fits(leg) for fits in wanted)]
        return page(request, "calls", legs, rest_views.call)

    async def fetch(self, request: web.Request) -> web.Response:
        return web.json_response(rest_views.call(self._leg(request)))

    async def update(self, request: web.Request) -> web.Response:
        leg, given = self._leg(request), await form(request)
        if leg.over:
            raise Refused(400, 21220, "Call is not in-progress. Cannot redirect.")
        _new_addresses(leg, given)
        source = source_of(given)
        match one(given, "Status"):
            case "completed":
                leg.end(COMPLETED if leg.terms.direction == "inbound" else CANCELED)
            case "canceled" if leg.times.answered is None:
                leg.end(CANCELED)
            case "canceled":
                raise Refused(400, 21220, "Call is in-progress. Cannot cancel.")
            case "" if source and leg.times.answered is None:
                raise Refused(400, 21220, "Call is not in-progress. Cannot redirect.")
            case "" if source:
                calls.redirect(leg, source)
            case "":
                pass
            case other:
                raise Refused(400, 20001, f"Status {other} is not one of canceled, completed")
        return web.json_response(rest_views.call(leg))

    async def delete(self, request: web.Request) -> web.Response:
        leg = self._leg(request)
        if not leg.over:
            raise Refused(409, 20409, "The call is still in progress and cannot be deleted")
        del self.switch.legs[leg.sid]
        return web.Response(status=204)


def ends(switch: Switch, given: Form) -> Ends:
    """Read who is shown and who is called; both are required, and the first must be the account's own."""
    from_, to = one(given, "From"), one(given, "To")
    if not to:
        raise Refused(400, 21201, "No 'To' number is specified")
    if not from_:
        raise Refused(400, 21213, "No 'From' number is specified")
    if to.strip(E164):
        raise Refused(400, 21211, f"The 'To' number {to} is not a valid phone number.")
    if from_ not in switch.lines:
        raise Refused(400, 21210, f"The source phone number provided, {from_}, is not yet verified for your account.")
    if switch.pace.full(switch.clock.now()):
        raise Refused(429, 22005, "The queue of calls to be placed is full")
    return Ends(from_, to, switch.phones.get(to))


def source_of(given: Form) -> Source | None:
    """Read the document that a call runs: given, or by its URL."""
    if twiml := one(given, "Twiml"):
        if len(twiml) > LONGEST_TWIML:
            raise Refused(400, 32018, f"Twiml is longer than {LONGEST_TWIML} characters")
        try:
            parse_text(twiml)
        except ValueError as wrong:
            raise Refused(400, 12100, f"Document parse failure: {wrong}") from wrong
        return Inline(twiml)
    url = one(given, "Url")
    if url and not url.startswith(("http://", "https://")):
        raise Refused(400, 21205, f"Url is not a valid URL: {url}")
    return Goto(url, one(given, "Method", "POST").upper(), {}) if url else None


def callbacks_of(given: Form) -> Callbacks | None:
    """Read where progress is reported; events may be repeated parameters or one list with spaces."""
    url = one(given, "StatusCallback")
    events = tuple(" ".join(given.get("StatusCallbackEvent", ["completed"])).split())
    if unknown := set(events) - set(ALL_EVENTS):
        raise Refused(400, 21626, f"StatusCallbackEvent {', '.join(sorted(unknown))} is not known")
    return Callbacks(url, one(given, "StatusCallbackMethod", "POST").upper(), events) if url else None


def placing_terms(given: Form) -> Terms:
    """Read what a call is placed with."""
    fallback = one(given, "FallbackUrl")
    return Terms(
        "outbound-api",
        callbacks_of(given),
        Address(fallback, one(given, "FallbackMethod", "POST").upper()) if fallback else None,
        time_limit=whole(given, "TimeLimit", LONGEST_CALL),
        detection=_detection(given),
    )


def _detection(given: Form) -> Detection | None:
    """Read how answers are told apart: not at all with SendDigits; participants have a callback by another name."""
    mode = one(given, "MachineDetection")
    if not mode or one(given, "SendDigits"):
        return None
    wanted = "AsyncAmdStatusCallback" if truth(given, "AsyncAmd", False) else "AmdStatusCallback"
    url = one(given, wanted)
    callback = Address(url, one(given, f"{wanted}Method", "POST").upper()) if url else None
    return Detection(mode == "DetectMessageEnd", callback)


def ring_seconds(given: Form) -> int:
    return min(whole(given, "Timeout", 60), LONGEST_RING)


def _new_addresses(leg: Leg, given: Form) -> None:
    if url := one(given, "FallbackUrl"):
        leg.terms.fallback = Address(url, one(given, "FallbackMethod", "POST").upper())
    if one(given, "StatusCallback"):
        leg.terms.callbacks = callbacks_of(given)


def filters(request: web.Request) -> Iterator[Callable[[Leg], bool]]:
    """Read which calls are wanted."""
    yield from by_word(
        request,
        {
            "Status": lambda leg: leg.status,
            "To": lambda leg: leg.ends.to,
            "From": lambda leg: leg.ends.from_,
            "ParentCallSid": lambda leg: leg.terms.parent.sid if leg.terms.parent else None,
        },
    )
    yield from by_time(request, {"StartTime": lambda leg: leg.times.started, "EndTime": lambda leg: leg.times.ended})
