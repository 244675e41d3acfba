"""Write the documents that Twilio fetches from elsewhere when this service does not answer: `helpline fallback`.

They are static, so nothing in them may depend on who calls. Their addresses are relative: all lie in one folder.
"""

from collections.abc import Mapping

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from config.settings import PLACED_FALLBACK
from config.shapes import Config, Line
from routing.flow.sentences import spoken

VOICE, TEXT, SCREEN, TAKEN = "fallback.xml", "fallback-text.xml", "fallback-screen.xml", "fallback-taken.xml"
RING_SECONDS, SCREEN_SECONDS = 20, 10
MOST_AT_ONCE = 10  # numbers of one <Dial>
ROUNDS = 2  # before the service is tried again
SAID_ANYWAY = "988"
# The caller hears nothing while the service is asked: not for longer than this.
QUICKLY = "#ct=2000&rt=4000&tt=5000&rc=0"


def documents(config: Config, line: Line, public_url: str) -> Mapping[str, str]:
    """Return every document by its file name, for the callers of a line whose service answers at `public_url`."""
    return {
        VOICE: str(_voice(config, line, public_url)),
        TEXT: str(_text(config, line)),
        SCREEN: str(_screen(config, line)),
        PLACED_FALLBACK: str(_placed(config, line)),
        TAKEN: str(VoiceResponse()),  # a whisper that runs out connects the two
    }


def _voice(config: Config, line: Line, public_url: str) -> VoiceResponse:
    response = VoiceResponse()
    for _ in range(ROUNDS):
        _say(response, config, line, "fallback")
        if line.fallback_numbers:
            _say(response, config, line, "trying_person")
            response.append(_dial(line))
        _say(response, config, line, "fallback_steps")
        _say(response, config, line, "fallback_again")
    # Whoever has stayed hears the greeting once the service is back, and else this document anew.
    response.redirect(f"{public_url}/voice{QUICKLY}")
    return response


def _dial(line: Line) -> Dial:
    """Ring all fallback numbers together, the line's own number shown; whoever answers must press a key."""
    dial = Dial(caller_id=line.numbers[0], timeout=RING_SECONDS, answer_on_bridge=True)
    for number in line.fallback_numbers[:MOST_AT_ONCE]:
        dial.number(number, url=SCREEN, method="GET")
    return dial


def _screen(config: Config, line: Line) -> VoiceResponse:
    response = VoiceResponse()
    gather = Gather(input="dtmf", num_digits=1, finish_on_key="", timeout=SCREEN_SECONDS, action=TAKEN, method="GET")
    _say(gather, config, line, "outside_screen")
    response.append(gather)
    response.hangup()
    return response


def _placed(config: Config, line: Line) -> VoiceResponse:
    """Let go whoever was called: a specialist must not be taken for a caller and put in line."""
    response = VoiceResponse()
    _say(response, config, line, "offer_unknown")
    response.hangup()
    return response


def _text(config: Config, line: Line) -> MessagingResponse:
    response = MessagingResponse()
    for language in line.languages:
        response.message(config.phrases[language]["sms_last_resort"])
    return response


def _say(response: VoiceResponse | Gather, config: Config, line: Line, phrase: str) -> None:
    """Say a phrase in each language of the line, the first spoken first."""
    for language in line.languages:
        words = config.phrases[language][phrase].format(**_values(config, line, language))
        voice = config.voices[language]
        response.say(" ".join(words.split()), language=voice.tag, voice=voice.name)


def _values(config: Config, line: Line, language: str) -> Mapping[str, str]:
    told = ((fact, config.facts[fact].call or "") for fact in line.refer_to if fact != SAID_ANYWAY)
    facts = (config.phrases[language][f"fact_{fact}"].format(number=spoken(call)) for fact, call in told)
    return {"line": line.name[language], "numbers": " ".join(facts)}
