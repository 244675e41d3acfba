"""Meeting Guide's JSON, as AA's and others' sites publish it: loosely, so that much is written in several ways."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from routing.directory import tidy
from routing.directory.gazetteer import Gazetteer
from routing.directory.meetings import Told, days_of, lasting, meeting_of
from routing.directory.reading import Row, Unusable, items, named, objects
from routing.directory.sources import Source
from routing.domain.listed import Place

NAME, LIST = "Meeting Guide", "meeting-guide"
CLOSED, LINKED = "TC", ("conference_url", "conference_phone")
OTHER_TYPES = frozenset({"recovery-dharma", "refuge-recovery"})  # the same letters mean other things there
FEATURES = {"W": "women", "S": "spanish", "Y": "adolescents"}
# Types mean other things elsewhere, so a fellowship is known by who publishes the list, and otherwise not told.
FELLOWSHIPS = {
    "recovery-dharma": r"recovery ?dharma",
    "refuge-recovery": r"refuge ?recovery",
    "al-anon": r"al-?anon",
    "ha": r"heroin ?anonymous",
    "ca": r"cocaine ?anonymous|\bca\.org",
    "na": r"\bna\b|narcotics ?anonymous",
    "aa": r"\baa|aa\b|alcoholics ?anonymous",
}
DATES = ("%Y-%m-%d", "%m/%d/%Y")


def knows(source: Source) -> bool:
    return source.kind == "json" and any(
        "name" in row and ("slug" in row or {"day", "time"} <= row.keys()) for row in objects(source.value, "meetings")
    )


def rows(source: Source) -> Iterable[tuple[int, Row]]:
    return items(source.value, "meetings")


def dated(source: Source) -> str:
    """Give the day on which the latest of its meetings was changed."""
    days = (_day(tidy.said(row, "updated")) for _, row in rows(source))
    latest = max(filter(None, days), default=None)
    return latest.isoformat() if latest else ""


def place(row: Row, where: Gazetteer) -> Place:
    types, fellowship = _types(row.get("types")), _fellowship(row)
    told = Told(
        key=_key(row),
        name=named(tidy.said(row, "name")),
        fellowship=fellowship,
        days=days_of(row.get("day"), sunday=0),
        start=row.get("time"),
        minutes=lasting(row.get("time"), row.get("end_time")),
        online=any(tidy.said(row, name) for name in LINKED),
        in_person=CLOSED not in types and str(row.get("attendance_option") or "") not in ("online", "inactive"),
        features=frozenset()
        if fellowship in OTHER_TYPES
        else frozenset(FEATURES[one] for one in types & FEATURES.keys()),
    )
    if row.get("attendance_option") == "inactive":
        raise Unusable("is not held any more")
    return meeting_of(told, row, where)


def _types(value: Any) -> frozenset[str]:
    listed = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return frozenset(str(one).strip().upper() for one in listed)


def _key(row: Row) -> str:
    site, slug = _site(row), tidy.said(row, "slug")
    return tidy.digest(site, slug) if slug else tidy.digest(site, *(tidy.plain(row.get(n)) for n in ("name", "time")))


def _site(row: Row) -> str:
    return urlsplit(tidy.said(row, "url", "entity_url")).netloc.lower()


def _fellowship(row: Row) -> str:
    publisher = f"{_site(row)} {tidy.said(row, 'entity')}".lower()
    return next((name for name, words in FELLOWSHIPS.items() if re.search(words, publisher)), "")


def _day(text: str) -> date | None:
    for written in DATES:
        try:
            return datetime.strptime(re.split("[ T]", text)[0], written).date()
        except ValueError:
            continue
    return None
