"""The helpline's pages on a port of this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page
from werkzeug.serving import make_server

from routing.listening import free
from routing.store.records.migrating import migrate
from tests.web.browser import Browser, invites
from tests.web.doorstep import Doorstep


@dataclass
class Site:
    """Where the pages are, and the door they are behind; `code` lets Kim begin."""

    url: str
    door: Doorstep
    code: str

    def lets_in(self, context: BrowserContext, name: str, specialist: str = "") -> None:
        """Add a supervisor, who may be a specialist too, and have the browser hold what says that they are in."""
        somebody = Browser(self.door, "127.0.0.1", base=self.url).begins(
            invites(self.door, name, specialist=specialist), name
        )
        somebody.sets_authenticator()
        held = somebody.client.get_cookie("helpline-session", domain="localhost")
        assert held and somebody.is_in()
        context.add_cookies([{"name": held.key, "value": held.value, "url": self.url}])


@contextmanager
def served(folder: Path, redis_url: str) -> Iterator[Site]:
    """Serve the pages; Kim is invited."""
    port = free("127.0.0.1", 8700)
    url = f"http://localhost:{port}"
    door = Doorstep(folder, redis_url, {"PUBLIC_URL": url})
    migrate(door.settings.database_url)
    server = make_server("127.0.0.1", port, door.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(url, door, invites(door))
    server.shutdown()


def fits(page: Page) -> None:
    """Hold that the page can be used on a small telephone."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off at 360 px"
    small = page.locator("button, a.button, select, input:not([type=hidden])").evaluate_all(
        "them => them.filter(it => it.getBoundingClientRect().height < 44).map(it => it.outerHTML)"
    )
    assert small == [], "each can be hit with a thumb"
