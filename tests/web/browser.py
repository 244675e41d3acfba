"""A browser that knows how to read the pages, and an authenticator beside it."""

import base64
import re
from html.parser import HTMLParser

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from werkzeug.test import TestResponse

from routing.flow import inviting
from tests.web.doorstep import PUBLIC, Doorstep

PASSWORD = "correct horse battery"
ADDRESS = "203.0.113.7"


class Page(HTMLParser):
    """What a page holds: its heading, the hidden fields of its first form, its words."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__()
        self.form, self.words, self.tags = "", [], []
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.tags.append((tag, given))
        if tag == "input" and given.get("name") == "form":
            self.form = given["value"] or ""

    def handle_data(self, words: str) -> None:
        self.words.append(words.strip())

    @property
    def text(self) -> str:
        return " ".join(word for word in self.words if word)


class Browser:
    """`at` is where it is, after it was sent on; `answer` what it was last answered."""

    def __init__(self, door: Doorstep, address: str = ADDRESS, base: str = PUBLIC) -> None:
        self.door, self.address, self.base = door, address, base
        self.client = door.app.test_client()
        self.at, self.secret, self.codes = "", b"", list[str]()

    def opens(self, path: str) -> "Browser":
        self.answer = self.client.get(path, base_url=self.base, environ_base={"REMOTE_ADDR": self.address})
        return self._goes(path)

    def sends(self, path: str, **fields: str) -> "Browser":
        """Send the form of the page that it is on."""
        given = {"form": self.page.form} | fields
        self.answer = self.client.post(path, data=given, base_url=self.base, environ_base={"REMOTE_ADDR": self.address})
        return self._goes(path)

    def _goes(self, path: str) -> "Browser":
        if self.answer.status_code == 303:
            return self.opens(self.answer.headers["Location"])
        self.at, self.page = path, Page(self.answer)
        return self

    @property
    def status(self) -> int:
        return self.answer.status_code

    def signs_in(self, name: str = "Kim", password: str = PASSWORD) -> "Browser":
        return self.opens("/console/sign-in").sends("/console/sign-in", name=name, password=password)

    def begins(self, code: str, name: str = "Kim") -> "Browser":
        self.opens("/console/welcome").sends("/console/welcome", name=name, code=code)
        return self.sends("/console/password", new=PASSWORD, again=PASSWORD)

    def sets_authenticator(self, **more: str) -> list[str]:
        """Set up what it is shown, and return the recovery codes."""
        key = next(
            word.replace(" ", "") for word in self.page.words if re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", word)
        )
        self.secret = base64.b32decode(key)
        self.sends("/console/authenticator", code=self.shows(), **more)
        return re.findall(r"(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}", self.page.text)

    def shows(self, later: int = 0) -> str:
        """The code that the authenticator shows, so many seconds from now."""
        now = self.door.services.switchboard.now() // 1000 + later
        return TOTP(self.secret, 6, SHA1(), 30).generate(now).decode()

    def is_in(self) -> bool:
        return self.opens("/console").at == "/console" and "You are signed in as" in self.page.text


def invites(door: Doorstep, name: str = "Kim", role: str = "supervisor", specialist: str = "") -> str:
    """Add a user, who may be a specialist on the roster, and return the code."""
    _, code = inviting.invite(door.services, name, role, specialist, door.services.switchboard.now())
    return code
