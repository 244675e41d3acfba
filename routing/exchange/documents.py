"""Read what the application answered: TwiML, plain text or sound, with Twilio's errors and warnings."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from routing.exchange.answers import Answer, HookFailed
from routing.exchange.ledger import HookRecord

NOT_XML, WARNING, WRONG_TYPE = 12100, 12200, 12300
XML_TYPES = ("text/xml", "application/xml", "text/html")
WORD_SECONDS = 1 / 2.6

_ASK = "action method"
_EVENTS = "statusCallback statusCallbackEvent statusCallbackMethod"
_RECORDS = "recordingStatusCallback recordingStatusCallbackEvent recordingStatusCallbackMethod trim"
# What each element may hold and carry, as far as the exchange runs it; anything else is a warning and is ignored.
CHILDREN: dict[str, str] = {
    "Response": "Dial Enqueue Gather Hangup Leave Pause Play Record Redirect Reject Say",
    "Dial": "Client Conference Number Queue Sim Sip",
    "Gather": "Pause Play Say",
    "Enqueue": "Task",
}
ATTRIBUTES: dict[str, str] = {
    "Dial": (
        f"{_ASK} answerOnBridge callReason callerId hangupOnStar record ringTone sequential timeLimit timeout"
        f" {_RECORDS}"
    ),
    "Enqueue": f"{_ASK} maxQueueSize waitUrl waitUrlMethod workflowSid",
    "Gather": (
        f"{_ASK} actionOnEmptyResult bargeIn debug enhanced finishOnKey hints input language maxSpeechTime numDigits"
        " partialResultCallback partialResultCallbackMethod profanityFilter speechModel speechTimeout timeout"
    ),
    "Pause": "length",
    "Play": "digits loop",
    "Record": f"{_ASK} finishOnKey maxLength playBeep timeout transcribe transcribeCallback {_RECORDS}",
    "Redirect": "method",
    "Reject": "reason",
    "Say": "language loop voice",
    "Conference": (
        "beep coach endConferenceOnExit jitterBufferSize maxParticipants muted participantLabel record region"
        f" startConferenceOnEnter waitMethod waitUrl {_EVENTS} {_RECORDS}"
    ),
    "Number": (
        "amdStatusCallback amdStatusCallbackMethod machineDetection machineDetectionTimeout method sendDigits url"
        f" {_EVENTS}"
    ),
    "Queue": "method url",
}


@dataclass
class Page:
    """A document that is being run: where it came from (empty when given inline), and its verbs."""

    url: str
    method: str
    verbs: list[Element]
    record: HookRecord | None = None

    def note(self, problem: str) -> None:
        """Tell the ledger what was wrong with the document."""
        if self.record:
            self.record.note(problem)


def read(answer: Answer, method: str) -> Page:
    """Turn an answer into a page; HookFailed when it is none. Warnings are noted on the answer's record."""
    match answer.content_type:
        case kind if kind in XML_TYPES:
            root = parse(answer)
        case "text/plain":
            root = Element("Response")
            ET.SubElement(root, "Say").text = answer.text
        case kind if kind.startswith("audio/"):
            root = Element("Response")
            ET.SubElement(root, "Play").text = answer.url
        case kind:
            answer.record.note(f"{WRONG_TYPE} {kind}")
            raise HookFailed(WRONG_TYPE, f"an answer of type {kind}", answer.url)
    for warning in warnings(root):
        answer.record.note(f"{WARNING} {warning}")
    return Page(answer.url, method, list(root), answer.record)


def parse(answer: Answer) -> Element:
    """Parse TwiML; HookFailed 12100 when it is not well-formed or has another root."""
    try:
        return parse_text(answer.text)
    except ValueError as wrong:
        answer.record.note(f"{NOT_XML} {wrong}")
        raise HookFailed(NOT_XML, str(wrong), answer.url) from wrong


def parse_text(text: str) -> Element:
    """Parse a document; ValueError says why it is not TwiML."""
    try:
        root = ET.fromstring(text)
    except ET.ParseError as wrong:
        raise ValueError(f"not XML: {wrong}") from wrong
    if root.tag != "Response":
        raise ValueError(f"the root element is {root.tag}")
    return root


def warnings(node: Element) -> Iterator[str]:
    """List the elements and attributes that Twilio would warn about and ignore."""
    for child in node:
        if child.tag not in CHILDREN.get(node.tag, "").split():
            yield f"{node.tag}/{child.tag} is not known"
            continue
        for name in child.attrib:
            if name not in ATTRIBUTES.get(child.tag, "").split():
                yield f"{child.tag}@{name} is not known"
        if child.tag in CHILDREN:
            yield from warnings(child)


def words(node: Element) -> str:
    """Give the text of an element, whatever marks stand around its words."""
    return " ".join("".join(node.itertext()).split())


def number_of(node: Element, name: str, default: int) -> int:
    """Read a whole number; anything else is the default."""
    text = node.get(name, "")
    return int(text) if text.isdigit() else default


def is_true(node: Element, name: str, *, default: bool = False) -> bool:
    """Read a truth value."""
    return {"true": True, "false": False}.get(node.get(name, ""), default)


def speaking_seconds(text: str) -> float:
    """Say how long a sentence takes."""
    return round(max(1.0, len(text.split()) * WORD_SECONDS), 3)
