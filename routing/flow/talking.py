"""A text to a person here, or to somebody who waits for one: who it is for, before it is read as a text to us."""

from collections.abc import Callable
from contextlib import suppress

from routing.domain.contact import Unavailable
from routing.domain.readings import Meaning
from routing.domain.talk import YES, Stands, folded
from routing.flow import taking, talk, writing
from routing.flow.acts import carry_out
from routing.flow.proof import Texted
from routing.flow.talk import Talker
from routing.ports import Services

TOPIC = "talk"  # that of talking with a person here


def is_for_others(who: Stands, came: Texted, meaning: Meaning) -> bool:
    """Tell whether words that may mean STOP or the like are said to somebody else, or answer a question of ours."""
    if who.question and folded(came.words) in YES:
        return True  # which a carrier takes for START
    return (who.talks or who.helps) and not came.carrier_word and not meaning.whole


def answer(s: Services, who: Talker) -> tuple[str, ...] | None:
    """Pass a text on, or answer who waits or was asked; None where it is to be read like anybody's first."""
    try:
        for hears in _hearers(who):
            if (told := hears(s, who)) is not None:
                return told
    except Unavailable:
        return (talk.said(s, "sms_talk_not_now", who.language),) if who.stands != Stands() else None
    return None


def _hearers(who: Talker) -> tuple[Callable[[Services, Talker], tuple[str, ...] | None], ...]:
    writes = who.stands.talks and not talk.is_answered(who)
    return (taking.answer, *((writing.from_person,) if writes else ()), talk.answer)


def lost(s: Services, who: Talker, meaning: Meaning) -> tuple[str, ...] | None:
    """Tell whoever may have been writing with somebody when live state was lost; None for anybody else."""
    if not meaning.unsure or not who.line.texts_at_once or who.stands.contact or who.stands.helps:
        return None
    try:
        young = s.switchboard.is_young()
    except Unavailable:
        return None
    phrase = "sms_talks_forgotten" if who.stands.specialist else "sms_talk_forgotten"
    return (talk.said(s, phrase, who.language),) if young else None


def unpassed(s: Services, who: Talker) -> tuple[str, ...]:
    """Tell whoever may be in a conversation that nothing was passed on: while live state does not answer, anybody."""
    is_so = who.line.texts_at_once and who.stands.unknown
    return (talk.said(s, "sms_talk_unpassed", who.language),) if is_so else ()


def leave(s: Services, who: Stands) -> None:
    """Have somebody who wants no more texts leave the conversations they are in."""
    with suppress(Unavailable):  # else the first text that the carrier refuses ends them
        if who.talks or who.waits:
            carry_out(s, s.switchboard.leave(who.contact))
        for offer in who.texts.values():
            carry_out(s, s.switchboard.pass_talk(writing.contact_of(offer), offer, "silent"))


def asked(s: Services, who: Talker) -> tuple[str, ...] | None:
    """Answer who asks for a person; None where live state does not answer."""
    try:
        return talk.asked(s, who)
    except Unavailable:
        return None
