"""One recorded yes: to what, in which words, and until when."""

from dataclasses import dataclass, field
from hashlib import sha256

DAY_MS = 24 * 3600 * 1000
PROOF_MS = 3 * 365 * DAY_MS  # how long the proof of a yes is kept


@dataclass(frozen=True)
class Consent:
    """A yes. `person` is a keyed digest, or empty where the number is withheld; times in ms.

    `scope` is `log`, `callback`, `voicemail` or `follow_up`; `wording` is the id of the sentence that was heard, and
    `sentence` its SHA-256 as it was spoken; `how` says what the person did.
    """

    id: str
    scope: str
    wording: str
    sentence: str
    language: str
    channel: str
    how: str
    given_at: int
    expires_at: int
    person: str = field(default="", repr=False)


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten of a person: the contacts whose promises are cancelled, and how many yeses were taken back.

    `live` tells whether live state has forgotten them too; if not, it does so as soon as it answers.
    """

    contacts: tuple[str, ...]
    consents: int
    live: bool = True


def fingerprint(sentence: str) -> str:
    """Return the SHA-256 of a sentence, as hex: proof of the very words without keeping them twice."""
    return sha256(sentence.encode()).hexdigest()
