"""The phones' side: their JSON API, the stream of events, and the page that shows them."""

import asyncio
import contextlib
import json
import mimetypes
import re
from collections.abc import Iterator
from importlib.resources import files
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from routing.exchange import calls, handset_views, texts
from routing.exchange.delivery import FATES
from routing.exchange.legs import Leg
from routing.exchange.phones import HABITS, ROLES, Behaviour, Phone
from routing.exchange.ringing import BUSY
from routing.exchange.switch import Switch
from routing.exchange.wishes import Wish

ROOT = "/handsets/api"
PATIENCE = 20.0
SHORTEST_GAP = 0.1
HEARTBEAT = 15.0
KEYS = "0123456789*#ABCDwW"
NUMBER = re.compile(r"\+[0-9]{3,15}")


class Handsets:
    """Everything under /handsets but the clock and the faults."""

    def __init__(self, switch: Switch) -> None:
        self.switch = switch

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/handsets", self.page)
        yield web.get("/handsets/page/{file}", self.asset)
        yield web.get(f"{ROOT}/state", self.state)
        yield web.get(f"{ROOT}/events", self.events)
        yield web.get(f"{ROOT}/ledger", self.ledger)
        yield web.post(f"{ROOT}/handsets", self.add)
        yield web.delete(f"{ROOT}/handsets/{{number}}", self.remove)
        yield web.post(f"{ROOT}/handsets/{{number}}/{{act}}", self.act)

    async def page(self, request: web.Request) -> web.Response:
        return _static("index.html")

    async def asset(self, request: web.Request) -> web.Response:
        return _static(request.match_info["file"])

    async def state(self, request: web.Request) -> web.Response:
        return web.json_response(handset_views.state(self.switch))

    async def ledger(self, request: web.Request) -> web.Response:
        return web.json_response(handset_views.ledger(self.switch))

    async def add(self, request: web.Request) -> web.Response:
        wish = await Wish.of(request)
        number, role = wish.text("number"), wish.text("role")
        if not NUMBER.fullmatch(number) or role not in ROLES:
            return _impossible(f"a handset has a number such as +12025550111, and a role: {' or '.join(ROLES)}")
        if number in self.switch.phones or number in self.switch.lines:
            return _impossible(f"{number} is taken")
        phone = Phone(number, wish.text("name", number), role)
        self.switch.phones[number] = phone
        self.switch.touch()
        return web.json_response(handset_views.handset(phone), status=201)

    async def remove(self, request: web.Request) -> web.Response:
        phone = self.switch.phones.pop(request.match_info["number"], None)
        if phone and phone.leg:
            calls.hang_up(phone.leg)
        self.switch.touch()
        return web.json_response({})

    async def act(self, request: web.Request) -> web.Response:
        phone = self.switch.phones.get(request.match_info["number"])
        act = ACTS.get(request.match_info["act"])
        if not phone or not act:
            raise web.HTTPNotFound
        wish = await Wish.of(request)
        try:
            act(self.switch, phone, wish)
        except calls.Impossible as why:
            return _impossible(str(why))
        await self._settle()
        return web.json_response(handset_views.handset(phone))

    async def _settle(self) -> None:
        """With the moved clock, answer when all that follows at this instant has happened."""
        if self.switch.clock.kind == "moved":
            try:
                async with asyncio.timeout(PATIENCE):
                    await self.switch.work.settle()
            except TimeoutError:
                return

    async def events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await stream.prepare(request)
        with contextlib.suppress(ConnectionResetError):
            await self._stream(stream)
        return stream

    async def _stream(self, stream: web.StreamResponse) -> None:
        seen = -1
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    seen = await self.switch.changed(seen)
            except TimeoutError:
                await stream.write(b": still here\n\n")
                continue
            text = json.dumps(handset_views.state(self.switch))
            await stream.write(f"event: state\ndata: {text}\n\n".encode())
            await asyncio.sleep(SHORTEST_GAP)


@web.middleware
async def only_its_own_page(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site has a browser ask for; scripts name no origin."""
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden
    return await handler(request)


def _impossible(why: str) -> web.Response:
    return web.json_response({"error": why}, status=409)


def _static(name: str) -> web.Response:
    folder = files("routing.exchange").joinpath("page")
    found = [entry for entry in folder.iterdir() if entry.name == name and entry.is_file()] if folder.is_dir() else []
    if not found:
        raise web.HTTPNotFound
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind.endswith(("javascript", "json"))
    return web.Response(body=found[0].read_bytes(), content_type=kind, charset="utf-8" if text else None)


def _leg(phone: Phone, *, talking: bool = False) -> Leg:
    if not phone.leg or (talking and phone.leg.times.answered is None):
        raise calls.Impossible("this phone is not on a call")
    return phone.leg


def _dial(switch: Switch, phone: Phone, wish: Wish) -> None:
    calls.dial_in(switch, phone, wish.text("to"), wish.text("from_shown"))


def _keys(switch: Switch, phone: Phone, wish: Wish) -> None:
    keys = wish.text("keys")
    if not keys or keys.strip(KEYS):
        raise calls.Impossible("keys are 0-9, *, #, A-D")
    calls.press(_leg(phone, talking=True), keys)


def _speech(switch: Switch, phone: Phone, wish: Wish) -> None:
    calls.speak(_leg(phone, talking=True), wish.text("words"))


def _answer(switch: Switch, phone: Phone, wish: Wish) -> None:
    calls.decide(_leg(phone), None)


def _decline(switch: Switch, phone: Phone, wish: Wish) -> None:
    calls.decide(_leg(phone), BUSY)


def _hangup(switch: Switch, phone: Phone, wish: Wish) -> None:
    calls.hang_up(_leg(phone))


def _text(switch: Switch, phone: Phone, wish: Wish) -> None:
    to = wish.text("to")
    if to not in switch.lines:
        raise calls.Impossible(f"no line has the number {to}")
    texts.send(switch, phone, to, wish.text("body"), wish.texts("media"))


def _behaviour(switch: Switch, phone: Phone, wish: Wish) -> None:
    now = phone.behaviour
    behaviour = Behaviour(
        answer=wish.text("answer", now.answer),
        after=wish.seconds("after", now.after),
        texts=wish.text("texts", now.texts),
        texts_after=wish.seconds("texts_after", now.texts_after),
    )
    if behaviour.answer not in HABITS:
        raise calls.Impossible(f"answer must be one of {', '.join(HABITS)}")
    if behaviour.texts not in FATES:
        raise calls.Impossible(f"texts must be one of {', '.join(FATES)}")
    phone.behaviour = behaviour
    switch.touch()


ACTS = {
    "dial": _dial,
    "keys": _keys,
    "speech": _speech,
    "answer": _answer,
    "decline": _decline,
    "hangup": _hangup,
    "text": _text,
    "behaviour": _behaviour,
}
