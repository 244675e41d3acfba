"""The page as a person sees it: phones side by side."""

from playwright.sync_api import Locator, Page, expect


class Card:
    """One phone on the page."""

    def __init__(self, page: Page, name: str) -> None:
        self.root = page.get_by_role("article", name=name, exact=True)
        self.name = name

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def field(self, label: str) -> Locator:
        return self.root.get_by_label(label, exact=True)

    def calls(self) -> "Card":
        """Call the line with the big button, and wait until it has answered."""
        self.root.get_by_role("button", name="Call Helpline").click()
        expect(self.root.locator(".state")).to_have_text("On a call")
        return self

    def opens(self, tab: str) -> None:
        self.root.get_by_role("tab", name=tab).click()

    def texts(self, body: str) -> None:
        self.field("Write a message").fill(body)
        self.button("Send").click()

    def does(self, words: str) -> None:
        """Expect the headline, such as "Talking with Ana"."""
        expect(self.root.locator(".headline .words")).to_have_text(words)

    def hears(self, words: str) -> None:
        expect(self.log.get_by_role("listitem").filter(has_text=words)).to_be_visible()

    @property
    def log(self) -> Locator:
        return self.root.get_by_role("log", name=f"What {self.name} hears")

    @property
    def thread(self) -> Locator:
        return self.root.get_by_role("log", name="Messages of")
