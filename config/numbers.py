"""Judge phone numbers. Apart from the rest, because only this needs the world's numbering plans."""

import re

import phonenumbers

E164 = "write + and the country code, digits only, such as +12025550100"


def is_e164(number: str) -> bool:
    """Tell whether a text is a number in E.164 that its country's plan could hold."""
    if not re.fullmatch(r"\+[1-9]\d{1,14}", number, re.ASCII):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


def is_fictional(number: str) -> bool:
    """Tell whether a number is kept for fiction (+1 ... 555 01..): nobody can call it."""
    return bool(re.fullmatch(r"\+1\d{3}55501\d{2}", number, re.ASCII))
