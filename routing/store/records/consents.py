"""Consents on record."""

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.consent import Consent
from routing.store.records import models
from routing.store.records.database import connect
from routing.store.records.promptly import promptly


class Consents:
    """Keep each yes, as proof without a number. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def give(self, consent: Consent) -> None:
        """Keep a yes; the same one twice is one."""
        promptly(self._sessions, lambda session: add(session, consent))

    def channel(self, consent: str) -> str:
        """Return whether a yes was said in a call (voice) or by text; empty for one that is not there."""
        wanted = select(models.Consent.channel).where(models.Consent.id == consent)
        return promptly(self._sessions, lambda session: session.scalar(wanted)) or ""


def add(session: Session, consent: Consent) -> None:
    """Write a yes within somebody's transaction."""
    if session.get(models.Consent, consent.id) is None:
        session.add(models.Consent(**{**vars(consent), "person": consent.person or None}))
