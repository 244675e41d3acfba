"""Open the records for whoever runs a command: in their present shape, with live state beside them.

Apart from the roster, because what brings records to shape is nothing that a web process should carry.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from config.settings import Settings
from routing.domain.promise import NotKept
from routing.roster import Book, Refused, no_answer, unnoted
from routing.rotation import bind
from routing.services import Services, build
from routing.store.records.migrating import migrate

TRIES = 5
DEMO = (("Ana", "+12025550121", ("en", "es")), ("Bo", "+12025550122", ("en",)))


@contextmanager
def opened(settings: Settings) -> Iterator[Book]:
    """Open the roster; its tables are made when they are not there. Raises Refused, WrongConfig."""
    with records(settings) as services:
        yield Book(services, unnoted)


@contextmanager
def records(settings: Settings) -> Iterator[Services]:
    """Open the records, in their present shape, and live state beside them. Raises Refused, WrongConfig."""
    _make(settings.data_dir)
    try:
        migrate(settings.database_url)
        services = build(settings)
        _bind(services)
        yield services
    except SQLAlchemyError as error:
        raise no_answer(error) from None


def _bind(services: Services) -> None:
    """Bind what is sealed to its rows; a machine that is busy for a second, as at a start, refuses nothing."""
    for tried in range(1, TRIES + 1):
        try:
            bind(services)
        except NotKept as error:
            if tried == TRIES:
                raise no_answer(error) from None
        else:
            return


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be made: {error.strerror}. Set HELPLINE_DATA_DIR elsewhere.") from None


def seed_demo(settings: Settings) -> None:
    """Put the demo's two specialists on call, when nobody is on the roster yet."""
    with opened(settings) as book:
        if book.empty():
            for name, phone, languages in DEMO:
                book.add(name, phone, languages, (), verified=True)
                book.set_activity(name, "available")
