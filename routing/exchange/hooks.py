"""Ask the application: signed webhooks as Twilio sends them, with its time limits, retry, redirects and cookies."""

import asyncio
import secrets
from dataclasses import dataclass, field, replace
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import aiohttp
from twilio.request_validator import RequestValidator
from yarl import URL

from routing.exchange.answers import (
    FAILED,
    NOT_CONNECTED,
    TOO_MANY_REDIRECTS,
    Answer,
    Failed,
    HookFailed,
    cookies,
    fresh_seconds,
    read,
    refuse,
    why_not,
)
from routing.exchange.clock import Clock, Work, sleep
from routing.exchange.faults import Faults, HookFault
from routing.exchange.ledger import HookRecord, Ledger
from routing.exchange.policy import Policy, signed_url, with_query

MAX_REDIRECTS = 10
MAX_BYTES, MAX_SOUND_BYTES = 65_536, 40_000_000
NOT_ALWAYS = frozenset({"CallbackSource", "Confidence", "SequenceNumber", "Timestamp"})


@dataclass(frozen=True)
class Hook:
    """One request to make; `cookies` are read and written, `sid` names the call or text it is about.

    `media` is for a sound, which may be larger than a document.
    """

    url: str
    method: str
    params: dict[str, str]
    sid: str
    cookies: dict[str, str] = field(default_factory=dict)
    voice: bool = True
    media: bool = False


@dataclass(frozen=True)
class _Delivery:
    """One request on its way, with the token that each of its attempts carries."""

    hook: Hook
    token: str
    policy: Policy
    record: HookRecord


class Hooks:
    """Send webhooks over one shared session, and keep a record of each."""

    def __init__(self, token: str, clock: Clock, work: Work, faults: Faults, ledger: Ledger) -> None:
        self._validator = RequestValidator(token)
        self._clock = clock
        self._work = work
        self._faults = faults
        self._ledger = ledger
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        connector = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def fetch(self, hook: Hook) -> Answer:
        """Ask for a document; HookFailed when there is none. Goes on in the background when the asker is cancelled."""
        outcome = await asyncio.shield(self._work.spawn(self._fetch(hook)))
        if isinstance(outcome, HookFailed):
            raise outcome
        return outcome

    def notify(self, hook: Hook, after: "asyncio.Task[None] | None" = None) -> "asyncio.Task[None]":
        """Send a status webhook, once the one before it has been answered."""
        return self._work.spawn(self._notify(hook, after))

    async def _fetch(self, hook: Hook) -> Answer | HookFailed:
        # A sound is no webhook: what is asked to happen to those passes it over.
        fault = None if hook.media else self._faults.for_hook(urlsplit(hook.url).path, status=False)
        if fault and fault.mode == "lose":
            record = self._ledger.open(self._clock.now(), hook.url, hook.sid)
            record.note(f"{NOT_CONNECTED} lost on its way")
            return HookFailed(NOT_CONNECTED, "lost on its way", hook.url)
        return (await self._send(hook, fault))[0]

    async def _notify(self, hook: Hook, after: "asyncio.Task[None] | None") -> None:
        fault = self._faults.for_hook(urlsplit(hook.url).path, status=True)
        if fault and fault.mode == "lose":
            return
        if fault and fault.mode == "late":
            self._work.keep(self._later(hook, fault.seconds))
            return
        if after:
            await asyncio.wait({after})
        await self._send(hook, fault)

    async def _send(self, hook: Hook, fault: HookFault | None) -> list[Answer | HookFailed]:
        """Send the request, or as many copies of it as a fault wants, all with one token."""
        if fault and fault.mode == "bare":
            hook = replace(hook, params={name: value for name, value in hook.params.items() if name not in NOT_ALWAYS})
        copies = {"double": 2, "ten": 10}.get(fault.mode if fault else "", 1)
        token = secrets.token_hex(16)
        return await asyncio.gather(*(self._ask(hook, token) for _ in range(copies)))

    async def _later(self, hook: Hook, seconds: float) -> None:
        await sleep(self._clock, seconds)
        self.notify(hook)

    async def _ask(self, hook: Hook, token: str) -> Answer | HookFailed:
        record = self._ledger.open(self._clock.now(), hook.url, hook.sid)
        loop = asyncio.get_running_loop()
        began = loop.time()
        policy = Policy.of(hook.url)
        try:
            async with asyncio.timeout(policy.total):
                return await self._persist(_Delivery(hook, token, policy, record))
        except TimeoutError:
            code, why = FAILED, f"no answer in {policy.total:g} s"
        except Failed as failure:
            code, why = failure.code, str(failure)
        finally:
            record.took = round(loop.time() - began, 4)
        record.note(f"{code} {why}")
        return HookFailed(code, why, hook.url)

    async def _persist(self, delivery: _Delivery) -> Answer:
        left = delivery.policy.retries
        while True:
            try:
                return await self._follow(delivery)
            except Failed as failure:
                if not left or not delivery.policy.after & {failure.kind, "all"}:
                    raise
                left -= 1

    async def _follow(self, delivery: _Delivery) -> Answer:
        hook = delivery.hook
        url, method = urldefrag(hook.url).url, hook.method
        for _ in range(MAX_REDIRECTS + 1):
            answer, onward = await self._once(delivery, url, method)
            if not onward:
                return answer
            url, method = urljoin(url, onward), method if answer.status in (307, 308) else "GET"
        raise Failed("other", TOO_MANY_REDIRECTS, f"more than {MAX_REDIRECTS} redirects")

    async def _once(self, delivery: _Delivery, url: str, method: str) -> tuple[Answer, str]:
        if not self._session:
            raise RuntimeError("the exchange is not open")
        hook, policy, record = delivery.hook, delivery.policy, delivery.record
        asked = url if method == "POST" else with_query(url, hook.params)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=policy.connect, sock_read=policy.read)
        body = urlencode(hook.params) if method == "POST" else None
        headers = self._headers(hook, asked, method, delivery.token)
        try:
            async with self._session.request(
                method,
                URL(asked, encoded=True),
                data=body,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                most = MAX_SOUND_BYTES if hook.media else MAX_BYTES
                raw = await read(response.content, most)
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, aiohttp.InvalidURL) as failure:
            raise why_not(failure) from failure
        record.status = response.status
        hook.cookies.update(cookies(response))
        onward = response.headers.get("Location", "") if 300 <= response.status < 400 else ""
        if not onward:
            refuse(response.status, too_large=len(raw) > most)
        charset = response.charset or "utf-8"
        answer = Answer(url, response.status, response.content_type, raw, charset, record, fresh_seconds(response))
        return answer, onward

    def _headers(self, hook: Hook, url: str, method: str, token: str) -> dict[str, str]:
        params = hook.params if method == "POST" else {}
        headers = {
            "X-Twilio-Signature": self._validator.compute_signature(signed_url(url, voice=hook.voice), params),
            "I-Twilio-Idempotency-Token": token,
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
        }
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        if hook.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in hook.cookies.items())
        return headers
