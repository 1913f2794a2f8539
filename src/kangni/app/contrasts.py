"""How two groups of people differ in the factors they name: what comparisons of groups and of studies share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.comparison import Split, barnard, benjamini_hochberg, boschloo, fisher, risk_difference, separation
from kangni.results.answer import Caution

__all__ = ["FEWEST", "SMALL_SIDE", "Counts", "Figures", "allows", "contrasted", "places", "small_sides"]

FEWEST = 5  # people a group needs for a p-value
SMALL_SIDE = 10  # below so many a side every person is shown

TOO_FEW = Undefined(N_("a group has fewer than 5 people"))
NOT_ASKED = Undefined(N_("not asked for"))

ALLOWS = N_(
    "{first} ({n_first}) and {second} ({n_second}): Boschloo's exact test tells them apart at the earliest at "
    "{early_first} against {early_second} people, and where about half say it not before {middle_first} against "
    "{middle_second}. Smaller differences may be there and cannot be seen with so few."
)
SMALL = N_(
    "With fewer than ten people a side read who says it, not only how many. An interval that holds nought says: there "
    "may be no difference, or one as large as its ends. It is never a finding of no difference."
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of two groups say one thing."""

    first: int
    n_first: int
    second: int
    n_second: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What follows from the counts."""

    difference: Number
    lower: Number
    upper: Number
    p_boschloo: Number
    p_adjusted: Number
    p_fisher: Number
    p_barnard: Number


def contrasted(counts: Sequence[Counts], *, with_barnard: bool = False) -> tuple[Figures, ...]:
    """Return the figures of all comparisons of one screen, whose p-values are adjusted as one family."""
    p_values = [_p_boschloo(each) for each in counts]
    adjusted = benjamini_hochberg(p_values)
    return tuple(
        _figures(each, p, together, with_barnard=with_barnard)
        for each, p, together in zip(counts, p_values, adjusted, strict=True)
    )


def places(figures: Sequence[Figures]) -> tuple[int, ...]:
    """Return the place of each comparison, the largest difference first; those equally large share a place."""
    sizes = [0.0 if isinstance(each.difference, Undefined) else round(abs(each.difference), 9) for each in figures]
    return tuple(1 + sum(other > size for other in sizes) for size in sizes)


def allows(first: str, n_first: int, second: str, n_second: int) -> tuple[Caution, ...]:
    """Say what groups of these sizes can show at all; nothing where they are too small for a test."""
    if min(n_first, n_second) < FEWEST:
        return ()
    found = separation(n_first, n_second)
    if not (isinstance(found.earliest, Split) and isinstance(found.middle, Split)):
        return ()
    facts: tuple[tuple[str, str | int | float], ...] = (
        ("first", first),
        ("n_first", n_first),
        ("second", second),
        ("n_second", n_second),
        ("early_first", found.earliest.first),
        ("early_second", found.earliest.second),
        ("middle_first", found.middle.first),
        ("middle_second", found.middle.second),
    )
    return (Caution(ALLOWS, facts),)


def small_sides(sizes: Sequence[int]) -> tuple[Caution, ...]:
    """Say how to read differences between few people."""
    return (Caution(SMALL),) if min(sizes) < SMALL_SIDE else ()


def _p_boschloo(counts: Counts) -> Number:
    if min(counts.n_first, counts.n_second) < FEWEST:
        return TOO_FEW
    return boschloo([counts.first], [counts.second], n_first=counts.n_first, n_second=counts.n_second)[0]


def _figures(counts: Counts, p: Number, adjusted: Number, *, with_barnard: bool) -> Figures:
    table = (counts.first, counts.n_first, counts.second, counts.n_second)
    found = risk_difference(*table)
    is_tested = not isinstance(p, Undefined)
    return Figures(
        difference=found.difference,
        lower=found.interval.lower,
        upper=found.interval.upper,
        p_boschloo=p,
        p_adjusted=adjusted,
        p_fisher=fisher(*table) if is_tested else TOO_FEW,
        p_barnard=NOT_ASKED if not with_barnard else barnard(*table) if is_tested else TOO_FEW,
    )
