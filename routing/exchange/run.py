"""Follow documents on a leg: load each, run its verbs, go where they lead."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from routing.exchange.answers import HookFailed
from routing.exchange.clock import Clock, sleep
from routing.exchange.documents import NOT_XML, WARNING, Page, parse_text, read, speaking_seconds

if TYPE_CHECKING:
    from routing.exchange.legs import Leg

APOLOGY = "We are sorry, an application error has occurred. Goodbye."
# Documents that send one another round, and wait for nobody, must not hold up the clock: a real network takes its time.
DOCUMENTS_AT_ONCE = 20
NO_ABSOLUTE_URL = 11100


class Ending(Enum):
    """How a document ended, when it did not go on to another."""

    RAN_OUT = auto()
    HANGUP = auto()
    LEAVE = auto()


@dataclass(frozen=True)
class Goto:
    """The next document: a request to make, with what is new in it."""

    url: str
    method: str
    params: dict[str, str]


@dataclass(frozen=True)
class Inline:
    """A document given with a REST request."""

    twiml: str


Source = Goto | Inline
Step = Goto | Ending | None


@dataclass(frozen=True)
class Place:
    """Where a document runs: which verbs it may use (None: all), and whether a failure asks the fallback URL."""

    name: str
    verbs: frozenset[str] | None = None
    fallback: bool = False


CALL = Place("document", fallback=True)
QUEUE_WAIT = Place("Enqueue@waitUrl", frozenset({"Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"}))
SOUNDS = frozenset({"Play", "Say", "Pause", "Redirect"})
CONFERENCE_WAIT = Place("Conference@waitUrl", SOUNDS)
HOLD = Place("Participant@HoldUrl", SOUNDS)
ANNOUNCE = Place("Participant@AnnounceUrl", SOUNDS)
DEQUEUED = Place("Queue@url", SOUNDS)
WHISPER = Place("Number@url", frozenset({"Play", "Say", "Gather", "Hangup"}))


def nothing() -> dict[str, str]:
    """Give no parameters."""
    return {}


@dataclass
class Run:
    """One document being run on one leg; `extra` are parameters that this place adds to every request."""

    leg: "Leg"
    page: Page
    place: Place = CALL
    extra: Callable[[], dict[str, str]] = nothing

    def goto(self, url: str, method: str | None, params: dict[str, str] | None = None) -> Goto:
        """Say which document comes next; an empty URL is this one."""
        return Goto(self.resolve(url), (method or "POST").upper(), params or {})

    def resolve(self, url: str) -> str:
        """Make a URL absolute; HookFailed when it stands in a document that has none of its own."""
        absolute = urljoin(self.page.url, url) if url else self.page.url
        if urlsplit(absolute).scheme not in ("http", "https"):
            raise HookFailed(NO_ABSOLUTE_URL, f"{url!r} is no absolute URL", url)
        return absolute

    def action(self, node: Element, params: dict[str, str]) -> Step:
        """Go to a verb's action when it has one, else to the next verb."""
        url = node.get("action")
        return None if url is None else self.goto(url, node.get("method"), params)


async def follow(
    leg: "Leg", source: Source, place: Place = CALL, extra: Callable[[], dict[str, str]] = nothing
) -> Ending:
    """Run a document and those that it leads to; HookFailed when one of them could not be had."""
    pace = _Pace(leg.switch.clock)
    while True:
        await pace.keep(source)
        run = Run(leg, await load(leg, source, place, extra), place, extra)
        step = await run_verbs(run)
        if isinstance(step, Ending):
            return step
        source = step


class _Pace:
    """Let a second pass when too many documents come at one instant without anybody's key or word."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._instant, self._count = clock.now(), 0

    async def keep(self, source: Source) -> None:
        answered = isinstance(source, Goto) and (source.params.get("Digits") or source.params.get("SpeechResult"))
        self._count += 1
        if answered or self._clock.now() != self._instant:
            self._instant, self._count = self._clock.now(), 0
        if self._count > DOCUMENTS_AT_ONCE:
            await sleep(self._clock, 1.0)


async def converse(leg: "Leg", source: Source) -> None:
    """Run a call's documents to its end; what cannot be run is said to be an error."""
    leg.place = "document"
    try:
        await follow(leg, source)
    except HookFailed:
        leg.answer()
        await leg.listen("say", APOLOGY, speaking_seconds(APOLOGY), "en-US")


async def load(leg: "Leg", source: Source, place: Place, extra: Callable[[], dict[str, str]]) -> Page:
    """Get a document, or the fallback's where there is one."""
    try:
        return await _load(leg, source, extra())
    except HookFailed as failure:
        fallback = leg.terms.fallback
        if not place.fallback or not fallback:
            raise
        failed = source.params if isinstance(source, Goto) else {}
        why = {"ErrorCode": str(failure.code), "ErrorUrl": failure.url}
        return await _load(leg, Goto(fallback.url, fallback.method, failed | why), extra())


async def _load(leg: "Leg", source: Source, extra: dict[str, str]) -> Page:
    if isinstance(source, Inline):
        try:
            return Page("", "POST", list(parse_text(source.twiml)))
        except ValueError as wrong:
            raise HookFailed(NOT_XML, str(wrong)) from wrong
    answer = await leg.switch.hooks.fetch(leg.hook(source.url, source.method, extra | source.params))
    return read(answer, source.method)


async def run_verbs(run: Run) -> Goto | Ending:
    """Run a document's verbs from top to bottom."""
    for node in run.page.verbs:
        verb = run.leg.switch.verbs.get(node.tag)
        if not verb:
            continue
        if run.place.verbs is not None and node.tag not in run.place.verbs:
            run.page.note(f"{WARNING} {node.tag} is not allowed in {run.place.name}")
            raise HookFailed(WARNING, f"{node.tag} is not allowed in {run.place.name}", run.page.url)
        step = await verb(run, node)
        if step is not None:
            return step
    return Ending.RAN_OUT


Verb = Callable[[Run, Element], Awaitable[Step]]
