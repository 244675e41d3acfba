"""Make the sound of a recording, and tell how long a sound lasts."""

import array
import io
import math
import wave
from collections.abc import Sequence
from typing import NamedTuple

SAMPLES_A_SECOND = 8000
WORD_SECONDS = 1 / 2.6
TONE_HERTZ, TONE_SECONDS, LOUDNESS = 440, 0.25, 8000
# A frame of MPEG 2.5 layer III, one channel, 8 kHz, 8 kbit/s: 576 samples in 72 bytes, which are silence when empty.
MP3_HEADER, MP3_BYTES, MP3_SAMPLES = b"\xff\xe3\x18\xc4", 72, 576


class Sound(NamedTuple):
    """A sound that was fetched: from where, how many seconds it lasts, and until when it may be kept."""

    url: str
    seconds: float
    until: float


def wav(seconds: int, spoken: Sequence[tuple[float, int]]) -> bytes:
    """Write a tone for each word: `spoken` has where, in seconds, how many words begin."""
    samples = array.array("h", bytes(2 * SAMPLES_A_SECOND * seconds))
    for began, words in spoken:
        for place in range(words):
            _sound(samples, round((began + place * WORD_SECONDS) * SAMPLES_A_SECOND))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLES_A_SECOND)
        out.writeframes(samples.tobytes())
    return file.getvalue()


TONE = array.array(
    "h",
    [
        round(LOUDNESS * math.sin(2 * math.pi * TONE_HERTZ * sample / SAMPLES_A_SECOND))
        for sample in range(round(TONE_SECONDS * SAMPLES_A_SECOND))
    ],
)


def _sound(samples: "array.array[int]", at: int) -> None:
    tone = TONE[: max(0, len(samples) - at)]
    samples[at : at + len(tone)] = tone


def mp3(seconds: int) -> bytes:
    """Write silence of that length: no encoder is at hand."""
    frame = MP3_HEADER + bytes(MP3_BYTES - len(MP3_HEADER))
    return frame * math.ceil(seconds * SAMPLES_A_SECOND / MP3_SAMPLES)


def length(content: bytes, content_type: str, usual: float) -> float:
    """Give the seconds that a sound lasts; `usual` for what cannot be measured here."""
    if "wav" not in content_type:
        return usual
    try:
        with wave.open(io.BytesIO(content)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (wave.Error, EOFError):
        return usual
