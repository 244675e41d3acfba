"""What is signed, held against known signatures."""

import json

import pytest
from twilio.request_validator import RequestValidator

from routing.exchange.policy import signed_url
from tests.exchange.contract import SHARED


@pytest.mark.parametrize(
    ("url", "voice", "signed"),
    [
        ("https://example.com:8443/x", True, "https://example.com/x"),
        ("https://example.com:8443/x", False, "https://example.com:8443/x"),
        ("http://example.com:8000/x?a=1", True, "http://example.com:8000/x?a=1"),
        ("https://user:secret@example.com/x", True, "https://example.com/x"),
        ("https://example.com/x#rc=2&rp=all", True, "https://example.com/x"),
    ],
    ids=["voice over https has no port", "texts keep it", "http keeps it", "no user", "no fragment"],
)
def test_what_of_a_url_is_signed(url, voice, signed):
    assert signed_url(url, voice=voice) == signed


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here: the known signatures are in it")
def test_known_signatures_come_out():
    known = json.loads((SHARED / "vectors.json").read_text())
    validator = RequestValidator(known["token"])
    by_name = {one["name"]: one for one in known["signatures"]}
    voice, text = by_name["port dropped by Twilio (voice over https)"], by_name["port kept by Twilio (sms)"]
    for one, is_voice in ((voice, True), (text, False)):
        made = validator.compute_signature(signed_url(one["url_seen"], voice=is_voice), one["params"])
        assert made == one["signature"]
