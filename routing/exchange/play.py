"""Fetch what a Play verb plays, as Twilio does: a signed GET for a sound."""

from routing.exchange import sounds
from routing.exchange.answers import HookFailed
from routing.exchange.documents import WRONG_TYPE
from routing.exchange.hooks import Hook
from routing.exchange.run import Run
from routing.exchange.sounds import Sound

SOUND_TYPES = frozenset(
    {
        "audio/mpeg",
        "audio/wav",
        "audio/wave",
        "audio/x-wav",
        "audio/aiff",
        "audio/x-aifc",
        "audio/x-aiff",
        "audio/x-gsm",
        "audio/gsm",
        "audio/ulaw",
    }
)
USUAL_SECONDS = 5.0


async def fetch(run: Run, url: str) -> Sound | None:
    """Get a sound, once for as long as it may be kept; what cannot be had is noted, and the call goes on without it."""
    leg, switch = run.leg, run.leg.switch
    try:
        absolute = run.resolve(url)
        if (known := switch.sounds.get(absolute)) and known.until > switch.clock.now():
            return known
        answer = await switch.hooks.fetch(Hook(absolute, "GET", {}, leg.sid, leg.cookies, media=True))
    except HookFailed as failure:
        run.page.note(str(failure))
        return None
    if answer.content_type not in SOUND_TYPES:
        answer.record.note(f"{WRONG_TYPE} a sound of type {answer.content_type}")
        return None
    seconds = sounds.length(answer.content, answer.content_type, USUAL_SECONDS)
    switch.sounds[absolute] = Sound(absolute, seconds, switch.clock.now() + answer.keep)
    return switch.sounds[absolute]
