"""The least that a webhook can cost: a plain Flask view that checks the signature and answers bytes that it was given.

Where the helpline asks live state, this runs one short script there, which notes the SID; where the helpline has
somebody rung, this asks for the same job.

python -m tests.bench.floor PORT PATH ADDRESS TOKEN FILE REDIS none|script|job
"""

import sys
from pathlib import Path

from flask import Flask, Response, request
from redis import Redis
from twilio.request_validator import RequestValidator

from routing.commands import serve
from routing.services import connect
from routing.store.outbox import Outbox

NOTE = "return redis.call('SET', KEYS[1], ARGV[1], 'PX', 60000)"


class Least:
    """What is done for a webhook before it is answered."""

    def __init__(self, redis: Redis, does: str) -> None:
        self._note, self._outbox, self._does = redis.register_script(NOTE), Outbox(redis), does

    def does(self, sid: str) -> None:
        if self._does != "none":
            self._note(keys=[f"floor:{sid}"], args=["1"])
        if self._does == "job":
            self._outbox.send("ring", sid)


def application(path: str, url: str, token: str, document: bytes, least: Least) -> Flask:
    app = Flask("floor", static_folder=None)
    validator = RequestValidator(token)

    @app.post(path)
    def view() -> Response:
        if not validator.validate(url, request.form, request.headers.get("X-Twilio-Signature", "")):
            return Response(status=403)
        least.does(request.form.get("CallSid") or request.form["MessageSid"])
        return Response(document, mimetype="text/xml")

    return app


if __name__ == "__main__":
    port, path, url, token, file, redis, does = sys.argv[1:]
    app = application(path, url, token, Path(file).read_bytes(), Least(connect(redis), does))
    # The server is set up by the same function as the helpline's own.
    serve._granian("127.0.0.1", int(port)).serve(target_loader=lambda _: app)
