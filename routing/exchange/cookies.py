"""Keep the cookies that answers to texts set, for the next text between the same two numbers."""

from dataclasses import dataclass, field

LASTS = 4 * 3600


@dataclass
class Jars:
    """Cookies by pair of numbers; a jar that nobody has opened for four hours is empty."""

    jars: dict[tuple[str, str], tuple[float, dict[str, str]]] = field(default_factory=dict)

    def between(self, one: str, other: str, now: float) -> dict[str, str]:
        """Give the jar of two numbers, to be read and written."""
        opened, jar = self.jars.get((one, other), (now, {}))
        if now - opened > LASTS:
            jar = {}
        self.jars[one, other] = now, jar
        return jar
