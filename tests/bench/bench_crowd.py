"""A thousand callers at thirty a second, and a hundred specialists: everybody has an outcome; how long webhooks take.

The account places fifty calls a second. All parts are processes of their own, on one machine with the network and the
people; the outcomes are asserted, the times are told, and so is how many webhooks have none: those that were lost, or
were under way at the end.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.bench.conftest import Row
from tests.bench.load import percentiles
from tests.faults.faults import FAULTS
from tests.faults.oracle import WRONGS
from tests.faults.people import FIRST_SPECIALIST, SHARE_TEXTS
from tests.faults.run import lived
from tests.faults.scene import staged

CALLERS, SPECIALISTS, CALLS_A_SECOND = 1000, 100, 50
A_SECOND = 30.0 / (1 - SHARE_TEXTS)  # of whom thirty call
COME_WITHIN_S = 45.0  # by chance; on average it takes 33
WITHIN_MS = 300.0


@pytest.mark.timeout(400)
def test_a_crowd(tmp_path: Path, tell: Callable[[Row], None]) -> None:
    with staged(tmp_path, calls_a_second=CALLS_A_SECOND) as scene:
        for number in range(SPECIALISTS):
            scene.hires(f"specialist {number}", f"+{FIRST_SPECIALIST + number}")
        found, _ = lived(scene, FAULTS["nothing"], 1, COME_WITHIN_S, A_SECOND, 0, CALLERS)
        calls = {call["from"] for call in scene.get("ledger")["calls"] if call["direction"] == "inbound"}
        webhooks = scene.get("ledger")["webhooks"]
        for kind, took in sorted(_by_kind(webhooks).items()):
            half, most = percentiles(took)
            told = f"p50 {half:.0f} ms, p99 {most:.0f} ms, {1000 * max(took):.0f} at most, of {len(took)}"
            tell(Row(f"crowd of {found.contacts}: {kind}, p99 against {WITHIN_MS:g} ms", most / WITHIN_MS, told))
        without = sum(hook["took"] is None for hook in webhooks)
        tell(Row(f"crowd of {found.contacts}: webhooks without a time", without / len(webhooks), f"{without} of them"))
    assert len(calls) == CALLERS
    assert {kind: getattr(found, kind) for kind in WRONGS} == {kind: [] for kind in WRONGS}


def _by_kind(webhooks: list[dict[str, Any]]) -> dict[str, list[float]]:
    """How many seconds each answer took, by its address without what differs from person to person."""
    kinds = defaultdict(list)
    for hook in webhooks:
        if hook["took"] is not None:
            kinds[re.sub(r"/[^/]*\d[^/]*", "/…", urlsplit(hook["url"]).path)].append(hook["took"])
    return kinds
