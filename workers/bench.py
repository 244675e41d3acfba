"""What a worker works with: one set of services for the life of its process."""

from routing.services import AtWork

_services: list[AtWork] = []


def lay_out(services: AtWork) -> None:
    """Give this process its services, before its first job."""
    _services[:] = [services]


def services() -> AtWork:
    return _services[0]
