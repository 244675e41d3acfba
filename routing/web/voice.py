"""The voice webhooks: read the form, tell the story, write the TwiML."""

from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache

import structlog
from flask import Blueprint, Response, current_app, request

from routing.channels import voice
from routing.domain.contact import Incoming, Unavailable
from routing.domain.promise import NotKept
from routing.domain.replies import Document
from routing.flow import after, brief, call, elsewhere, hearing, menus, offer, outside, spoken, ticket, transfer, wait
from routing.flow.onward import alone, on_hold, onward
from routing.flow.onward import choice as choose_again
from routing.flow.onward import emergency as emergency_steps
from routing.flow.onward import over as parted
from routing.flow.ticket import Ticket
from routing.services import Services
from routing.web import guard

log = structlog.get_logger()
bp = Blueprint("voice", __name__)


def services() -> Services:
    found: Services = current_app.extensions["services"]
    return found


def incoming() -> Incoming:
    return voice.read(request.form)


def number(name: str) -> int:
    return int(request.args.get(name, "0"))


def xml(document: Document) -> Response:
    return Response(voice.twiml(document, services().settings.public_path), mimetype="text/xml")


def nothing() -> Response:
    return xml(())


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
    return held(_company, lambda s, place: wait.document(s, incoming(), place, heard()))


@bp.post("/voice/wait/<contact>/keys")
@guard.twilio
def wait_keys(contact: str) -> Response:
    return held(_company, lambda s, place: wait.keys(s, incoming(), place, number("step"), heard()))


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
    return xml(outside.screen(services(), incoming(), language, bool(number("asked"))))


@bp.post("/offer/<id>")
@guard.twilio
def offered(id: str) -> Response:
    return _to_specialist(lambda: offer.whisper(services(), incoming(), id))


@bp.post("/offer/<id>/keys")
@guard.twilio
def offer_keys(id: str) -> Response:
    language, again = request.args["language"], bool(number("again"))
    return _to_specialist(lambda: offer.answer(services(), incoming(), id, language, again))


@bp.post("/offer/<id>/connecting")
@guard.twilio
def offer_connecting(id: str) -> Response:
    return xml(offer.connecting(services(), id, request.args["language"], request.args["hears"]))


@bp.post("/offer/<id>/ending")
@guard.twilio
def offer_ending(id: str) -> Response:
    return xml(offer.ends_soon(services(), request.args["language"]))


@bp.post("/offer/<id>/after")
@guard.twilio
def offer_after(id: str) -> Response:
    return _to_specialist(lambda: transfer.out(services(), incoming(), _aside(id)))


@bp.post("/offer/<id>/aside")
@guard.twilio
def offer_aside(id: str) -> Response:
    return _to_specialist(lambda: transfer.aside(services(), _aside(id)))


@bp.post("/offer/<id>/aside/keys")
@guard.twilio
def offer_aside_keys(id: str) -> Response:
    who = [one for one in request.args.get("who", "").split(",") if one]
    return _to_specialist(lambda: transfer.keys(services(), incoming(), _aside(id), request.args["menu"], who))


def _aside(offer_id: str) -> transfer.Aside:
    return transfer.Aside.read(offer_id, request.args)


@bp.post("/offer/<id>/to_brief")
@guard.twilio
def offer_to_brief(id: str) -> Response:
    return _to_specialist(lambda: brief.second(services(), id, request.args["language"]))


@bp.post("/offer/<id>/briefing")
@guard.twilio
def offer_briefing(id: str) -> Response:
    return xml(brief.waiting(services(), id, request.args["language"]))


@bp.post("/offer/<id>/briefed")
@guard.twilio
def offer_briefed(id: str) -> Response:
    target, language = request.args["target"], request.args["language"]
    return _to_specialist(lambda: brief.over(services(), incoming(), id, target, language, n=number("n")))


@bp.post("/offer/<id>/brief")
@guard.twilio
def offer_brief(id: str) -> Response:
    noted(lambda: brief.joined(services(), incoming(), id))
    return nothing()


@bp.post("/offer/<id>/after/keys")
@guard.twilio
def offer_after_keys(id: str) -> Response:
    language, asked, sure = request.args["language"], number("asked"), bool(number("sure"))
    return _to_specialist(lambda: after.answer(services(), incoming(), id, language, asked=asked, sure=sure))


@bp.post("/offer/<id>/status")
@guard.twilio
def offer_status(id: str) -> Response:
    noted(lambda: offer.news(services(), incoming(), id))
    return nothing()


@bp.post("/offer/<id>/bridge")
@guard.twilio
def offer_bridge(id: str) -> Response:
    noted(lambda: offer.joined(services(), incoming(), id))
    return nothing()


def _to_specialist(tell: Callable[[], Document]) -> Response:
    try:
        return xml(tell())
    except Unavailable:
        s = services()
        line = s.config.line_of(incoming().caller)
        return xml(offer.told(s, line.languages[0], "offer_unknown"))


def noted(act: Callable[[], None]) -> None:
    """Take note of news; without live state it is let go."""
    try:
        act()
    except Unavailable:
        # Every piece of news has a deadline that asks Twilio for it again, once live state is back.
        log.info("news_not_noted", route=request.endpoint)


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
