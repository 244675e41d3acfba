"""Judge phone numbers. Apart from the rest, because only this needs the world's numbering plans."""

import re
from collections.abc import Collection

import phonenumbers
from phonenumbers import PhoneNumberType

E164 = "write + and the country code, digits only, such as +12025550100"
COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)
A_PERSONS = (
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP,
)
# Whoever calls these pays somebody for it: to have them called is how such calls are stolen. +44 70 is one too.
COSTLY = (
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.PAGER,
)
NOT_COSTLY = "write a number that costs no more than a common call"


def is_e164(number: str) -> bool:
    """Tell whether a text is a number in E.164 that its country's plan could hold."""
    if not re.fullmatch(r"\+[1-9]\d{1,14}", number, re.ASCII):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


def written(text: str) -> str:
    """Return in E.164 a telephone number as somebody writes it, of the US where it names no country; empty for none."""
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def country(number: str) -> str:
    """Return the country of a number in E.164, as its two letters; empty where there is none."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""


def is_costly(number: str) -> bool:
    """Tell whether whoever calls a number in E.164 pays for more than the call."""
    return is_e164(number) and phonenumbers.number_type(phonenumbers.parse(number)) in COSTLY


def can_be_called_back(number: str, countries: Collection[str]) -> bool:
    """Tell whether a number is a person's telephone in one of these countries, and costs no premium."""
    if not is_e164(number):
        return False
    parsed = phonenumbers.parse(number)
    return phonenumbers.number_type(parsed) in A_PERSONS and country(number) in countries


def is_fictional(number: str) -> bool:
    """Tell whether a number is kept for fiction (+1 ... 555 01..): nobody can call it."""
    return bool(re.fullmatch(r"\+1\d{3}55501\d{2}", number, re.ASCII))
