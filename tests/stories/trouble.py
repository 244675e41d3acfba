"""A database that stops, at a moment that a story chooses: SQLite's disk, and the wire to PostgreSQL."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any, Protocol

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from routing.store.records import promptly
from tests.page.relay import close

HANGS, REFUSES = "hangs", "refuses"
HANGS_AT_COMMIT, DIES_AT_COMMIT, DIES_AFTER_COMMIT = "hangs at commit", "dies at commit", "dies after commit"
AT_COMMIT = (HANGS_AT_COMMIT, DIES_AT_COMMIT, DIES_AFTER_COMMIT)
PIECE = 65536
WAITS_S = {HANGS: promptly.ANSWERS_S, HANGS_AT_COMMIT: 3.0}  # a commit must be come to first, on a busy machine too


class Trouble(Protocol):
    def stopped(self, how: str) -> contextlib.AbstractContextManager[None]:
        """Have the database stop, until the block ends. What hung goes on then, as after a pause."""


@contextlib.contextmanager
def _gives_up(how: str) -> Iterator[None]:
    """Have nobody wait for what hangs until the carrier gives up on the answer, however patient the tests are."""
    patience = promptly.ANSWERS_S
    promptly.ANSWERS_S = WAITS_S.get(how, patience)
    try:
        yield
    finally:
        promptly.ANSWERS_S = patience


class Disk:
    """SQLite's: every statement, or every commit, of this process passes here."""

    def __init__(self) -> None:
        self._how = ""
        self._works = threading.Event()
        event.listen(Engine, "before_cursor_execute", self._statement)
        event.listen(Engine, "commit", self._commit)

    @contextlib.contextmanager
    def stopped(self, how: str) -> Iterator[None]:
        self._how = how
        self._works.clear()
        try:
            with _gives_up(how):
                yield
        finally:
            self._how = ""
            self._works.set()

    def close(self) -> None:
        event.remove(Engine, "before_cursor_execute", self._statement)
        event.remove(Engine, "commit", self._commit)

    def _statement(self, *_: Any) -> None:
        if self._how == HANGS:
            self._works.wait()
        elif self._how == REFUSES:
            raise _broken()

    def _commit(self, connection: Connection) -> None:
        if self._how == HANGS_AT_COMMIT:
            self._works.wait()
        elif self._how == DIES_AT_COMMIT:
            raise _broken()
        elif self._how == DIES_AFTER_COMMIT:
            connection.connection.commit()
            raise _broken()


def _broken() -> OperationalError:
    return OperationalError(None, None, OSError("disk I/O error"))


class Wire:
    """PostgreSQL's: whatever the helpline says to the server passes here, and what the server answers."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._how = ""
        self._works = threading.Event()
        self._works.set()
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        here = self._server.set(host="127.0.0.1", port=port, query={})
        self.url = here.render_as_string(hide_password=False)
        threading.Thread(target=self._accept, daemon=True).start()

    @contextlib.contextmanager
    def stopped(self, how: str) -> Iterator[None]:
        self._how = how
        self._works.clear()
        if how == REFUSES:
            self._cut()
        try:
            with _gives_up(how):
                yield
        finally:
            self._how = ""
            self._works.set()

    def close(self) -> None:
        close(self._listening)
        self._cut()

    def _cut(self) -> None:
        while self._open:
            close(self._open.pop())

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if self._how == REFUSES:
                    close(near)
                    continue
                far = self._dial()
                self._open += [near, far]
                threading.Thread(target=self._ask, args=(near, far), daemon=True).start()
                threading.Thread(target=self._answer, args=(far, near), daemon=True).start()

    def _dial(self) -> socket.socket:
        host = str(self._server.host or self._server.query["host"])
        port = self._server.port or 5432
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        far = socket.socket(socket.AF_UNIX)
        far.connect(f"{host}/.s.PGSQL.{port}")
        return far

    def _ask(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := near.recv(PIECE):
                commits = b"COMMIT" in piece
                if self._how == HANGS or (self._how == HANGS_AT_COMMIT and commits):
                    self._works.wait()
                if self._how == DIES_AT_COMMIT and commits:
                    break
                far.sendall(piece)
        close(near)
        close(far)

    def _answer(self, far: socket.socket, near: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := far.recv(PIECE):
                if self._how == DIES_AFTER_COMMIT and b"COMMIT" in piece:  # so the server says that it has
                    break
                near.sendall(piece)
        close(near)
        close(far)
