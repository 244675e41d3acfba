"""Supervisors take what the helpline knows of itself with them: one file, without telephone numbers."""

import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from flask import Blueprint, Response, make_response, request, send_file

from routing.domain.user import IN, SUPERVISOR, Session
from routing.exporting import Export
from routing.flow import auditing
from routing.roster import kept
from routing.services import Services
from routing.web.console import door

bp = Blueprint("export", __name__)

NAME = "helpline"


@bp.route("/console/export", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def export(s: Services, at: Session | None) -> Response:
    """Say what is in it, and give it."""
    if at is None or request.method == "GET":
        return door.show("export")
    auditing.by_user(s, at.user, "exported", "records")
    now = datetime.fromtimestamp(s.switchboard.now() / 1000, UTC)
    with kept():
        packed = _packed(s, now)
    name = f"{NAME}-{now:%Y-%m-%d}.zip"
    return make_response(send_file(packed, "application/zip", as_attachment=True, download_name=name))


def _packed(s: Services, now: datetime) -> IO[bytes]:
    """Pack an export; it stands on the disk only until it is sent."""
    packed = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the answer that it is sent with)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        Export(s, Path(folder)).write(now, numbers=False)
        for path in sorted(Path(folder).iterdir()):
            files.write(path, f"{NAME}/{path.name}")
    packed.seek(0)
    return packed
