"""Each slip in a file is told with the file, the line, what is wrong and what would be right."""

import pytest

from config.loader import load, read
from config.shapes import WrongConfig

from .conftest import GOOD

WIDEN = "[[line.main.skill.general.widen]]\nqueue = "
GONE = 'outcome_words = ["gone"]\n[line.main.outcome_word.gone]\n'
LIST = '[list.county]\nurl = "https://a.example/list?key=7"\n'
PROVED = '[line.main.texts_proved]\nby = "Dr. Example"\n'

# file | what stands there | what stands there instead | where the problem is found | what it says
SLIPS = [
    ("line.toml", '["+12025550100"]', '["2025550100"]', "numbers =", ["2025550100", "+12025550100"]),
    ("line.toml", '["+12025550100"]', '["+1202555"]', "numbers =", ["not a phone number"]),
    ("line.toml", '["+12025550100"]', "[]", "numbers =", ["line.main.numbers is []", "list of numbers"]),
    ("line.toml", '["+12025550100"]', '"+12025550100"', "numbers =", ["list of numbers"]),
    ("line.toml", 'numbers = ["+12025550100"]\n', "", "[line.main]", ["numbers is missing"]),
    ("line.toml", '"+12025550190"', '"+12025550100"', "fallback_numbers =", ["number of line main", "answers"]),
    ("line.toml", 'refer_to = ["988"]', 'alerts_to = ["5550180"]', "alerts_to =", ["5550180", "+12025550100"]),
    ("line.toml", 'refer_to = ["988"]', 'alerts_to = ["+12025550100"]', "alerts_to =", ["number of line main"]),
    ("line.toml", 'refer_to = ["988"]', 'alerts_webhook = "http://a.example"', "alerts_webhook", ["https://"]),
    ("line.toml", 'refer_to = ["988"]', "alerts_webhook = 5", "alerts_webhook", ["is 5", "https://"]),
    ("line.toml", 'refer_to = ["988"]', "calls_and_texts_a_day = -1", "calls_and", ["is -1", "from 0 to 1000000"]),
    ("line.toml", 'refer_to = ["988"]', 'outcome_words = ["gone"]', "outcome_words =", ["outcome_word.gone]"]),
    ("line.toml", 'refer_to = ["988"]', f"outcome_words = {list('abcdefghi')}", "outcome_words =", ["8 at most"]),
    ("line.toml", 'refer_to = ["988"]', f"{GONE}en = 'left'", "[line.main.outcome_word", ["gone.es is missing"]),
    ("line.toml", 'refer_to = ["988"]', f"{GONE}es = 'x'\nen = ''", "en = ''", ["gone.en is"]),
    ("line.toml", '["en", "es"]', '["en", "fr"]', "languages =", ["fr", "phrases/fr.toml", "en, es"]),
    ("line.toml", '["en", "es"]', '["en", "en"]', "languages =", ['"en" twice', "once"]),
    ("line.toml", "America/New_York", "America/New_Yrok", "time_zone =", ["New_Yrok", "America/New_York"]),
    ("line.toml", "America/New_York", "../etc", "time_zone =", ["../etc"]),
    ("line.toml", "America/New_York", "America", "time_zone =", ["IANA"]),
    ("line.toml", '"America/New_York"', "5", "time_zone =", ["line.main.time_zone is 5"]),
    ("line.toml", '["988"]', '["finder"]', "refer_to =", ["no number to call"]),
    ("line.toml", '["988"]', '["998"]', "refer_to =", ["no fact", "write 988"]),
    ("line.toml", 'es = "la línea"\n', "", "[line.main.name]", ["name.es is missing", "calls itself"]),
    ("line.toml", '"the helpline"', '" "', 'en = " "', ["name.en is empty"]),
    ("line.toml", '"the helpline"', "7", "en = 7", ["name.en is 7"]),
    ("line.toml", 'es = "Debemos informar del abuso."\n', "", "[line.main.disclosure]", ["disclosure.es is missing"]),
    ("line.toml", "[line.main.skill.general]", "[line.main.skill.Gen-eral]", "[line.main.skill.G", ["not an id"]),
    ("line.toml", '"longest_idle"', '"ring_al"', "strategy =", ["ring_al", '"longest_idle" or "in_order"']),
    ("line.toml", '"longest_idle"', "[]", "strategy =", ["strategy is []"]),
    ("line.toml", "ring_at_once = 1", "ring_at_once = 2", "ring_at_once =", ["is 2", "write 1, or strategy"]),
    ("line.toml", '"longest_idle"', '"ring_all"', "ring_at_once =", ["is 1", "from 2 to 10"]),
    ("line.toml", "ring_at_once = 1", "ring_at_once = 11", "ring_at_once =", ["is 11", "from 1 to 10"]),
    ("line.toml", "ring_seconds = 20", "ring_seconds = 4", "ring_seconds =", ["is 4", "from 5 to 60"]),
    ("line.toml", "ring_seconds = 20", "ring_seconds = true", "ring_seconds =", ["is true"]),
    ("line.toml", "ring_seconds = 20", "ring_secs = 20", "ring_secs =", ["not known", "write ring_seconds"]),
    ("line.toml", "[line.main.skill", f"{PROVED}[line.main.skill", "[line.main.texts", ["texts_proved.on is missing"]),
    ("line.toml", "[line.main.skill", f"{PROVED}on = 'soon'\n[line.main.skill", "on =", ["soon", "without quotes"]),
    ("line.toml", "wrap_up_seconds = 60", "wrap_up_seconds = 601", "wrap_up", ["from 0 to 600"]),
    ("line.toml", 'refer_to = ["988"]', "text_capacity = 5", "text_capacity =", ["is 5", "from 1 to 4"]),
    (
        "line.toml",
        'refer_to = ["988"]',
        'listen = "all"',
        "listen =",
        ["all", '"no" or "listen" or "whisper" or "barge"'],
    ),
    ("line.toml", 'refer_to = ["988"]', "texts_by_phone = 1", "texts_by_phone =", ["is 1", "write true or false"]),
    ("line.toml", "ring_at_once = 1", "priority = 31", "priority =", ["is 31", "from 0 to 30"]),
    (
        "line.toml",
        "[menu.top]",
        f'{WIDEN}"famly"\nafter = 60\n[menu.top]',
        "queue =",
        ['"famly"', "no skill", "general"],
    ),
    ("line.toml", "[menu.top]", f'{WIDEN}"general"\nafter = 60\n[menu.top]', "queue =", ["is the skill itself"]),
    ("line.toml", "[menu.top]", f'{WIDEN}"general"\n[menu.top]', "[[line.main", ["after is missing", "seconds"]),
    ("line.toml", "[menu.top]", f'{WIDEN}"general"\nafter = 3601\n[menu.top]', "after =", ["from 0 to 3600"]),
    ("line.toml", '"1" = "talk", "2"', '"1" = "talk:famly", "2"', "keys =", ['"talk:famly"', "write talk:general"]),
    ("line.toml", '"1" = "talk", "2"', '"1" = "talk:general+31", "2"', "keys =", ['"talk:general+31"', "0 to 30"]),
    ("line.toml", '"1" = "talk", "2"', '"1" = "talk:general+ten", "2"', "keys =", ['"talk:general+ten"', "0 to 30"]),
    ("line.toml", '"1" = "talk", "2"', '"1" = "talk:famly+5", "2"', "keys =", ["no menu and no act"]),
    ("line.toml", '"8" = "language"', '"8" = "language+5"', "keys =", ["no menu and no act", "write language"]),
    ("line.toml", "[voice.en]", "[list.county]\n[voice.en]", "[list.county]", ["url is missing", "https://"]),
    ("line.toml", "[voice.en]", f"{LIST}every = 3\n[voice.en]", "every =", ["not known", "write every_hours"]),
    ("line.toml", "[voice.en]", f"{LIST}every_hours = 0\n[voice.en]", "every_hours =", ["is 0", "from 1 to 720"]),
    (
        "line.toml",
        "[voice.en]",
        LIST.replace("https", "http") + "[voice.en]",
        "url =",
        ["no address", "http://localhost"],
    ),
    ("line.toml", "[voice.en]", LIST.replace("a.example", "[") + "[voice.en]", "url =", ["no address"]),
    ("line.toml", "[voice.en]", LIST.replace("county", "' county'") + "[voice.en]", "[list.", ["is no name of a list"]),
    ("line.toml", "[voice.en]", "[list]\ncounty = 5\n[voice.en]", "county =", ["is 5", "[list.county]"]),
    ("line.toml", "[menu.top]", "[menus.top]", "[menus.top]", ["menus is not known", "write menu"]),
    ("line.toml", "[menu.top]", "[menu.talk]", "[menu.talk]", ["name of an act"]),
    ("line.toml", '"greeting"', '"greting"', 'say = "greting"', ["no phrase", "write greeting"]),
    ("line.toml", '"0" = "emergency", "1" = "talk", "2"', '"1" = "talk", "2"', "keys =", ['"0" = "emergency"']),
    ("line.toml", '"8" = "language"', '"88" = "language"', "keys =", ["top.keys.88", "not a key"]),
    ("line.toml", '"8" = "language"', '"8" = "langage"', "keys =", ["langage", "write language"]),
    ("line.toml", '"8" = "language"', '"8" = 8', "keys =", ["top.keys.8 is 8"]),
    ("line.toml", '"8" = "language"', '"8" = "topic:findin"', "keys =", ["no menu and no act", "write topic:finding"]),
    ("line.toml", '"8" = "language"', '"8" = "near:clinic"', "keys =", ["no menu and no act", "write near:"]),
    ("line.toml", '"8" = "language"', '"8" = "near:meeting"', "[menu.top]", ["menu.near_zip is missing"]),
    ("line.toml", '"8" = "language"', '"8" = "topic:finding"', "[menu.top]", ["menu.topic is missing"]),
    ("line.toml", 'silence = "top"', 'silence = "top"\ntopics = ["findin"]', "topics =", ["no topic", "write finding"]),
    ("line.toml", 'silence = "talk"', 'silence = "talk"\ntopics = ["waiting"]', "keys =", ["keys.2 is a key of this"]),
    ("line.toml", 'silence = "top"', 'silence = "tpo"', 'silence = "tpo"', ["no menu and no act", "write top"]),
    ("line.toml", 'silence = "top"', 'silence = "repeat"', 'silence = "repeat"', ["never leads to talk"]),
    ("line.toml", 'silence = "top"', 'silence = "other"', 'silence = "other"', ["never leads to talk"]),
    ("line.toml", 'silence = "top"\n', "", "[menu.other]", ["silence is missing", '"talk"']),
    ("line.toml", '"2" = "other", ', "", "[menu.other]", ["reached from no key of top"]),
    ("line.toml", 'time_zone = "America', "time_zone = America", "time_zone = A", ["not TOML"]),
    ("line.toml", "[line.main.name]", 'languages = ["en"]', 'languages = ["en"]\n', ["not TOML", "overwrite"]),
    ("safety.toml", 'source = "988lifeline.org"\n', "", "[[facts]]", ["facts.988.source is missing"]),
    ("safety.toml", 'call = "988"', 'call = ""', 'call = ""', ["facts.988.call"]),
    ("safety.toml", 'call = "988"', 'call = "ask"', 'call = "ask"', ["no digit"]),
    ("safety.toml", 'call = "988"', 'cal = "9"\ncall = "988"', 'cal = "9"', ["facts.988.cal", "write call"]),
    ("safety.toml", '"official"\nverified', '"disputed"\nverified', "basis = ", ["disputed", "official"]),
    ("safety.toml", "2026-01-31", '"2026-01-31"', "verified_on =", ["without quotes"]),
    ("safety.toml", '"24/7"', '"24/7"\nhour = 1', "hour = 1", ["facts.finder.hour", "write hours"]),
    ("safety.toml", "2026-01-31", "2026-13-31", "verified_on =", ["not TOML"]),
    ("safety.toml", '"finder"', '"988"', '[[facts]]\nid = "988"\nname = "Find', ["there twice"]),
    ("phrases/en.toml", '"This is {line}."', "5", "greeting = 5", ["voice.greeting is 5"]),
    ("phrases/en.toml", '"Other help."', '""', "other_help =", ["other_help is empty"]),
    ("phrases/en.toml", '"Other help."', '"Other {."', "other_help =", ["other_help has a brace"]),
    ("phrases/en.toml", '"Other help."', '"{} help"', "other_help =", ["not a placeholder", "{name}"]),
    ("phrases/en.toml", "[numbers]", '[numbers]\ngreeting = "Hi {line}"', 'greeting = "Hi', ["also in [voice]"]),
    ("phrases/en.toml", "[voice]", 'loose = "text"\n[voice]', "loose", ["loose", "write [loose]"]),
    ("phrases/en.toml", "[voice]", "[review.greting]\nby='A'\non=2026-01-31\n[voice]", "[rev", ["write greeting"]),
    ("phrases/en.toml", "[voice]", "[review.greeting]\nby='A'\n[voice]", "[rev", ["on is missing"]),
    ("phrases/en.toml", "[voice]", "[review.greeting]\non=2026-01-31\n[voice]", "[rev", ["by is missing"]),
    ("phrases/es.toml", 'other_help = "Otra ayuda."\n', "", "[voice]", ["other_help is missing", "from en"]),
    ("phrases/es.toml", '"Esta es {line}."', '"Esta es {lnea}."', "greeting =", ["has {lnea}", "write {line}", "en"]),
    ("phrases/es.toml", '"Esta es {line}."', '"Esta es."', "greeting =", ["has no placeholder"]),
    ("phrases/es.toml", '"Otra ayuda."', '"Otra ayuda.', "other_help =", ["not TOML"]),
    ("topics/en.toml", "[finding]", "[find-ing]", "[find-ing]", ["not an id"]),
    ("topics/en.toml", '"finding help"', '""', "name =", ['finding.name is ""', "menu says"]),
    ("topics/en.toml", '["wait"]', "[]", "keywords = []", ["waiting.keywords is []", "words"]),
    ("topics/en.toml", '["wait"]', '["wait", "wait"]', 'keywords = ["wait"', ['"wait" twice']),
    ("topics/en.toml", 'said = "It takes', 'say = "It takes', "say =", ["not known", "said"]),
    (
        "topics/en.toml",
        '"It takes a while."\nsent',
        f'"{"la " * 101}"\nsent',
        'said = "la',
        ["101 words", "100 at most"],
    ),
    ("topics/en.toml", 'sent = "It takes a while."', f'sent = "{"l" * 307}"', 'sent = "ll', ["3 segments", "306"]),
    ("topics/en.toml", 'sent = "It takes a while."', 'sent = "Ask ✓."', 'sent = "Ask', ["has ✓", "other letters"]),
    (
        "topics/en.toml",
        '"Call {lifeline} now."',
        '"Call {lifelin}."',
        'sent = "Call',
        ["{lifelin}", "known of lifeline"],
    ),
    ("topics/en.toml", '"Call {lifeline} now."', '"Call {}."', 'sent = "Call', ["brace", "{id} of a fact"]),
    ("topics/en.toml", '"Call {lifeline} now."', '"1-202-555-0142"', 'sent = "1-', ["spells a phone number out"]),
    ("topics/en.toml", '"our own practice"', '""', 'source = ""', ["waiting.source"]),
    ("topics/en.toml", 'source = "our own practice"\n', "", "[waiting]", ["waiting.source is missing"]),
    ("topics/en.toml", '"talk"', '"tlk"', "leads_to =", ["tlk", '"talk" or "emergency"']),
    ("topics/en.toml", '"unverified"', '"soon"', 'verified_on = "soon"', ["without quotes"]),
    ("topics/en.toml", 'verified_on = "unverified"\n', "", "[waiting]", ["verified_on is missing"]),
    ("topics/en.toml", "[waiting]", "[review.wating]\nby='A'\non=2026-01-31\n[waiting]", "[rev", ["write waiting"]),
    ("topics/es.toml", '"Tarda un poco."\nsent', '"Ciérrala {lifeline."\nsent', 'said = "Ci', ["brace"]),
]


@pytest.mark.parametrize(("name", "was", "becomes", "found_at", "says"), SLIPS)
def test_a_slip_is_told_with_its_place(packaged, name, was, becomes, found_at, says):
    file = packaged / name
    text = file.read_text().replace(was, becomes, 1)
    assert text != file.read_text()
    file.write_text(text)
    line = text[: text.index(found_at)].count("\n") + 1

    config, problems = read(packaged=packaged)

    assert config is None
    told = [str(problem) for problem in problems if (problem.file, problem.line) == (f"config/{name}", line)]
    assert any(all(words in sentence for words in says) for sentence in told), "\n".join(map(str, problems))


VALUES = ["5", "true", '"x"', "[]", "{}", "[1]", "[{}]", '[{ id = "x" }]', "2026-01-31", "{ id = 1 }", "{ a = [] }"]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("name", GOOD)
def test_no_value_of_a_wrong_kind_stops_the_reading(packaged, name, value):
    lines = GOOD[name].splitlines()
    for number, line in enumerate(lines, 1):
        key, _, was = line.partition(" = ")
        header = line.replace("[", "[[").replace("]", "]]")
        (packaged / name).write_text(
            "\n".join([*lines[: number - 1], f"{key} = {value}" if was else header, *lines[number:]])
        )
        _, problems = read(packaged=packaged)
        assert all(problem.line and problem.line <= len(lines) for problem in problems)


def test_three_broken_files_are_told_in_one_run(packaged):
    for name, was, becomes in (
        ("line.toml", "ring_seconds = 20", "ring_seconds = 1"),
        ("line.toml", '"America/New_York"', '"Nowhere"'),
        ("line.toml", '"+12025550190"', '"110"'),
        ("line.toml", '"greeting"', '"hello"'),
        ("safety.toml", 'basis = "official"\nverified', 'basis = "rumour"\nverified'),
        ("safety.toml", "2026-01-31", '"soon"'),
        ("phrases/es.toml", '"Esta es {line}."', '"Esta es."'),
    ):
        file = packaged / name
        file.write_text(file.read_text().replace(was, becomes, 1))

    _, problems = read(packaged=packaged)

    assert [(problem.file, problem.line) for problem in problems] == [
        ("config/line.toml", 4),
        ("config/line.toml", 5),
        ("config/line.toml", 16),
        ("config/line.toml", 20),
        ("config/phrases/es.toml", 2),
        ("config/safety.toml", 9),
        ("config/safety.toml", 10),
    ]


def test_files_that_are_not_toml_hide_nothing_in_the_others_and_blame_nothing_on_them(packaged):
    (packaged / "safety.toml").write_text("[[facts]\n")
    (packaged / "phrases/es.toml").write_text("[voice]\nbroken\n")
    file = packaged / "line.toml"
    file.write_text(file.read_text().replace("ring_seconds = 20", "ring_seconds = 1"))

    _, problems = read(packaged=packaged)

    assert [(problem.file, problem.line) for problem in problems] == [
        ("config/line.toml", 16),
        ("config/phrases/es.toml", 2),
        ("config/safety.toml", 1),
    ]


def test_a_file_that_is_not_there_or_not_text_is_told(packaged):
    (packaged / "safety.toml").unlink()
    (packaged / "phrases/es.toml").write_bytes(b"[voice]\ngreeting = '\xe9'\n")
    _, problems = read(packaged=packaged)
    assert [str(problem).split(";")[0] for problem in problems] == [
        "config/phrases/es.toml:2: is not UTF-8 text",
        "config/safety.toml: the file is missing",
    ]


def test_no_file_at_all_is_told_too(tmp_path):
    config, problems = read(packaged=tmp_path)
    assert config is None
    files = {problem.file for problem in problems}
    assert files == {
        "config/line.toml",
        "config/safety.toml",
        "config/readings.toml",
        "config/phrases",
        "config/topics",
    }


def test_load_raises_with_every_problem(packaged):
    file = packaged / "line.toml"
    file.write_text(file.read_text().replace("ring_seconds = 20", "ring_seconds = 1"))
    with pytest.raises(WrongConfig) as wrong:
        load(packaged=packaged)
    assert str(wrong.value) == (
        "config/line.toml:16: line.main.skill.general.ring_seconds is 1; write a whole number from 5 to 60"
    )
    assert len(wrong.value.problems) == 1


def test_an_empty_disclosure_is_only_a_warning(packaged):
    file = packaged / "line.toml"
    file.write_text(file.read_text().replace("We must report abuse.", ""))
    config, problems = read(packaged=packaged)
    assert [(problem.line, problem.warning) for problem in problems] == [(11, True)]
    assert config is not None
    assert config.warnings == problems


def test_a_number_belongs_to_one_line(packaged):
    file = packaged / "line.toml"
    text = file.read_text()
    file.write_text(text + text[: text.index("[menu.top]")].replace("line.main", "line.night"))
    _, problems = read(packaged=packaged)
    assert [(problem.line, problem.wrong) for problem in problems] == [
        (35, "line.night.numbers holds +12025550100, which is line main's")
    ]
