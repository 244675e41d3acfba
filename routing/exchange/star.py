"""The star key, which takes a caller out of a Dial that allows it."""

import asyncio


class Star:
    """Listen for one key."""

    def __init__(self) -> None:
        self.pressed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def key(self, key: str) -> None:
        if key == "*" and not self.pressed.done():
            self.pressed.set_result(None)

    def speech(self, words: str) -> None:
        """Words mean nothing here."""
