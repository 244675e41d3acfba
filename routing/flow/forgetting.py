"""Have live state forget a person: who they are, what they were told, and what was still to come to them."""

from collections.abc import Sequence

from routing.flow.acts import carry_out, let_go
from routing.ports import Services


def forget(s: Services, number: str, contacts: Sequence[str] = ()) -> None:
    """Forget whoever has a number, but for what they were promised since. Raises Unavailable and NotKept.

    `contacts` are those whose promises are cancelled. Whoever waits on the line, or talks, stays there: only a call
    that was still to come is not made, and what was written with somebody ends.
    """
    for person in s.vault.digests("person", number):
        contact = s.switchboard.contact_of_person(person)
        if not _promised_since(s, contact):
            carry_out(s, s.switchboard.forget_person(person))
            let_go(s, contact, "abandoned")
        s.switchboard.forget_texter(person)
    for contact in contacts:
        let_go(s, contact, "abandoned")


def _promised_since(s: Services, contact: str) -> bool:
    """Tell whether a contact has an open promise: on record, all that there were are cancelled."""
    promise = s.switchboard.contact(contact).get("promise", "") if contact else ""
    found = s.promises.find(promise) if promise else None
    return found is not None and found.is_open


def unsend(s: Services, number: str, until_ms: int) -> None:
    """Send somebody nothing of what was to be sent until then, save where two still write. Raises Unavailable."""
    for text in s.switchboard.unsent():
        record = s.switchboard.sending(text)
        if not record.get("to") or int(record["at"]) > until_ms or _goes_on(s, record.get("contact", "")):
            continue
        if s.vault.open("phone", record["to"]) == number:
            s.switchboard.text_news(text, "given_up", "erased")


def _goes_on(s: Services, contact: str) -> bool:
    return bool(contact) and s.switchboard.contact(contact).get("stage") == "bridged"
