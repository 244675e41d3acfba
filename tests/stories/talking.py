"""A town where people may talk by text, and what they are told there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from config.gsm import sendable
from config.shapes import Proof
from routing.flow.talk import PATIENCE_S
from routing.flow.times import moment, when
from routing.services import AtWork
from tests.stories.town import Phone, Town

PROVED = Proof("a story", date(2026, 1, 31))


def by_phone(**more: Any) -> Callable[[AtWork], AtWork]:
    """Have specialists write with people from their own phones; `more` is of the line."""

    def change(services: AtWork) -> AtWork:
        line = replace(services.config.lines["main"], **{"texts_by_phone": True, "texts_proved": PROVED, **more})
        return replace(services, config=replace(services.config, lines={"main": line}))

    return change


def said(here: Town, phrase: str, language: str = "en", **values: str | int) -> str:
    """A phrase as it is sent."""
    samhsa = here.services.config.facts["samhsa"].call
    line = here.services.config.lines["main"].name[language]
    return sendable(" ".join(here.phrase(phrase, language).format(samhsa=samhsa, line=line, **values).split()))


def in_line(here: Town, phrase: str, since: float | None = None, **values: str) -> str:
    """How the wait is told of, and when it ends that began at a moment of the town's clock: now, unless said."""
    s, now = here.services, moment(round(here.now * 1000))
    ends = moment(round((here.now if since is None else since) * 1000) + PATIENCE_S * 1000)
    till = when(s, ends.replace(second=0, microsecond=0), now, s.config.lines["main"].time_zone, "en")
    return said(here, phrase, till=till, **values)


def how(here: Town, phrase: str) -> str:
    """A phrase that ends a conversation, with the question how it went."""
    names = [names["en"] for names in here.services.config.lines["main"].outcome_words.values()]
    words = ", ".join(f"{key} {name}" for key, name in enumerate(names, 1))
    return f"{said(here, phrase)} {said(here, 'sms_talks_how', words=words)}"


def offered(here: Town, **more: str | int) -> str:
    values = {"spoken": "English", "wait": "less than a minute", **more}
    about = [said(here, "offer_about", subject=str(more["subject"]))] if "subject" in more else []
    return " ".join([said(here, "sms_offer_more" if more.get("number") else "sms_offer", **values), *about])


def asks_to_write(phone: Phone) -> Phone:
    return phone.texts("TALK").texts("TEXT")


def writes_with(here: Town, phone: Phone, specialist: Phone, yes: str = "Y") -> None:
    """A person and a specialist come to write with each other."""
    asks_to_write(phone)
    here.passes(2)
    specialist.texts(yes)
    here.passes(2)


def nothing_is_left(here: Town) -> bool:
    """No words of a conversation are in live state any more."""
    unsent = [name for name in here.redis.scan_iter("*:text:*") if here.redis.hget(name, "words")]
    return not unsent and not [*here.redis.scan_iter("*:lines:*")]
