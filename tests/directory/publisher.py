"""Somebody who publishes a list on a web server of their own, well or badly."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HEADER = "name1,name2,street1,street2,city,state,zip,phone,latitude,longitude,type_facility,sa,dt,duo\n"
PATH = "/facilities_2025_03_04.csv"


def table(count: int, phone: str = "202-555-0142") -> bytes:
    """Write a list of so many houses."""
    rows = (f"House {n},,{n} First St,,Albany,NY,12207,{phone},42.65,-73.75,SA,1,1,\n" for n in range(count))
    return (HEADER + "".join(rows)).encode()


@dataclass
class Publisher:
    """What the server gives, and what it was asked: the path and the headers of each request."""

    url: str = ""
    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    zipped: bool = False
    cut_at: int | None = None
    pause_s: float = 0.0
    asked: list[dict[str, str]] = field(default_factory=list)

    def says(self, **change: Any) -> "Publisher":
        """Have it answer otherwise from now on."""
        for name, value in change.items():
            assert hasattr(self, name)
            setattr(self, name, value)
        return self


@contextmanager
def publishing() -> Iterator[Publisher]:
    """Run the server for as long as the block lasts."""
    publisher = Publisher(content=table(10))

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.asked.append({name.lower(): value for name, value in self.headers.items()} | {"path": self.path})
            known = publisher.headers.get("ETag") and self.headers["If-None-Match"] == publisher.headers["ETag"]
            body = b"" if known else gzip.compress(publisher.content) if publisher.zipped else publisher.content
            self.send_response(304 if known else publisher.status)
            self.send_header("Content-Length", str(len(body)))
            if publisher.zipped:
                self.send_header("Content-Encoding", "gzip")
            for name, value in publisher.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in (body[at : at + 100] for at in range(0, len(body[: publisher.cut_at]), 100)):
                self.wfile.write(piece)
                time.sleep(publisher.pause_s)

        def log_message(self, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args: Any) -> None:
            """Whoever asks may hang up before the end."""

    server = Server(("127.0.0.1", 0), Answer)
    publisher.url = f"http://localhost:{server.server_port}{PATH}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
