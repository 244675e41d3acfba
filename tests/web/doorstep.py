"""The web application and whoever knocks at it, with no telephone network behind: what is sent is said by the test."""

import base64
import hashlib
import hmac
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from redis import Redis
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from config.loader import load
from config.settings import Settings
from config.shapes import Config
from routing.app import create_app
from routing.domain.emergency import Gate
from routing.domain.readings import Reader
from routing.flow.ticket import Ticket
from routing.services import Services, connect
from routing.store.outbox import Outbox
from routing.store.records.migrating import migrate
from routing.store.switchboard import Switchboard
from routing.store.vault import Vault

PUBLIC = "https://help.example.org"
TOKEN = "the-first-token"
CALL = {
    "CallSid": "CA" + "1" * 32,
    "AccountSid": "AC" + "0" * 32,
    "From": "+12025550110",
    "To": "+12025550100",
    "CallStatus": "in-progress",
    "Direction": "inbound",
    "ApiVersion": "2010-04-01",
}
TEXT = {"MessageSid": "SM" + "2" * 32, "From": "+12025550110", "To": "+12025550100", "Body": "hello"}
EXAMPLES: Mapping[str, Any] = {
    "contact": "00112233445566aa", "id": "00112233445566aa-1", "node": "top", "language": "en", "which": 1,
    "promise": "00112233445566bb", "offer": "00112233445566aa-1", "what": "comes",
}  # fmt: skip


def sign(token: str, url: str, form: Mapping[str, str] | None = None) -> str:
    """Sign as Twilio does (twilio.com/docs/usage/security), without its library."""
    text = url + "".join(name + value for name, value in sorted((form or {}).items()))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


SPEAKING = ("Say", "Message")


class Doorstep:
    """`services` is what the views have; `redis` is live state as it is."""

    def __init__(self, folder: Path, redis_url: str, variables: Mapping[str, str]) -> None:
        self.settings = Settings.load(
            {
                "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
                "TWILIO_AUTH_TOKEN": TOKEN,
                "REDIS_URL": redis_url,
                "HELPLINE_DATA_DIR": str(folder),
                "PUBLIC_URL": PUBLIC,
                **variables,
            }
        )
        live = connect(self.settings.redis_url)
        config, _, _ = _configured()
        services = Services(self.settings, config, Switchboard(live), Outbox(live), Vault(self.settings.keys()))
        self.becomes(services)
        self.redis = Redis.from_url(redis_url)
        self._database = folder / "helpline.sqlite3"

    def becomes(self, services: Services) -> None:
        """Have other services behind the same door."""
        _, vars(services)["gate"], vars(services)["reader"] = _configured()
        self.services = services
        self.app = create_app(services)

    def sends(
        self, path: str, form: Mapping[str, str] | None = None, token: str = TOKEN, **request: Any
    ) -> TestResponse:
        """Send a webhook as Twilio would, signed."""
        form = CALL if form is None else form
        url = self.settings.public_url + path
        return self.knocks(path, form, {"X-Twilio-Signature": sign(token, url, form)}, **request)

    def knocks(
        self, path: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, **request: Any
    ) -> TestResponse:
        """Send a webhook with these headers alone."""
        given = {"data": urlencode(form or {}), "content_type": "application/x-www-form-urlencoded"} | request
        return self.app.test_client().post(path, headers=headers, **given)

    def gets(self, path: str) -> TestResponse:
        return self.app.test_client().get(path)

    def webhooks(self) -> list[str]:
        """The path of every route that only Twilio may use."""
        views = self.app.view_functions
        return [
            self._path(rule)
            for rule in self.app.url_map.iter_rules()
            if getattr(views[rule.endpoint], "guard", "") == "twilio"
        ]

    def _path(self, rule: Rule) -> str:
        values = {name: EXAMPLES[name] for name in rule.arguments}
        return self.app.url_map.bind("localhost").build(rule.endpoint, values)

    def ticket(self, contact: str = EXAMPLES["contact"]) -> str:
        return Ticket(contact, "main", "general", "en").sealed(self.services)

    def written(self) -> tuple[dict[bytes, bytes | None], list[str]]:
        """Everything that is kept: live state key by key, and the database line by line."""
        live = {key: self.redis.dump(key) for key in self.redis.scan_iter("*")}
        migrate(self.settings.database_url)
        with closing(sqlite3.connect(self._database)) as database:
            return live, list(database.iterdump())

    def says(self, answer: TestResponse) -> list[str]:
        """The sentences of a TwiML answer, which must be one."""
        assert answer.status_code == 200, answer.status
        assert answer.mimetype == "text/xml"
        return [said.text or "" for said in ElementTree.fromstring(answer.data).iter() if said.tag in SPEAKING]

    def phrase(self, phrase: str, language: str = "en") -> str:
        return self.services.config.phrases[language][phrase]


@cache
def _configured() -> tuple[Config, Gate, Reader]:
    """Read once what takes a second and never changes."""
    config = load(None)
    gate = Gate.from_config(config.safety)
    return config, gate, Reader.build(gate, config.readings, config.topics)


def verbs(twiml: bytes) -> list[str]:
    """The verbs of a TwiML document, in order, nested ones after their parent."""
    return [element.tag for element in ElementTree.fromstring(twiml).iter()][1:]
