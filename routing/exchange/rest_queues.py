"""REST: the queues of the account, and those who wait in them."""

from collections.abc import Iterator

from aiohttp import web

from routing.exchange import calls, rest_views
from routing.exchange.queues import DEFAULT_SIZE, LARGEST, Queue, Ticket
from routing.exchange.rest import Form, Refused, form, not_found, one, page, path, whole
from routing.exchange.run import Goto
from routing.exchange.switch import Switch

LONGEST_NAME = 64
FRONT = "Front"
NAME_TAKEN, NOT_EMPTY = 22003, 22004


class Queues:
    """Create, list, fetch, change and delete queues; list, fetch and take out their members."""

    def __init__(self, switch: Switch) -> None:
        self.switch = switch

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.post(path("Queues.json"), self.create)
        yield web.get(path("Queues.json"), self.list)
        yield web.get(path("Queues/{queue}.json"), self.fetch)
        yield web.post(path("Queues/{queue}.json"), self.update)
        yield web.delete(path("Queues/{queue}.json"), self.delete)
        yield web.get(path("Queues/{queue}/Members.json"), self.list_members)
        yield web.get(path("Queues/{queue}/Members/{who}.json"), self.fetch_member)
        yield web.post(path("Queues/{queue}/Members/{who}.json"), self.update_member)

    def _queue(self, request: web.Request) -> Queue:
        for queue in self.switch.queues.values():
            if queue.sid == request.match_info["queue"]:
                return queue
        raise not_found(request.path)

    def _member(self, request: web.Request) -> tuple[Queue, Ticket]:
        """Find who is in front, or the call of that id; whoever is being taken out is not there any more."""
        queue, who = self._queue(request), request.match_info["who"]
        for ticket in queue.tickets:
            if not ticket.called.done() and who in (FRONT, ticket.leg.sid):
                return queue, ticket
        raise not_found(request.path)

    async def create(self, request: web.Request) -> web.Response:
        given = await form(request)
        name, size = self._name(given), _size(given, DEFAULT_SIZE)
        queue = self.switch.queue_named(name)
        queue.max_size = size
        return web.json_response(rest_views.queue(queue), status=201)

    async def list(self, request: web.Request) -> web.Response:
        return page(request, "queues", list(self.switch.queues.values()), rest_views.queue)

    async def fetch(self, request: web.Request) -> web.Response:
        return web.json_response(rest_views.queue(self._queue(request)))

    async def update(self, request: web.Request) -> web.Response:
        queue, given = self._queue(request), await form(request)
        size = _size(given, queue.max_size)
        if one(given, "FriendlyName", queue.name) != queue.name:
            name = self._name(given)
            self.switch.queues[name] = self.switch.queues.pop(queue.name)
            queue.name = name
        queue.max_size, queue.updated = size, self.switch.clock.now()
        return web.json_response(rest_views.queue(queue))

    async def delete(self, request: web.Request) -> web.Response:
        queue = self._queue(request)
        if queue.tickets:
            raise Refused(400, NOT_EMPTY, "The queue is not empty")
        del self.switch.queues[queue.name]
        return web.Response(status=204)

    async def list_members(self, request: web.Request) -> web.Response:
        queue = self._queue(request)
        return page(request, "queue_members", queue.tickets, lambda ticket: rest_views.queue_member(queue, ticket))

    async def fetch_member(self, request: web.Request) -> web.Response:
        return web.json_response(rest_views.queue_member(*self._member(request)))

    async def update_member(self, request: web.Request) -> web.Response:
        queue, ticket = self._member(request)
        given = await form(request)
        url = one(given, "Url")
        if not url.startswith(("http://", "https://")):
            raise Refused(400, 21205, f"Url is not a valid URL: {url}")
        view = rest_views.queue_member(queue, ticket)
        calls.redirect(ticket.leg, Goto(url, one(given, "Method", "POST").upper(), {}))
        return web.json_response(view)

    def _name(self, given: Form) -> str:
        name = one(given, "FriendlyName")
        if not name or len(name) > LONGEST_NAME:
            raise Refused(400, 20001, f"FriendlyName must have 1 to {LONGEST_NAME} characters")
        if name in self.switch.queues:
            raise Refused(400, NAME_TAKEN, f"There is a queue {name} already")
        return name


def _size(given: Form, usual: int) -> int:
    size = whole(given, "MaxSize", usual)
    if not 1 <= size <= LARGEST:
        raise Refused(400, 20001, f"MaxSize must be 1 to {LARGEST}")
    return size
