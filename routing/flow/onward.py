"""Where a caller belongs: the line, the bridge, or a choice outside the line.

A caller's telephone asks again and again, and the answer depends only on how the contact stands; so a lost job, a lost
webhook or a move that came to nothing never leaves anybody in silence.
"""

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_hex

from config.shapes import Line, Skill
from routing.domain.contact import Incoming, Waiting
from routing.domain.menu import Spot
from routing.domain.replies import Ask, Document, Go, Hangup, Join, Play, Queue, Say
from routing.flow import acts, callback, elsewhere, menus, texting, voicemail
from routing.flow.people import number_of, person_of, shown
from routing.flow.sentences import disclosure, numbers, say, voiced
from routing.flow.ticket import Ticket, address
from routing.ports import Services

SHUT_OUT_SECONDS = 5
CUT_OFF_SECONDS = 20
MUSIC_KEY_SECONDS = 1
STEPS_SECONDS = 2
CHOOSING_SECONDS = 180
MUSIC = "/hold.wav"
ALONE = "/voice/alone"
BY_STAFF = "ended_by_staff"  # a choice that staff make for somebody who waits, its outcome, and what is said of it
NOT_QUEUED = ("queue-full", "error", "system-error")  # Twilio's queue would not have the caller (webhooks.json)


def begin(s: Services, call: Incoming, ticket: Ticket, instead: Document = ()) -> Document:
    """Enter the line, ring whoever is free, and wait; return `instead`, if any, to a specialist's telephone.

    Raises Unavailable.
    """
    line, language = s.config.lines[ticket.line], ticket.language
    change = acts.carry_out(s, _enter(s, call, ticket, unless_rostered=bool(instead)))
    if change.word == "rostered":
        return instead
    if change.word == "shut_out":
        return shut_out(s, line, language)
    if change.word == "ended":
        return (Hangup(),)
    contact, _, entered_at, closed = change.details
    known = Ticket(str(contact), line.id, ticket.skill, language, str(entered_at), ticket.priority, ticket.topic)
    told = {"disclosed": line.listen} if line.listen != "no" else {}
    return (*_first(s, line, language, closed=bool(closed)), *queue(s, known, **told))


def _first(s: Services, line: Line, language: str, *, closed: bool) -> tuple[Say, ...]:
    """Say what comes before the wait; where nobody takes calls just now, that is said there."""
    told = disclosure(s, line, language)
    if closed:
        return (voiced(s, told, language),) if told else ()
    return (say(s, "putting_in_line", language, disclosure=told),)


def _enter(s: Services, call: Incoming, ticket: Ticket, *, unless_rostered: bool) -> acts.Change:
    line = s.config.lines[ticket.line]
    fields = queueing(line, ticket.skill, ticket.language) | {
        "topic": ticket.topic,
        "waited": ticket.waited,
        "priority": ticket.priority,
        "person": person_of(s, call),
        "call": s.vault.seal("call", call.call),
    }
    number = number_of(s.config, call)
    fields |= shown(s, line, number)
    digests = s.vault.digests("person", number) if unless_rostered else ()
    return s.switchboard.enter(ticket.contact, s.vault.digest("call", call.call), ticket.entered_at, fields, digests)


def queueing(line: Line, skill_id: str, language: str) -> dict[str, str | int]:
    """Return what live state needs to find somebody fit: the queues for a skill and a language, and how they ring."""
    skill = line.skills[skill_id]
    return {
        "channel": "voice",
        "line": line.id,
        "skill": skill.id,
        "language": language,
        "queues": " ".join(line.queue(each, language) for each in (skill.id, *_at_once(skill))),
        "widen": " ".join(f"{step.after} {line.queue(step.queue, language)}" for step in skill.widen if step.after),
        "width": skill.ring_at_once if skill.strategy == "ring_all" else 1,
        "rings": skill.ring_seconds,
        "wrap_up": skill.wrap_up_seconds,
    }


def _at_once(skill: Skill) -> list[str]:
    return [step.queue for step in skill.widen if not step.after]


def shut_out(s: Services, line: Line, language: str, times: int = 1) -> Document:
    """Tell a person who is shut out where else help is, and let them hear what to do in an emergency."""
    here = f"/voice/shut_out/{language}?times={times}"
    return (Ask((say(s, "shut_out", language, numbers=numbers(s, line, language)),), here, SHUT_OUT_SECONDS), Go(here))


def queue(s: Services, ticket: Ticket, **told: str) -> Document:
    """Wait in the line. That the wait begins shows that what was said before was heard to its end: `told` says what."""
    wait, then = f"/voice/wait/{ticket.contact}", f"/voice/queued/{ticket.contact}"
    return (Queue(address(s, wait, ticket, **told), address(s, then, ticket)),)


def onward(s: Services, call: Incoming, ticket: Ticket, result: str = "") -> Document:
    """Tell a caller who is not in Twilio's queue where to go. Raises Unavailable.

    With a `result` that says Twilio's queue would not have the caller, the same waiting goes on without it.
    """
    standing = s.switchboard.wait(ticket.contact)
    if standing is None or standing.stage == "callback":
        # What has ended is known for as long as a telephone asks: who is not known was lost with live state, or by
        # the fall of its master. A new id, because the old one's offers may still ring and must not be taken
        # for the new one's. Whoever is on the line and is to be called back takes that place.
        return begin(s, call, replace(ticket, contact=token_hex(8)))
    if standing.stage == "waiting" and result in NOT_QUEUED:
        return (Go(address(s, f"/voice/wait/{ticket.contact}", ticket, loop=1)),)
    return stands(s, ticket, standing)


def stands(s: Services, ticket: Ticket, standing: Waiting) -> Document:
    """Return the document for a caller outside the queue, by how the contact stands."""
    match standing.stage, standing.choice:
        case "waiting", _:
            return queue(s, ticket)
        case (("accepted" | "bridged"), _):
            return bridge(s, ticket, standing.offer)
        case "held", choice:
            return held(s, ticket, standing.step, 0 if choice == "aside" else None)
        case ("choosing", voicemail.CHOICE) | (voicemail.CHOICE, _):
            return voicemail.stands(s, ticket, standing)
        case "choosing", chosen if chosen not in ("goodbye", BY_STAFF):
            return ASKING.get(chosen, information)(s, ticket, standing.step)
    return _ended_by_staff(s, ticket) if standing.choice == BY_STAFF else farewell(s, ticket)


def _ended_by_staff(s: Services, ticket: Ticket) -> Document:
    told = numbers(s, s.config.lines[ticket.line], ticket.language)
    return (say(s, BY_STAFF, ticket.language, numbers=told), Hangup())


def farewell(s: Services, ticket: Ticket) -> Document:
    return (say(s, "goodbye", ticket.language), Hangup())


def bridge(s: Services, ticket: Ticket, offer: str) -> Document:
    over = address(s, f"/voice/over/{ticket.contact}", ticket)
    return (say(s, "connecting", ticket.language), Join(offer, "caller", ALONE, f"/offer/{offer}/bridge", over))


def alone() -> Document:
    """Play to a caller who is in the bridge before the specialist, or has been left in it."""
    return (Play(MUSIC), Go(ALONE))


def cut_off(s: Services, ticket: Ticket, step: int) -> Document:
    here = address(s, f"/voice/choice/{ticket.contact}", ticket, step=step)
    return (Ask((say(s, "cut_off", ticket.language),), here, CUT_OFF_SECONDS), Go(here))


def held(s: Services, ticket: Ticket, step: int, n: int | None) -> Document:
    """Keep a caller company while a specialist asks somebody else; with n None, until it is known what goes on."""
    if n is None:
        here = address(s, f"/voice/over/{ticket.contact}", ticket)
        return (say(s, "one_moment", ticket.language), Go(here))
    here, keys = (
        address(s, f"/voice/held/{ticket.contact}{part}", ticket, n=n + 1, step=step) for part in ("", "/keys")
    )
    said = say(s, "hold_choice" if n else "hold_begins", ticket.language)
    return (Ask((said, Play(MUSIC)), keys, MUSIC_KEY_SECONDS), Go(here))


def on_hold(s: Services, call: Incoming, ticket: Ticket, step: int, n: int) -> Document:
    """Go on with a caller on hold: with a key, or with silence. Raises Unavailable."""
    standing = s.switchboard.wait(ticket.contact)
    if standing is None or standing.stage != "held" or standing.choice != "aside":
        return onward(s, call, ticket)
    match call.keys:
        case "0":
            return emergency(s, ticket, loop=1)
        case "1":
            acts.carry_out(s, s.switchboard.rejoin(ticket.contact, step))
            return (say(s, "back_in_line", ticket.language), *onward(s, call, ticket))
    return held(s, ticket, standing.step, n)


def information(s: Services, ticket: Ticket, step: int) -> Document:
    """Let a caller walk the topics while the place is kept."""
    kept = say(s, "information", ticket.language)
    return subjects(s, ticket, step, Spot(menus.SUBJECTS, ticket.language), first=(kept,))


def subjects(
    s: Services, ticket: Ticket, step: int, spot: Spot, *, first: menus.Words = (), call: Incoming | None = None
) -> Document:
    def here(spot: Spot) -> str:
        where = {"node": spot.node, "language": spot.language}
        return address(s, f"/voice/choice/{ticket.contact}", ticket, step=step, **where, **menus.more(spot))

    return menus.show(s, s.config.lines[ticket.line], spot, here, first=first, call=call)


def over(s: Services, call: Incoming, ticket: Ticket) -> Document:
    """Go on with a caller who has left the bridge and is still on the line. Raises Unavailable."""
    acts.carry_out(s, s.switchboard.part(ticket.contact))
    return onward(s, call, ticket)


def emergency(s: Services, ticket: Ticket, **heard: str | int) -> Document:
    """Say what to do while the place is kept, until the caller hangs up or presses 1 to be put further ahead."""
    here = address(s, f"/voice/wait/{ticket.contact}/emergency", ticket, **heard)
    return (Ask((say(s, "emergency_steps", ticket.language),), here, STEPS_SECONDS), Go(here))


def choice(s: Services, call: Incoming, ticket: Ticket, step: int, query: Mapping[str, str]) -> Document:
    """Answer a key, words or silence where a caller chooses outside the line. Raises Unavailable."""
    standing = s.switchboard.wait(ticket.contact)
    if standing is None or standing.stage != "choosing":
        # Where a callback is promised already, the webhook has come twice.
        promised = standing is not None and standing.stage == callback.CHOICE
        return callback.promised(s, ticket) if promised else onward(s, call, ticket)
    if standing.choice == "information":
        return _informed(s, call, ticket, step, query)
    if call.keys == "0":
        return emergency(s, ticket, loop=1)
    if standing.choice in ANSWERING:
        answered = ANSWERING[standing.choice](s, call, ticket, step, query)
        return _back(s, call, ticket, step, answered) if isinstance(answered, str) else answered
    if standing.choice == "cut_off" and call.keys != "1":
        return _still_cut_off(s, call, ticket, standing)
    return _back(s, call, ticket, step)


def _still_cut_off(s: Services, call: Incoming, ticket: Ticket, standing: Waiting) -> Document:
    if call.keys:
        return cut_off(s, ticket, standing.step)
    acts.carry_out(s, s.switchboard.leave(ticket.contact))
    return farewell(s, ticket)


def _informed(s: Services, call: Incoming, ticket: Ticket, step: int, query: Mapping[str, str]) -> Document:
    spot = menus.read(query.get("node", menus.SUBJECTS), query.get("language", ticket.language), query)
    turn = menus.turn(s, call, s.config.lines[ticket.line], spot)
    if turn.to == "emergency":
        return (*turn.first, *emergency(s, ticket, loop=1))
    if isinstance(turn.to, Spot):
        s.switchboard.postpone("choosing", ticket.contact, CHOOSING_SECONDS)
        return subjects(s, ticket, step, turn.to, first=turn.first, call=call)
    return (*turn.first, *_back(s, call, ticket, step))


def _back(s: Services, call: Incoming, ticket: Ticket, step: int, phrase: str = "back_in_line") -> Document:
    acts.carry_out(s, s.switchboard.rejoin(ticket.contact, step))
    return (say(s, phrase, ticket.language), *onward(s, call, ticket))


# What is asked, choice by choice, and what becomes of the answer: a document, or the phrase of who goes back in line.
ASKING = {
    "cut_off": cut_off,
    callback.CHOICE: callback.question,
    texting.CHOICE: texting.question,
    elsewhere.CHOICE: elsewhere.begin,
}
ANSWERING = {
    voicemail.CHOICE: voicemail.answer,
    texting.CHOICE: texting.answer,
    callback.CHOICE: callback.answer,
}
