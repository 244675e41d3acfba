"""Texts from a phone to a line: the signed webhook, and the replies that its answer holds."""

from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from routing.exchange.documents import XML_TYPES, parse
from routing.exchange.hooks import Answer, Hook, HookFailed
from routing.exchange.phones import Phone, Text
from routing.exchange.switch import Switch
from routing.exchange.wire import API_VERSION, geography, new_sid

MOST_DOCUMENTS = 10


@dataclass
class Conversation:
    """One text being answered."""

    switch: Switch
    text: Text
    cookies: dict[str, str] = field(default_factory=dict)

    async def answer(self, url: str) -> None:
        """Ask the line's URL and do what it says; a failure is silence, as texts have it."""
        method, params = "POST", self._params()
        try:
            for _ in range(MOST_DOCUMENTS):
                hook = Hook(url, method, params, self.text.sid, self.cookies, voice=False)
                onward = self._run(await self.switch.hooks.fetch(hook))
                if not onward:
                    return
                url, method = onward
        except HookFailed:
            return

    def _run(self, answer: Answer) -> tuple[str, str] | None:
        """Deliver the replies of a document; gives the next one's URL and method."""
        if answer.content_type == "text/plain":
            self._reply(answer.text, self.text.from_)
            return None
        if answer.content_type not in XML_TYPES or not answer.text.strip():
            return None
        for verb in parse(answer):
            if verb.tag == "Redirect":
                return urljoin(answer.url, (verb.text or "").strip()), verb.get("method", "POST")
            if verb.tag == "Message":
                self._reply(_body(verb), verb.get("to", self.text.from_), verb.get("from", self.text.to))
                if action := verb.get("action"):
                    return urljoin(answer.url, action), verb.get("method", "POST")
        return None

    def _reply(self, body: str, to: str, from_: str = "") -> None:
        if body:
            deliver(self.switch, Text(new_sid("SM"), from_ or self.text.to, to, body, self.switch.clock.now()))

    def _params(self) -> dict[str, str]:
        text = self.text
        params = {
            "MessageSid": text.sid,
            "SmsSid": text.sid,
            "SmsMessageSid": text.sid,
            "AccountSid": self.switch.account.sid,
            "From": text.from_,
            "To": text.to,
            "Body": text.body,
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsStatus": "received",
            "ApiVersion": API_VERSION,
        }
        return params | geography("From", text.from_) | geography("To", text.to)


def _body(message: Element) -> str:
    parts = [message.text or "", *(body.text or "" for body in message.iter("Body"))]
    return "".join(parts).strip()


def deliver(switch: Switch, text: Text) -> None:
    """Put a text on the phone that it is for."""
    if phone := switch.phones.get(text.to):
        phone.texts.append(text)
        switch.touch()


def send(switch: Switch, phone: Phone, to: str, body: str) -> None:
    """Let a phone text a line; the answer arrives in the phone's own thread."""
    text = Text(new_sid("SM"), phone.number, to, body, switch.clock.now())
    phone.texts.append(text)
    switch.touch()
    line = switch.lines[to]
    if line.texts_go_to:
        switch.work.spawn(Conversation(switch, text).answer(line.texts_go_to))
