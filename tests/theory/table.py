"""The table, a row for each point, and which rows are not as they must be."""

from collections.abc import Iterator, Sequence

from tests.theory.measured import Mean, Measured

WITHIN = 0.05  # of the formula
SURE = 0.02  # the interval that is wished for
RARE = 1e-4  # where fewer wait there is nothing to compare
HEAD = (
    "| specialists | load | mean wait by the formula, s | on paper / formula | formula: waiting | on paper / formula"
    " | contacts on paper | by the scripts: mean wait, s | contacts | of these, another wait than on paper |"
)


def rows(measured: Sequence[Measured]) -> Iterator[str]:
    """Lines of Markdown; `*` marks an interval of more than 2 %."""
    yield HEAD
    yield "|" + "---|" * (HEAD.count("|") - 1)
    yield from (row(one) for one in measured)


def row(one: Measured) -> str:
    lived = one.lived.wait_s
    cells = [
        str(one.point.specialists),
        f"{one.point.load:.1f}",
        _short(one.said.wait_s),
        _ratio(one, one.paper.wait_s, one.said.wait_s),
        f"{one.said.waiting:.2%}",
        _ratio(one, one.paper.waiting, one.said.waiting),
        f"{one.paper.contacts:,}",
        f"{_short(lived.value)} ± {_short(lived.within)}",
        f"{one.lived.contacts:,}",
        str(one.differ),
    ]
    return f"| {' | '.join(cells)} |"


def wrong(one: Measured) -> str:
    """Say what is not as it must be; empty for nothing."""
    if one.differ:
        return f"{one.differ} contacts waited another time than on paper"
    pairs = ((one.paper.wait_s, one.said.wait_s), (one.paper.waiting, one.said.waiting))
    for mean, formula in () if one.said.waiting < RARE else pairs:
        ratio = mean.over(formula)
        if abs(ratio.value - 1) > WITHIN + ratio.within:
            return f"{ratio.value:.3f} of the formula"
    return ""


def _ratio(one: Measured, mean: Mean, formula: float) -> str:
    if one.said.waiting < RARE:
        return "hardly anybody waits"
    ratio = mean.over(formula)
    return f"{ratio.value:.3f} ± {ratio.within:.3f}{'*' if ratio.within > SURE else ''}"


def _short(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 100 else f"{seconds:.2g}"
