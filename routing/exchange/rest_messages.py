"""REST: the texts of the account."""

from collections.abc import Callable, Iterator
from typing import Any

from aiohttp import web

from routing.exchange import rest_views
from routing.exchange.delivery import dispatch
from routing.exchange.messages import REASONS, Message
from routing.exchange.rest import Form, Refused, form, not_found, one, page, path
from routing.exchange.rest_calls import E164
from routing.exchange.rest_filters import DAY, by_time, by_word, instant
from routing.exchange.switch import Line, Switch
from routing.exchange.terms import Callbacks

LONGEST_BODY = 1600
SOONEST, LATEST = 15 * 60, 35 * DAY
NOT_FINAL, NOT_CANCELABLE = 20009, 30409


class Messages:
    """Create, list, fetch, redact, cancel and delete texts, sent and received."""

    def __init__(self, switch: Switch) -> None:
        self.switch = switch

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.post(path("Messages.json"), self.create)
        yield web.get(path("Messages.json"), self.list)
        yield web.get(path("Messages/{sid}.json"), self.fetch)
        yield web.post(path("Messages/{sid}.json"), self.update)
        yield web.delete(path("Messages/{sid}.json"), self.delete)

    def _message(self, request: web.Request) -> Message:
        message = self.switch.messages.get(request.match_info["sid"])
        if not message:
            raise not_found(request.path)
        return message

    async def create(self, request: web.Request) -> web.Response:
        given = await form(request)
        to, line = _recipient(self.switch, given), _sender(self.switch, given)
        _may_be_sent(self.switch, line, to)
        wait = _wait(self.switch, given)
        service = one(given, "MessagingServiceSid")
        status = "scheduled" if wait else "accepted" if service else "queued"
        media = given.get("MediaUrl", [])
        message = Message(self.switch, "outbound-api", line.number, to, _body(given), status, service, media)
        if url := one(given, "StatusCallback"):
            message.callbacks = Callbacks(url)
        view = rest_views.message(message)
        dispatch(message, wait)
        return web.json_response(view, status=201)

    async def list(self, request: web.Request) -> web.Response:
        wanted = list(_filters(request))
        found = [each for each in reversed(self.switch.messages.values()) if all(fits(each) for fits in wanted)]
        return page(request, "messages", found, rest_views.message)

    async def fetch(self, request: web.Request) -> web.Response:
        return web.json_response(rest_views.message(self._message(request)))

    async def update(self, request: web.Request) -> web.Response:
        message, given = self._message(request), await form(request)
        match one(given, "Status"):
            case "canceled":
                _cancel(message)
            case "":
                _redact(message, given)
            case other:
                raise Refused(400, 20001, f"Status {other} is not canceled")
        return web.json_response(rest_views.message(message))

    async def delete(self, request: web.Request) -> web.Response:
        message = self._message(request)
        _must_be_final(message)
        del self.switch.messages[message.sid]
        return web.Response(status=204)


def _recipient(switch: Switch, given: Form) -> str:
    to = one(given, "To")
    if not to:
        raise Refused(400, 21604, "A 'To' phone number is required.")
    if not to.startswith("+") or to.strip(E164):
        raise Refused(400, 21211, f"Invalid 'To' Phone Number: {to}")
    phone = switch.phones.get(to)
    if phone and phone.behaviour.texts == "not_mobile":
        raise Refused(400, 21614, f"'To' number: {to}, is not a valid mobile number")
    return to


def _sender(switch: Switch, given: Form) -> Line:
    """Find the line that sends: named, or any of the Messaging Service's."""
    from_, service = one(given, "From"), one(given, "MessagingServiceSid")
    if not (from_ or service):
        raise Refused(400, 21603, "A 'From' phone number is required.")
    if from_.strip(E164):
        raise Refused(400, 21212, f"Invalid From Number (caller ID): {from_}")
    lines = [line for line in switch.lines.values() if not service or line.messaging_service == service]
    found = next((line for line in lines if from_ in ("", line.number)), None)
    if not found:
        raise Refused(400, 21606, f"The From phone number {from_} is not a valid, SMS-capable number of this account.")
    return found


def _may_be_sent(switch: Switch, line: Line, to: str) -> None:
    if switch.opt_outs.has(line.sender, to):
        raise Refused(400, 21610, REASONS[21610])


def _body(given: Form) -> str:
    body = one(given, "Body")
    if not body and "MediaUrl" not in given:
        raise Refused(400, 21602, "Message body is required.")
    if len(body) > LONGEST_BODY:
        raise Refused(400, 21617, f"The concatenated message body exceeds the {LONGEST_BODY} character limit.")
    return body


def _wait(switch: Switch, given: Form) -> float:
    """Give the seconds until a scheduled text is sent; only a Messaging Service schedules."""
    if one(given, "ScheduleType") != "fixed" or not one(given, "MessagingServiceSid"):
        return 0.0
    wait = instant(one(given, "SendAt"), 35114) - switch.clock.now()
    if not SOONEST <= wait <= LATEST:
        raise Refused(400, 35114, "SendAt must be between 15 minutes and 35 days from now")
    return wait


def _cancel(message: Message) -> None:
    if message.status != "scheduled":
        raise Refused(409, NOT_CANCELABLE, "This message cannot be canceled")
    message.canceled.set_result(None)
    message.becomes("canceled")


def _redact(message: Message, given: Form) -> None:
    if "Body" not in given:
        return
    if one(given, "Body"):
        raise Refused(400, 20001, "Body can only be made empty")
    _must_be_final(message)
    message.body = ""
    message.updated = message.switch.clock.now()


def _must_be_final(message: Message) -> None:
    if not message.final:
        raise Refused(409, NOT_FINAL, "Cannot change or delete this message before it is complete")


def _filters(request: web.Request) -> Iterator[Callable[[Message], Any]]:
    yield from by_word(request, {"To": lambda message: message.to, "From": lambda message: message.from_})
    yield from by_time(request, {"DateSent": lambda message: message.sent})
