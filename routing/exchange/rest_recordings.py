"""REST: the recordings of the account, and their sound."""

from collections.abc import Callable, Iterator

from aiohttp import web

from routing.exchange import rest_views
from routing.exchange.recordings import Recording
from routing.exchange.rest import Refused, not_found, page, path
from routing.exchange.rest_filters import by_time, by_word
from routing.exchange.switch import Switch


class Recordings:
    """List, fetch, hear and delete recordings."""

    def __init__(self, switch: Switch) -> None:
        self.switch = switch

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get(path("Recordings.json"), self.list)
        yield web.get(path("Recordings/{sid}.json"), self.fetch)
        yield web.delete(path("Recordings/{sid}.json"), self.delete)
        yield web.get(path("Recordings/{sid}.mp3"), self.mp3)
        yield web.get(path("Recordings/{sid}.wav"), self.wav)
        yield web.get(path("Recordings/{sid}"), self.wav)

    def _recording(self, request: web.Request) -> Recording:
        found = self.switch.recordings.get(request.match_info["sid"])
        if not found:
            raise not_found(request.path)
        return found

    async def list(self, request: web.Request) -> web.Response:
        wanted = list(_filters(request))
        found = [each for each in reversed(self.switch.recordings.values()) if all(fits(each) for fits in wanted)]
        return page(request, "recordings", found, rest_views.recording)

    async def fetch(self, request: web.Request) -> web.Response:
        return web.json_response(rest_views.recording(self._recording(request)))

    async def delete(self, request: web.Request) -> web.Response:
        recording = self._recording(request)
        if recording.status == "in-progress":
            raise Refused(409, 20409, "The recording is still being made and cannot be deleted")
        del self.switch.recordings[recording.sid]
        return web.Response(status=204)

    async def wav(self, request: web.Request) -> web.Response:
        return web.Response(body=self._heard(request).wav(), content_type="audio/x-wav")

    async def mp3(self, request: web.Request) -> web.Response:
        return web.Response(body=self._heard(request).mp3(), content_type="audio/mpeg")

    def _heard(self, request: web.Request) -> Recording:
        """Find a recording whose sound is there already."""
        recording = self._recording(request)
        if not recording.ready:
            raise not_found(request.path)
        return recording


def _filters(request: web.Request) -> Iterator[Callable[[Recording], bool]]:
    yield from by_word(request, {"CallSid": lambda recording: recording.leg.sid, "ConferenceSid": lambda _: None})
    yield from by_time(request, {"DateCreated": lambda recording: recording.started})
