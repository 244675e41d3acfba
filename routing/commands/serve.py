"""`helpline serve`."""

import multiprocessing
import subprocess
import threading
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from wsgiref.types import WSGIApplication

import click
from granian.constants import Interfaces
from granian.server.mp import MPServer

from config.settings import WrongSettings
from config.shapes import WrongConfig
from routing import app, embedded, leash, logs
from routing.commands import account_settings
from routing.directory import towns
from routing.listening import PortTaken, insist

WORKERS = 2
THREADS = 512  # made when needed, and gone after; each slow client holds one for as long as it likes


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
def command(host: str) -> None:
    """Answer the webhooks on PORT, in two processes.

    Runs the embedded server as well, unless REDIS_URL names another.
    """
    chosen = account_settings()
    try:
        insist(host, chosen.port)
        write_towns(chosen.data_dir)
        server = _granian(host, chosen.port)
        # Made before the web processes divide from this one, so that each need not; it is connected to nothing yet.
        _application()
        click.echo(f"Answering the webhooks of {chosen.public_url} at http://{host}:{chosen.port}")
        with nullcontext() if chosen.redis_url else embedded.running(chosen.data_dir):
            server.serve(target_loader=_load)
    except (PortTaken, WrongConfig, WrongSettings, embedded.NotStarted) as why:
        raise click.ClickException(str(why)) from None


def write_towns(folder: Path) -> None:
    """Begin to make the file of ZIP codes, where there is none: until it is there, nobody is told what is near.

    No web process has room to make it, and no call waits for it. What goes wrong with it is in this one's log.
    """
    if making := towns.command(folder):
        child = subprocess.Popen(leash.leashed(making), stdin=subprocess.DEVNULL)  # noqa: S603 (of ours, and a path)
        # Until it is waited for, what has ended stays in the table of processes.
        threading.Thread(target=child.wait, daemon=True).start()


def _granian(host: str, port: int) -> MPServer:
    return MPServer(
        "routing.app:wsgi",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
    )


@cache
def _application() -> WSGIApplication:
    return app.wsgi()


def _load(target: str) -> WSGIApplication:
    """Give a web process its application; from here on it lives no longer than the process that started it."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        leash.follow(parent.pid)
    logs.set_up()  # the server has just set up its own, which would tell the words of an error
    return _application()
