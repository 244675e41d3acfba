"""The sound of waiting: sixteen seconds of soft, slow chords, made here: nothing has to be fetched or licensed."""

import io
import math
import wave
from array import array
from functools import cache

RATE = 8000  # telephones carry no more
SECONDS = 16
CHORDS = ((220.0, 277.18, 329.63), (196.0, 246.94, 293.66), (174.61, 220.0, 261.63), (196.0, 246.94, 329.63))
LOUDNESS = 2600


@cache
def wav() -> bytes:
    """Return 16-bit mono PCM at 8 kHz."""
    samples = array("h", (_sample(i) for i in range(RATE * SECONDS)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def _sample(i: int) -> int:
    time = i / RATE
    chord = CHORDS[int(time // 4) % len(CHORDS)]
    swell = math.sin(math.pi * (time % 4) / 4)  # each chord comes and goes, so that no edge is heard
    return int(LOUDNESS * swell * sum(math.sin(2 * math.pi * tone * time) for tone in chord) / len(chord))
