"""Which ports are free."""

import socket


class PortTaken(Exception):
    """Another program listens where this one should; the text tells a person what to do."""


def insist(host: str, port: int) -> None:
    """Raise PortTaken unless `port` is free: several servers could share it, and each would get some of the calls."""
    if not _is_free(host, port):
        raise PortTaken(
            f"Port {port} (PORT) is taken by another program. Stop that one, or set PORT to another: "
            f"{free(host, port + 10)} is free."
        )


def free(host: str, preferred: int) -> int:
    """Find a port that nobody listens on: the preferred one, else any."""
    if preferred < 1 << 16 and _is_free(host, preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
