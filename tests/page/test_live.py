"""The page that a supervisor leaves open: it follows a call by itself, and says so when it cannot."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from routing.listening import free
from routing.store.records.migrating import migrate
from tests.page.relay import Relay
from tests.page.site import Site, fits
from tests.page.watch import watched
from tests.web.doorstep import Doorstep

WITHIN_MS = 2500


class House(Site):
    """Live state behind the page, changed as webhooks change it."""

    def hires(self, name: str) -> str:
        fields = {"name": name, "phone": "sealed", "person": name, "languages": "en", "skills": "general"}
        queues = {"queues": "main.general.en", "strategies": "longest_idle", "order": "999", "asked_at": "0"}
        self.door.services.switchboard.register(name, fields | queues)
        self.door.services.switchboard.set_activity(name, "available")
        return name

    def calls(self, contact: str) -> str:
        """A caller enters the line; return the offer that is made."""
        board = self.door.services.switchboard
        fields = {"channel": "voice", "line": "main", "skill": "general", "language": "en", "queues": "main.general.en"}
        change = board.enter(contact, contact, "", fields | {"width": 1, "rings": 20, "wrap_up": 60, "call": "sealed"})
        return next(iter(change.ring), "")

    def answers(self, offer: str) -> None:
        board = self.door.services.switchboard
        board.accept(offer)
        board.join(offer, "specialist")
        board.join(offer, "caller")

    def ends(self, contact: str) -> None:
        self.door.services.switchboard.leave(contact)


@pytest.fixture
def wire(tmp_path: Path, redis_url: str) -> Iterator[tuple[House, Relay]]:
    """The pages, behind a wire that can be cut."""
    behind = free("127.0.0.1", 8750)
    relay = Relay(behind)
    url = f"http://localhost:{relay.port}"
    door = Doorstep(tmp_path, redis_url, {"PUBLIC_URL": url})
    migrate(door.settings.database_url)
    door.services.switchboard.open_epoch("first")
    server = make_server("127.0.0.1", behind, door.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield House(url, door, ""), relay
    relay.cut()
    server.shutdown()


@pytest.fixture(params=[("light", 1280), ("dark", 360)], ids=lambda param: f"{param[0]}-{param[1]}")
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    scheme, width = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    wrong = watched(page, "http://localhost:")
    yield page
    context.close()
    assert wrong == []


def test_it_follows_a_call_by_itself_and_says_when_it_cannot(wire: tuple[House, Relay], screen: Page) -> None:
    house, relay = wire
    ana = house.hires("Ana")
    house.lets_in(screen.context, "Kim")
    screen.goto(f"{house.url}/console")
    state, line = screen.locator("#state"), screen.get_by_role("region", name="In line")
    talking = screen.get_by_role("region", name="With somebody")
    expect(state).to_have_text("Up to date.")
    expect(line).to_contain_text("Nobody waits.")
    fits(screen)

    close = screen.get_by_role("link", name="Close: the recovery helpline")
    close.focus()
    offer = house.calls("00112233445566aa")
    expect(line).to_contain_text("a telephone rings", timeout=WITHIN_MS)
    expect(close).to_be_focused()  # though what is around it has been exchanged
    expect(line.locator(".lasts")).to_have_text("3 s", timeout=5000)
    fits(screen)
    folded = screen.get_by_role("heading", name="Specialists")  # on a telephone; it stays so while the page changes
    shown = screen.get_by_role("rowheader", name=ana)
    expect(shown).to_be_visible(visible=screen.viewport_size["width"] > 640)
    folded.click()
    house.answers(offer)
    expect(talking).to_contain_text(ana, timeout=WITHIN_MS)
    expect(shown).to_be_visible(visible=screen.viewport_size["width"] <= 640)
    expect(line).to_contain_text("Nobody waits.")
    fits(screen)

    relay.cut()
    expect(state).to_contain_text("Not up to date since", timeout=5000)
    house.ends("00112233445566aa")
    expect(talking).to_contain_text(ana)
    relay.mend()
    expect(state).to_have_text("Up to date.", timeout=WITHIN_MS)
    expect(talking).to_contain_text("Nobody talks.", timeout=WITHIN_MS)

    house.door.redis.delete(*house.door.redis.scan_iter("*session*"))
    expect(screen.get_by_label("Password")).to_be_visible(timeout=5000)


def test_of_two_who_act_at_the_same_moment_one_has_acted_and_whoever_is_deactivated_is_out_at_once(
    wire: tuple[House, Relay], browser: Browser
) -> None:
    house, _ = wire
    house.calls("00112233445566aa")
    desks = []
    for name in ("Kim", "Lee"):
        context = browser.new_context()
        house.lets_in(context, name)
        desks.append(context.new_page())
        desks[-1].goto(f"{house.url}/console")
        desks[-1].get_by_role("link", name="End").click()
    kim, lee = desks
    kim.get_by_role("button", name="End the wait").click()
    expect(kim.locator("#state")).to_have_text("Up to date.")
    lee.get_by_role("button", name="End the wait").click()
    expect(lee.locator("main")).to_contain_text("Nothing of yours was done")
    ended = [row.deed for row in house.door.services.audit.rows() if row.deed.kind == "contact"]
    users = house.door.services.users
    them = {user.name: user.id for user in users.everyone()}
    assert [deed.who for deed in ended] == [f"user:{them['Kim']}"]

    lee.goto(f"{house.url}/console")
    users.deactivate(them["Kim"], house.door.services.switchboard.now())
    expect(kim.get_by_label("Password")).to_be_visible(timeout=5000)
    expect(lee.locator("#state")).to_have_text("Up to date.")
    for desk in desks:
        desk.context.close()
