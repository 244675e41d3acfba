"""What commands do on record: the records open, in their present shape, and each deed written into the audit first.

Apart from routing.commands, because what brings records to shape is nothing that a web process should carry.
"""

import os
import pwd
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from routing.commands import settings, told
from routing.domain.audit import Deed
from routing.flow import auditing
from routing.opening import records
from routing.roster import Refused
from routing.services import Services


@contextmanager
def recorded() -> Iterator[Services]:
    """Build the services, with the records in their present shape, or end the command with why that cannot be."""
    with told():
        try:
            with records(settings()) as services:
                yield services
        except Refused as why:
            raise click.ClickException(f"{why} See: {why.see}" if why.see else str(why)) from None


def note(s: Services, what: str, kind: str = "", id: str = "", why: str = "") -> None:
    """Write into the audit what whoever runs this command is about to do. Raises NotKept: then it must not be done."""
    auditing.note(s, Deed(who(), what, kind, id, why), int(time.time() * 1000))


def who() -> str:
    """Say for the audit who runs this command."""
    return f"command:{_login()}"


def _login() -> str:
    """Name who runs the command: who logged in, also behind sudo; without a log-in, the process's own account."""
    try:
        return os.getlogin()
    except OSError:
        pass
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
