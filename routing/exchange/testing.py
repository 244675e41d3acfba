"""What tests ask of the exchange: move its clock, wait until it is still, make things go wrong."""

from collections.abc import Iterator

from aiohttp import web

from routing.exchange.clock import MovedClock
from routing.exchange.handsets import ROOT
from routing.exchange.switch import Switch
from routing.exchange.wishes import Misshapen, Wish


class Testing:
    """The clock and the faults, under /handsets/api."""

    def __init__(self, switch: Switch) -> None:
        self.switch = switch

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get(f"{ROOT}/clock", self.clock)
        yield web.post(f"{ROOT}/clock/advance", self.advance)
        yield web.post(f"{ROOT}/settle", self.settle)
        yield web.post(f"{ROOT}/faults", self.faults)

    async def clock(self, request: web.Request) -> web.Response:
        clock = self.switch.clock
        upcoming = clock.next() if isinstance(clock, MovedClock) else None
        return web.json_response({"now": clock.now(), "next": upcoming, "busy": self.switch.work.busy})

    async def advance(self, request: web.Request) -> web.Response:
        clock = self.switch.clock
        if not isinstance(clock, MovedClock):
            return web.json_response({"error": "the clock is the real one"}, status=409)
        wish = await Wish.of(request)
        if "seconds" not in wish:
            raise Misshapen("seconds must say how far")
        seconds = wish.seconds("seconds")
        if seconds < 0:
            return web.json_response({"error": "time does not go back"}, status=409)
        now = await clock.advance(seconds)
        self.switch.touch()
        return web.json_response({"now": now})

    async def settle(self, request: web.Request) -> web.Response:
        await self.switch.work.settle()
        return web.json_response({"now": self.switch.clock.now()})

    async def faults(self, request: web.Request) -> web.Response:
        try:
            self.switch.faults.add(await Wish.of(request))
            self.switch.touch()
        except ValueError as wrong:
            return web.json_response({"error": str(wrong)}, status=409)
        return web.json_response({})
