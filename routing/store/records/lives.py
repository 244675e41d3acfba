"""Why each column is kept, and until when. A column that is not here fails the tests: nothing is kept by accident."""

from typing import NamedTuple


class Life(NamedTuple):
    """What a column is for, and what ends it."""

    why: str
    until: str


ON_THE_ROSTER = "the specialist leaves the roster"
REMOVED = "the shift is removed, or the specialist leaves the roster"
COVERED = "35 days after the shift, or the offer is withdrawn or undone"
UNDONE = "they are told, leave the roster, or the shift is over"
TAKEN_BACK = "the address is taken away; another takes its place"
CLOSED = "the promise is kept, failed or cancelled, 72 hours after it was made at the latest"
FORGOTTEN = "7 days after the promise was closed"
ERASED = "the message is heard and closed, or 7 days after it was left"
DELETED = "the carrier has deleted it, or 15 days"
FOR_GOOD = "the records themselves are deleted"
TEXTS_AGAIN = "the person asks for texts again"
PROVED = "3 years after the yes"
ON_THE_LINES = "something else is said of the line"
A_YEAR = "a year after the deed"
A_USER = "a year after they were deactivated: so long the audit names them"
SIGNS_IN = "another is set, or the user is reset or deactivated"
CHAINED = "the next rows are deleted"
NOTED = "90 days after the contact, or the person takes the yes back"

LIVES = {
    "specialists.id": Life("names a specialist in live state", ON_THE_ROSTER),
    "specialists.name": Life("what the organisation calls the specialist", ON_THE_ROSTER),
    "specialists.phone": Life("rings the specialist; encrypted", ON_THE_ROSTER),
    "specialists.languages": Life("fits contacts to the specialist", ON_THE_ROSTER),
    "specialists.skills": Life("fits contacts to the specialist", ON_THE_ROSTER),
    "specialists.order": Life("says who is asked first where a skill goes by order", ON_THE_ROSTER),
    "specialists.activity": Life("puts the specialist on call again after a restart", ON_THE_ROSTER),
    "specialists.activity_at": Life("says whether a shift has begun or ended since", ON_THE_ROSTER),
    "specialists.activity_until": Life("ends a break after a restart too", ON_THE_ROSTER),
    "specialists.call_out": Life("says who agreed to be asked when nobody is on call", ON_THE_ROSTER),
    "specialists.verified_at": Life("says whether the number is known to be theirs, and may be rung", ON_THE_ROSTER),
    "specialists.pin": Life("proves the specialist; hashed", ON_THE_ROSTER),
    "shifts.id": Life("names the shift where it is listed and removed", REMOVED),
    "shifts.specialist": Life("says whose it is", REMOVED),
    "shifts.uid": Life("finds it again when its file is read again", REMOVED),
    "shifts.zone": Life("says whose wall its times are on", REMOVED),
    "shifts.calendar": Life("says when; what else a calendar holds was left out", REMOVED),
    "covers.id": Life("names the offer, and the shift of whoever takes it", COVERED),
    "covers.number": Life("names the offer in texts", COVERED),
    "covers.shift": Life("says of which shift", COVERED),
    "covers.specialist": Life("says who offers it; an id", COVERED),
    "covers.start": Life("says which time of the shift", COVERED),
    "covers.end": Life("says until when; deletes the row in time", COVERED),
    "covers.taken_by": Life("says who is on call instead; an id", COVERED),
    "covers.taken_at": Life("says since when it is theirs, and what was handed on after what", COVERED),
    "covers.told": Life("tells who offered it once that it is taken, whatever failed at first", COVERED),
    "covers_undone.cover": Life("names the text that tells of it", UNDONE),
    "covers_undone.told": Life("says who is told; an id", UNDONE),
    "covers_undone.specialist": Life("says whose it is again; an id", UNDONE),
    "covers_undone.start": Life("says which time", UNDONE),
    "covers_undone.end": Life("deletes the row in time", UNDONE),
    "feeds.kind": Life("says whether a specialist's calendar is read there, or a line's", TAKEN_BACK),
    "feeds.id": Life("says whose it is", TAKEN_BACK),
    "feeds.digest": Life("knows the address again; a SHA-256 of a secret of 256 bits", TAKEN_BACK),
    "feeds.since": Life("tells whose it is since when it can be read", TAKEN_BACK),
    "promises.id": Life("names the promise", FORGOTTEN),
    "promises.kind": Life("tells a callback from a voicemail", FORGOTTEN),
    "promises.contact": Life("puts the contact back in line after a loss of live state", FORGOTTEN),
    "promises.line": Life("says who calls back, and in which time zone", FORGOTTEN),
    "promises.skill": Life("finds a fit specialist", FORGOTTEN),
    "promises.language": Life("finds a fit specialist, and speaks to the person", FORGOTTEN),
    "promises.topic": Life("tells the specialist what it is about", FORGOTTEN),
    "promises.entered_at": Life("keeps the place in line", FORGOTTEN),
    "promises.priority": Life("keeps the place in line", FORGOTTEN),
    "promises.made_at": Life("shows how long it has been open", FORGOTTEN),
    "promises.expires_at": Life("ends what was not kept", FORGOTTEN),
    "promises.any_hour": Life("says whether the person asked for a call at night", FORGOTTEN),
    "promises.person": Life("one open callback for each person, and their wish to cancel; a keyed digest", CLOSED),
    "promises.number": Life("calls the person back; encrypted", CLOSED),
    "promises.state": Life("tells what is still to be dealt with", FORGOTTEN),
    "promises.attempts": Life("three calls at most", FORGOTTEN),
    "promises.attempted_at": Life("leaves time between two calls", FORGOTTEN),
    "promises.closed_at": Life("deletes the row in time", FORGOTTEN),
    "promises.how": Life("tells a supervisor why it was closed", FORGOTTEN),
    "promises.taken_by": Life("says which specialist deals with it; an id", FORGOTTEN),
    "promises.taken_at": Life("says since when they do", FORGOTTEN),
    "consents.id": Life("names the yes", PROVED),
    "consents.scope": Life("says to what", PROVED),
    "consents.wording": Life("says which sentence was heard", PROVED),
    "consents.sentence": Life("proves its very words; a SHA-256", PROVED),
    "consents.language": Life("says in which language", PROVED),
    "consents.channel": Life("says whether by voice or by text", PROVED),
    "consents.how": Life("says what the person did", PROVED),
    "consents.given_at": Life("says when", PROVED),
    "consents.expires_at": Life("deletes the row in time", PROVED),
    "consents.withdrawn_at": Life("says when it was taken back", PROVED),
    "consents.withdrawn_how": Life("says how it was taken back", PROVED),
    "consents.person": Life("lets the person take it back; a keyed digest", PROVED),
    "closings.line": Life("names the line", ON_THE_LINES),
    "closings.closed": Life("keeps a line closed after a restart", ON_THE_LINES),
    "closings.said_at": Life("tells the latest word from an older one", ON_THE_LINES),
    "closings.until": Life("opens the line again; 0 for until somebody does", "the line opens"),
    "closings.reason": Life("tells staff why; spoken to nobody", "the line opens"),
    "contact_notes.contact": Life("keeps the note once", NOTED),
    "contact_notes.channel": Life("shows how people reach the helpline", NOTED),
    "contact_notes.started_at": Life("shows when they do, to 15 minutes; deletes the row in time", NOTED),
    "contact_notes.language": Life("shows which languages are asked for", NOTED),
    "contact_notes.topic": Life("shows what people ask about", NOTED),
    "contact_notes.wait": Life("shows how long people wait; a bucket", NOTED),
    "contact_notes.outcome": Life("shows how contacts end", NOTED),
    "contact_notes.specialist": Life("shows how the work is shared; a keyed digest", NOTED),
    "contact_notes.consent": Life("finds the note when its yes is taken back", NOTED),
    "recordings.promise": Life("names the promise that the message is", ERASED),
    "recordings.line": Life("says whose it is, where it is deleted at the carrier", ERASED),
    "recordings.seconds": Life("tells whoever hears it how long it is", ERASED),
    "recordings.made_at": Life("tells whoever hears it when it was left", ERASED),
    "recordings.sid": Life("fetches the sound from the carrier; encrypted", "the sound is fetched"),
    "recordings.sound": Life("is heard; encrypted", ERASED),
    "carrier_deletions.id": Life("deletes it once; a keyed digest", DELETED),
    "carrier_deletions.kind": Life("says what it is, and where", DELETED),
    "carrier_deletions.line": Life("says whom to alert when it cannot be deleted", DELETED),
    "carrier_deletions.sid": Life("finds it there: its name, or the number it was written with; encrypted", DELETED),
    "carrier_deletions.asked_at": Life("ends the asking, with an alert", DELETED),
    "carrier_deletions.until": Life("leaves what was written since", DELETED),
    "carrier_deletions.tries": Life("asks less and less often", DELETED),
    "carrier_deletions.next_at": Life("says when it is asked again", DELETED),
    "secret_keys.id": Life("tells which key is missing; tells nothing of the key", FOR_GOOD),
    "secret_keys.since": Life("says what may still be found under an older key", FOR_GOOD),
    "opt_outs.person": Life("sends no text to whoever wants none; a keyed digest", TEXTS_AGAIN),
    "audit.number": Life("shows that none is missing", A_YEAR),
    "audit.at": Life("says when; deletes the row in time", A_YEAR),
    "audit.who": Life("says who: a user's id, or the login of whoever ran a command", A_YEAR),
    "audit.what": Life("says what they did; a word", A_YEAR),
    "audit.kind": Life("says to what kind of thing", A_YEAR),
    "audit.id": Life("says to which; never a number, nor anything of a person who seeks help", A_YEAR),
    "audit.why": Life("says why, in staff's own words", A_YEAR),
    "audit.previous": Life("holds it to the row before", A_YEAR),
    "audit.signature": Life("shows that it is as it was written; a keyed digest", A_YEAR),
    "audit_anchor.id": Life("keeps it one", CHAINED),
    "audit_anchor.number": Life("says which rows were deleted after their year", CHAINED),
    "audit_anchor.last": Life("is what the first row holds to; a keyed digest", CHAINED),
    "audit_anchor.signature": Life("shows that it is as it was written; a keyed digest", CHAINED),
    "users.id": Life("names the user in sessions and in the audit", A_USER),
    "users.name": Life("is what they sign in by; not of anybody who seeks help", A_USER),
    "users.role": Life("says what they may see and do", A_USER),
    "users.specialist": Life("says who they are on the roster; an id", A_USER),
    "users.password": Life("proves them; hashed", SIGNS_IN),
    "users.totp": Life("proves that they have their authenticator; encrypted", SIGNS_IN),
    "users.totp_used": Life("takes each of its codes once", SIGNS_IN),
    "users.version": Life("ends sessions when what proves them changes", A_USER),
    "users.code": Life("lets them in for the first time; a keyed digest", "it is used, or 24 hours"),
    "users.code_until": Life("ends the invitation", "it is used, or the user is reset or deactivated"),
    "users.ended_at": Life("says since when they may not sign in", A_USER),
    "recovery_codes.user": Life("says whose it is", "it is used, or other codes are made"),
    "recovery_codes.digest": Life(
        "lets them in without the authenticator; a keyed digest", "it is used, or other codes are made"
    ),
    "hourly_counts.hour": Life("says when: an hour, and nothing nearer", FOR_GOOD),
    "hourly_counts.line": Life("says on which line", FOR_GOOD),
    "hourly_counts.queue": Life("says for which skill and in which language", FOR_GOOD),
    "hourly_counts.channel": Life("says whether by voice or by text", FOR_GOOD),
    "hourly_counts.measure": Life("says what was counted", FOR_GOOD),
    "hourly_counts.number": Life("says how much; of nobody in particular", FOR_GOOD),
    "counted_events.id": Life("keeps it one", "the next events are counted"),
    "counted_events.position": Life("counts each event once", "the next events are counted"),
    "opt_outs.since": Life("shows since when, should somebody ask", TEXTS_AGAIN),
}

# About what the helpline says, and not about anybody who calls; the name is of who read it.
SIGNED_OFF = Life("shows who has signed off what callers hear, and in which words", "for good: it is why they are said")
LIVES |= {f"clearances.{column}": SIGNED_OFF for column in ("statement", "digest", "by", "on")}

# Lists of places and meetings are public, and are about nobody who calls.
LISTED = Life("tells callers what is near them", "the list that it is from has it no more")
LISTS = Life("says which list, and how old it is", "the list is read no more")
OF_BOTH = "hours list_name key kind name street city state zip latitude longitude phone website features"
OF_MEETINGS = "fellowship venue days start minutes zone link dial"
LIVES |= {f"place_lists.{column}": LISTS for column in ("name", "format", "as_of", "read_on")}
CORRECTED = Life("tells callers better than the list does", "somebody has it told as its list has it again")
OF_CORRECTIONS = "list key name street phone hidden by on why listed"
LIVES |= {f"corrections.{column}": CORRECTED for column in OF_CORRECTIONS.split()}
FETCHED = "name source etag modified looked_at next_at failures why busy_till"
LIVES |= {f"list_fetches.{column}": LISTS for column in FETCHED.split()}
LIVES |= {f"{table}.{column}": LISTED for table in ("places", "meetings") for column in OF_BOTH.split()}
LIVES |= {f"meetings.{column}": LISTED for column in OF_MEETINGS.split()}
