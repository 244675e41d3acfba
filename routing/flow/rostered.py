"""Whether a number is a specialist's: then whoever calls from it may be on duty, or in need like anyone."""

from routing.domain.contact import Incoming, Unavailable
from routing.domain.replies import Ask, Document, Go
from routing.flow.people import number_of
from routing.flow.sentences import say
from routing.ports import Services

ENTRY_SECONDS = 5


def specialist_of(s: Services, number: str) -> str:
    """Return the specialist whose telephone this is; empty for anybody else's. Raises Unavailable."""
    found = (s.switchboard.rostered(digest) for digest in s.vault.digests("person", number))
    return next((specialist for specialist in found if specialist), "")


def meets(s: Services, call: Incoming) -> bool:
    """Tell whether a specialist's telephone calls; in trouble it is anyone's."""
    try:
        return bool(specialist_of(s, number_of(s.config, call)))
    except Unavailable:
        return False


def entry(s: Services, language: str, pressed: str) -> Document:
    """Ask what the call is about; what was pressed before goes on for whoever needs help, or says nothing."""
    here = f"/voice/duty/{language}?pressed={_escaped(pressed)}"
    return (Ask((say(s, "duty_entry", language),), here, ENTRY_SECONDS, speech=True), Go(here))


def _escaped(key: str) -> str:
    return {"*": "star", "#": "hash"}.get(key, key)
