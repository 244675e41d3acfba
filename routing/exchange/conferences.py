"""Conferences: who is in, when they begin and end, and the callbacks that tell of it."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from routing.exchange.answers import HookFailed
from routing.exchange.hooks import Hook
from routing.exchange.rooms import Room
from routing.exchange.wire import new_sid, rfc2822, yes_no

if TYPE_CHECKING:
    from routing.exchange.legs import Leg
    from routing.exchange.run import Goto
    from routing.exchange.switch import Switch
    from routing.exchange.terms import Callbacks

HUNG_UP, UPDATED, KICKED = "participant_hung_up", "participant_updated_via_api", "participant_updated_via_api"
MODERATOR, BY_API, NOT_ADDED = "moderator_ended_conference", "conference_ended_via_api", "participant_add_failed"
FEWEST = 2


@dataclass
class Wishes:
    """How someone takes part; `wait` is None for silence and "" for the usual music."""

    label: str = ""
    muted: bool = False
    hold: bool = False
    starts: bool = True
    ends: bool = False
    beep: str = "true"
    beep_on_exit: bool | None = None
    coach: str = ""
    wait: "Goto | str | None" = ""


@dataclass(eq=False)
class Member:
    """One leg in a conference; `left` is done when it is no longer in it."""

    leg: "Leg"
    wishes: Wishes
    joined: float
    left: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    sound: "asyncio.Task[None] | None" = None

    def plays(self, sound: Coroutine[Any, Any, None] | None) -> None:
        """Play this to the member instead of what was played before."""
        if self.sound:
            self.sound.cancel()
        self.sound = self.leg.switch.work.keep(self._play(sound)) if sound else None

    async def _play(self, sound: Coroutine[Any, Any, None]) -> None:
        try:
            await sound
        except HookFailed as failure:
            # A waiting document that fails keeps its caller out of the conference.
            if not self.left.done():
                self.left.set_exception(failure)


class Conference:
    """A named room; it begins with the second participant, when one of them starts it."""

    def __init__(self, switch: "Switch", name: str) -> None:
        self.switch = switch
        self.sid = new_sid("CF")
        self.name = name
        self.status = "init"
        self.created = self.updated = switch.clock.now()
        self.members: dict[str, Member] = {}
        self.invited: dict[str, tuple[Leg, Wishes]] = {}
        self.room = Room()
        self.callbacks: Callbacks | None = None
        self.ended_by: Member | None = None
        self.reason_ended: str | None = None
        self._sequence = 0
        self._last_report: asyncio.Task[None] | None = None

    @property
    def over(self) -> bool:
        return self.status == "completed"

    @property
    def started(self) -> bool:
        return self.status == "in-progress"

    def labelled(self, label: str) -> Member | None:
        """Find the member with that label."""
        return next((one for one in self.members.values() if label and one.wishes.label == label), None)

    def join(self, leg: "Leg", wishes: Wishes) -> Member:
        """Let a leg in; the conference begins when it is the one that was missing."""
        member = Member(leg, wishes, self.switch.clock.now())
        self.invited.pop(leg.sid, None)
        self.members[leg.sid] = member
        leg.member, leg.place = member, "conference"
        self.report("participant-join", member)
        self._beep(member, "onEnter")
        if not self.started and self._may_start():
            self._start()
        self.mix()
        return member

    def _may_start(self) -> bool:
        return len(self.members) >= FEWEST and any(member.wishes.starts for member in self.members.values())

    def _start(self) -> None:
        self.status = "in-progress"
        self.report("conference-start")
        for member in self.members.values():
            if not member.wishes.hold:
                member.plays(None)

    def mix(self) -> None:
        """Let those hear one another who are in a conference under way, and not on hold."""
        self.updated = self.switch.clock.now()
        heard = [member.leg for member in self.members.values() if not member.wishes.hold] if self.started else []
        self.room.fill(heard, self._hears)
        self.switch.touch()

    def _hears(self, one: "Leg", other: "Leg") -> bool:
        """Tell whether one hears the other: nobody hears who is muted, and a coach is heard by whoever is coached."""
        speaker = self.members.get(other.sid)
        return not speaker or (not speaker.wishes.muted and speaker.wishes.coach in ("", one.sid))

    def leave(self, member: Member, reason: str, *, kicked: bool = False) -> None:
        """Let a member go; the conference may end with it."""
        if not self.members.pop(member.leg.sid, None):
            return
        self._let_go(member, reason)
        self._beep(member, "onExit")
        how = "kicked" if kicked else "left"
        if member.wishes.ends:
            self.end(f"participant-with-end-conference-on-exit-{how}", MODERATOR, member)
        elif not self.members:
            self.end(f"last-participant-{how}", MODERATOR, member)
        else:
            self.mix()

    def _let_go(self, member: Member, reason: str) -> None:
        member.plays(None)
        member.leg.member = None
        self.report("participant-leave", member, {"ReasonParticipantLeft": reason})
        if not member.left.done():
            member.left.set_result(None)

    def end(self, why: str, reason: str, by: Member | None = None) -> None:
        """End it for everyone; each goes on with what stands after its conference."""
        if self.over:
            return
        self.reason_ended, self.ended_by = why, by
        remaining, self.members = list(self.members.values()), {}
        self.room.fill([])
        for member in remaining:
            self._let_go(member, reason)
        self.status = "completed"
        self.switch.live_names.pop(self.name, None)
        self.updated = self.switch.clock.now()
        ending = {"CallSidEndingConference": by.leg.sid} if by else {}
        if by and by.wishes.label:
            ending["ParticipantLabelEndingConference"] = by.wishes.label
        self.report("conference-end", None, {"ReasonConferenceEnded": why, "Reason": why.replace("-", " "), **ending})
        self.switch.touch()

    def not_added(self, leg: "Leg", wishes: Wishes) -> None:
        """Tell that someone who was called for the conference never came."""
        self.invited.pop(leg.sid, None)
        self.report("participant-leave", Member(leg, wishes, 0.0), {"ReasonParticipantLeft": NOT_ADDED})
        if not self.members and not self.invited:
            self.end("last-participant-left", MODERATOR)

    def _beep(self, member: Member, when: str) -> None:
        wanted = member.wishes.beep in ("true", when)
        if when == "onExit" and member.wishes.beep_on_exit is not None:
            wanted = member.wishes.beep_on_exit
        if wanted and self.started:
            for other in self.members.values():
                other.leg.hear("beep", seconds=1.0)

    def report(self, event: str, member: Member | None = None, extra: dict[str, str] | None = None) -> None:
        """Tell the first participant's callback about an event that it asked for, in order."""
        kind = event.removeprefix("conference-").removeprefix("participant-").removeprefix("un")
        kind = "announcement" if kind.startswith("announcement") else kind
        if not self.callbacks or kind not in self.callbacks.events:
            return
        self._sequence += 1
        params = {
            "ConferenceSid": self.sid,
            "FriendlyName": self.name,
            "AccountSid": self.switch.account.sid,
            "SequenceNumber": str(self._sequence),
            "Timestamp": rfc2822(self.switch.clock.now()),
            "StatusCallbackEvent": event,
            **(_about(member) if member else {}),
            **(extra or {}),
        }
        if event == "participant-leave" and member:
            params["ParticipantCallStatus"] = member.leg.status
        hook = Hook(self.callbacks.url, self.callbacks.method, params, self.sid)
        self._last_report = self.switch.hooks.notify(hook, self._last_report)


def _about(member: Member) -> dict[str, str]:
    wishes = member.wishes
    about = {
        "CallSid": member.leg.sid,
        "Muted": yes_no(wishes.muted),
        "Hold": yes_no(wishes.hold),
        "Coaching": yes_no(bool(wishes.coach)),
        "EndConferenceOnExit": yes_no(wishes.ends),
        "StartConferenceOnEnter": yes_no(wishes.starts),
    }
    return about | ({"ParticipantLabel": wishes.label} if wishes.label else {})
