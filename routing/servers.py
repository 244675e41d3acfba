"""Look at the servers that the settings name, live state's and the records': a part of `helpline check`."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from redis import Redis
from redis.exceptions import RedisError, ResponseError
from sqlalchemy.exc import SQLAlchemyError

from config.addresses import is_sentinel
from config.settings import Settings
from routing.doctor import Finding
from routing.domain.promise import NotKept
from routing.rotation import lost
from routing.services import build, connect
from routing.store.records.migrating import behind


def examine(settings: Settings) -> list[Finding]:
    """Ask each server that a setting names. The embedded one is the service's own, and tried by PUBLIC_URL."""
    named = {"REDIS_URL": settings.redis_url, "JOBS_REDIS_URL": settings.jobs_redis_url}
    found = [finding for variable, url in named.items() if url for finding in _of_redis(variable, url)]
    return [*found, *_of_records(settings)]


def _of_redis(variable: str, url: str) -> Iterator[Finding]:
    redis = connect(url)
    try:
        redis.ping()
        yield from of_safety(variable, redis, sentinel=is_sentinel(url))
    except RedisError as error:
        right = "start it, or write the address of one that runs"
        yield Finding("error", variable, f"does not answer ({type(error).__name__})", right)
    finally:
        redis.close()


def of_safety(variable: str, redis: Redis, *, sentinel: bool) -> Iterator[Finding]:
    """Judge how a server keeps what it is given; one that sentinels watch must not lose it with its master."""
    try:
        set_to: Any = redis.config_get("maxmemory-policy", "appendonly", "min-replicas-to-write")
    except ResponseError:  # kept from us, as some providers do
        right = "see that its maxmemory-policy is noeviction"
        yield Finding("warning", variable, "does not tell how it is set", right)
        return
    policy = set_to.get("maxmemory-policy", "noeviction")
    if policy != "noeviction":
        right = "set maxmemory-policy to noeviction: callers who wait must never be dropped for want of memory"
        yield Finding("error", variable, f"has the maxmemory-policy {policy}", right)
    if set_to.get("appendonly") == "no":
        right = "set appendonly to yes: a restart then loses a second, not everybody's place"
        yield Finding("warning", variable, "keeps nothing through a restart", right)
    if sentinel and set_to.get("min-replicas-to-write", "0") == "0":
        right = "set min-replicas-to-write to 1: a change of masters loses most of what was written otherwise"
        yield Finding("error", variable, "takes writes that no replica has", right)


def _of_keys(settings: Settings) -> Iterator[Finding]:
    with suppress(NotKept):  # the records stopped answering at this very moment
        if why := lost(build(settings)):
            wrong, _, right = why.partition(". ")
            yield Finding("error", "HELPLINE_SECRET_KEYS", wrong, right)


def _of_records(settings: Settings) -> Iterator[Finding]:
    try:
        if behind(settings.database_url):
            yield Finding(
                "error",
                "DATABASE_URL",
                "has no records of this version's shape",
                "make them so with `helpline release`",
            )
        else:
            yield from _of_keys(settings)
    except SQLAlchemyError as error:
        right = "start it, or write the address of one that runs; without it nothing can be promised to a caller"
        yield Finding("error", "DATABASE_URL", f"does not answer ({type(error).__name__})", right)
