"""The least that a webhook can cost: a plain Flask view that checks the signature and answers bytes that it was given.

python -m tests.bench.floor PORT URL TOKEN FILE
"""

import sys
from pathlib import Path

from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

from routing.commands import serve


def application(url: str, token: str, document: bytes) -> Flask:
    app = Flask("floor", static_folder=None)
    validator = RequestValidator(token)

    @app.post("/voice")
    def voice() -> Response:
        if not validator.validate(url, request.form, request.headers.get("X-Twilio-Signature", "")):
            return Response(status=403)
        return Response(document, mimetype="text/xml")

    return app


if __name__ == "__main__":
    port, url, token, file = sys.argv[1:]
    app = application(url, token, Path(file).read_bytes())
    # The server is set up by the same function as the helpline's own.
    serve._granian("127.0.0.1", int(port)).serve(target_loader=lambda _: app)
