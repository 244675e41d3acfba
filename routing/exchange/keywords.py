"""The words that a carrier answers by itself: STOP, START, HELP, by the kind of number that they are sent to."""

from dataclasses import dataclass, field

STOP, START, HELP = "STOP", "START", "HELP"
TWILIO_STOPS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
TWILIO_STARTS = frozenset({"START", "YES", "UNSTOP"})
TWILIO_HELPS = frozenset({"HELP", "INFO"})

USUAL_ANSWERS = {
    STOP: "You have successfully been unsubscribed. You will not receive any more messages from this number."
    " Reply START to resubscribe.",
    START: "You have successfully been re-subscribed to messages from this number. Reply HELP for help."
    " Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    HELP: "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}
TOLL_FREE_ANSWERS = {
    STOP: 'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number.'
    ' Text back "unstop" to receive messages again.',
    START: 'NETWORK MSG: You have replied "unstop" and will begin receiving messages again from this number.',
}


@dataclass(frozen=True)
class Rules:
    """What a kind of number does with the words; `told` is whether the webhook says which was meant."""

    words: dict[str, frozenset[str]]
    answers: dict[str, str] = field(default_factory=dict)
    told: bool = False

    def meaning(self, body: str) -> str | None:
        """Give STOP, START or HELP when the whole message is one of its words."""
        word = body.strip().upper()
        return next((meaning for meaning, words in self.words.items() if word in words), None)


_TWILIO = {STOP: TWILIO_STOPS, START: TWILIO_STARTS, HELP: TWILIO_HELPS}
KINDS: dict[str, Rules] = {
    "long_code": Rules(_TWILIO, USUAL_ANSWERS),
    "toll_free": Rules({STOP: frozenset({"STOP"}), START: frozenset({"START", "UNSTOP"})}, TOLL_FREE_ANSWERS),
    "short_code": Rules({}),
    # A Messaging Service with Advanced Opt-Out.
    "advanced": Rules(_TWILIO, USUAL_ANSWERS, told=True),
}


@dataclass
class OptOuts:
    """Who wants no texts from whom: a line's number, or a whole Messaging Service."""

    pairs: set[tuple[str, str]] = field(default_factory=set)

    def has(self, sender: str, person: str) -> bool:
        return (sender, person) in self.pairs

    def heed(self, meaning: str | None, sender: str, person: str) -> bool:
        """Do what a word asks for; tells whether the carrier answers: to HELP always, else when something changed."""
        before = self.has(sender, person)
        if meaning == STOP:
            self.pairs.add((sender, person))
        elif meaning == START:
            self.pairs.discard((sender, person))
        return meaning == HELP or before != self.has(sender, person)
