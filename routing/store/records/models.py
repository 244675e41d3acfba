"""The tables."""

from sqlalchemy import BigInteger, Boolean, Double, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from routing.domain.contact import LAST_IN_ORDER
from routing.domain.counting import LONGEST_MEASURE

LONGEST_NAME = 80
LONGEST_REASON = 200


class Base(DeclarativeBase):
    pass


class Specialist(Base):
    """An on-call person. The phone is encrypted, the PIN hashed; languages and skills are words, a space between;
    `order` is 1 for who is asked first where a skill goes by order. The activity is the one last set by hand, at
    `activity_at`; a break, until `activity_until` (both in ms, 0 for never). `call_out`: agreed to be asked off duty.
    `verified_at`: since when the phone is known to be theirs, in ms, 0 for not yet.
    """

    __tablename__ = "specialists"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    phone: Mapped[str] = mapped_column(String(200))
    languages: Mapped[str] = mapped_column(String(80))
    skills: Mapped[str] = mapped_column(String(200))
    activity: Mapped[str] = mapped_column(String(16), default="offline")
    pin: Mapped[str] = mapped_column(String(120))
    order: Mapped[int] = mapped_column(default=LAST_IN_ORDER)
    activity_at: Mapped[int] = mapped_column(BigInteger, default=0)
    activity_until: Mapped[int] = mapped_column(BigInteger, default=0)
    call_out: Mapped[bool] = mapped_column(default=False)
    verified_at: Mapped[int] = mapped_column(BigInteger, default=0)


class Promise(Base):
    """A callback or a voicemail that someone was told will be dealt with. Times are in ms since 1970."""

    __tablename__ = "promises"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    contact: Mapped[str] = mapped_column(String(32))
    line: Mapped[str] = mapped_column(String(80))
    skill: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str] = mapped_column(String(80))
    entered_at: Mapped[int] = mapped_column(BigInteger)
    priority: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[int] = mapped_column(BigInteger)
    any_hour: Mapped[bool] = mapped_column(Boolean)
    person: Mapped[str | None] = mapped_column(String(32))
    number: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(BigInteger)
    attempted_at: Mapped[int] = mapped_column(BigInteger)
    closed_at: Mapped[int] = mapped_column(BigInteger)
    how: Mapped[str] = mapped_column(String(32))
    taken_by: Mapped[str] = mapped_column(String(32), default="")
    taken_at: Mapped[int] = mapped_column(BigInteger, default=0)

    # The digest goes when a promise closes, so that this holds one open callback for each person.
    __table_args__ = (
        Index(
            "one_open_callback",
            "person",
            unique=True,
            sqlite_where=text("kind = 'callback' AND person IS NOT NULL"),
            postgresql_where=text("kind = 'callback' AND person IS NOT NULL"),
        ),
    )


class Consent(Base):
    """A recorded yes: the proof of it, without a number. Times are in ms since 1970; 0 is never."""

    __tablename__ = "consents"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    scope: Mapped[str] = mapped_column(String(16))
    wording: Mapped[str] = mapped_column(String(80))
    sentence: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    how: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[int] = mapped_column(BigInteger)
    withdrawn_at: Mapped[int] = mapped_column(BigInteger, default=0)
    withdrawn_how: Mapped[str] = mapped_column(String(32), default="")
    person: Mapped[str | None] = mapped_column(String(32))


class ContactNote(Base):
    """What is kept of a contact by its person's yes, and nothing else. `started_at` is in ms, rounded down to 15
    minutes; `specialist` is a keyed digest, or empty.
    """

    __tablename__ = "contact_notes"

    contact: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[int] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str] = mapped_column(String(80))
    wait: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str] = mapped_column(String(32))
    specialist: Mapped[str] = mapped_column(String(32))
    consent: Mapped[str] = mapped_column(String(32), ForeignKey("consents.id"))


class Shift(Base):
    """When a specialist is on call: iCalendar text of one UID, and the zone of what names none."""

    __tablename__ = "shifts"
    __table_args__ = (UniqueConstraint("uid", "specialist"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    specialist: Mapped[str] = mapped_column(String(32), ForeignKey("specialists.id"))
    uid: Mapped[str] = mapped_column(String(255))
    zone: Mapped[str] = mapped_column(String(64))
    calendar: Mapped[str] = mapped_column(Text)


class Cover(Base):
    """One time on call that is offered, and who has taken it; see routing.domain.covers. `shift` is a shift's id, or
    that of a cover by which somebody has it.
    """

    __tablename__ = "covers"
    __table_args__ = (UniqueConstraint("shift", "start"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    shift: Mapped[str] = mapped_column(String(32))
    specialist: Mapped[str] = mapped_column(String(32))
    start: Mapped[int] = mapped_column(BigInteger)
    end: Mapped[int] = mapped_column(BigInteger)
    taken_by: Mapped[str] = mapped_column(String(32))
    taken_at: Mapped[int] = mapped_column(BigInteger)
    told: Mapped[bool] = mapped_column(default=False)


class Undone(Base):
    """Somebody who is still to be told that a shift was given back: which cover, and whose the shift is again."""

    __tablename__ = "covers_undone"

    cover: Mapped[str] = mapped_column(String(32), primary_key=True)
    told: Mapped[str] = mapped_column(String(32), primary_key=True)
    specialist: Mapped[str] = mapped_column(String(32))
    start: Mapped[int] = mapped_column(BigInteger)
    end: Mapped[int] = mapped_column(BigInteger)


class Feed(Base):
    """A calendar that is read at a secret address: of a specialist or a line, by the SHA-256 of what only its readers
    know. `since` is in ms.
    """

    __tablename__ = "feeds"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    since: Mapped[int] = mapped_column(BigInteger)


class Recording(Base):
    """A message that somebody left: its sealed sound, or until that is here, its sealed name at the carrier."""

    __tablename__ = "recordings"

    promise: Mapped[str] = mapped_column(String(32), primary_key=True)
    line: Mapped[str] = mapped_column(String(80))
    seconds: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[int] = mapped_column(BigInteger)
    sid: Mapped[str | None] = mapped_column(String(200))
    sound: Mapped[bytes | None] = mapped_column(LargeBinary)


class CarrierDeletion(Base):
    """Something that is still to be deleted elsewhere, at the carrier mostly (domain/deletion.py). Times in ms."""

    __tablename__ = "carrier_deletions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    line: Mapped[str] = mapped_column(String(80))
    sid: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[int] = mapped_column(BigInteger, default=0)
    tries: Mapped[int] = mapped_column(BigInteger, default=0)
    next_at: Mapped[int] = mapped_column(BigInteger, default=0)


class SecretKey(Base):
    """A secret that was the newest since then, in ms: by its id, which tells nothing of it."""

    __tablename__ = "secret_keys"

    id: Mapped[str] = mapped_column(String(8), primary_key=True)
    since: Mapped[int] = mapped_column(BigInteger)


class OptOut(Base):
    """Somebody who wants no texts, by the digest of their number, and since when, in ms."""

    __tablename__ = "opt_outs"

    person: Mapped[str] = mapped_column(String(32), primary_key=True)
    since: Mapped[int] = mapped_column(BigInteger)


class Closing(Base):
    """What was last said of a line: closed or open, when, until when and, while it is closed, why. Times in ms."""

    __tablename__ = "closings"

    line: Mapped[str] = mapped_column(String(80), primary_key=True)
    closed: Mapped[bool] = mapped_column(Boolean)
    said_at: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))


class AuditRow(Base):
    """Who did what, to which thing and why; see routing.domain.audit. `at` is in ms."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger)
    who: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    id: Mapped[str] = mapped_column(String(LONGEST_NAME))
    why: Mapped[str] = mapped_column(String(LONGEST_REASON))
    previous: Mapped[str] = mapped_column(String(72))
    signature: Mapped[str] = mapped_column(String(72))


class AuditAnchor(Base):
    """What the first row that is still kept holds to; one row, or none before any was deleted."""

    __tablename__ = "audit_anchor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[str] = mapped_column(String(72))
    signature: Mapped[str] = mapped_column(String(72))


class User(Base):
    """Who may see the pages; see routing.domain.user."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    specialist: Mapped[str] = mapped_column(String(32))
    password: Mapped[str] = mapped_column(String(120))
    totp: Mapped[str] = mapped_column(String(200))
    totp_used: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(String(32))
    code_until: Mapped[int] = mapped_column(BigInteger)
    ended_at: Mapped[int] = mapped_column(BigInteger)


class Clearance(Base):
    """That a named person has signed a statement off, in words of this SHA-256, and the day; see domain.clearance."""

    __tablename__ = "clearances"

    statement: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    by: Mapped[str] = mapped_column(String(LONGEST_NAME))
    on: Mapped[str] = mapped_column(String(10))


class RecoveryCode(Base):
    """A code that lets a user in once without their authenticator, as a digest."""

    __tablename__ = "recovery_codes"

    user: Mapped[str] = mapped_column(String(32), ForeignKey("users.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(32), primary_key=True)


class HourlyCount(Base):
    """How often something was in an hour; see routing.domain.counting: Cell. `hour` is its start in ms."""

    __tablename__ = "hourly_counts"

    hour: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    line: Mapped[str] = mapped_column(String(80), primary_key=True)
    queue: Mapped[str] = mapped_column(String(200), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    measure: Mapped[str] = mapped_column(String(LONGEST_MEASURE), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class CountedEvents(Base):
    """Up to which event of live state the counters go: its id there; one row."""

    __tablename__ = "counted_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[str] = mapped_column(String(48))


class PlaceList(Base):
    """A list of places that somebody else publishes: its own date (a day or a year, empty where it has none), and the
    day on which what it says was last read.
    """

    __tablename__ = "place_lists"

    name: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    format: Mapped[str] = mapped_column(String(80))
    as_of: Mapped[str] = mapped_column(String(10))
    read_on: Mapped[str] = mapped_column(String(10))


class ListFetch(Base):
    """How the fetching of a list stands (routing.domain.listed: Fetch); some process is at it until `busy_till`."""

    __tablename__ = "list_fetches"

    name: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    source: Mapped[str] = mapped_column(String(32))
    etag: Mapped[str] = mapped_column(String(200))
    modified: Mapped[str] = mapped_column(String(200))
    looked_at: Mapped[int] = mapped_column(BigInteger)
    next_at: Mapped[int] = mapped_column(BigInteger)
    failures: Mapped[int] = mapped_column(BigInteger)
    why: Mapped[str] = mapped_column(String(LONGEST_REASON))
    busy_till: Mapped[int] = mapped_column(BigInteger)


class _Listed:
    """What a place and a meeting have of routing.domain.listed: features with a space between, hours with a comma."""

    list_name: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    street: Mapped[str] = mapped_column(Text)
    city: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    zip: Mapped[str] = mapped_column(String(5))
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    phone: Mapped[str] = mapped_column(Text)
    website: Mapped[str] = mapped_column(Text)
    features: Mapped[str] = mapped_column(Text)
    hours: Mapped[str] = mapped_column(Text)


class Place(_Listed, Base):
    """A service that people go to."""

    __tablename__ = "places"
    __table_args__ = (Index("ix_places_spot", "kind", "latitude", "longitude"),)


class Meeting(_Listed, Base):
    """People who meet; days are numbers from 0 for Monday, a space between, and `start` a minute of the day."""

    __tablename__ = "meetings"
    __table_args__ = (Index("ix_meetings_spot", "kind", "latitude", "longitude"),)

    fellowship: Mapped[str] = mapped_column(Text)
    venue: Mapped[str] = mapped_column(Text)
    days: Mapped[str] = mapped_column(String(16))
    start: Mapped[int | None] = mapped_column()
    minutes: Mapped[int] = mapped_column()
    zone: Mapped[str] = mapped_column(String(64))
    link: Mapped[str] = mapped_column(Text)
    dial: Mapped[str] = mapped_column(Text)


class Correction(Base):
    """What is told of a place instead of what its list says; see routing.domain.correction."""

    __tablename__ = "corrections"

    list: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    street: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    hidden: Mapped[bool] = mapped_column()
    by: Mapped[str] = mapped_column(String(LONGEST_NAME))
    on: Mapped[str] = mapped_column(String(10))
    why: Mapped[str] = mapped_column(String(LONGEST_REASON))
    listed: Mapped[str] = mapped_column(Text)
