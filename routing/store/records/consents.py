"""Consents on record."""

from sqlalchemy import delete
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

    def withdraw(self, consent: str, how: str, now_ms: int) -> None:
        """Note that a yes no longer holds; the proof that it once did stays until it expires."""

        def act(session: Session) -> None:
            row = session.get(models.Consent, consent)
            if row and not row.withdrawn_at:
                row.withdrawn_at, row.withdrawn_how = now_ms, how

        promptly(self._sessions, act)

    def purge(self, now_ms: int) -> None:
        """Delete the proofs that have expired."""
        expired = delete(models.Consent).where(models.Consent.expires_at <= now_ms)
        promptly(self._sessions, lambda session: session.execute(expired) and None)


def add(session: Session, consent: Consent) -> None:
    """Write a yes within somebody's transaction."""
    if session.get(models.Consent, consent.id) is None:
        session.add(models.Consent(**{**vars(consent), "person": consent.person or None}))
