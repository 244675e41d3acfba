"""Who calls, and who takes calls: each looks at their telephone again and again, and does what a person would."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.deployed.deployment import LINE
from tests.faults.scene import Scene

PRESS_1 = (
    "If someone may be dying",  # greeting
    "The call has ended. If you were cut off",
    "We will call this number",  # is it safe?
    "Hello. Someone here asked for a call",
)
PROMISED = "All right, we will call you"
TOLD = (
    "We are having a technical problem"  # the fallback document: 911 and the other numbers, and then the service again
)
ASKS_AFTER_S = 3.0  # of waiting, whoever wants to be called back
FIRST_CALLER, FIRST_SPECIALIST = 12025560000, 12025550150  # callers' numbers go on from there
SHARE_LEAVES, SHARE_ASKS, SHARE_TEXTS = 0.15, 0.10, 0.15
TEXT = "naloxone"


@dataclass
class Caller:
    """Somebody who calls or texts once. `how` is talk, leave (after `until` s), ask (to be called back) or text."""

    number: str
    how: str
    began: float
    until: float
    talks_s: float
    left: bool = False  # hung up by their own will before they talked
    since: float = 0.0  # when they began to talk
    asked: bool = False


@dataclass
class People:
    """Everybody, of one run; `chance` decides how each is."""

    scene: Scene
    chance: random.Random
    first: int = FIRST_CALLER
    callers: list[Caller] = field(default_factory=list)
    gone: list[Caller] = field(default_factory=list)  # whose telephones are put away
    talked: dict[str, bool] = field(default_factory=dict)
    _pressed: dict[str, tuple[str, int]] = field(default_factory=dict)

    def comes(self) -> None:
        """One more dials, or texts."""
        draw, now = self.chance.random(), self.scene.now
        kinds = (("leave", SHARE_LEAVES), ("ask", SHARE_ASKS), ("text", SHARE_TEXTS), ("talk", 1.0))
        how = next(kind for at, (kind, _) in enumerate(kinds) if draw < sum(share for _, share in kinds[: at + 1]))
        number = f"+{self.first + len(self.callers) + len(self.gone)}"
        caller = Caller(number, how, now, self.chance.uniform(1, 8), self.chance.uniform(2, 4))
        self.callers.append(caller)
        self.scene.post("handsets", number=number, name=number, role="caller")
        if how == "text":
            self.scene.soon(f"handsets/{number}/text", to=LINE, body=TEXT)
        else:
            self.scene.soon(f"handsets/{number}/dial", to=LINE)

    def act(self) -> None:
        """Have everybody look at their telephone, and do what comes next."""
        handsets = self.scene.get("state")["handsets"]
        by_number = {caller.number: caller for caller in self.callers}
        for handset in handsets:
            caller = by_number.get(handset["number"])
            if caller:
                self._caller(caller, handset)
            elif handset["role"] == "specialist":
                self._specialist(handset)

    @property
    def called(self) -> int:
        """How many have called, the telephones that are put away too."""
        return sum(caller.how != "text" for caller in (*self.callers, *self.gone))

    def waiting(self) -> Iterator[Caller]:
        """Who is still on the line, and hears no fallback document."""
        handsets = [handset for handset in self.scene.get("state")["handsets"] if handset["call"]]
        busy = {handset["number"] for handset in handsets if not _is_told(handset["call"])}
        return (caller for caller in self.callers if caller.number in busy)

    def talked_since(self, since: float) -> bool:
        """Tell whether somebody has talked who has called since then, to talk."""
        return any(caller.since and caller.began >= since for caller in self.callers if caller.how == "talk")

    def unanswered(self) -> list[str]:
        """Who has texted, and has no answer."""
        answered = {handset["number"] for handset in self.scene.get("state")["handsets"] if _is_answered(handset)}
        return [caller.number for caller in self.callers if caller.how == "text" and caller.number not in answered]

    def put_away(self, after_s: float) -> None:
        """Put away the telephones of who came so long ago, is on no call, and has an answer if they texted."""
        handsets = {handset["number"]: handset for handset in self.scene.get("state")["handsets"]}
        since, unanswered = self.scene.now - after_s, {*self.unanswered()}
        done = {
            caller.number
            for caller in self.callers
            if caller.began < since and not handsets[caller.number]["call"] and caller.number not in unanswered
        }
        for number in done:
            self.scene.remove(number)
            self._pressed.pop(number, None)
        self.gone += [caller for caller in self.callers if caller.number in done]
        self.callers = [caller for caller in self.callers if caller.number not in done]

    def go_home(self) -> None:
        for caller in self.callers:
            self.scene.remove(caller.number)

    def _caller(self, caller: Caller, handset: Mapping[str, Any]) -> None:
        call, now = handset["call"], self.scene.now
        if handset["state"] == "ringing":
            return self._does(handset, "answer")
        if not call or handset["state"] != "talking":
            return None
        if call["together"]:
            caller.since = caller.since or now
            if now - caller.since > caller.talks_s:
                self._does(handset, "hangup")
            return None
        if caller.how == "leave" and now - caller.began > caller.until and not caller.since:
            caller.left = True
            return self._does(handset, "hangup")
        if _said_last(call).startswith(PROMISED):
            return self._does(handset, "hangup")
        if self._is_asked(handset, PRESS_1):
            return self._does(handset, "keys", keys="1")
        if caller.how == "ask" and not caller.asked and call["prompt"] and now - caller.began > ASKS_AFTER_S:
            caller.asked = True
            self._does(handset, "keys", keys="1")
        return None

    def _specialist(self, handset: Mapping[str, Any]) -> None:
        call = handset["call"]
        if handset["state"] == "ringing":
            return self._does(handset, "answer")
        if not call or handset["state"] != "talking":
            return None
        if call["together"]:
            self.talked[call["sid"]] = True
        elif self.talked.get(call["sid"]):
            return self._does(handset, "hangup")
        elif call["prompt"] and self._is_asked(handset, ("",)):
            return self._does(handset, "keys", keys="1")
        return None

    def _is_asked(self, handset: Mapping[str, Any], beginnings: tuple[str, ...]) -> bool:
        """Tell whether a question was said last to which no key was pressed yet."""
        call = handset["call"]
        heard = (call["sid"], sum(line["kind"] == "say" for line in call["hears"]))
        if self._pressed.get(handset["number"]) == heard or not _said_last(call).startswith(beginnings):
            return False
        self._pressed[handset["number"]] = heard
        return True

    def _does(self, handset: Mapping[str, Any], act: str, **body: str) -> None:
        self.scene.soon(f"handsets/{handset['number']}/{act}", **body)


def _said_last(call: Mapping[str, Any]) -> str:
    return next((str(line["text"]) for line in reversed(call["hears"]) if line["kind"] == "say"), "")


def _is_told(call: Mapping[str, Any]) -> bool:
    """Tell whether the fallback document is being heard: nothing of the service's own has been said since."""
    said = [str(line["text"]) for line in reversed(call["hears"]) if line["kind"] == "say"]
    latest = next((text for text in said if text.startswith((TOLD, *PRESS_1))), "")
    return latest.startswith(TOLD)


def _is_answered(handset: Mapping[str, Any]) -> bool:
    return any(text["from"] == LINE for text in handset["texts"])
