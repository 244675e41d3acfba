"""After a call: what a specialist is asked who is still on the line, and what it does."""

from collections.abc import Mapping

from routing.domain.contact import Incoming
from routing.domain.replies import Ask, Document, Go, Say
from routing.flow import offer as offers
from routing.flow.acts import carry_out
from routing.flow.sentences import say, text, voiced
from routing.ports import Services

SECONDS = 10
QUESTIONS = 8  # whoever answers more often is let go; their wrap-up goes on
SURE, WORD = "sure", "word"  # what a key may answer besides the first question
MINUTE = 60


def begin(s: Services, offer: str, language: str) -> Document:
    """Speak to a specialist whose call is over. Raises Unavailable."""
    change = carry_out(s, s.switchboard.wrap_up(offer))
    if change.word == "wrap_up":
        return _ask(s, offer, language, _menu(s, offer, language), asked=1)
    if change.word == "over":
        return offers.told(s, language, "call_over")
    return offers.told(s, language, offers.why(s, offer))


def answer(s: Services, call: Incoming, offer: str, language: str, *, asked: int, menu: str) -> Document:
    """Answer the key, or silence; in the menu `word` a key says how it went. Raises Unavailable."""
    if not call.keys or asked >= QUESTIONS:
        return offers.told(s, language, "wrap_up_goes_on")
    s.switchboard.wrap_up(offer)
    if menu == WORD:
        return _ask(s, offer, language, _went(s, offer, language, call.keys), asked=asked + 1)
    match call.keys:
        case "1":
            carry_out(s, s.switchboard.set_activity(_specialist(s, offer), "available"))
            return offers.told(s, language, "ready")
        case "2":
            said = _longer(s, offer, language, f"{offer}:{asked}")
        case "3":
            s.switchboard.flag(offer)
            said = say(s, "flagged", language)
        case "4" if words := _words(s, offer):
            return _ask(s, offer, language, _choices(s, words, language), asked=asked + 1, menu=WORD)
        case "9":
            return _shut_out(s, offer, language, asked=asked, sure=menu == SURE)
        case _:
            said = _menu(s, offer, language)
    return _ask(s, offer, language, said, asked=asked + 1)


def _menu(s: Services, offer: str, language: str) -> Say:
    words = text(s, "wrap_up_words", language) if _words(s, offer) else ""
    return say(s, "wrap_up", language, words=words)


def _words(s: Services, offer: str) -> Mapping[str, Mapping[str, str]]:
    """Return how specialists of the contact's line may say that it went: names by language, by id."""
    line = s.switchboard.contact(offer.rpartition("-")[0]).get("line", "")
    return s.config.lines[line].outcome_words if line in s.config.lines else {}


def _choices(s: Services, words: Mapping[str, Mapping[str, str]], language: str) -> Say:
    told = [
        text(s, "outcome_word", language, word=names[language], key=key) for key, names in enumerate(words.values(), 1)
    ]
    return voiced(s, " ".join((*told, text(s, "outcome_back", language))), language)


def _went(s: Services, offer: str, language: str, key: str) -> Say:
    """Take note of how it went; any other key goes back."""
    words = _words(s, offer)
    picked = dict(enumerate(words, 1)).get(int(key)) if key.isdigit() else None
    if picked is None or s.switchboard.say_word(offer, picked).word != "said":
        return _menu(s, offer, language)
    return say(s, "outcome_said", language, word=words[picked][language])


def _longer(s: Services, offer: str, language: str, once: str) -> Say:
    change = s.switchboard.extend(_specialist(s, offer), once)
    seconds = int(change.details[0])
    return say(s, "wrap_up_longer", language, minutes=max(1, round(seconds / MINUTE)))


def _shut_out(s: Services, offer: str, language: str, *, asked: int, sure: bool) -> Document:
    """Ask again before anybody is shut out: a slip of a finger must not keep a person from help."""
    if not sure:
        return _ask(s, offer, language, say(s, "shut_out_sure", language), asked=asked + 1, menu=SURE)
    done = s.switchboard.shut_out(offer).word == "shut_out"
    said = say(s, "shut_out_done" if done else "shut_out_withheld", language)
    return _ask(s, offer, language, said, asked=asked + 1)


def _specialist(s: Services, offer: str) -> str:
    return s.switchboard.offer(offer).get("specialist", "")


def _ask(s: Services, offer: str, language: str, said: Say, *, asked: int, menu: str = "") -> Document:
    here = f"/offer/{offer}/after/keys?language={language}&asked={asked}&menu={menu}"
    return (Ask((said,), here, SECONDS), Go(here))
