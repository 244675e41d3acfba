"""Texts as people write them, and what each is answered: docs/replies.md says it, and this holds it to what is sent."""

from pathlib import Path

from config.gsm import size
from tests.stories.test_near_by_text import lists, meeting, place
from tests.stories.town import Phone, Town

DOCS = Path(__file__).parents[2] / "docs" / "replies.md"
HEAD = """# What a text is answered

Each is somebody's first text, as it was written, and every reply as it was sent: without a list of places, and at the
end with a list of some that there are not. No sentence here has a clinician's sign-off yet. `helpline explain TEXT`
tells how a text is read, and by which entry.
"""
TEXTS = [
    "she wont wake up lips blue", "hes not breathin", "creo q se paso, no respira", "gave narcan still out",
    "my baby ate my suboxone", "dont want 2 be here anymore", "me quiero matar", "gonna do a hot shot n be done",
    "dope sick wat do i take", "can u die from withdrawl", "tengo la malilla", "need detox 33401 medicaid",
    "where do i get on subs", "NA mtg 2nite 10001", "I overdosed last yr, sober now, want meetings",
    "junta en español 60608", "narcan where to get", "found needles in sons room", "wife wont go to rehab", "TALK",
    "real person?", "YES", "borra mis datos", "QUIT", "i want to quit dope", "espanol", "my od green rx", "asdf",
    "thank u",
]  # fmt: skip


# With a list; the second of each pair is the same person's next text.
NEARBY = [("TREAT 33401", "more"), ("MEET 33401", "more"), ("rehab in springfield", "IL"), ("tratamiento 33401", "mas")]


def answered(phone: Phone, words: str) -> list[str]:
    phone.texts(words)
    return [f"> {reply}\n>\n> *{_size(reply)}*" for reply in phone.inbox] or ["*(nothing: the carrier answers)*"]


def nearby(here: Town) -> list[str]:
    """Texts about places that are within reach, and what comes after."""
    offers = (("detox",), ("methadone", "women"), ("buprenorphine", "free", "spanish"))
    treatment = [place(f"Recovery House {n}", n / 50, features=offers[n % 3]) for n in range(1, 6)]
    springs = place("Springs", latitude=39.80, longitude=-89.65, features=("adolescents",))
    weekly = [meeting(f"Circle {n}", 24 * 60, start=None, days=(), venue="Town Hall") for n in range(1, 5)]
    lists(here, *treatment, springs, *weekly)
    told = []
    for number, words in enumerate(NEARBY):
        writer = here.caller(f"asker {number}")
        for text in words:
            told.append(f"## {text}\n\n{answered(writer, text)[-1]}\n")
    return told


def _size(reply: str) -> str:
    counted = size(reply)
    return f"{len(reply)} letters, {counted.segments} segment{'s' if counted.segments > 1 else ''}, {counted.encoding}"


def test_the_replies_in_the_docs_are_those_that_are_sent(here: Town, tmp_path: Path) -> None:
    told = [HEAD]
    for number, words in enumerate(TEXTS):
        replies = "\n\n".join(answered(here.caller(f"writer {number}"), words))
        told.append(f"## {words}\n\n{replies}\n")
    told += nearby(here)
    written = tmp_path / "replies.md"
    written.write_text("\n".join(told), encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == written.read_text(encoding="utf-8"), f"put {written} in its place"
