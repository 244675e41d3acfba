"""Twilio's REST API as far as it is needed here: everything that a helpline asks for."""

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from routing.exchange.faults import RestFault
from routing.exchange.rest import Refused, not_found, sign_in
from routing.exchange.rest_calls import Calls
from routing.exchange.rest_conferences import Conferences
from routing.exchange.rest_messages import Messages
from routing.exchange.rest_numbers import Numbers
from routing.exchange.rest_queues import Queues
from routing.exchange.rest_recordings import Recordings
from routing.exchange.switch import Switch
from routing.exchange.wire import API_VERSION

ROOT = f"/{API_VERSION}/Accounts/"


def routes(switch: Switch) -> list[web.RouteDef]:
    """List every REST route."""
    return [
        *Numbers(switch).routes(),
        *Calls(switch).routes(),
        *Conferences(switch).routes(),
        *Messages(switch).routes(),
        *Queues(switch).routes(),
        *Recordings(switch).routes(),
    ]


def guard(switch: Switch) -> Middleware:
    """Make the middleware that signs REST requests in, words their errors, and lets faults happen."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(f"/{API_VERSION}/"):
            return await handler(request)
        with switch.work, switch.pace.request() as too_many:
            asked = f"{request.method} /{request.path.removeprefix(ROOT).partition('/')[2]}"
            fault = switch.faults.for_rest(asked)
            if too_many:
                return Refused(429, 20429, "Too many requests").response()
            if fault and fault.status:
                return Refused(fault.status, fault.code, "A fault that was asked for").response()
            answer = await _answer(switch, request, handler)
            return await _spoilt(answer, request, fault) if fault else answer

    return guarded


async def _answer(switch: Switch, request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        sign_in(request, switch.account)
        return await handler(request)
    except Refused as refused:
        return refused.response()
    except web.HTTPNotFound:
        return not_found(request.path).response()


async def _spoilt(answer: web.StreamResponse, request: web.Request, fault: RestFault) -> web.StreamResponse:
    """Keep back an answer whose request has had its effect: the asker cannot know that it had."""
    await asyncio.sleep(fault.delay)
    if fault.drop and request.transport:
        request.transport.abort()
    return answer
