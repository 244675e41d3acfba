"""What the helpline knows nearby: supervisors look up what a caller or a text would be told.

A search is sent as a form, so that where somebody is asked about stands in no address.
"""

from datetime import UTC, datetime

from flask import Blueprint, Response, request

from routing.domain.listed import MEETING, TREATMENT
from routing.domain.nearby import COUNT, NotNow, Unclear
from routing.domain.user import IN, SUPERVISOR, Session
from routing.domain.wishes import wanted
from routing.services import Services
from routing.web.console import door
from routing.web.console.place import told_otherwise

bp = Blueprint("directory", __name__)

KINDS = {"": "Both", TREATMENT: "Treatment", MEETING: "Meetings"}
NOT_NOW = "The lists do not answer just now, or none has been imported yet by whoever runs the helpline."
LONGEST = 100
MOST_PASSED = 300


@bp.route("/console/directory", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def directory(s: Services, at: Session | None) -> Response:
    """Find the nearest places, and the meetings that start next, three of each at a time."""
    asked = {name: request.form.get(name, "").strip()[:LONGEST] for name in ("place", "kind", "wishes", "passed")}
    if request.method == "GET":
        return _shown(asked, told=told_otherwise(s))
    skip = min(int(asked["passed"]), MOST_PASSED) if asked["passed"].isdecimal() else 0
    try:
        wish = wanted(asked["wishes"].replace(",", " ").split(), asked["kind"] if asked["kind"] in KINDS else "")
        found = s.nearby.near(s.nearby.town_of(asked["place"]), wish, datetime.now(UTC), skip, far=True)
    except Unclear as why:
        return _shown(asked, str(why), 400)
    except NotNow:
        return _shown(asked, NOT_NOW, 503)
    otherwise = {f"{one.list} {one.key}" for one in s.corrections.all()}
    return _shown(asked, found=found, further=skip + COUNT, otherwise=otherwise)


def _shown(asked: dict[str, str], wrong: str = "", status: int = 200, **more: object) -> Response:
    told = {"found": None, "further": 0, "told": (), **more}
    return door.show("directory", status, wrong=wrong, asked=asked, kinds=KINDS, meeting=MEETING, **told)
