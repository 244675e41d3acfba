"""Drive an exchange from outside: its phones, its clock, its REST API."""

from typing import Any
from urllib.parse import urlsplit

import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

SID, TOKEN = "AC" + "a" * 32, "12345"
LINE = "+12025550100"
API = "/handsets/api"

__all__ = ["LINE", "SID", "TOKEN", "Network", "Phone", "TwilioRestException"]


class ToTheExchange(HttpClient):
    """Send the Twilio client's requests to the exchange, and remember the last pair."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.seen: list[tuple[requests.PreparedRequest, requests.Response]] = []

    def request(
        self, method, url, params=None, data=None, headers=None, auth=None, timeout=None, allow_redirects=False, **_
    ):
        target = self.url + urlsplit(url)._replace(scheme="", netloc="").geturl()
        answer = self.session.request(method, target, params=params, data=data, headers=headers, auth=auth, timeout=20)
        self.seen.append((answer.request, answer))
        return Response(answer.status_code, answer.text, answer.headers)


class Network:
    """An exchange seen through its HTTP API."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.http = ToTheExchange(url)
        self.rest = Client(SID, TOKEN, http_client=self.http)

    def post(self, path: str, expect: int = 200, **body: Any) -> dict[str, Any]:
        answer = self.session.post(f"{self.url}{API}/{path}", json=body, timeout=30)
        assert answer.status_code == expect, answer.text
        return answer.json()

    def get(self, path: str) -> dict[str, Any]:
        answer = self.session.get(f"{self.url}{API}/{path}", timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def passes(self, seconds: float) -> float:
        """Let time pass."""
        return self.post("clock/advance", seconds=seconds)["now"]

    def settle(self) -> None:
        self.post("settle")

    def phone(self, number: str, name: str = "Ana", role: str = "caller", **behaviour: Any) -> "Phone":
        self.post("handsets", expect=201, number=number, name=name, role=role)
        phone = Phone(self, number)
        if behaviour:
            phone.does("behaviour", **behaviour)
        return phone


class Phone:
    """One handset."""

    def __init__(self, network: Network, number: str) -> None:
        self.network = network
        self.number = number

    def does(self, act: str, expect: int = 200, **body: Any) -> dict[str, Any]:
        return self.network.post(f"handsets/{self.number}/{act}", expect, **body)

    def dials(self, to: str = LINE, **body: Any) -> "Phone":
        self.does("dial", to=to, **body)
        return self

    def presses(self, keys: str) -> "Phone":
        self.does("keys", keys=keys)
        return self

    def says(self, words: str) -> "Phone":
        self.does("speech", words=words)
        return self

    def answers(self) -> "Phone":
        self.does("answer")
        return self

    def hangs_up(self) -> "Phone":
        self.does("hangup")
        return self

    @property
    def view(self) -> dict[str, Any]:
        state = self.network.get("state")
        return next(one for one in state["handsets"] if one["number"] == self.number)

    @property
    def state(self) -> str:
        return self.view["state"]

    @property
    def call(self) -> dict[str, Any]:
        view = self.view
        return view["call"] or view["last_call"]

    @property
    def sid(self) -> str:
        return self.call["sid"]

    @property
    def heard(self) -> list[str]:
        """What was said and played to it, in order."""
        return [line["text"] for line in self.call["hears"] if line["kind"] in ("say", "play")]

    @property
    def together(self) -> list[str]:
        return self.call["together"]

    @property
    def ended(self) -> str:
        return self.view["last_call"]["ended"]
