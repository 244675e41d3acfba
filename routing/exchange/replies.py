"""Put a text to its line's URL, and send the replies that the answer holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from routing.exchange.answers import Answer, HookFailed
from routing.exchange.delivery import dispatch
from routing.exchange.documents import XML_TYPES, parse
from routing.exchange.hooks import Hook
from routing.exchange.ledger import HookRecord
from routing.exchange.messages import REASONS, Message
from routing.exchange.run import Goto
from routing.exchange.switch import Line
from routing.exchange.terms import Callbacks
from routing.exchange.wire import API_VERSION, geography

MOST_DOCUMENTS, MOST_REPLIES = 10, 10
OPTED_OUT, TOO_MANY_REPLIES = 21610, 14109


@dataclass
class Conversation:
    """One text being answered; `opt_out` is STOP, START or HELP where the webhook is told of them."""

    line: Line
    message: Message
    opt_out: str = ""
    replies: int = 0

    async def answer(self) -> None:
        """Ask the line's URL, and its fallback's when that fails; a failure of both is silence, as texts have it."""
        line = self.line
        try:
            await self._follow(Goto(line.texts_go_to, line.sms_method, {}))
        except HookFailed as failure:
            if line.sms_fallback_url:
                why = {"ErrorCode": str(failure.code), "ErrorUrl": failure.url}
                await self._fall_back(Goto(line.sms_fallback_url, line.sms_fallback_method, why))

    async def _fall_back(self, source: Goto) -> None:
        try:
            await self._follow(source)
        except HookFailed:
            return

    async def _follow(self, source: Goto) -> None:
        switch, message = self.message.switch, self.message
        for _ in range(MOST_DOCUMENTS):
            cookies = switch.text_cookies.between(message.from_, message.to, switch.clock.now())
            hook = Hook(source.url, source.method, self._params() | source.params, message.sid, cookies, voice=False)
            onward = self._run(await switch.hooks.fetch(hook))
            if not onward:
                return
            source = onward

    def _run(self, answer: Answer) -> Goto | None:
        """Send the replies of a document; gives the next one."""
        if answer.content_type == "text/plain":
            self._reply(Element("Message"), answer.text, answer)
            return None
        if answer.content_type not in XML_TYPES or not answer.text.strip():
            return None
        for verb in parse(answer):
            if verb.tag == "Redirect":
                return Goto(urljoin(answer.url, (verb.text or "").strip()), verb.get("method", "POST"), {})
            if verb.tag == "Message" and (onward := self._message(verb, answer)):
                return onward
        return None

    def _message(self, verb: Element, answer: Answer) -> Goto | None:
        sent = self._reply(verb, _body(verb), answer)
        if not (action := verb.get("action")):
            return None
        told = {"MessageSid": sent.sid, "SmsSid": sent.sid, "MessageStatus": sent.status} if sent else {}
        return Goto(urljoin(answer.url, action), verb.get("method", "POST"), told)

    def _reply(self, verb: Element, body: str, answer: Answer) -> Message | None:
        """Send one reply, unless it may not be sent or there is nothing in it."""
        message, switch = self.message, self.message.switch
        from_, to = verb.get("from", message.to), verb.get("to", message.from_)
        media = [(node.text or "").strip() for node in verb.iter("Media")]
        if not (body or media) or not self._may_send(to, answer.record):
            return None
        self.replies += 1
        reply = Message(switch, "outbound-reply", from_, to, body, service=self.line.messaging_service, media=media)
        reply.callbacks = _callbacks(verb, answer)
        dispatch(reply)
        return reply

    def _may_send(self, to: str, record: HookRecord) -> bool:
        if self.replies >= MOST_REPLIES:
            record.note(f"{TOO_MANY_REPLIES} more than {MOST_REPLIES} replies")
        elif self.message.switch.opt_outs.has(self.line.sender, to):
            record.note(f"{OPTED_OUT} {REASONS[OPTED_OUT]}")
        else:
            return True
        return False

    def _params(self) -> dict[str, str]:
        message = self.message
        params = {
            "MessageSid": message.sid,
            "SmsSid": message.sid,
            "SmsMessageSid": message.sid,
            "AccountSid": message.switch.account.sid,
            "From": message.from_,
            "To": message.to,
            "Body": message.body,
            "NumMedia": str(len(message.media)),
            "NumSegments": str(message.segments),
            "SmsStatus": "received",
            "ApiVersion": API_VERSION,
            **dict(self._services()),
        }
        return params | geography("From", message.from_) | geography("To", message.to)

    def _services(self) -> Iterator[tuple[str, str]]:
        if self.line.messaging_service:
            yield "MessagingServiceSid", self.line.messaging_service
        if self.opt_out:
            yield "OptOutType", self.opt_out


def _body(message: Element) -> str:
    parts = [message.text or "", *(body.text or "" for body in message.iter("Body"))]
    return "".join(parts).strip()


def _callbacks(verb: Element, answer: Answer) -> Callbacks | None:
    """Read where a reply's progress is reported: to its action, when nothing else is given."""
    url = verb.get("statusCallback") or verb.get("action")
    return Callbacks(urljoin(answer.url, url), verb.get("method", "POST")) if url else None
