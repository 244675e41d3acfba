"""What every REST request shares: signing in, errors, forms, pages."""

import base64
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from aiohttp import web

from routing.exchange.switch import Account
from routing.exchange.wire import API_VERSION

T = TypeVar("T")
LARGEST_PAGE = 1000
Form = dict[str, list[str]]


class Refused(Exception):
    """A REST error as Twilio words it."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code

    def response(self) -> web.Response:
        body = {
            "code": self.code,
            "message": str(self),
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }
        return web.json_response(body, status=self.status)


def not_found(path: str) -> Refused:
    return Refused(404, 20404, f"The requested resource {path} was not found")


def sign_in(request: web.Request, account: Account) -> None:
    """Refuse wrong credentials, and any account but ours."""
    pairs = {(account.sid, account.token)}
    if account.key:
        pairs.add((account.key, account.secret))
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        user, _, password = base64.b64decode(encoded).decode().partition(":")
    except ValueError:
        user = password = ""
    if scheme.lower() != "basic" or (user, password) not in pairs:
        raise Refused(401, 20003, "Authenticate")
    if request.match_info.get("account", account.sid) != account.sid:
        raise not_found(request.path)


async def form(request: web.Request) -> Form:
    """Read a form; a parameter may be repeated. What is none, or in no alphabet there is, is refused."""
    try:
        posted = await request.post()
    except (ValueError, LookupError) as wrong:
        raise Refused(400, 20001, "The body must be a form in UTF-8") from wrong
    return {name: [str(value) for value in posted.getall(name)] for name in posted}


def one(given: Form, name: str, default: str = "") -> str:
    """Give a parameter's last value."""
    return given.get(name, [default])[-1]


def truth(given: Form, name: str, default: bool) -> bool:
    """Read a truth value as clients write it."""
    return {"true": True, "false": False}.get(one(given, name).lower(), default)


def whole(given: Form, name: str, default: int) -> int:
    """Read a whole number; anything else is refused."""
    text = one(given, name, str(default))
    if not text.isdigit():
        raise Refused(400, 20001, f"{name} must be a whole number")
    return int(text)


def page(request: web.Request, name: str, items: Sequence[T], write: Callable[[T], dict[str, Any]]) -> web.Response:
    """Answer with one page of a list, and the addresses of its neighbours."""
    query = {key: value for key, value in request.query.items() if key not in ("Page", "PageToken", "PageSize")}
    given = {key: [value] for key, value in request.query.items()}
    size = min(max(whole(given, "PageSize", 50), 1), LARGEST_PAGE)
    number = whole(given, "Page", 0)
    start = number * size
    shown = items[start : start + size]

    def address(at: int) -> str:
        return f"{request.path}?{urlencode({**query, 'PageSize': size, 'Page': at})}"

    more = address(number + 1) + f"&PageToken=PA{number + 1}" if start + size < len(items) else None
    body = {
        name: [write(item) for item in shown],
        "end": start + max(len(shown) - 1, 0),
        "first_page_uri": address(0),
        "next_page_uri": more,
        "page": number,
        "page_size": size,
        "previous_page_uri": address(number - 1) if number else None,
        "start": start,
        "uri": address(number),
    }
    return web.json_response(body)


def path(rest: str) -> str:
    """Give the route of a resource of the account."""
    return f"/{API_VERSION}/Accounts/{{account}}/{rest}"
