"""A town whose second line to refer to has been checked by a person, so that it may be dialled."""

from dataclasses import replace
from datetime import date

from routing.services import AtWork

SAMHSA = "+18006624357"  # the fact's own number: no call leaves the practice network


def checked(services: AtWork) -> AtWork:
    facts = services.config.facts
    facts = {**facts, "samhsa": replace(facts["samhsa"], verified_on=date(2026, 1, 31))}
    return replace(services, config=replace(services.config, facts=facts))
