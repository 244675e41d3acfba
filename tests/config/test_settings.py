"""Settings come from variables; every wrong one is told at once, and no secret ever is."""

import base64
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from config.settings import Settings, WrongSettings

ACCOUNT = "AC" + "0" * 31 + "a"
KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
OLD_KEY = base64.urlsafe_b64encode(b"o" * 40).decode().rstrip("=")
ALL = {
    "PUBLIC_URL": "https://help.example.org/line/",
    "PORT": "9000",
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": "new-token, old-token",
    "TWILIO_API_KEY": "SK" + "1" * 32,
    "TWILIO_API_SECRET": "api-secret",
    "TWILIO_API_URL": "http://localhost:8001",
    "TWILIO_CALLS_PER_SECOND": "2.5",
    "FALLBACK_URL": "https://static.example.org/voice.xml?v=1",
    "REDIS_URL": "rediss://:redis-secret@live.example.org:6380/0",
    "JOBS_REDIS_URL": "redis+sentinel://:jobs-secret@h1:26379,h2/service/0",
    "DATABASE_URL": "postgresql://user:database-secret@db.example.org/helpline",
    "HELPLINE_SECRET_KEYS": f"{KEY},{OLD_KEY}",
}
SECRETS = ("-token", "-secret", KEY, OLD_KEY)

# variable | wrong value | what is said after its name
WRONG = [
    ("PUBLIC_URL", "help.example.org", "write one such as https://"),
    ("PUBLIC_URL", "ftp://help.example.org", "not a web address"),
    ("PUBLIC_URL", "https://", "not a web address"),
    ("PUBLIC_URL", "https://help.example.org:http", "not a web address"),
    ("PUBLIC_URL", "https://help.example.org/?a=1", "query"),
    ("PUBLIC_URL", "https://ana@help.example.org", "user"),
    ("PORT", "0", "is '0'; write a whole number from 1 to 65535"),
    ("PORT", "65536", "is '65536'"),
    ("PORT", "eighty", "is 'eighty'"),
    ("PORT", "9" * 5000, "write a whole number"),
    ("TWILIO_ACCOUNT_SID", "SK" + "0" * 32, "write AC and 32 hexadecimal digits"),
    ("TWILIO_ACCOUNT_SID", ACCOUNT[:-1], "write AC and 32"),
    ("TWILIO_AUTH_TOKEN", ",", "holds no token"),
    ("TWILIO_AUTH_TOKEN", "two words-token", "with a space"),
    ("TWILIO_API_KEY", ACCOUNT, "write SK and 32"),
    ("TWILIO_API_URL", "api.twilio.com", "not a web address"),
    ("TWILIO_CALLS_PER_SECOND", "0", "is '0'; write a number above 0"),
    ("TWILIO_CALLS_PER_SECOND", "inf", "is 'inf'"),
    ("TWILIO_CALLS_PER_SECOND", "nan", "is 'nan'"),
    ("TWILIO_CALLS_PER_SECOND", "fast", "is 'fast'"),
    ("FALLBACK_URL", "/voice.xml", "not a web address"),
    ("REDIS_URL", "http://:redis-secret@live.example.org", "write redis://, rediss://, unix://"),
    ("REDIS_URL", "redis://:redis-secret@/0", "has no host"),
    ("REDIS_URL", "redis://live.example.org:port-secret", "port that cannot be read"),
    ("REDIS_URL", "unix://", "no path to a socket"),
    ("JOBS_REDIS_URL", "redis+sentinel://h1:26379", "SERVICE"),
    ("JOBS_REDIS_URL", "redis+sentinel://h1:26379/service/first", "SERVICE"),
    ("JOBS_REDIS_URL", "redis+sentinel://h1:abc/service", "sentinel"),
    ("DATABASE_URL", "mysql://user:database-secret@db/helpline", "postgresql://"),
    ("DATABASE_URL", "postgresql+asyncpg://user:database-secret@db/helpline", "write sqlite:////PATH or postgresql://"),
    ("DATABASE_URL", "helpline.sqlite3", "sqlite:////PATH"),
    ("DATABASE_URL", "sqlite://helpline.sqlite3", "too few slashes"),
    ("HELPLINE_SECRET_KEYS", ",", "holds no key"),
    ("HELPLINE_SECRET_KEYS", f"{KEY},short-secret", "key 2 of 2"),
    ("HELPLINE_SECRET_KEYS", f"{KEY}!", "key 1 of 1"),
    ("HELPLINE_SECRET_KEYS", f"{KEY},{KEY}", "same key twice"),
    ("METRICS_TOKEN", "short-token", "can be guessed"),
    ("METRICS_TOKEN", "with a line\nbreak-token", "can be guessed"),
    ("HELPLINE_DATA_DIR", __file__, "is a file"),
    ("HELPLINE_CONFIG_DIR", "/not/there", "not a folder"),
]


def problems_of(environ):
    with pytest.raises(WrongSettings) as wrong:
        Settings.load(environ)
    assert not any(secret in str(wrong.value) for secret in SECRETS)
    return wrong.value.problems


def test_nothing_set_is_the_demo():
    settings = Settings.load({"PATH": "/bin"})
    assert settings.uses_exchange
    assert settings.public_url == "http://localhost:8000"
    assert settings.api_url == "https://api.twilio.com"
    assert settings.calls_per_second == 1.0
    assert settings.data_dir == Path.cwd() / "data"
    assert settings.database_url == f"sqlite:///{Path.cwd()}/data/helpline.sqlite3"
    assert (settings.redis_url, settings.jobs_redis_url, settings.fallback_url, settings.config_dir) == (None,) * 4


def test_everything_set(tmp_path):
    folders = {"HELPLINE_DATA_DIR": str(tmp_path / "new"), "HELPLINE_CONFIG_DIR": str(tmp_path)}
    settings = Settings.load(ALL | folders)
    assert not settings.uses_exchange
    assert settings.public_url == "https://help.example.org/line"
    assert settings.port == 9000
    assert settings.auth_tokens == ("new-token", "old-token")
    assert settings.calls_per_second == 2.5
    assert settings.fallback_url == "https://static.example.org/voice.xml?v=1"
    assert settings.keys() == (KEY, OLD_KEY)
    assert (settings.data_dir, settings.config_dir) == (tmp_path / "new", tmp_path)


def test_empty_is_unset_and_defaults_follow_other_variables(tmp_path):
    settings = Settings.load({"TWILIO_ACCOUNT_SID": "", "PORT": " 81 ", "HELPLINE_DATA_DIR": str(tmp_path)})
    assert settings.uses_exchange
    assert settings.public_url == "http://localhost:81"
    assert settings.database_url == f"sqlite:///{tmp_path}/helpline.sqlite3"


@pytest.mark.parametrize(
    "address", ["redis://h", "rediss://h:1/0", "unix:///run/r.sock", "unix://:pw@/run/r.sock?db=1"]
)
def test_redis_addresses(address):
    assert Settings.load({"REDIS_URL": address}).redis_url == address


@pytest.mark.parametrize(("variable", "value", "says"), WRONG)
def test_a_wrong_variable_is_named_with_what_would_be_right(variable, value, says):
    problems = problems_of(ALL | {variable: value})
    assert len(problems) == 1
    assert problems[0].startswith(f"{variable} ")
    assert says in problems[0]


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        ("TWILIO_AUTH_TOKEN", ["TWILIO_ACCOUNT_SID is set and TWILIO_AUTH_TOKEN is not"]),
        ("TWILIO_API_SECRET", ["TWILIO_API_KEY is set and TWILIO_API_SECRET is not"]),
        ("TWILIO_API_KEY", ["TWILIO_API_SECRET is set and TWILIO_API_KEY is not"]),
        (
            "TWILIO_ACCOUNT_SID",
            [
                "TWILIO_AUTH_TOKEN is set and TWILIO_ACCOUNT_SID is not",
                "TWILIO_API_KEY is set and TWILIO_ACCOUNT_SID is not",
            ],
        ),
    ],
)
def test_what_belongs_together_is_set_together(left_out, says):
    problems = problems_of({name: value for name, value in ALL.items() if name != left_out})
    assert [problem.partition(";")[0] for problem in problems] == says


def test_all_wrong_at_once():
    wrong = {variable: value for variable, value, _ in reversed(WRONG)}
    problems = problems_of({name: value for name, value in wrong.items() if name != "TWILIO_AUTH_TOKEN"})
    variables = [problem.split()[0] for problem in problems]
    assert sorted(variables) == sorted(
        [*(wrong.keys() - {"TWILIO_AUTH_TOKEN"}), "TWILIO_ACCOUNT_SID", "TWILIO_API_KEY"]
    )


def test_a_right_overrides_folder_is_handed_on_with_the_problems(tmp_path):
    with pytest.raises(WrongSettings) as wrong:
        Settings.load({"PORT": "x", "HELPLINE_CONFIG_DIR": str(tmp_path)})
    assert wrong.value.config_dir == tmp_path


def test_secrets_are_not_shown():
    settings = Settings.load(ALL)
    assert not any(secret in text for secret in SECRETS for text in (repr(settings), str(settings)))


def test_settings_stay_as_they_are():
    with pytest.raises(FrozenInstanceError):
        Settings.load(ALL).port = 1
