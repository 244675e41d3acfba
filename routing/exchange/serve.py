"""Start the exchange: as a process of its own, or on a thread of a test."""

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from routing.exchange import api
from routing.exchange.handsets import Handsets, only_its_own_page
from routing.exchange.pace import Pace
from routing.exchange.phones import Phone
from routing.exchange.switch import Account, Line, Switch
from routing.exchange.testing import Testing
from routing.exchange.twiml import VERBS
from routing.exchange.wishes import refuse_the_misshapen

LOOPBACK = "127.0.0.1"


@dataclass
class Setup:
    """What an exchange is started with; port 0 is any free one."""

    account: Account
    clock: str = "real"
    port: int = 0
    lines: Sequence[Line] = ()
    phones: Sequence[Phone] = field(default_factory=tuple)
    pace: Pace = field(default_factory=Pace)
    beside: Mapping[str, Path] = field(default_factory=dict)


def routes(switch: Switch) -> list[web.RouteDef]:
    """List every route there is."""
    return [*api.routes(switch), *Handsets(switch).routes(), *Testing(switch).routes()]


async def serve(setup: Setup, listening: Callable[[str], None], until: asyncio.Event) -> None:
    """Serve until told to stop; `listening` is given the base URL."""
    switch = Switch(setup.account, setup.clock, list(setup.lines), VERBS, setup.pace)
    switch.faults.beside = setup.beside
    switch.phones = {phone.number: phone for phone in setup.phones}
    app = web.Application(middlewares=[only_its_own_page, refuse_the_misshapen, api.guard(switch)])
    app.add_routes(routes(switch))
    await switch.hooks.open()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, setup.port, backlog=1024).start()
        switch.url = f"http://{LOOPBACK}:{runner.addresses[0][1]}"
        listening(switch.url)
        await until.wait()
    finally:
        switch.faults.clear()
        await runner.cleanup()
        await switch.work.stop()
        await switch.hooks.close()


class Exchange:
    """An exchange on a thread and an event loop of its own, for tests."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        *,
        clock: str = "moved",
        lines: Sequence[Line | dict[str, str]] = (),
        handsets: Sequence[tuple[str, str, str]] = (),
        calls_per_second: float | None = None,
        requests_at_once: int | None = None,
        api_key: str = "",
        api_secret: str = "",
        account_kind: str = "Full",
        beside: Mapping[str, Path] | None = None,
    ) -> None:
        self._setup = Setup(
            account=Account(account_sid, auth_token, api_key, api_secret, account_kind),
            clock=clock,
            lines=[line if isinstance(line, Line) else Line(**line) for line in lines],
            phones=[Phone(number, name, role) for number, name, role in handsets],
            pace=Pace(calls_per_second, requests_at_once),
            beside=beside or {},
        )
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()), name="exchange", daemon=True)
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self.url = ""

    def start(self) -> str:
        """Start, and return the base URL once it answers there."""
        self._thread.start()
        if not self._ready.wait(10) or not self.url:
            raise RuntimeError("the exchange did not start")
        return self.url

    def stop(self) -> None:
        """Stop, and wait for the thread to end."""
        if self._loop and self._stop:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        try:
            await serve(self._setup, self._listening, self._stop)
        finally:
            self._ready.set()

    def _listening(self, url: str) -> None:
        self.url = url
        self._ready.set()


def run(setup: Setup, listening: Callable[[str], None]) -> None:
    """Serve in this process until it is interrupted."""

    async def main() -> None:
        await serve(setup, listening, asyncio.Event())

    asyncio.run(main())
