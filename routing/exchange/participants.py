"""What REST changes of somebody in a conference: mute, hold, coaching, what is heard while waiting."""

from routing.exchange.clock import sleep
from routing.exchange.conferences import Conference, Member
from routing.exchange.joining import coaching_refusal, sound
from routing.exchange.rest import Form, Refused, one, truth
from routing.exchange.run import CONFERENCE_WAIT, HOLD, Goto

REFUSALS = {
    16020: "The conference is full",
    16025: "Participant label is already in use in this conference",
    13240: "The call to coach is not in this conference",
    16027: "The participant to coach is on hold",
}


def change(conference: Conference, member: Member, given: Form) -> None:
    """Do what a request asks for, and tell of each change; a coach whom nobody can hear is refused."""
    coach = _coach(conference, member, given)
    _mute(conference, member, truth(given, "Muted", member.wishes.muted))
    _hold(conference, member, given)
    _new_wait(conference, member, given)
    _modify(conference, member, given, coach)


def _coach(conference: Conference, member: Member, given: Form) -> str:
    """Read whom this member coaches from now on, if anybody."""
    coach = member.wishes.coach
    if "Coaching" in given or "CallSidToCoach" in given:
        coach = one(given, "CallSidToCoach", coach) if truth(given, "Coaching", True) else ""
        if code := coaching_refusal(conference, coach):
            raise Refused(400, code, REFUSALS[code])
    return coach


def _modify(conference: Conference, member: Member, given: Form, coach: str) -> None:
    wishes, ends = member.wishes, truth(given, "EndConferenceOnExit", member.wishes.ends)
    if "BeepOnExit" in given:
        wishes.beep_on_exit = truth(given, "BeepOnExit", True)
    if (ends, coach) != (wishes.ends, wishes.coach):
        wishes.ends, wishes.coach = ends, coach
        conference.report("participant-modify", member)
        conference.mix()


def _new_wait(conference: Conference, member: Member, given: Form) -> None:
    """Play something else to someone who waits for the conference to begin."""
    if "WaitUrl" not in given:
        return
    url = one(given, "WaitUrl")
    member.wishes.wait = Goto(url, one(given, "WaitMethod", "POST").upper(), {}) if url else None
    if not conference.started:
        member.plays(sound(member.leg, member.wishes.wait, CONFERENCE_WAIT))


def _mute(conference: Conference, member: Member, muted: bool) -> None:
    if muted != member.wishes.muted:
        member.wishes.muted = muted
        conference.report("participant-mute" if muted else "participant-unmute", member)
        conference.mix()


def _hold(conference: Conference, member: Member, given: Form) -> None:
    hold = truth(given, "Hold", member.wishes.hold)
    if hold == member.wishes.hold:
        return
    member.wishes.hold = hold
    conference.report("participant-hold" if hold else "participant-unhold", member)
    url = one(given, "HoldUrl")
    what = Goto(url, one(given, "HoldMethod", "GET").upper(), {}) if url else ""
    member.plays(_held(member, what) if hold else None)
    conference.mix()


async def _held(member: Member, what: Goto | str) -> None:
    """Play what is heard on hold, again and again when it is a document."""
    while True:
        began = member.leg.switch.clock.now()
        await sound(member.leg, what, HOLD)
        if not isinstance(what, Goto):
            return
        if member.leg.switch.clock.now() == began:
            await sleep(member.leg.switch.clock, 1.0)
