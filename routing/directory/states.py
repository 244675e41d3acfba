"""The states, by their names and their two letters."""

NAMES = """\
AL alabama|AK alaska|AZ arizona|AR arkansas|CA california|CO colorado|CT connecticut|DE delaware|\
DC district of columbia|FL florida|GA georgia|HI hawaii|ID idaho|IL illinois|IN indiana|IA iowa|KS kansas|\
KY kentucky|LA louisiana|ME maine|MD maryland|MA massachusetts|MI michigan|MN minnesota|MS mississippi|\
MO missouri|MT montana|NE nebraska|NV nevada|NH new hampshire|NJ new jersey|NM new mexico|NY new york|\
NC north carolina|ND north dakota|OH ohio|OK oklahoma|OR oregon|PA pennsylvania|RI rhode island|\
SC south carolina|SD south dakota|TN tennessee|TX texas|UT utah|VT vermont|VA virginia|WA washington|\
WV west virginia|WI wisconsin|WY wyoming|PR puerto rico|GU guam|VI virgin islands|AS american samoa|\
MP northern mariana islands"""
STATES = {name: code for code, name in (pair.split(" ", 1) for pair in NAMES.split("|"))}
CODES = frozenset(STATES.values())


def state(text: str) -> str:
    """Give a state's two letters by those or by its name; the text itself where it is none."""
    name = text.strip()
    return name.upper() if name.upper() in CODES else STATES.get(name.lower(), name)
