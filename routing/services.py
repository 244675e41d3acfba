"""The composition root: Settings -> Services."""

import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from redis.sentinel import Sentinel

from config import secret_keys
from config.addresses import is_sentinel, sentinel
from config.loader import load
from config.settings import Settings
from config.shapes import Config
from routing import embedded
from routing.domain.emergency import Gate
from routing.domain.overview import Overview
from routing.domain.readings import Reader
from routing.flow import watching
from routing.refresher import Refresher
from routing.store.days import Days
from routing.store.known import Known
from routing.store.outbox import Outbox
from routing.store.pace import TEXTS_PER_SECOND, Pace
from routing.store.switchboard import Switchboard
from routing.store.vault import Vault

if TYPE_CHECKING:
    from routing.channels.carrier import Carrier
    from routing.channels.tapes import Tapes
    from routing.channels.webhook import Notices
    from routing.directory.search import Nearby
    from routing.store.records.audit import Audit
    from routing.store.records.clearances import Clearances
    from routing.store.records.closings import Closings
    from routing.store.records.consents import Consents
    from routing.store.records.corrections import Corrections
    from routing.store.records.counts import Counts
    from routing.store.records.covers import Covers
    from routing.store.records.deletions import Deletions
    from routing.store.records.erasure import Erasure
    from routing.store.records.feeds import Feeds
    from routing.store.records.fetches import Fetches
    from routing.store.records.lists import Lists
    from routing.store.records.messages import Messages
    from routing.store.records.notes import Notes
    from routing.store.records.opt_outs import OptOuts
    from routing.store.records.promises import Promises
    from routing.store.records.retention import Retention
    from routing.store.records.roster import Roster
    from routing.store.records.sealed import Sealed
    from routing.store.records.shifts import Shifts
    from routing.store.records.users import Users
    from routing.store.records.whole import Whole

REDIS_ANSWERS_S = 1.0
DAY_KEYS = "day.keys"


@dataclass(frozen=True)
class Services:
    """What every process has."""

    settings: Settings
    config: Config
    switchboard: Switchboard
    outbox: Outbox
    vault: Vault

    @cached_property
    def gate(self) -> Gate:
        """The emergency gate, built (0.3 s) where words are read: in the web, not in workers or clocks."""
        return Gate.from_config(self.config.safety)

    @cached_property
    def reader(self) -> Reader:
        """What reads texts, the gate first; built (0.1 s) where they come in."""
        return Reader.build(self.gate, self.config.readings, self.config.topics)

    @cached_property
    def watch(self) -> watching.Latest[Overview]:
        """What everybody in this process watches."""
        return watching.watch(self)

    @cached_property
    def calendars(self) -> dict[str, tuple[int, bytes]]:
        """Lines' calendars as this process has written them, by line, each with when (ms)."""
        return {}

    @cached_property
    def roster(self) -> "Roster":
        """The specialists on record."""
        # Imported here, because SQLAlchemy takes 0.7 s that a web process need not wait for.
        from routing.store.records.roster import Roster  # noqa: PLC0415

        return Roster(self.settings.database_url)

    @cached_property
    def promises(self) -> "Promises":
        """What was promised, on record."""
        from routing.store.records.promises import Promises  # noqa: PLC0415 (as above)

        return Promises(self.settings.database_url)

    @cached_property
    def messages(self) -> "Messages":
        """What was left after the beep, on record."""
        from routing.store.records.messages import Messages  # noqa: PLC0415 (as above)

        return Messages(self.settings.database_url)

    @cached_property
    def deletions(self) -> "Deletions":
        """What the telephone network is still to delete, on record."""
        from routing.store.records.deletions import Deletions  # noqa: PLC0415 (as above)

        return Deletions(self.settings.database_url)

    @cached_property
    def shifts(self) -> "Shifts":
        """The shifts on record."""
        from routing.store.records.shifts import Shifts  # noqa: PLC0415 (as above)

        return Shifts(self.settings.database_url)

    @cached_property
    def covers(self) -> "Covers":
        """Shifts that are offered, on record."""
        from routing.store.records.covers import Covers  # noqa: PLC0415 (as above)

        return Covers(self.settings.database_url)

    @cached_property
    def feeds(self) -> "Feeds":
        """The secret addresses of calendars, on record."""
        from routing.store.records.feeds import Feeds  # noqa: PLC0415 (as above)

        return Feeds(self.settings.database_url)

    @cached_property
    def erasure(self) -> "Erasure":
        """What forgets people on record."""
        from routing.store.records.erasure import Erasure  # noqa: PLC0415 (as above)

        return Erasure(self.settings.database_url)

    @cached_property
    def opt_outs(self) -> "OptOuts":
        """Who wants no texts, on record."""
        from routing.store.records.opt_outs import OptOuts  # noqa: PLC0415 (as above)

        return OptOuts(self.settings.database_url)

    @cached_property
    def consents(self) -> "Consents":
        """Every yes, on record."""
        from routing.store.records.consents import Consents  # noqa: PLC0415 (as above)

        return Consents(self.settings.database_url)

    @cached_property
    def closings(self) -> "Closings":
        """Which lines are closed, on record."""
        from routing.store.records.closings import Closings  # noqa: PLC0415 (as above)

        return Closings(self.settings.database_url)

    @cached_property
    def counts(self) -> "Counts":
        """The anonymous counters, on record."""
        from routing.store.records.counts import Counts  # noqa: PLC0415 (as above)

        return Counts(self.settings.database_url)

    @cached_property
    def retention(self) -> "Retention":
        """How long rows are kept."""
        from routing.store.records.retention import Retention  # noqa: PLC0415 (as above)

        return Retention(self.settings.database_url)

    @cached_property
    def sealed(self) -> "Sealed":
        """Everything on record that is sealed."""
        from routing.store.records.sealed import Sealed  # noqa: PLC0415 (as above)

        return Sealed(self.settings.database_url)

    @cached_property
    def notes(self) -> "Notes":
        """Notes of contacts, on record."""
        from routing.store.records.notes import Notes  # noqa: PLC0415 (as above)

        return Notes(self.settings.database_url)

    @cached_property
    def audit(self) -> "Audit":
        """Who did what, on record."""
        from routing.store.records.audit import Audit  # noqa: PLC0415 (as above)

        return Audit(self.settings.database_url, self.vault)

    @cached_property
    def clearances(self) -> "Clearances":
        """What named persons have signed off, on record."""
        from routing.store.records.clearances import Clearances  # noqa: PLC0415 (as above)

        return Clearances(self.settings.database_url)

    @cached_property
    def users(self) -> "Users":
        """Who may see the pages, on record."""
        from routing.store.records.users import Users  # noqa: PLC0415 (as above)

        return Users(self.settings.database_url)

    @cached_property
    def whole(self) -> "Whole":
        """Tables of the records from end to end."""
        from routing.store.records.whole import Whole  # noqa: PLC0415 (as above)

        return Whole(self.settings.database_url)

    @cached_property
    def lists(self) -> "Lists":
        """Places and meetings, on record."""
        from routing.store.records.lists import Lists  # noqa: PLC0415 (as above)

        return Lists(self.settings.database_url)

    @cached_property
    def corrections(self) -> "Corrections":
        """What is told of places instead of what their lists say, on record."""
        from routing.store.records.corrections import Corrections  # noqa: PLC0415 (as above)

        return Corrections(self.settings.database_url)

    @cached_property
    def fetches(self) -> "Fetches":
        """How the fetching of lists stands, on record."""
        from routing.store.records.fetches import Fetches  # noqa: PLC0415 (as above)

        return Fetches(self.settings.database_url)

    @cached_property
    def nearby(self) -> "Nearby":
        """What finds places and meetings near a caller."""
        from routing.directory.gazetteer import Gazetteer  # noqa: PLC0415 (as above)
        from routing.directory.search import Nearby  # noqa: PLC0415
        from routing.directory.towns import file_in  # noqa: PLC0415

        return Nearby(Gazetteer(file_in(self.settings.data_dir)), self.lists)


@dataclass(frozen=True)
class AtWork(Services):
    """What a worker has besides: the telephone network's REST interface, and other services that are told something."""

    carrier: "Carrier"
    tapes: "Tapes"
    notices: "Notices"
    refresher: Refresher


def build(settings: Settings, monotonic: Callable[[], float] = time.monotonic) -> Services:
    """Put the services together; raises WrongConfig. Circuits stay open by `monotonic`, in seconds."""
    config = load(settings.config_dir)
    pace = Pace(settings.calls_per_second, TEXTS_PER_SECOND)
    switchboard = Switchboard(connect(redis_url(settings)), monotonic, pace)
    return Services(
        settings,
        config,
        switchboard,
        Outbox(connect(settings.jobs_redis_url or redis_url(settings)), monotonic),
        _vault(settings, switchboard),
    )


def _vault(settings: Settings, switchboard: Switchboard) -> Vault:
    keys, known = settings.keys(), Known(switchboard)
    if settings.secret_keys:
        return Vault(keys, known=known)
    days = Days(settings.key_file.with_name(DAY_KEYS))
    return Vault(keys, secret_keys.Watched(settings.key_file), known, days)


def build_at_work(settings: Settings, monotonic: Callable[[], float] = time.monotonic) -> AtWork:
    """Put a worker's services together, as `build` does; raises WrongConfig."""
    # Imported here, because a web process must not carry twilio.rest (9 MB).
    from routing.channels.carrier import Carrier  # noqa: PLC0415
    from routing.channels.tapes import Tapes  # noqa: PLC0415
    from routing.channels.webhook import Notices  # noqa: PLC0415

    common = build(settings, monotonic)
    shared = {field.name: getattr(common, field.name) for field in fields(common)}
    return AtWork(**shared, carrier=Carrier(settings), tapes=Tapes(settings), notices=Notices(), refresher=Refresher())


def redis_url(settings: Settings) -> str:
    return settings.redis_url or embedded.url(settings.data_dir)


def connect(url: str, answers_s: float | None = REDIS_ANSWERS_S) -> "Redis":
    """Return a client that gives up after `answers_s` seconds (None: never) and does not try again by itself."""
    options: dict[str, Any] = {
        "socket_timeout": answers_s,
        "socket_connect_timeout": REDIS_ANSWERS_S,
        "retry": Retry(NoBackoff(), 0),
    }
    if not is_sentinel(url):
        return Redis.from_url(url, **options)
    named = sentinel(url)
    options["password"] = named.password
    sentinels = Sentinel(named.hosts, **options)  # type: ignore[no-untyped-call]  # it has no types
    found: Redis = sentinels.master_for(named.service, db=named.database)  # type: ignore[no-untyped-call]
    return found
