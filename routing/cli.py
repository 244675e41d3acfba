"""The `helpline` command. Each subcommand is one file of routing/commands and one line here."""

from importlib import import_module

import click

# Name -> what it does. The file is imported only when its command runs, so that help is fast.
COMMANDS = {
    "alerts": "Show what needs attention, and say that you know.",
    "audit": "Show who did what, and check that what was written down is as it was.",
    "check": "Look for what is wrong, and say what would be right.",
    "clock": "Keep the deadlines: take what is due, every half second.",
    "demo": "Run everything in this terminal, with telephones in the browser.",
    "directory": "Take in lists of places and meetings, and search them.",
    "erase": "Forget a person, at their wish: promises, number, messages, consents.",
    "explain": "Show how the emergency gate reads a text.",
    "export": "Write the roster, shifts, counters, audit and consents into a folder, as tables.",
    "facts": "Say that a person has held a number that callers are told to its source.",
    "fallback": "Write the documents for when the service does not answer.",
    "history": "Show how things went, by hour, day or week.",
    "keys": "Change the keys under which numbers are encrypted.",
    "line": "Close a line for a while, open it, and list which are closed.",
    "promises": "List what was promised, hear messages, and close what is done.",
    "purge": "Delete what has been kept for as long as it may be.",
    "release": "Bring the records to their present shape, before a new version starts.",
    "serve": "Answer the webhooks.",
    "shift": "Say when specialists are on call: add, list, import and remove shifts.",
    "specialist": "Add specialists, list them, and set their activity.",
    "status": "Show who waits, who talks, and who is on call.",
    "twilio": "Connect the account's numbers.",
    "user": "Say who may sign in to the pages.",
    "worker": "Work on the jobs of one RQ queue.",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"routing.commands.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101 (it gives the module's attribute its type)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="helpline")
def main() -> None:
    """Run a helpline: by voice and by text, with specialists on call."""


if __name__ == "__main__":
    main(prog_name="helpline")
