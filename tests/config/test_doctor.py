"""The checks behind `helpline check`."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from config.loader import load, read
from config.settings import Settings
from config.shapes import Proof
from routing.doctor import Finding, as_json, as_text, diagnose, examine, failed
from routing.domain.clearance import Clearance, of_fact, today

TODAY = date(2026, 2, 1)
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
REAL = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "token",
    "PUBLIC_URL": "https://help.example.org",
    "FALLBACK_URL": "https://static.example.org/fallback.xml",
    "FALLBACK_SMS_URL": "https://static.example.org/fallback-text.xml",
}


@pytest.fixture(scope="module")
def ships():
    """What ships: texts can be read by it."""
    return load()


@pytest.fixture
def signs(ships):
    return ships.safety


@pytest.fixture
def config(packaged, ships):
    """Files of which only one fact and topic, and every sentence, leave anything to say."""
    return replace(load(packaged=packaged), safety=ships.safety, readings=ships.readings)


def told(findings):
    return [(finding.level, finding.where, finding.wrong) for finding in findings]


def with_skill(config, **changes):
    line = config.lines["main"]
    skill = replace(line.skills["general"], **changes)
    return replace(config, lines={"main": replace(line, skills={"general": skill})})


def test_what_ships_is_unverified_and_without_sign_off(config):
    findings = diagnose(Settings.load({}), config, TODAY)
    assert told(findings) == [
        ("warning", "safety.toml", "fact finder is unverified"),
        ("warning", "phrases, topics", "10 sentences and topics have no sign-off"),
        ("warning", "topics", "1 topic not held to a source in the last 180 days"),
    ]
    assert "helpline facts verify finder --by NAME" in findings[0].right
    assert not failed(findings)


def test_sentences_and_topics_without_sign_off_are_listed(config):
    findings = diagnose(Settings.load({}), config, TODAY, list_unreviewed=True)
    listed = [finding for finding in findings if finding.wrong.endswith("has no sign-off")]
    assert len(listed) == len(config.unreviewed) == 10
    assert ("warning", "phrases/es.toml", "greeting has no sign-off") in told(listed)
    assert ("warning", "topics/es.toml", "finding has no sign-off") in told(listed)


def test_topics_that_nobody_has_held_to_their_source_are_listed_with_it(config):
    findings = diagnose(Settings.load({}), config, TODAY, list_unreviewed=True)
    (stale,) = [finding for finding in findings if finding.wrong == "waiting is unverified"]
    assert stale.where == "topics/en.toml"
    assert "our own practice" in stale.right


@pytest.mark.parametrize(("age", "says"), [(180, False), (181, True), (0, False), (-1, True)])
def test_a_fact_is_verified_again_after_180_days(config, age, says):
    fact = replace(config.facts["988"], verified_on=TODAY - timedelta(days=age))
    findings = diagnose(Settings.load({}), replace(config, facts={"988": fact}, unreviewed=(), topics={}), TODAY)
    assert bool(findings) is says


def test_problems_of_settings_and_files_are_told_together_errors_first(packaged):
    file = packaged / "line.toml"
    file.write_text(
        file.read_text().replace("We must report abuse.", "").replace("ring_seconds = 20", "ring_seconds = 1")
    )
    _, problems = read(packaged=packaged)
    findings = diagnose(["PORT is 'x'; write a number"], problems, TODAY)
    assert told(findings) == [
        ("error", "PORT", "is 'x'"),
        ("error", "config/line.toml:16", "line.main.skill.general.ring_seconds is 1"),
        ("warning", "config/line.toml:11", "line.main.disclosure.en is empty"),
    ]
    assert failed(findings)
    assert as_text(findings).splitlines()[0] == "error: PORT: is 'x'; write a number"
    assert as_text(findings).endswith("2 errors, 1 warning")
    assert json.loads(as_json(findings))[0] == {
        "level": "error",
        "where": "PORT",
        "wrong": "is 'x'",
        "right": "write a number",
    }


def test_a_warning_of_the_files_is_told_with_its_line(packaged):
    file = packaged / "line.toml"
    file.write_text(file.read_text().replace("We must report abuse.", ""))
    findings = diagnose(Settings.load({}), load(packaged=packaged), TODAY)
    assert ("warning", "config/line.toml:11", "line.main.disclosure.en is empty") in told(findings)


def test_texts_by_phone_without_a_text_that_was_seen_to_arrive_is_a_warning_and_off(packaged):
    file = packaged / "line.toml"
    file.write_text(file.read_text().replace('refer_to = ["988"]', 'refer_to = ["988"]\ntexts_by_phone = true'))
    config = load(packaged=packaged)
    findings = diagnose(Settings.load({}), config, TODAY)
    wrong = "line.main.texts_by_phone is true, and nobody has seen texts arrive: nobody talks by text"
    assert any(finding.level == "warning" and finding.wrong == wrong for finding in findings)
    assert config.lines["main"].texts_at_once == 0


@pytest.mark.parametrize("table", ["folding", "gate", "words"])
def test_signs_that_make_no_gate_are_an_error(config, signs, table):
    spoilt = replace(config, safety={name: entries for name, entries in signs.items() if name != table})
    errors = [finding for finding in diagnose(Settings.load({}), spoilt, TODAY) if finding.level == "error"]
    assert len(errors) == 1
    assert errors[0].where.startswith("safety.toml")
    assert table in errors[0].wrong
    assert errors[0].right


def test_a_text_that_changed_signs_no_longer_see_is_a_warning(config, signs):
    deaf = signs | {"evidence": signs["evidence"] | {"enough_suicide": 1_000}}
    found = diagnose(Settings.load({}), replace(config, safety=deaf), TODAY)
    misread = [finding for finding in found if '" is read as' in finding.wrong]
    assert any("is read as none" in finding.wrong and "suicide" in finding.right for finding in misread)
    assert {(finding.level, finding.where) for finding in misread} == {("warning", "safety.toml")}


def test_the_signs_that_ship_read_every_built_in_case(config):
    assert not [finding for finding in diagnose(Settings.load({}), config, TODAY) if '" is read as' in finding.wrong]


@pytest.mark.parametrize("table", ["labels", "near", "words"])
def test_readings_that_no_text_can_be_read_by_are_an_error(config, ships, table):
    spoilt = replace(config, readings={name: entries for name, entries in ships.readings.items() if name != table})
    errors = [finding for finding in diagnose(Settings.load({}), spoilt, TODAY) if finding.level == "error"]
    assert [error.where for error in errors] == ["readings.toml"]
    assert table in errors[0].wrong
    assert errors[0].right


@pytest.mark.parametrize(
    ("rate", "at_once", "wrong"), [("1", 5, False), ("1", 6, True), ("0.5", 3, True), ("2", 10, False)]
)
def test_a_ring_all_is_no_wider_than_five_seconds_of_calls(config, rate, at_once, wrong):
    wide = with_skill(config, strategy="ring_all", ring_at_once=at_once)
    findings = diagnose(Settings.load({"TWILIO_CALLS_PER_SECOND": rate}), wide, TODAY)
    assert failed(findings) is wrong
    assert not wrong or f"rings {at_once} specialists" in findings[0].wrong


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, ["line.main has +12025550100, a number kept for fiction, with a real account"]),
        ({"TWILIO_API_URL": "http://localhost:8001"}, []),
        ({"FALLBACK_URL": "", "TWILIO_API_URL": "http://localhost:8001"}, ["is unset"]),
        ({"FALLBACK_SMS_URL": "", "TWILIO_API_URL": "http://localhost:8001"}, ["is unset"]),
    ],
)
def test_a_real_account_wants_real_numbers_and_a_fallback(config, changes, says):
    line = replace(config.lines["main"], fallback_numbers=(), texts_proved=Proof("Dr. Example", TODAY))
    config = replace(config, lines={"main": line}, facts={}, unreviewed=(), topics={})
    findings = diagnose(Settings.load(REAL | changes), config, TODAY)
    assert [finding.wrong for finding in findings] == says


def test_until_somebody_has_seen_a_text_arrive_none_is_counted_on(config):
    wrong = "line.main.texts_proved is not there: texts may not arrive, and no voice promises one"
    assert ("warning", "line.toml", wrong) in told(diagnose(Settings.load(REAL), config, TODAY))
    proved = replace(config.lines["main"], texts_proved=Proof("Dr. Example", TODAY))
    findings = diagnose(Settings.load(REAL), replace(config, lines={"main": proved}), TODAY)
    assert not any("texts_proved" in finding.wrong for finding in findings)


def test_the_live_part_is_asked_only_where_there_is_an_account_and_its_errors_come_first():
    asked = []

    def live(settings, config):
        asked.append(settings)
        return [Finding("error", "PUBLIC_URL", "does not answer", "start it")]

    examine({}, NOW, live=live)
    assert not asked
    findings = examine(REAL, NOW, live=live)
    assert (len(asked), findings[0].where) == (1, "PUBLIC_URL")


def test_a_real_account_cannot_call_plain_http(config):
    findings = diagnose(Settings.load(REAL | {"PUBLIC_URL": "http://localhost:8000"}), config, TODAY)
    assert ("warning", "PUBLIC_URL", "is http://localhost:8000") in told(findings)


def test_the_environment_and_its_files_are_examined_in_one_run(ours):
    (ours / "line.toml").write_text("[line.main]\nnumber = 1\n")
    findings = examine({"PORT": "x", "HELPLINE_CONFIG_DIR": str(ours)}, NOW)
    assert {"PORT", f"{ours}/line.toml:2"} <= {finding.where for finding in findings}


@pytest.mark.parametrize(("zone", "hour", "day"), [("Pacific/Kiritimati", 12, 2), ("Pacific/Pago_Pago", 3, 31)])
def test_what_is_signed_off_today_is_so_at_once_whatever_day_it_is_elsewhere(ours, zone, hour, day):
    (ours / "line.toml").write_text(f'[line.main]\ntime_zone = "{zone}"\n')
    config, now = load(ours), datetime(2026, 2, 1, hour, tzinfo=UTC)
    fact = of_fact(config.facts["988"])
    given = Clearance(fact.id, fact.digest, "Dr. Roe", today(config, now))
    assert given.on.day == day
    findings = examine({"HELPLINE_CONFIG_DIR": str(ours)}, now, on_record=lambda _: [given])
    assert not [finding for finding in findings if finding.wrong.startswith("fact 988 ")]
