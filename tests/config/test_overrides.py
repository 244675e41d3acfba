"""A deployment's own files change single entries; all others stay as they were installed."""

from datetime import date

from config.layers import merged
from config.loader import load, read

from .conftest import write

TOPIC_MENU = """\
[menu.topic]
say = "other_help"
keys = { "0" = "emergency", "1" = "talk" }
silence = "talk"
"""


def test_without_overrides_the_packaged_files_count(packaged):
    config = load(packaged=packaged)
    line = config.lines["main"]
    assert line.numbers == ("+12025550100",)
    assert line.queue("general", "es") == "main.general.es"
    assert config.menus["top"].keys["*"] == "repeat"
    assert config.phrases["es"]["greeting"] == "Esta es {line}."
    assert config.facts["988"].verified_on == date(2026, 1, 31)
    assert config.facts["finder"].verified_on is None
    assert config.safety["signs"] == {"breathing": ["not breathing"]}
    assert config.warnings == ()


def test_an_entry_is_changed_and_its_neighbours_stay(packaged, ours):
    write(
        ours, {"line.toml": '[line.main]\nnumbers = ["+12025550111"]\n[line.main.skill.general]\nring_seconds = 30\n'}
    )
    line = load(ours, packaged).lines["main"]
    assert line.numbers == ("+12025550111",)
    assert line.skills["general"].ring_seconds == 30
    assert line.skills["general"].wrap_up_seconds == 60
    assert line.name["en"] == "the helpline"


def test_a_correction_of_the_packaged_files_still_arrives(packaged, ours):
    write(ours, {"phrases/en.toml": '[voice]\ngreeting = "Here is {line}."\n'})
    file = packaged / "phrases/en.toml"
    file.write_text(file.read_text().replace("Other help.", "Better help."))
    english = load(ours, packaged).phrases["en"]
    assert english == {"greeting": "Here is {line}.", "other_help": "Better help.", "fact_988": "Call {number}."}


def test_a_fact_is_changed_by_its_id(packaged, ours):
    write(ours, {"safety.toml": '[[facts]]\nid = "finder"\nverified_on = 2026-11-01\n'})
    facts = load(ours, packaged).facts
    assert facts["finder"].verified_on == date(2026, 11, 1)
    assert facts["finder"].source == "findtreatment.gov"
    assert facts["988"].call == "988"


def test_a_line_and_a_language_are_added(packaged, ours):
    spanish = (packaged / "phrases/es.toml").read_text()
    own = (packaged / "line.toml").read_text().partition("[menu.top]")[0]
    own += "[voice.pt]\ntag = 'pt-BR'\nname = 'Polly.Camila'\n"
    own = own.replace("line.main", "line.harbour").replace("+12025550100", "+12025550122").replace('"es"', '"pt"')
    topics = (packaged / "topics/es.toml").read_text()
    write(
        ours,
        {"line.toml": own.replace("\nes =", "\npt ="), "phrases/pt.toml": spanish, "topics/pt.toml": topics},
    )
    config = load(ours, packaged)
    assert list(config.lines) == ["main", "harbour"]
    assert config.line_of("+12025550122").id == "harbour"
    assert config.line_of("anonymous").id == "main"
    assert config.lines["harbour"].languages == ("en", "pt")


def test_a_problem_points_to_the_file_that_made_it(packaged, ours):
    write(ours, {"line.toml": "[line.main.skill.general]\nring_seconds = 1\n[line.main]\nlanguage = []\n"})
    file = packaged / "line.toml"
    file.write_text(file.read_text().replace("wrap_up_seconds = 60", "wrap_up_seconds = -1"))
    _, problems = read(ours, packaged)
    assert [(problem.file, problem.line) for problem in problems] == [
        (f"{ours}/line.toml", 2),
        (f"{ours}/line.toml", 4),
        ("config/line.toml", 17),
    ]


def test_a_file_that_overrides_nothing_is_told(packaged, ours):
    write(ours, {"lines.toml": "", "notes.txt": ""})
    _, problems = read(ours, packaged)
    assert [str(problem) for problem in problems] == [f"{ours}/lines.toml: overrides no file; write line.toml"]


def test_a_sentence_is_signed_off_by_a_named_person_on_a_day(packaged, ours):
    write(ours, {"phrases/en.toml": '[review.greeting]\nby = "Ana"\non = 2026-11-01\n'})
    assert load(ours, packaged).unreviewed == (
        "en.other_help",
        "en.fact_988",
        "es.greeting",
        "es.other_help",
        "es.fact_988",
        *(f"{language}.topics.{topic}" for language in ("en", "es") for topic in ("finding", "waiting")),
    )


def test_a_topic_is_signed_off_and_corrected(packaged, ours):
    write(ours, {"topics/en.toml": '[waiting]\nsaid = "Not long."\n[review.waiting]\nby = "Ana"\non = 2026-11-01\n'})
    config = load(ours, packaged)
    assert "en.topics.waiting" not in config.unreviewed
    assert config.topics["en"]["waiting"].said == "Not long."
    assert config.topics["en"]["waiting"].sent == "It takes a while."


def test_a_topic_is_added_and_put_where_the_deployment_wants_it(packaged, ours):
    write(packaged, {"line.toml": f"{(packaged / 'line.toml').read_text()}{TOPIC_MENU}"})
    added = '[naloxone]\nname = "naloxone"\nkeywords = ["narcan"]\nsaid = "Keep it near."\nsent = "Keep it near."\n'
    added += 'source = "us"\nverified_on = "unverified"\n'
    write(
        ours,
        {
            "topics/en.toml": added,
            "topics/es.toml": added,
            "line.toml": '[menu.other]\ntopics = ["naloxone", "waiting"]\n',
        },
    )
    config = load(ours, packaged)
    assert config.menus["other"].topics == ("naloxone", "waiting")
    assert config.topics["es"]["naloxone"].said == "Keep it near."
    assert config.menus["topic"].say == "other_help"


def test_a_topic_has_its_source_and_its_way_on_in_every_language(packaged):
    for topics in load(packaged=packaged).topics.values():
        assert (topics["finding"].source, topics["finding"].leads_to) == ("988lifeline.org", "talk")
        assert (topics["waiting"].source, topics["waiting"].leads_to) == ("our own practice", "")


def test_a_language_has_topics_or_is_told_of_it(packaged, ours):
    write(ours, {"phrases/pt.toml": (packaged / "phrases/es.toml").read_text(), "topics/fr.toml": ""})
    _, problems = read(ours, packaged)
    missing = {problem.file for problem in problems if problem.wrong == "the file is missing"}
    assert missing == {"config/topics/pt.toml", "config/phrases/fr.toml"}


def test_tables_merge_and_anything_else_replaces():
    assert merged({"a": {"b": 1, "c": [1, 2]}}, {"a": {"c": [3]}, "d": 4}) == {"a": {"b": 1, "c": [3]}, "d": 4}
    assert merged({"a": {"b": 1}}, {"a": 2}) == {"a": 2}
    assert merged([{"id": "x", "n": 1}, {"id": "y"}], [{"id": "z"}, {"id": "x", "n": 2}]) == [
        {"id": "x", "n": 2},
        {"id": "y"},
        {"id": "z"},
    ]
    assert merged([{"n": 1}], [{"n": 2}]) == [{"n": 2}]
    assert merged([{"id": "x"}], []) == []
