"""`helpline purge`."""

import json
import time

import click

from routing.deeds import note, recorded
from routing.domain import audit


@click.command()
@click.option("--dry-run", is_flag=True, help="Only count what would be deleted.")
@click.option("--json", "as_json", is_flag=True, help="Print an object: how many rows of each table.")
def command(dry_run: bool, as_json: bool) -> None:
    """Delete what has been on record for as long as it is kept, now; a job does the same every five minutes.

    Prints how many rows of each table, and nobody's number. Live state ends by itself.
    """
    now_ms = int(time.time() * 1000)
    with recorded() as s:
        if dry_run:
            counted = s.retention.counted(now_ms)
        else:
            note(s, "purged")
            counted = s.retention.purge(now_ms)
            s.audit.purge(now_ms - audit.KEPT_MS)
            s.users.purge(now_ms - audit.KEPT_MS)
    if as_json:
        click.echo(json.dumps(counted))
        return
    told = ", ".join(f"{table} {count}" for table, count in counted.items() if count) or "nothing"
    click.echo(f"{'To delete' if dry_run else 'Deleted'}: {told}.")
