"""The voice webhooks: read the form, tell the story, write the TwiML."""

from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache

from flask import Blueprint, Response, request

from routing.channels import voice
from routing.domain.contact import Unavailable
from routing.domain.promise import NotKept
from routing.domain.replies import Document
from routing.flow import call, elsewhere, hearing, menus, offer, outside, spoken, ticket, wait
from routing.flow.onward import alone, on_hold, onward
from routing.flow.onward import choice as choose_again
from routing.flow.onward import emergency as emergency_steps
from routing.flow.onward import over as parted
from routing.flow.ticket import Ticket
from routing.services import Services
from routing.web import guard
from routing.web.answers import incoming, noted, nothing, number, services, xml

bp = Blueprint("voice", __name__)


# Writing TwiML is a third of what answering a call costs. Only documents without a ticket come here: each line has few.
@lru_cache(maxsize=64)
def greeting(document: Document, base: str) -> str:
    """Write a document that is the same for everyone, once."""
    return voice.twiml(document, base)


def held(otherwise: Callable[[Services, Ticket], Document], tell: Callable[[Services, Ticket], Document]) -> Response:
    """Answer a caller who holds a ticket, also while live state does not answer."""
    s = services()
    place = ticket.read(s, request.args.get("t", ""))
    try:
        return xml(tell(s, place))
    except Unavailable:
        return xml(otherwise(s, place))


def heard() -> wait.Heard:
    return wait.Heard.read(request.args)


@bp.post("/voice")
@guard.twilio
def answer() -> Response:
    s = services()
    return Response(greeting(call.answer(s, incoming()), s.settings.public_path), mimetype="text/xml")


@bp.post("/voice/menu/<node>/<language>")
@guard.twilio
def menu(node: str, language: str) -> Response:
    return xml(call.choose(services(), incoming(), menus.read(node, language, request.args)))


@bp.post("/voice/emergency/<language>")
@guard.twilio
def emergency(language: str) -> Response:
    return xml(call.after_emergency(services(), incoming(), language))


@bp.post("/voice/shut_out/<language>")
@guard.twilio
def shut_out(language: str) -> Response:
    return xml(call.shut_out(services(), incoming(), language, number("times")))


@bp.post("/voice/again/<language>")
@guard.twilio
def again(language: str) -> Response:
    """Try the line again after the fallback numbers, at the place that a ticket keeps."""
    if incoming().keys == "0":
        return xml(call.emergency(services(), language))
    if "t" in request.args:
        return held(outside.at_last, lambda s, place: onward(s, incoming(), place))
    return xml(call.talk(services(), incoming(), language))


@bp.post("/voice/wait/<contact>")
@guard.twilio
def waits(contact: str) -> Response:
    return held(
        _company, lambda s, place: wait.document(s, incoming(), place, heard(), request.args.get("disclosed", ""))
    )


@bp.post("/voice/wait/<contact>/keys")
@guard.twilio
def wait_keys(contact: str) -> Response:
    return held(_company, lambda s, place: wait.keys(s, incoming(), place, number("step"), heard()))


@bp.post("/voice/wait/<contact>/note")
@guard.twilio
def wait_note(contact: str) -> Response:
    return held(_company, lambda s, place: wait.note(s, incoming(), place, number("at"), heard()))


@bp.post("/voice/wait/<contact>/emergency")
@guard.twilio
def wait_emergency(contact: str) -> Response:
    return held(
        lambda s, place: _company(s, place) if incoming().keys == "1" else emergency_steps(s, place, **asdict(heard())),
        lambda s, place: wait.after_emergency(s, incoming(), place, heard()),
    )


def _company(s: Services, place: Ticket) -> Document:
    return outside.waiting(s, place, heard())


@bp.post("/voice/queued/<contact>")
@guard.twilio
def queued(contact: str) -> Response:
    """Go on after Twilio's queue. A caller who hung up, or was moved away by us, hears nothing of it."""
    result = incoming().queue_result
    if result == "hangup" or incoming().status in offer.ENDED:
        return status()
    if result.startswith("redirected"):
        return nothing()
    return held(outside.at_last, lambda s, place: onward(s, incoming(), place, result))


@bp.post("/voice/choice/<contact>")
@guard.twilio
def choice(contact: str) -> Response:
    return held(outside.at_last, lambda s, place: choose_again(s, incoming(), place, number("step"), request.args))


@bp.post("/voice/message/<promise>")
@guard.twilio
def message(promise: str) -> Response:
    """Go on after a recording. A caller who has hung up hears nothing of it; what was recorded is noted."""
    if incoming().keys == "hangup" or incoming().status in offer.ENDED:
        noted(lambda: spoken.heard(services(), incoming(), promise))
        return status()
    return held(outside.at_last, lambda s, place: spoken.recorded(s, incoming(), place, promise))


@bp.post("/voice/message/<promise>/news")
@guard.twilio
def message_news(promise: str) -> Response:
    noted(lambda: spoken.heard(services(), incoming(), promise))
    return nothing()


@bp.post("/voice/kept/<contact>")
@guard.twilio
def kept(contact: str) -> Response:
    return held(outside.at_last, lambda s, place: spoken.after(s, incoming(), place, number("step")))


@bp.post("/voice/over/<contact>")
@guard.twilio
def over(contact: str) -> Response:
    """Go on after a bridge. A caller who has hung up hears nothing of it; the contact ends."""
    if incoming().status in offer.ENDED:
        return status()
    return held(outside.at_last, lambda s, place: parted(s, incoming(), place))


@bp.post("/voice/alone")
@guard.twilio
def in_bridge() -> Response:
    return xml(alone())


@bp.post("/voice/elsewhere/<contact>")
@guard.twilio
def elsewhere_after(contact: str) -> Response:
    """Go on after another line was rung. A caller who has hung up hears nothing of it; the contact ends."""
    if incoming().status in offer.ENDED:
        return status()
    which = number("which")
    return held(
        outside.at_last,
        lambda s, place: elsewhere.after(s, incoming(), place, which) or onward(s, incoming(), place),
    )


@bp.post("/voice/held/<contact>")
@bp.post("/voice/held/<contact>/keys")
@guard.twilio
def on_hold_(contact: str) -> Response:
    """Keep a caller company who is on hold."""
    return held(outside.at_last, lambda s, place: on_hold(s, incoming(), place, number("step"), number("n")))


@bp.post("/voice/status")
@guard.twilio
def status() -> Response:
    if incoming().status in offer.ENDED:
        noted(lambda: call.hung_up(services(), incoming()))
    return nothing()


@bp.post("/voice/outside/<language>/<int:which>")
@guard.twilio
def outside_after(language: str, which: int) -> Response:
    s = services()
    place = ticket.read(s, request.args["t"]) if "t" in request.args else None
    return xml(outside.after(s, incoming(), language, which, place))


@bp.post("/voice/outside/<language>/screen")
@guard.twilio
def outside_screen(language: str) -> Response:
    s = services()
    place = ticket.read(s, request.args["t"]) if "t" in request.args else None
    if place and incoming().keys == "1":
        noted(lambda: elsewhere.taken(s, place))
    return xml(outside.screen(s, incoming(), language, bool(number("asked")), place))


# Twilio need not sign what it fetches to play, so that the address itself is what may be opened, and not for long.
@bp.get("/voice/sound/<token>")
@guard.sealed
def sound(token: str) -> Response:
    try:
        heard = hearing.sound(services(), token)
    except (Unavailable, NotKept):
        heard = None
    kept = {"Cache-Control": "no-store"}
    return Response(heard, mimetype="audio/wav", headers=kept) if heard else Response(status=404, headers=kept)
