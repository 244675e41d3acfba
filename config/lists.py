"""Read which lists of places are fetched anew by themselves."""

from collections.abc import Mapping

from config.addresses import document_url, is_fetchable
from config.entry import Entry
from config.shapes import ListSource

LONGEST_NAME = 80  # the records have room for so many letters
URL_RIGHT = "write an address that begins with https://, or with http://localhost"


def read_lists(root: Entry) -> Mapping[str, ListSource]:
    """Read every [list.<name>], noting every problem."""
    return {name: _list(name, entry) for name, entry in root.tables("list").items()}


def _list(name: str, entry: Entry) -> ListSource:
    if not 0 < len(name) <= LONGEST_NAME or name != name.strip() or not name.isprintable():
        right = f"write 1 to {LONGEST_NAME} letters, without spaces around them: the name that the list has on record"
        entry.wrong((), "is no name of a list", right)
    source = ListSource(name, _url(entry), entry.whole("every_hours", 1, 720, default=24))
    entry.done()
    return source


def _url(entry: Entry) -> str:
    url = entry.text("url", URL_RIGHT)
    try:
        document_url(url)
        good = is_fetchable(url)
    except ValueError:
        good = False
    # The address is not repeated: it may hold a token.
    if url.strip() and not good:
        entry.wrong("url", "is no address that a list may be fetched from", URL_RIGHT)
    return url
