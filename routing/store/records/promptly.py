"""Write to the records within a second, or not at all.

A database that hangs may never answer a client, whatever time limits it was given; so a transaction has a thread of its
own, and whoever waits for it goes on after a second. What was given up on is not committed later, unless the commit
itself was already under way.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from typing import TypeVar

import structlog
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.promise import NotKept

ANSWERS_S = 1.0
AT_ONCE = 16  # transactions under way in one process; when so many hang, the next is refused at once

T = TypeVar("T")
log = structlog.get_logger()
_free = threading.BoundedSemaphore(AT_ONCE)


def promptly(sessions: sessionmaker[Session], act: Callable[[Session], T]) -> T:
    """Do one transaction and return what `act` returns; raises NotKept when it is not committed in a second."""
    if not _free.acquire(blocking=False):
        raise NotKept("too many wait")
    given_up, done = threading.Event(), Future[T]()
    work = (sessions, act, given_up, done)
    threading.Thread(target=_transact, args=work, name="records", daemon=True).start()
    try:
        return done.result(ANSWERS_S)
    except (TooLate, SQLAlchemyError) as error:
        given_up.set()
        log.warning("records_not_written", error=type(error).__name__)
        raise NotKept(type(error).__name__) from None


def _transact(
    sessions: sessionmaker[Session], act: Callable[[Session], T], given_up: threading.Event, done: "Future[T]"
) -> None:
    try:
        try:
            result = _once(sessions, act, given_up)
        except IntegrityError:  # another transaction wrote the same at this moment: now it is found there
            result = _once(sessions, act, given_up)
        done.set_result(result)
    except Exception as error:  # it is raised again where the result is waited for
        done.set_exception(error)
    finally:
        _free.release()


def _once(sessions: sessionmaker[Session], act: Callable[[Session], T], given_up: threading.Event) -> T:
    with sessions.begin() as session:
        result = act(session)
        session.flush()
        if given_up.is_set():
            raise NotKept("given up")
    return result
