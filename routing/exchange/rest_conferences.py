"""REST: conferences, and those who take part in them."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from aiohttp import web

from routing.exchange import calls, rest_views
from routing.exchange.clock import first_of
from routing.exchange.conferences import BY_API, KICKED, Conference, Member, Wishes
from routing.exchange.joining import MOST, announce, refusal
from routing.exchange.legs import Leg
from routing.exchange.participants import REFUSALS, change
from routing.exchange.rest import Form, Refused, form, not_found, one, page, path, truth, whole
from routing.exchange.rest_calls import ends, placing_terms, ring_seconds
from routing.exchange.run import Goto, Inline
from routing.exchange.switch import Switch
from routing.exchange.wire import yes_no

SID = re.compile("CF[0-9a-f]{32}")


class Conferences:
    """List, fetch and end conferences; call people into them, change and remove them."""

    def __init__(self, switch: Switch) -> None:
        self.switch = switch

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get(path("Conferences.json"), self.list)
        yield web.get(path("Conferences/{conference}.json"), self.fetch)
        yield web.post(path("Conferences/{conference}.json"), self.update)
        participants = "Conferences/{conference}/Participants"
        yield web.get(path(f"{participants}.json"), self.list_participants)
        yield web.post(path(f"{participants}.json"), self.create_participant)
        yield web.get(path(f"{participants}/{{who}}.json"), self.fetch_participant)
        yield web.post(path(f"{participants}/{{who}}.json"), self.update_participant)
        yield web.delete(path(f"{participants}/{{who}}.json"), self.delete_participant)

    def _conference(self, request: web.Request) -> Conference:
        found = self.switch.conferences.get(request.match_info["conference"])
        if not found:
            raise not_found(request.path)
        return found

    def _live(self, request: web.Request) -> Conference:
        """Find the conference of that id, or find or begin one of that name."""
        name = request.match_info["conference"]
        known = self.switch.conferences.get(name)
        if SID.fullmatch(name) and (not known or known.over):
            raise not_found(request.path)
        return self.switch.conference_named(name)

    def _member(self, request: web.Request) -> tuple[Conference, Member]:
        conference, who = self._conference(request), request.match_info["who"]
        member = conference.members.get(who) or conference.labelled(who)
        if not member:
            raise not_found(request.path)
        return conference, member

    async def list(self, request: web.Request) -> web.Response:
        names = {"FriendlyName": "friendly_name", "Status": "status"}
        asked = {key: request.query[name] for name, key in names.items() if name in request.query}
        every = reversed(self.switch.conferences.values())
        found = [each for each in every if asked.items() <= _flat(rest_views.conference(each)).items()]
        return page(request, "conferences", found, rest_views.conference)

    async def fetch(self, request: web.Request) -> web.Response:
        return web.json_response(rest_views.conference(self._conference(request)))

    async def update(self, request: web.Request) -> web.Response:
        conference, given = self._conference(request), await form(request)
        if conference.over:
            raise Refused(400, 20001, "The conference has ended")
        if one(given, "Status") == "completed":
            conference.end("conference-ended-via-api", BY_API)
        if url := one(given, "AnnounceUrl"):
            everyone = list(conference.members.values())
            goto = Goto(url, one(given, "AnnounceMethod", "POST").upper(), {})
            self.switch.work.keep(announce(conference, everyone, goto))
        return web.json_response(rest_views.conference(conference))

    async def list_participants(self, request: web.Request) -> web.Response:
        conference = self._conference(request)
        people = [(member.leg, member.wishes) for member in conference.members.values()]
        people += conference.invited.values()
        names = {"Muted": "muted", "Hold": "hold", "Coaching": "coaching"}
        asked = {key: request.query[name] == "true" for name, key in names.items() if name in request.query}
        views = [rest_views.participant(conference, leg, wishes) for leg, wishes in people]
        shown = [view for view in views if view == view | asked]
        return page(request, "participants", shown, dict)

    async def create_participant(self, request: web.Request) -> web.Response:
        given = await form(request)
        both = ends(self.switch, given)
        conference = self._live(request)
        wishes = _wishes(given)
        if code := refusal(conference, wishes, whole(given, "MaxParticipants", MOST)):
            raise Refused(400, code, REFUSALS[code])
        twiml = _document(conference, given)
        leg = calls.place(self.switch, both, placing_terms(given), Inline(twiml), ring_seconds(given))
        conference.invited[leg.sid] = (leg, wishes)
        self.switch.work.keep(_watch(conference, leg, wishes))
        return web.json_response(rest_views.participant(conference, leg, wishes), status=201)

    async def fetch_participant(self, request: web.Request) -> web.Response:
        conference, who = self._conference(request), request.match_info["who"]
        if who in conference.invited:
            return web.json_response(rest_views.participant(conference, *conference.invited[who]))
        conference, member = self._member(request)
        return web.json_response(rest_views.participant(conference, member.leg, member.wishes))

    async def update_participant(self, request: web.Request) -> web.Response:
        conference, member = self._member(request)
        given = await form(request)
        change(conference, member, given)
        if url := one(given, "AnnounceUrl"):
            goto = Goto(url, one(given, "AnnounceMethod", "POST").upper(), {})
            self.switch.work.keep(announce(conference, [member], goto))
        return web.json_response(rest_views.participant(conference, member.leg, member.wishes))

    async def delete_participant(self, request: web.Request) -> web.Response:
        conference, member = self._member(request)
        conference.leave(member, KICKED, kicked=True)
        return web.Response(status=204)


def _flat(view: dict[str, Any]) -> dict[str, str]:
    return {key: value for key, value in view.items() if isinstance(value, str)}


async def _watch(conference: Conference, leg: Leg, wishes: Wishes) -> None:
    """Tell the conference when someone called for it does not come."""
    await first_of(leg.gone)
    if leg.sid in conference.invited and not conference.over:
        conference.not_added(leg, wishes)


def _wishes(given: Form) -> Wishes:
    return Wishes(
        label=one(given, "Label"),
        muted=truth(given, "Muted", False),
        starts=truth(given, "StartConferenceOnEnter", True),
        ends=truth(given, "EndConferenceOnExit", False),
        coach=one(given, "CallSidToCoach") if truth(given, "Coaching", False) else "",
    )


def _document(conference: Conference, given: Form) -> str:
    """Write the document by which the person called joins: the same road as any other participant's."""
    wishes = _wishes(given)
    root = Element("Response")
    noun = SubElement(SubElement(root, "Dial"), "Conference")
    noun.text = conference.name
    attributes = {
        "participantLabel": wishes.label,
        "muted": yes_no(wishes.muted),
        "startConferenceOnEnter": yes_no(wishes.starts),
        "endConferenceOnExit": yes_no(wishes.ends),
        "beep": one(given, "Beep", "true"),
        "coach": wishes.coach,
        "maxParticipants": one(given, "MaxParticipants"),
        "waitMethod": one(given, "WaitMethod"),
        "statusCallback": one(given, "ConferenceStatusCallback"),
        "statusCallbackMethod": one(given, "ConferenceStatusCallbackMethod"),
        "statusCallbackEvent": " ".join(given.get("ConferenceStatusCallbackEvent", [])),
    }
    noun.attrib |= {name: value for name, value in attributes.items() if value}
    if "WaitUrl" in given:
        noun.set("waitUrl", one(given, "WaitUrl"))
    return tostring(root, encoding="unicode")
