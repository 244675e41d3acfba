"""Name every Redis key.

All keys of one helpline carry one hash tag, so that a script touches one slot of a Redis Cluster. A key about a person
is named by a random id or a keyed digest, never by a number, a word that someone wrote, or a SID.
"""

PREFIX = "{helpline}:"

DEADLINES = PREFIX + "deadlines"
EVENTS = PREFIX + "events"
EPOCH = PREFIX + "epoch"
YOUNG = PREFIX + "young"
RECOVERY = PREFIX + "recovery"
REWRITTEN = PREFIX + "rewritten"
CLOCK_OFFSET = PREFIX + "clock:offset"
CONTACTS = PREFIX + "contacts"
ALERTS = PREFIX + "alerts"
AUDITED = PREFIX + "audited"

# Every script is given these first, in this order; lua/_common.lua names them.
COMMON = (DEADLINES, EVENTS, EPOCH, CLOCK_OFFSET, CONTACTS)


def contact(contact_id: str) -> str:
    return f"{PREFIX}contact:{contact_id}"


def offer(offer_id: str) -> str:
    return f"{PREFIX}offer:{offer_id}"


def specialist(specialist_id: str) -> str:
    return f"{PREFIX}specialist:{specialist_id}"


def lines(offer_id: str) -> str:
    """What a person and a specialist have written to each other."""
    return f"{PREFIX}lines:{offer_id}"


def listening(listening_id: str) -> str:
    return f"{PREFIX}listening:{listening_id}"


def message(promise: str) -> str:
    return f"{PREFIX}message:{promise}"


def alert(alert_id: str) -> str:
    return f"{PREFIX}alert:{alert_id}"


def line(line_id: str) -> str:
    return f"{PREFIX}line:{line_id}"


def text(text_id: str) -> str:
    return f"{PREFIX}text:{text_id}"


def texter(person: str) -> str:
    """`person` is the digest of a number."""
    return f"{PREFIX}texter:{person}"


def replies(line: str) -> str:
    """How many texts a line has answered with in this hour."""
    return f"{PREFIX}replies:{line}"


def asked(person: str) -> str:
    """What somebody has asked for nearby, by the digest of their number."""
    return f"{PREFIX}asked:{person}"


def subject(person: str) -> str:
    """The topic that somebody was last told of by text, sealed, by the digest of their number."""
    return f"{PREFIX}subject:{person}"


def opt_outs() -> str:
    """The digests of whoever wants no texts."""
    return f"{PREFIX}opt_outs"


def wish(person: str) -> str:
    """What somebody asked for about texts, until it is on record."""
    return f"{PREFIX}wish:{person}"


def erasing(person: str) -> str:
    """Somebody's texts that the carrier is to delete, until that is on record."""
    return f"{PREFIX}erasing:{person}"


def forgetting(person: str) -> str:
    """Somebody whom the records are still to forget."""
    return f"{PREFIX}forgetting:{person}"


def specialists() -> str:
    """The ids of the whole roster."""
    return f"{PREFIX}specialists"


def on_duty(queue: str) -> str:
    """The specialists on duty for a queue."""
    return f"{PREFIX}queue:{queue}:on_duty"


def digest(kind: str, value: str) -> str:
    """`value` is already a keyed digest (store/vault.py)."""
    return f"{PREFIX}digest:{kind}:{value}"


def rostered() -> str:
    """Specialists by the digest of their telephone."""
    return f"{PREFIX}rostered"


def guess(guess_id: str) -> str:
    return f"{PREFIX}guess:{guess_id}"


def code_call(call_id: str) -> str:
    """A call that tells a code; `call_id` is ours."""
    return f"{PREFIX}code_call:{call_id}"


def called_out(queue: str) -> str:
    """When specialists were last asked to come on call for a queue."""
    return f"{PREFIX}called_out:{queue}"


def session(digest_: str) -> str:
    """Who is signed in, by the digest of what their browser holds."""
    return f"{PREFIX}session:{digest_}"
