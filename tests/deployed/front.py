"""A front before the web processes that gives each request to the other one than the last, and notes who served it.

They share a port, and the kernel chooses which of them a connection goes to; a keep-alive connection stays there. So a
connection is opened for each request, again and again until the right process has it. Who has it, Linux's /proc tells.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.start.processes import eventually

HERE = "127.0.0.1"
TRIES = 64  # each falls on the wrong one of two with a chance of one half
CONNECTIONS = Path("/proc/net/tcp")
HOP_BY_HOP = ("connection", "transfer-encoding", "keep-alive", "content-length", "date", "server")


class Front:
    """Set `port` and `children` once the web is there. `served` holds (path, process) for every request, in order."""

    def __init__(self) -> None:
        self.port = 0
        self.children: Sequence[int] = ()
        self.served: list[tuple[str, int]] = []
        self._one_at_a_time = threading.Lock()
        self._server = ThreadingHTTPServer((HERE, 0), lambda *given: _Relay(self, *given))
        self.url = f"http://{HERE}:{self._server.server_port}"

    @contextmanager
    def serving(self) -> Iterator["Front"]:
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def connect(self, path: str) -> HTTPConnection:
        """Connect to whichever process did not serve the last request."""
        with self._one_at_a_time:
            last = self.served[-1][1] if self.served else 0
            for _ in range(TRIES):
                connection = HTTPConnection(HERE, self.port, timeout=15)
                connection.connect()
                process = self._holder(connection)
                if process != last:
                    self.served.append((path, process))
                    return connection
                connection.close()
        raise AssertionError("the kernel gives every connection to one process")

    def _holder(self, connection: HTTPConnection) -> int:
        ours, found = connection.sock.getsockname()[1], [0]

        def accepted() -> bool:
            inode = _inode(self.port, ours)
            found[0] = next((child for child in self.children if inode and _has(child, inode)), 0)
            return bool(found[0])

        assert eventually(accepted), "no process took the connection"
        return found[0]


class _Relay(BaseHTTPRequestHandler):
    """Pass one request on, and the answer back."""

    protocol_version = "HTTP/1.1"

    def __init__(self, front: Front, *given: object) -> None:
        self.front = front
        super().__init__(*given)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._relay()

    def do_POST(self) -> None:
        self._relay()

    def _relay(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        connection = self.front.connect(self.path.partition("?")[0])
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words: object) -> None:
        pass


def _inode(port: int, peer: int) -> str:
    """The server's end of a connection; "" until a process has accepted it."""
    wanted = (f":{port:04X}", f":{peer:04X}")
    for row in CONNECTIONS.read_text().splitlines()[1:]:
        local, remote, inode = (row.split()[column] for column in (1, 2, 9))
        if (local[-5:], remote[-5:]) == wanted and inode != "0":
            return inode
    return ""


def _has(process: int, inode: str) -> bool:
    for file in Path(f"/proc/{process}/fd").iterdir():
        try:
            if str(file.readlink()) == f"socket:[{inode}]":
                return True
        except FileNotFoundError:  # closed meanwhile
            continue
    return False
