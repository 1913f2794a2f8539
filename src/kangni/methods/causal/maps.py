"""Bundling: how claims of single people become one signed, weighted map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Bools, ClaimColumns, Floats, Ints

__all__ = [
    "ASSUMED_STRENGTH",
    "STRONGEST",
    "Bundled",
    "InFlow",
    "Sides",
    "Strengths",
    "bundle",
    "bundle_maps",
    "claimed_sides",
    "in_flow",
    "strengths",
    "which_count",
]

ASSUMED_STRENGTH = 2  # what a missing strength is taken for
STRONGEST = 3


@dataclass(frozen=True, slots=True)
class Bundled:
    """Distinct links of a map, and who holds each of them.

    Links stand in the order of (cause, effect). Entries, one for each participant and link, stand in the order of
    (link, participant). With m times each participant drawn into a resample of size n, the resample's group weights
    are ``np.bincount(entry_link, entry_weight * m[entry_participant], minlength=len(cause)) / n``, and likewise for
    each side.

    Attributes
    ----------
    n
        Participants who count, whether they spoke of a link or not.
    cause, effect
        Codes of each link.
    weight
        Group weight in [-1, 1]: sum of the individual weights over n; silence counts as 0.
    plus, minus
        The two sides of `weight`, at least 0 and at most 0; they add up to it.
    mean_of_sources
        The same sum over those who spoke of the link, instead of over n.
    mean_of_credit
        The same sum over the credit of those who spoke of it: their mean weighted by credit.
    strength
        Mean strength over sources, 1 to 3, whatever the sign, weighted by credit.
    sources, statements
        Participants who claim the link, and how often; what two coders read in one turn is one statement.
    positive, negative
        Participants with at least one claim of that sign; who says both is in both.
    probability_plus
        Probability that the link's sign is +, from the side each source leans to.
    consensus
        How far the sources pull one way, 0 to 1.
    contested
        Both signs are claimed, between participants or within one.
    entry_participant, entry_link
        Whose entry, and on which link.
    entry_weight, entry_plus, entry_minus
        The individual weight and its two sides.
    entry_statements
        Statements of that participant on that link.
    claim_link
        For each claim handed in its link, -1 where it does not count.
    missing_strengths
        Claims that count and carry no strength.
    """

    n: int
    cause: Ints
    effect: Ints
    weight: Floats
    plus: Floats
    minus: Floats
    mean_of_sources: Floats
    mean_of_credit: Floats
    strength: Floats
    sources: Ints
    statements: Ints
    positive: Ints
    negative: Ints
    probability_plus: Floats
    consensus: tuple[Number, ...]
    contested: Bools
    entry_participant: Ints
    entry_link: Ints
    entry_weight: Floats
    entry_plus: Floats
    entry_minus: Floats
    entry_statements: Ints
    claim_link: Ints
    missing_strengths: int


@dataclass(frozen=True, slots=True)
class Strengths:
    """How much each factor pushes (`out`) and is pushed (`into`), sums of absolute group weights by code."""

    out: Floats
    into: Floats


@dataclass(frozen=True, slots=True)
class InFlow:
    """What pushes each factor up (`raising`) and down (`lowering`), both at least 0, by code; never subtracted."""

    raising: Floats
    lowering: Floats


@dataclass(frozen=True, slots=True)
class Sides:
    """Participants who claim of a factor that it helps, and that it harms, one row a factor and participant."""

    factor: Ints
    participant: Ints
    helps: Bools
    harms: Bools


@dataclass(frozen=True, slots=True)
class _Entries:
    """Sums over the claims of one participant on one link."""

    participant: Ints
    link: Ints
    plus: Floats
    minus: Floats
    credit: Floats
    statements: Ints


def which_count(claims: ClaimColumns, *, voices: Ints, stances: Ints) -> Bools:
    """Tell which claims enter a map: those in one of `voices` with one of `stances`.

    Parameters
    ----------
    claims
        All claims.
    voices, stances
        Numbers of the voices and stances let in.

    Returns
    -------
    Bools
        (claims,) True where the claim counts.
    """
    return np.isin(claims.voice, voices) & np.isin(claims.stance, stances)


def bundle(claims: ClaimColumns, *, participants: Bools, counted: Bools, credit: Floats | None = None) -> Bundled:
    r"""Bundle claims to a map, first within each participant, then over all who count.

    A claim weighs credit x sign x strength / 3; a missing strength is taken as 2, and credit is 1 unless given. With C
    the claims of participant s on link (A, B) the individual weight is
    :math:`w_s = \sum_C \mathrm{credit} \cdot \mathrm{sign} \cdot \mathrm{strength} / (3 |C|)`, so two coders of one
    statement are one source. The group weight is :math:`\sum_s w_s / n` over all n participants: silence counts
    as 0, breadth is part of the weight. The sides keep the positive and the negative claims apart,
    :math:`w^+ + w^- = w`. Sign consensus is :math:`|\sum w_s| / \sum |w_s|`. The probability of a positive sign is
    (pos + 1/2) / (k + 1), with k sources of whom pos lean to +; a source whose own claims cancel counts half.

    Parameters
    ----------
    claims
        All claims.
    participants
        (all participants,) True for those whose consent covers analysis; their number is n.
    counted
        (claims,) True for claims that enter, as `which_count` tells. Claims of nobody, or of somebody who does not
        count, never enter.
    credit
        (claims,) how far each claim is believed, above 0 and at most 1, such as by the voice it is in.

    Returns
    -------
    Bundled
        Links without claims are not in it; a missing link is no evidence that there is no influence.

    Raises
    ------
    MethodInput
        If a mask does not fit the claims, a participant has no place in `participants`, or a credit is not above 0 and
        at most 1.

    Notes
    -----
    Undefined: the consensus of a link whose individual weights are all 0. A->B from one person and B->C from another
    is nobody's A->C. The convention follows causal mapping, where a link is evidence that a source claims it and
    sources are counted before citations (Powell, Copestake & Remnant 2024).

    Examples
    --------
    Of two people one says that 0 raises 1 (strong, then some), the other that it lowers it (a little).

    >>> none, some = np.zeros(3, np.int64), np.arange(3)
    >>> claims = ClaimColumns(
    ...     row=some, document=none, participant=np.array([0, 0, 1]), coder=none, cause=none, effect=none + 1,
    ...     sign=np.array([1, 1, -1]), strength=np.array([3, 2, 1]), voice=none, stance=none, turn=some,
    ... )
    >>> links = bundle(claims, participants=np.array([True, True]), counted=np.array([True, True, True]))
    >>> [round(float(side[0]), 4) for side in (links.weight, links.plus, links.minus)]
    [0.25, 0.4167, -0.1667]
    >>> int(links.sources[0]), int(links.statements[0]), bool(links.contested[0])
    (2, 3, True)
    """
    use = _entering(claims, participants, counted)
    believed = np.ones(len(claims.row)) if credit is None else credit
    if believed.shape != claims.row.shape or not ((believed > 0) & (believed <= 1)).all():
        raise MethodInput("bundle", "every claim needs a credit above 0 and at most 1")
    pairs, link = np.unique(np.column_stack((claims.cause[use], claims.effect[use])), axis=0, return_inverse=True)
    link = link.reshape(-1).astype(np.int64)
    claim_link = np.full(len(claims.row), -1, np.int64)
    claim_link[use] = link
    return _bundled(
        pairs,
        _entries(claims, use, link, believed[use]),
        n=int(participants.sum()),
        claim_link=claim_link,
        missing_strengths=int((claims.strength[use] == 0).sum()),
    )


def bundle_maps(maps: Floats) -> Bundled:
    """Bundle whole maps of single people, or one map, to a group's map.

    Parameters
    ----------
    maps
        (people, factors, factors) with [s, i, j] what i does to j, from -1 to 1 and 0 where s is silent; a single
        (factors, factors) matrix is the map of one.

    Returns
    -------
    Bundled
        As of one claim for each weight that is not 0.

    Raises
    ------
    MethodInput
        If the maps are not square, or a weight is not from -1 to 1.

    Examples
    --------
    Two people; the second says the opposite of the first.

    >>> links = bundle_maps(np.array([[[0, 0.6], [0, 0]], [[0, -0.3], [0, 0]]]))
    >>> int(links.cause[0]), int(links.effect[0]), round(float(links.weight[0]), 4), bool(links.contested[0])
    (0, 1, 0.15, True)
    """
    each = maps[None] if maps.ndim == 2 else maps
    if each.ndim != 3 or each.shape[1] != each.shape[2]:
        raise MethodInput("bundle", f"maps are square, and not of shape {maps.shape}")
    if not (np.abs(each) <= 1).all():
        raise MethodInput("bundle", "a weight is a number from -1 to 1")
    cause, effect, person = (axis.astype(np.int64) for axis in np.nonzero(each.transpose(1, 2, 0)))
    pairs, link = np.unique(np.column_stack((cause, effect)), axis=0, return_inverse=True)
    weight, ones = each[person, cause, effect].astype(np.float64), np.ones(len(person))
    entries = _Entries(
        participant=person,
        link=link.reshape(-1).astype(np.int64),
        plus=np.maximum(weight, 0),
        minus=np.minimum(weight, 0),
        credit=ones,
        statements=ones.astype(np.int64),
    )
    return _bundled(pairs, entries, n=len(each), claim_link=np.zeros(0, np.int64), missing_strengths=0)


def strengths(cause: Ints, effect: Ints, weight: Floats, *, factors: int) -> Strengths:
    """Sum the absolute weights of the links that leave and that reach each factor.

    Parameters
    ----------
    cause, effect, weight
        (links,) as in `Bundled`.
    factors
        How many codes are numbered; a code in no link gets 0.

    Returns
    -------
    Strengths
        `out` is the sum over j of |w_ij|, `into` the sum over j of |w_ji|.

    Examples
    --------
    >>> strengths(np.array([0, 0]), np.array([1, 2]), np.array([0.5, -0.25]), factors=3)
    Strengths(out=array([0.75, 0.  , 0.  ]), into=array([0.  , 0.5 , 0.25]))
    """
    size = np.abs(weight)
    return Strengths(
        out=_sums(cause, size, factors),
        into=_sums(effect, size, factors),
    )


def in_flow(effect: Ints, plus: Floats, minus: Floats, *, factors: int) -> InFlow:
    """Sum what raises and what lowers each factor, apart.

    Parameters
    ----------
    effect
        (links,) the code that a link reaches.
    plus, minus
        (links,) the sides of each link, at least 0 and at most 0, so that a contested link pushes both ways.
    factors
        How many codes are numbered.

    Returns
    -------
    InFlow
        Sum of w+ and sum of |w-| by code.

    Examples
    --------
    >>> in_flow(np.array([1, 1]), np.array([0.5, 0.0]), np.array([-0.1, -0.2]), factors=2)
    InFlow(raising=array([0. , 0.5]), lowering=array([0. , 0.3]))
    """
    return InFlow(
        raising=_sums(effect, plus, factors),
        lowering=_sums(effect, np.abs(minus), factors),
    )


def claimed_sides(claims: ClaimColumns, *, participants: Bools, counted: Bools, good: Ints) -> Sides:
    """Tell who claims that a factor helps and who that it harms: sign of the claim x polarity of its effect.

    Parameters
    ----------
    claims, participants, counted
        As in `bundle`.
    good
        (codes,) +1 for a protective effect, -1 for a risk, 0 for neither; claims on the last are left out.

    Returns
    -------
    Sides
        In the order of (factor, participant).
    """
    side = claims.sign * good[claims.effect]
    use = _entering(claims, participants, counted & (side != 0))
    pairs, at = np.unique(np.column_stack((claims.cause[use], claims.participant[use])), axis=0, return_inverse=True)
    at = at.reshape(-1)
    return Sides(
        factor=pairs[:, 0],
        participant=pairs[:, 1],
        helps=_sums(at, side[use] > 0, len(pairs)) > 0,
        harms=_sums(at, side[use] < 0, len(pairs)) > 0,
    )


def _entering(claims: ClaimColumns, participants: Bools, counted: Bools) -> Ints:
    """Return the claims that count and are of somebody who counts."""
    if counted.shape != claims.row.shape:
        raise MethodInput("bundle", f"{len(claims.row)} claims but {len(counted)} marks of what counts")
    if claims.participant.max(initial=-1) >= len(participants):
        raise MethodInput("bundle", f"participant {claims.participant.max()} is not among {len(participants)}")
    nobody_last = np.append(participants, values=False)  # so that participant -1 finds "does not count"
    return np.flatnonzero(counted & nobody_last[claims.participant])


def _bundled(pairs: Ints, entries: _Entries, *, n: int, claim_link: Ints, missing_strengths: int) -> Bundled:
    """Sum the entries of each link over its sources."""
    count, whole = len(pairs), entries.plus + entries.minus

    def total(values: Floats | Ints | Bools) -> Floats:
        return _sums(entries.link, values, count)

    plus, minus, sources = total(entries.plus), total(entries.minus), total(np.ones(len(whole)))
    positive, negative, credit = total(entries.plus > 0), total(entries.minus < 0), total(entries.credit)
    leaning = total((np.sign(_clean(whole)) + 1) / 2)
    return Bundled(
        n=n,
        cause=pairs[:, 0],
        effect=pairs[:, 1],
        weight=_clean(plus + minus) / max(n, 1),
        plus=plus / max(n, 1),
        minus=minus / max(n, 1),
        mean_of_sources=_clean(plus + minus) / sources,
        mean_of_credit=_clean(plus + minus) / credit,
        strength=STRONGEST * (plus - minus) / credit,
        sources=sources.astype(np.int64),
        statements=total(entries.statements).astype(np.int64),
        positive=positive.astype(np.int64),
        negative=negative.astype(np.int64),
        probability_plus=(leaning + 0.5) / (sources + 1),
        consensus=_consensus(_clean(plus + minus), total(np.abs(_clean(whole)))),
        contested=(positive > 0) & (negative > 0),
        entry_participant=entries.participant,
        entry_link=entries.link,
        entry_weight=_clean(whole),
        entry_plus=entries.plus,
        entry_minus=entries.minus,
        entry_statements=entries.statements,
        claim_link=claim_link,
        missing_strengths=missing_strengths,
    )


def _sums(index: Ints, values: Floats | Ints | Bools, size: int) -> Floats:
    return np.bincount(index, values, minlength=size).astype(np.float64)


def _entries(claims: ClaimColumns, use: Ints, link: Ints, credit: Floats) -> _Entries:
    who = claims.participant[use]
    pairs, entry = np.unique(np.column_stack((link, who)), axis=0, return_inverse=True)
    entry, count = entry.reshape(-1).astype(np.int64), len(pairs)
    strength = np.where(claims.strength[use] == 0, ASSUMED_STRENGTH, claims.strength[use])
    value = credit * claims.sign[use] * strength / STRONGEST
    claimed = np.bincount(entry, minlength=count)
    return _Entries(
        participant=pairs[:, 1],
        link=pairs[:, 0],
        plus=_sums(entry, np.maximum(value, 0), count) / claimed,
        minus=_sums(entry, np.minimum(value, 0), count) / claimed,
        credit=_sums(entry, credit, count) / claimed,
        statements=_statements(claims, use, entry, count),
    )


def _statements(claims: ClaimColumns, use: Ints, entry: Ints, count: int) -> Ints:
    """Count each entry's claims, taking of several coders in one turn the one with the most of that sign."""
    places = np.column_stack((entry, claims.sign[use], claims.document[use], claims.turn[use], claims.coder[use]))
    by_coder, times = np.unique(places, axis=0, return_counts=True)
    turns, at = np.unique(by_coder[:, :4], axis=0, return_inverse=True)
    most = np.zeros(len(turns), np.int64)
    np.maximum.at(most, at.reshape(-1), times)
    return _sums(turns[:, 0], most, count).astype(np.int64)


def _consensus(net: Floats, gross: Floats) -> tuple[Number, ...]:
    silent = Undefined("all weights are zero")
    return tuple(float(abs(one) / whole) if whole > 0 else silent for one, whole in zip(net, gross, strict=True))


def _clean(values: Floats) -> Floats:
    """Make sums of thirds that cancel exactly 0, so that rounding gives no link a sign."""
    return np.where(np.abs(values) < 1e-12, 0.0, values)
