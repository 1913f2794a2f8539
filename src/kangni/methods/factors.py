"""How many people and quotes stand behind each code, polarity and level, and how two-sided a factor is."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

import numpy as np
from scipy.special import betainc

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Ints
from kangni.methods.readings import QuoteColumns, distinct, group_numbers

__all__ = [
    "GroupCount",
    "TwoSidedness",
    "count_by_person",
    "count_cells",
    "count_groups",
    "persons_of_each_side",
    "two_sidedness",
]


@dataclass(frozen=True, slots=True)
class GroupCount:
    """People, quotes and codings of the entries that share the `numbers` they were grouped by."""

    numbers: tuple[int, ...]
    participants: int
    quotes: int
    codings: int


@dataclass(frozen=True, slots=True)
class TwoSidedness:
    """How evenly people divide between risk and protection."""

    index: Number
    entropy: Number
    certainty: Number


def count_groups(quotes: QuoteColumns, *by: Ints) -> tuple[GroupCount, ...]:
    """Count people, quotes and codings by one or more properties of the codings.

    A quote is a distinct pair of turn and code, so the same code by two coders in one turn is one quote; a coding that
    spans several turns is one coding and a quote in each.

    Parameters
    ----------
    quotes
        Entries to count, as `read_quotes` orders them: those of one coding stand together.
    by
        Columns such as ``quotes.code`` and ``quotes.polarity``, each with one value a coding.

    Returns
    -------
    tuple of GroupCount
        In the order of the columns' numbers; groups that do not occur are not in it.

    Raises
    ------
    MethodInput
        If there is no column to count by.
    """
    if not by:
        raise MethodInput("count_groups", "there is no column to count by")
    groups = np.stack(distinct(*by), axis=1).tolist()
    place = group_numbers(*by)

    def count(places: Ints) -> list[int]:
        counts: list[int] = np.bincount(places, minlength=len(groups)).tolist()
        return counts

    participants = count(distinct(place, quotes.participant)[0])
    said = count(distinct(quotes.turn, place, quotes.code)[1])
    codings = count(place[quotes.opens_coding()])
    return tuple(
        GroupCount(tuple(numbers), *counts)
        for numbers, *counts in zip(groups, participants, said, codings, strict=True)
    )


def count_by_person(quotes: QuoteColumns, *by: Ints, participants: int) -> Ints:
    """Count the quotes of each participant by one or more properties of the codings.

    Parameters
    ----------
    quotes
        Entries to count; every participant must be one of them.
    by
        Columns, each with one value a coding.
    participants
        How many there are.

    Returns
    -------
    array of shape (participants, groups)
        In the order in which `count_groups` returns the groups of the same columns.

    Raises
    ------
    MethodInput
        If there is no column to count by.
    """
    if not by:
        raise MethodInput("count_by_person", "there is no column to count by")
    speaker = np.zeros(int(quotes.turn.max(initial=-1)) + 1, dtype=np.int64)
    speaker[quotes.turn] = quotes.participant
    place = group_numbers(*by)
    groups = int(place.max(initial=-1)) + 1
    group, _, turn = distinct(place, quotes.code, quotes.turn)
    cells = np.bincount(speaker[turn] * groups + group, minlength=participants * groups)
    return cells.reshape(participants, groups).astype(np.int64)


def count_cells(quotes: QuoteColumns, *, codes: int, participants: int) -> Ints:
    """Count quotes by participant and code.

    Parameters
    ----------
    quotes
        Entries to count; every participant must be one of them.
    codes, participants
        How many there are.

    Returns
    -------
    array of shape (participants, codes)
        Distinct turns of the participant with the code.
    """
    speaker = np.zeros(int(quotes.turn.max(initial=-1)) + 1, dtype=np.int64)
    speaker[quotes.turn] = quotes.participant
    turn, code = distinct(quotes.turn, quotes.code)
    cells = np.bincount(speaker[turn] * codes + code, minlength=participants * codes)
    return cells.reshape(participants, codes).astype(np.int64)


def persons_of_each_side(risk: Ints, protective: Ints) -> tuple[Ints, Ints]:
    """Give each participant to the side they speak of more often; a tie counts half on both.

    Parameters
    ----------
    risk, protective
        Quotes of each side, arrays of shape (participants, codes).

    Returns
    -------
    two arrays of shape (codes,)
        Twice the number of persons of the risk side and of the protective side, so that halves stay whole numbers.

    Examples
    --------
    One says only risk, one both equally often, one leans to protection.

    >>> risk, protective = persons_of_each_side(np.array([[2], [1], [1]]), np.array([[0], [1], [3]]))
    >>> print(risk[0] / 2, protective[0] / 2)
    1.5 1.5
    """
    spoken = (risk + protective) > 0
    leaning = np.sign(risk - protective)
    return (
        ((leaning + 1) * spoken).sum(axis=0).astype(np.int64),
        ((1 - leaning) * spoken).sum(axis=0).astype(np.int64),
    )


def two_sidedness(risk: float, protective: float) -> TwoSidedness:
    """Return how evenly persons divide between risk and protection.

    With r persons on one side and q on the other, index = 2 min(r, q)/(r + q), from 0 (all on one side) to 1 (half and
    half); entropy = −Σ p log₂ p in bits for the shares p of the sides; certainty = P(0.2 < share of risk < 0.8) under
    Beta(r + 1/2, q + 1/2). Two-sidedness is a finding that both readings exist: the figures are printed and gate
    nothing.

    Parameters
    ----------
    risk, protective
        Persons of each side; halves are allowed.

    Returns
    -------
    TwoSidedness
        Undefined where nobody speaks of either side.

    Raises
    ------
    MethodInput
        If a number is negative.

    Examples
    --------
    >>> seven_to_three = two_sidedness(7, 3)
    >>> print(f"{seven_to_three.index:.4f} {seven_to_three.entropy:.4f}")
    0.6000 0.8813
    """
    if risk < 0 or protective < 0:
        raise MethodInput("two_sidedness", f"persons must not be negative, not {min(risk, protective)}")
    persons = risk + protective
    if persons == 0:
        nobody = Undefined("nobody speaks of it as risk or protection")
        return TwoSidedness(nobody, nobody, nobody)
    shares = (side / persons for side in (risk, protective) if side > 0)
    between = betainc(risk + 0.5, protective + 0.5, 0.8) - betainc(risk + 0.5, protective + 0.5, 0.2)
    return TwoSidedness(
        index=2 * min(risk, protective) / persons,
        entropy=0.0 - sum(share * log2(share) for share in shares),
        certainty=float(between),
    )
