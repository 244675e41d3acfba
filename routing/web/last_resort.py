"""What a telephone is told when nothing else can be: where to get help now, and then the call goes on."""

from flask import Response, request

from routing.channels import sms, voice
from routing.domain.replies import Document, Go, Hangup, LeaveQueue, Pause
from routing.flow.sentences import say, text
from routing.services import Services

BREATH_SECONDS = 2
RUNG = ("/line/", "/listen/", "/code/")  # whom we have rung ourselves, and who is no caller
NEWS = ("/status", "/bridge", "/brief", "/news")  # nobody hears what these are answered


def answer(s: Services) -> Response:
    """Answer the present request, whatever it was, with something that its telephone can use."""
    if request.path == "/sms":
        said = [text(s, "sms_last_resort", language) for language in s.config.voices]
        return Response(sms.twiml(*said), mimetype="text/xml")
    return Response(voice.twiml(_document(s, request.path), s.settings.public_path), mimetype="text/xml")


def _document(s: Services, path: str) -> Document:
    if path.endswith(NEWS) or path.startswith("/sms/") or "/said/" in path:
        return ()
    if path.endswith("/screen"):  # ends only the leg of a fallback number; the caller goes on to the next
        return (Hangup(),)
    if path.startswith("/callback/") and not request.form.get("Digits"):  # perhaps a machine: it is tried again
        return (Hangup(),)
    if path.startswith(RUNG):  # in a bridge nothing can hang up
        return (Pause(BREATH_SECONDS),) if path.endswith(("/waiting", "/alone")) else (Hangup(),)
    if path.startswith("/offer/"):
        return _to_specialist(s, path)
    said = [say(s, "last_resort", language) for language in s.config.voices]
    # Out of Twilio's queue first: what a caller hears in there can neither be a menu nor enter a queue.
    queued = path.startswith("/voice/wait/") and request.args.get("loop") != "1"
    return (*said, Pause(BREATH_SECONDS), LeaveQueue() if queued else Go("/voice"))


def _to_specialist(s: Services, path: str) -> Document:
    """Let the specialist go, who must never be taken for a caller and put in line."""
    language = next(iter(s.config.voices))
    if path.endswith(("/connecting", "/briefing")):  # heard inside the bridge, where nothing can hang up
        return (say(s, "bridge_wait", language),)
    return (say(s, "offer_unknown", language), Hangup())
