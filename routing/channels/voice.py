"""Voice: a signed form -> Incoming, a document -> TwiML. Pure."""

from collections.abc import Mapping

from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import Gather, VoiceResponse

from routing.domain import replies
from routing.domain.contact import Incoming

BRIDGE_EVENTS = "join"
TWO_AND_A_LISTENER = 3
# Twilio asks again, and not only when it could not connect: an answer may be lost with the process that was writing it
# (limits.json "http_overrides": never sent, not signed). To answer twice has the effect of once.
ASKED_AGAIN = "#rc=2&rt=4000&rp=all"


def webhook(base: str, path: str) -> str:
    """Return the address of a webhook of ours, `base` before its path."""
    return f"{base}{path}{ASKED_AGAIN}"


def read(form: Mapping[str, str]) -> Incoming:
    """Take what the house needs from a voice webhook; parameters that it does not know are ignored."""
    return Incoming(
        call=form.get("CallSid", ""),
        caller=form.get("From", ""),
        number=form.get("To", ""),
        keys=form.get("Digits", ""),
        speech=form.get("SpeechResult", ""),
        status=form.get("CallStatus", ""),
        queue_result=form.get("QueueResult", ""),
        duration=form.get("CallDuration", ""),
        label=form.get("ParticipantLabel", ""),
        event=form.get("StatusCallbackEvent", ""),
        bridged=form.get("DialBridged", "") == "true",
        recording=form.get("RecordingSid", ""),
        seconds=int(form["RecordingDuration"]) if form.get("RecordingDuration", "").isdigit() else 0,
    )


def twiml(document: replies.Document, base: str = "") -> str:
    """Write a document as TwiML, `base` before every address: PUBLIC_URL's path, or all of it in REST requests."""
    response = VoiceResponse()
    for verb in document:
        _write(response, verb, base)
    return str(response)


def _write(response: VoiceResponse | Gather, verb: replies.Verb, base: str) -> None:
    match verb:
        case replies.Say(text, language, voice):
            response.say(text, language=language, voice=voice)
        case replies.Play(path):
            response.play(base + path)
        case replies.Pause(seconds):
            response.pause(length=seconds)
        case replies.Ask():
            _ask(response, verb, base)
        case replies.Go(path):
            response.redirect(webhook(base, path))
        case replies.Queue(wait, then):
            response.enqueue("line", wait_url=webhook(base, wait), action=webhook(base, then))
        case replies.LeaveQueue():
            response.leave()
        case replies.Hangup():
            response.hangup()
        case replies.Join():
            _join(response, verb, base)
        case replies.Listen():
            _listen(response, verb, base)
        case replies.Record():
            _record(response, verb, base)
        case replies.Dial(number, shown, seconds, screen, then):
            dial = DialVerb(caller_id=shown, timeout=seconds, action=webhook(base, then), answer_on_bridge=True)
            dial.number(number, url=webhook(base, screen))
            response.append(dial)


def _record(response: VoiceResponse | Gather, record: replies.Record, base: str) -> None:
    response.record(
        max_length=record.seconds,
        timeout=record.silence,
        finish_on_key=record.key,
        play_beep=True,
        trim="trim-silence",
        action=webhook(base, record.then),
        recording_status_callback=webhook(base, record.news),
        recording_status_callback_event="completed absent",
    )


def _ask(response: VoiceResponse | Gather, ask: replies.Ask, base: str) -> None:
    spoken = next((part.language for part in reversed(ask.prompt) if isinstance(part, replies.Say)), None)
    speech = {"speech_timeout": "auto", "profanity_filter": False, "language": spoken} if ask.speech else {}
    gather = Gather(
        input="dtmf speech" if ask.speech else "dtmf",
        num_digits=ask.digits,
        finish_on_key="#" if ask.digits > 1 else "",
        timeout=ask.seconds,
        action=webhook(base, ask.to),
        **speech,
    )
    for part in ask.prompt:
        _write(gather, part, base)
    response.append(gather)


def _join(response: VoiceResponse, join: replies.Join, base: str) -> None:
    dial = DialVerb(action=webhook(base, join.then), **({"hangup_on_star": True} if join.star else {}))
    dial.conference(
        join.bridge,
        beep="false",
        start_conference_on_enter=True,
        end_conference_on_exit=True,
        wait_url=webhook(base, join.wait),
        participant_label=join.who,
        status_callback=webhook(base, join.events),
        status_callback_event=BRIDGE_EVENTS,
    )
    response.append(dial)


def _listen(response: VoiceResponse, listen: replies.Listen, base: str) -> None:
    dial = DialVerb(action=webhook(base, listen.then))
    dial.conference(
        listen.bridge,
        beep="false",
        muted=True,
        start_conference_on_enter=False,
        end_conference_on_exit=False,
        max_participants=TWO_AND_A_LISTENER,
        wait_url=webhook(base, listen.wait),
        participant_label=replies.LISTENER,
        status_callback=webhook(base, listen.events),
        status_callback_event=BRIDGE_EVENTS,
    )
    response.append(dial)
