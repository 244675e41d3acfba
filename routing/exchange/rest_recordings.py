"""REST: the recordings of the account, and their sound."""

from collections.abc import Iterator

from aiohttp import web

from routing.exchange import rest_views
from routing.exchange.recordings import Recording
from routing.exchange.rest import not_found, page, path
from routing.exchange.switch import Switch


class Recordings:
    """List, fetch, hear and delete recordings."""

    def __init__(self, switch: Switch) -> None:
        self.switch = switch

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get(path("Recordings.json"), self.list)
        yield web.get(path("Calls/{call}/Recordings.json"), self.list)
        yield web.get(path("Recordings/{sid}.json"), self.fetch)
        yield web.delete(path("Recordings/{sid}.json"), self.delete)
        yield web.get(path("Recordings/{sid}.wav"), self.hear)
        yield web.get(path("Recordings/{sid}"), self.hear)

    def _recording(self, request: web.Request) -> Recording:
        found = self.switch.recordings.get(request.match_info["sid"])
        if not found:
            raise not_found(request.path)
        return found

    async def list(self, request: web.Request) -> web.Response:
        call = request.match_info.get("call") or request.query.get("CallSid")
        every = reversed(self.switch.recordings.values())
        return page(request, "recordings", [one for one in every if call in (None, one.leg.sid)], rest_views.recording)

    async def fetch(self, request: web.Request) -> web.Response:
        return web.json_response(rest_views.recording(self._recording(request)))

    async def delete(self, request: web.Request) -> web.Response:
        del self.switch.recordings[self._recording(request).sid]
        return web.Response(status=204)

    async def hear(self, request: web.Request) -> web.Response:
        return web.Response(body=self._recording(request).sound(), content_type="audio/x-wav")
