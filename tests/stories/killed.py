"""Workers that are killed: before they do a job, or as soon as they have made the request that it is for."""

from collections.abc import Iterator
from contextlib import contextmanager

from routing.channels.carrier import Carrier
from routing.domain.replies import Document
from tests.stories.town import Town


def loses(here: Town, job: str) -> None:
    """Have the next job of a kind be lost, as with a worker that is killed."""
    outbox, lost = here.services.outbox, []
    send = outbox.send

    def lossy(name: str, subject: str, once: str = "") -> None:
        if name == job and not lost:
            lost.append(subject)
        else:
            send(name, subject, once)

    outbox.send = lossy


class Killed(Exception):
    """Raised where a worker would be no more; a job that nobody finishes is asked for again by its deadline."""


class FrailCarrier(Carrier):
    """A carrier whose worker can be killed before a request is made, or when it is and nobody has heard of it yet."""

    dies_before = ""
    dies_after = ""

    def ring(self, to: str, shown: str, path: str, seconds: int) -> str:
        with self._frail("ring"):
            return super().ring(to, shown, path, seconds)

    def move(self, leg: str, document: Document) -> None:
        with self._frail("move"):
            super().move(leg, document)

    @contextmanager
    def _frail(self, request: str) -> Iterator[None]:
        if self.dies_before == request:
            self.dies_before = ""
            raise Killed
        yield
        if self.dies_after == request:
            self.dies_after = ""
            raise Killed
