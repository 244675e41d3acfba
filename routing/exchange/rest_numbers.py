"""REST: the account, and its phone numbers with the settings that say where their calls and texts go."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from aiohttp import web

from routing.exchange.rest import Form, Refused, form, not_found, one, page, path
from routing.exchange.rest_views import formatted
from routing.exchange.switch import Line, Switch
from routing.exchange.wire import API_VERSION, rfc2822

# What of a number can be changed: a parameter, and what it is of a Line. An empty URL clears it; the published API has
# no empty SID.
_URLS = {
    "VoiceUrl": "voice_url",
    "VoiceFallbackUrl": "voice_fallback_url",
    "StatusCallback": "status_url",
    "SmsUrl": "sms_url",
    "SmsFallbackUrl": "sms_fallback_url",
}
_METHODS = {
    "VoiceMethod": "voice_method",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallbackMethod": "status_method",
    "SmsMethod": "sms_method",
    "SmsFallbackMethod": "sms_fallback_method",
}
_SIDS = {
    "VoiceApplicationSid": ("voice_application_sid", "AP"),
    "SmsApplicationSid": ("sms_application_sid", "AP"),
    "TrunkSid": ("trunk_sid", "TK"),
}


class Numbers:
    """Fetch the account; list, fetch and change its numbers."""

    def __init__(self, switch: Switch) -> None:
        self.switch = switch

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get(path("").removesuffix("/") + ".json", self.account)
        yield web.get(path("IncomingPhoneNumbers.json"), self.list)
        yield web.get(path("IncomingPhoneNumbers/{sid}.json"), self.fetch)
        yield web.post(path("IncomingPhoneNumbers/{sid}.json"), self.update)

    async def account(self, request: web.Request) -> web.Response:
        return web.json_response(self._account())

    async def list(self, request: web.Request) -> web.Response:
        wanted = list(_filters(request))
        lines = [line for line in self.switch.lines.values() if all(fits(line) for fits in wanted)]
        return page(request, "incoming_phone_numbers", lines, self._number)

    async def fetch(self, request: web.Request) -> web.Response:
        return web.json_response(self._number(self._line(request)))

    async def update(self, request: web.Request) -> web.Response:
        line, given = self._line(request), await form(request)
        changed = replace(line, **dict(_changes(given)))
        self.switch.lines[line.number] = changed
        self.switch.touch()
        return web.json_response(self._number(changed))

    def _line(self, request: web.Request) -> Line:
        for line in self.switch.lines.values():
            if line.sid == request.match_info["sid"]:
                return line
        raise not_found(request.path)

    def _account(self) -> dict[str, Any]:
        account, born = self.switch.account, rfc2822(self.switch.born)
        uri = f"/{API_VERSION}/Accounts/{account.sid}"
        parts = ("Calls", "Conferences", "Messages", "Recordings")
        return {
            "auth_token": account.token,
            "date_created": born,
            "date_updated": born,
            "friendly_name": "The exchange",
            "owner_account_sid": account.sid,
            "sid": account.sid,
            "status": "active",
            "subresource_uris": {name.lower(): f"{uri}/{name}.json" for name in parts},
            "type": account.kind,
            "uri": f"{uri}.json",
        }

    def _number(self, line: Line) -> dict[str, Any]:
        account, born = self.switch.account.sid, rfc2822(self.switch.born)
        return {
            "account_sid": account,
            "address_requirements": "none",
            "address_sid": None,
            "api_version": API_VERSION,
            "beta": False,
            "bundle_sid": None,
            "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
            "date_created": born,
            "date_updated": born,
            "emergency_address_sid": None,
            "emergency_address_status": "unregistered",
            "emergency_status": "Inactive",
            "friendly_name": line.name or formatted(line.number),
            "identity_sid": None,
            "origin": "twilio",
            "phone_number": line.number,
            "sid": line.sid,
            "sms_application_sid": line.sms_application_sid or None,
            "sms_fallback_method": line.sms_fallback_method,
            "sms_fallback_url": line.sms_fallback_url,
            "sms_method": line.sms_method,
            "sms_url": line.sms_url,
            "status": "in-use",
            "status_callback": line.status_url,
            "status_callback_method": line.status_method,
            "trunk_sid": line.trunk_sid or None,
            "type": "local",
            "uri": f"/{API_VERSION}/Accounts/{account}/IncomingPhoneNumbers/{line.sid}.json",
            "voice_application_sid": line.voice_application_sid or None,
            "voice_caller_id_lookup": False,
            "voice_fallback_method": line.voice_fallback_method,
            "voice_fallback_url": line.voice_fallback_url or None,
            "voice_method": line.voice_method,
            "voice_receive_mode": "voice",
            "voice_url": line.voice_url or None,
        }


def _filters(request: web.Request) -> Iterator[Callable[[Line], bool]]:
    """Read which numbers are wanted; `*` stands for any digit, and a part of a number for the whole."""
    if number := request.query.get("PhoneNumber"):
        pattern = re.compile(re.escape(number).replace(r"\*", r"\d"))
        yield lambda line: pattern.search(line.number) is not None
    if name := request.query.get("FriendlyName"):
        yield lambda line: line.name == name


def _changes(given: Form) -> Iterator[tuple[str, str]]:
    """Read what is to be changed; a wrong value is refused whole."""
    for name, of_line in _URLS.items():
        if name in given:
            yield of_line, _url(name, one(given, name))
    for name, of_line in _METHODS.items():
        if name in given:
            yield of_line, _method(name, one(given, name))
    for name, (of_line, prefix) in _SIDS.items():
        if name in given:
            yield of_line, _sid(name, one(given, name), prefix)
    if "FriendlyName" in given:
        yield "name", one(given, "FriendlyName")


def _url(name: str, value: str) -> str:
    if value and not re.match(r"https?://[^/]", value):
        raise Refused(400, 20001, f"{name} is not a valid URL: {value}")
    return value


def _method(name: str, value: str) -> str:
    if value.upper() not in ("GET", "POST"):
        raise Refused(400, 20001, f"{name} must be GET or POST")
    return value.upper()


def _sid(name: str, value: str, prefix: str) -> str:
    if not re.fullmatch(prefix + "[0-9a-fA-F]{32}", value):
        raise Refused(400, 20001, f"{name} is not a SID that begins with {prefix}")
    return value
