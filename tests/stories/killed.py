"""Workers that are killed: before they do a job, or as soon as they have made the request that it is for."""

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
    """A carrier whose worker can be killed when a request has been made, and nobody has heard of it yet."""

    dies_after = ""

    def ring(self, to: str, shown: str, path: str, seconds: int) -> str:
        leg = super().ring(to, shown, path, seconds)
        self._dies("ring")
        return leg

    def move(self, leg: str, document: Document) -> None:
        super().move(leg, document)
        self._dies("move")

    def _dies(self, request: str) -> None:
        if self.dies_after == request:
            self.dies_after = ""
            raise Killed
