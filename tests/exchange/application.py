"""A scripted webhook server: the application of these tests, and what it was asked."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from twilio.request_validator import RequestValidator


@dataclass
class Asked:
    """One webhook as it arrived; `valid` says whether its signature was right."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    valid: bool


@dataclass
class Answer:
    """What a path answers."""

    body: str | bytes = ""
    status: int = 200
    content_type: str = "text/xml"
    headers: dict[str, str] = field(default_factory=dict)


Script = str | Answer | Callable[[Asked], "str | Answer"] | list["str | Answer"]


class Application:
    """Answer each path as scripted: always the same, in turn (a list, its last for ever), or as a function says."""

    def __init__(self, token: str) -> None:
        self.asked: list[Asked] = []
        self.documents: list[tuple[str, str]] = []
        self.wrong_on_purpose = False
        self.gate = threading.Event()
        self.scripts: dict[str, Script] = {}
        self._validator = RequestValidator(token)
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.application = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def says(self, path: str, *answers: "str | Answer | Callable[[Asked], str | Answer]") -> None:
        """Script a path; a text without a root is put inside a Response."""
        self.scripts[path] = answers[0] if len(answers) == 1 else list(answers)

    def hooks(self, path: str) -> list[Asked]:
        """List what this path was asked."""
        return [one for one in self.asked if one.path == path]

    def only(self, path: str) -> dict[str, str]:
        """Give the parameters of the one request that this path had."""
        (one,) = self.hooks(path)
        return one.params

    def forget(self) -> None:
        self.asked.clear()
        self.scripts.clear()

    def answer(self, method: str, target: str, body: str, headers: dict[str, str]) -> Answer:
        posted = dict(parse_qsl(body, keep_blank_values=True))
        query = dict(parse_qsl(urlsplit(target).query, keep_blank_values=True))
        signature = headers.get("X-Twilio-Signature", "")
        valid = self._validator.validate(self.url + target, posted, signature)
        asked = Asked(method, urlsplit(target).path, query | posted, headers, valid)
        with self._lock:
            self.asked.append(asked)
            script = self.scripts.get(asked.path, Answer(status=404))
            if isinstance(script, list):
                script = script.pop(0) if len(script) > 1 else script[0]
        said = script(asked) if callable(script) else script
        answer = Answer(document(said)) if isinstance(said, str) else said
        if answer.content_type == "text/xml" and answer.status == 200 and answer.body:
            self.documents.append((asked.path, answer.body))
        return answer


def document(text: str) -> str:
    """Complete a document."""
    return text if text.startswith(("<?xml", "<Response")) else f"<Response>{text}</Response>"


class _Server(ThreadingHTTPServer):
    application: Application
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, *_: object) -> None:
        """Pass over an asker who did not wait."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece: in two, the network waits 40 ms between them
    server: _Server

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode()
        answer = self.server.application.answer(self.command, self.path, body, dict(self.headers))
        content = answer.body if isinstance(answer.body, bytes) else answer.body.encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.content_type, **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _answer

    def log_message(self, *_: object) -> None:
        pass
