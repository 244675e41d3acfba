"""Take a leg into a conference and out again: the Conference noun, its waiting and holding sounds."""

import asyncio
from xml.etree.ElementTree import Element

from routing.exchange.answers import HookFailed
from routing.exchange.clock import first_of
from routing.exchange.conferences import FEWEST, HUNG_UP, UPDATED, Conference, Member, Wishes
from routing.exchange.documents import is_true, number_of, words
from routing.exchange.legs import Leg
from routing.exchange.run import ANNOUNCE, CONFERENCE_WAIT, Goto, Place, Run, follow
from routing.exchange.star import Star
from routing.exchange.terms import Callbacks
from routing.exchange.wire import yes_no

MOST = 250
DEFAULT_EVENTS = "start end"


async def join(run: Run, dial: Element, noun: Element, outcome: dict[str, str]) -> None:
    """Be in the conference until it ends or is left; fills in the parameters of the Dial's action."""
    leg, conference = run.leg, run.leg.switch.conference_named(words(noun))
    conference.invited.pop(leg.sid, None)
    wishes = _wishes(run, noun)
    outcome |= {"DialCallStatus": "failed", "DialBridged": "false"}
    if refusal(conference, wishes, number_of(noun, "maxParticipants", MOST)):
        return
    if not conference.callbacks and not conference.members and (url := noun.get("statusCallback")):
        events = tuple(noun.get("statusCallbackEvent", DEFAULT_EVENTS).split())
        conference.callbacks = Callbacks(run.resolve(url), noun.get("statusCallbackMethod", "POST"), events)
    leg.answer()
    outcome["DialCallStatus"] = "answered"
    before = len(leg.spans)
    member = conference.join(leg, wishes)
    if not conference.started:
        member.plays(sound(leg, wishes.wait, CONFERENCE_WAIT))
    try:
        await _stay(conference, member, star=is_true(dial, "hangupOnStar"))
    finally:
        outcome["DialBridged"] = yes_no(len(leg.spans) > before)


async def _stay(conference: Conference, member: Member, *, star: bool) -> None:
    leg = member.leg
    leg.listener = pressed = Star() if star else None
    try:
        await first_of(member.left, *([pressed.pressed] if pressed else []))
        if member.left.done():
            member.left.result()
    finally:
        conference.leave(member, HUNG_UP if leg.over or (pressed and pressed.pressed.done()) else UPDATED)
        leg.unheed(pressed)
        leg.place = None if leg.over else "document"


def refusal(conference: Conference, wishes: Wishes, most: int) -> int | None:
    """Give Twilio's error code when nobody may join so."""
    if len(conference.members) >= max(most, FEWEST):
        return 16020
    labels = [*(member.wishes.label for member in conference.members.values())]
    labels += [invited.label for _, invited in conference.invited.values()]
    if wishes.label and wishes.label in labels:
        return 16025
    return coaching_refusal(conference, wishes.coach)


def coaching_refusal(conference: Conference, coached: str) -> int | None:
    """Give Twilio's error code when that call cannot be coached."""
    if not coached:
        return None
    member = conference.members.get(coached)
    if not member:
        return 13240
    return 16027 if member.wishes.hold else None


def _wishes(run: Run, noun: Element) -> Wishes:
    wait_url = noun.get("waitUrl")
    wait: Goto | str | None = wait_url
    if wait_url:
        wait = run.goto(wait_url, noun.get("waitMethod"))
    elif wait_url is None:
        wait = ""
    else:
        wait = None
    return Wishes(
        label=noun.get("participantLabel", ""),
        muted=is_true(noun, "muted"),
        starts=is_true(noun, "startConferenceOnEnter", default=True),
        ends=is_true(noun, "endConferenceOnExit"),
        beep=noun.get("beep", "true"),
        coach=noun.get("coach", ""),
        wait=wait,
    )


async def sound(leg: Leg, what: Goto | str | None, place: Place) -> None:
    """Play a document to its end, the usual music (""), or silence (None)."""
    if isinstance(what, Goto):
        await follow(leg, what, place)
    leg.hear("music" if what == "" else "silence")


async def announce(conference: Conference, members: list[Member], url: Goto) -> None:
    """Play a document to some of the members, whatever else they hear."""
    first = members[0] if len(members) == 1 else None
    result, told = "announcement-end", {"AnnounceUrl": url.url}
    try:
        await asyncio.gather(*(follow(member.leg, url, ANNOUNCE) for member in members))
    except HookFailed as failure:
        result = "announcement-fail"
        told["ReasonAnnouncementFailed"] = str(failure)
    conference.report(result, first, told)
