"""Mathet's gamma: agreement on spans that may overlap, from the best alignment of what coders marked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb, sqrt

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import csr_array

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.sweep import Lines, Segments
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["Costs", "Gamma", "alignment_cost", "disorder", "gamma"]

TRIES = 50  # to find a step far enough from the others; on a short text there may be none
NO_VALUE = Undefined(N_("chance cannot disagree"))


@dataclass(frozen=True, slots=True)
class Costs:
    """What a pair of spans costs: `position` times their distance, `category` where codes differ; `empty` without."""

    position: float = 1.0
    category: float = 1.0
    empty: float = 1.0


@dataclass(frozen=True, slots=True)
class Gamma:
    """Gamma, its two disorders, and by how much chance in the shuffles may have moved it (one standard error)."""

    value: Number
    observed: float
    expected: float
    samples: int
    error: Number


DEFAULT_COSTS = Costs()


def disorder(found: Segments, *, coders: int, costs: Costs = DEFAULT_COSTS) -> float:
    """Return the disorder of the best alignment of one document: its cost over the mean number of spans a coder.

    Two spans (s, e) and (s', e') cost position ((|s - s'| + |e - e'|) / ((e - s) + (e' - s')))² plus, where their
    codes differ, category; a span without partner costs empty. A unitary alignment takes at most one span of each
    coder and costs the mean over all pairs of coders.

    Parameters
    ----------
    found
        Spans of one document; here they may overlap.
    coders
        How many coders have seen it, numbered 0, 1, 2 ...
    costs
        The three costs.

    References
    ----------
    Mathet, Y., Widlöcher, A. & Métivier, J.-P. (2015). The unified and holistic method gamma for inter-annotator
    agreement measure and alignment. *Computational Linguistics*, 41.

    Examples
    --------
    >>> zero = np.zeros(6, dtype=np.int64)
    >>> shifted = Segments(zero, np.array([0, 1, 0, 0, 1, 0]), np.array([0, 0, 0, 1, 1, 1]),
    ...                    np.array([1, 6, 11, 2, 7, 12]), np.array([5, 10, 15, 6, 11, 16]))
    >>> disorder(shifted, coders=2)
    0.0625
    """
    return alignment_cost(found, coders=coders, costs=costs) * coders / max(len(found), 1)


def alignment_cost(found: Segments, *, coders: int, costs: Costs = DEFAULT_COSTS) -> float:
    """Return the cost of the best alignment of one document: exact, by assignment or by integer programming."""
    by_coder = [np.flatnonzero(found.coder == coder) for coder in range(coders)]
    if coders == 2:
        return _paired_cost(found, by_coder[0], by_coder[1], costs)
    return _aligned_cost(found, by_coder, costs)


def gamma(found: Segments, on: Lines, *, samples: int, rng: np.random.Generator, costs: Costs = DEFAULT_COSTS) -> Gamma:
    """Return Mathet's gamma over documents, 1 - observed disorder / expected disorder.

    Expected is the mean disorder of shuffled documents: each coder gets the spans of a coder drawn at random, moved
    around the document by a random step, no two steps closer than half a mean span. So gamma is random: state seed,
    samples and error with it. It asks whether coders mark the same places with the same codes, with credit for near
    ones, and takes overlapping spans.

    Parameters
    ----------
    found
        What each coder put under each code.
    on
        The lines of the compared documents; each counts the coders who have seen it.
    samples, rng
        How often to shuffle, and the source of chance.
    costs
        The three costs.

    Returns
    -------
    Gamma
        Undefined where a coder marked nothing at all, and where the expected disorder is 0.

    References
    ----------
    As for `disorder`.
    """
    if samples < 2:
        raise MethodInput("gamma", "fewer than two samples tell nothing of chance")
    seen = on.units.seen
    texts = [
        _Text.of(found, document, seen[:, document], int(on.length[document])) for document in range(on.length.size)
    ]
    marked = np.bincount(found.coder, minlength=seen.shape[0])
    if not marked.all():
        nothing = Undefined(N_("a coder marked nothing"))
        return Gamma(nothing, 0.0, 0.0, samples, nothing)
    observed = _disorder_of(texts, costs)
    drawn = np.array([_disorder_of([text.shuffled(rng) for text in texts], costs) for _ in range(samples)])
    expected = float(drawn.mean())
    if expected <= 0:
        return Gamma(NO_VALUE, observed, expected, samples, NO_VALUE)
    spread = float(drawn.std(ddof=1)) / sqrt(samples) / expected
    return Gamma(1 - observed / expected, observed, expected, samples, observed / expected * spread)


@dataclass(frozen=True, slots=True)
class _Text:
    """The spans of one document, its coders numbered among those who have seen it."""

    found: Segments
    coders: int
    length: int

    @staticmethod
    def of(found: Segments, document: int, seen: Bools, length: int) -> _Text:
        own = found.take(np.arange(*np.searchsorted(found.document, [document, document + 1])))
        place = (np.cumsum(seen) - 1).astype(np.int64)
        return _Text(Segments(own.document, own.code, place[own.coder], own.start, own.end), int(seen.sum()), length)

    def shuffled(self, rng: np.random.Generator) -> _Text:
        """Return the document with the spans of coders drawn at random, each moved around by a step of its own."""
        found = self.found
        if not len(found):
            return self
        apart = float((found.end - found.start).mean()) / 2
        parts, steps = list[Segments](), list[float]()
        for coder in range(self.coders):
            own = found.take(np.flatnonzero(found.coder == rng.integers(self.coders)))
            steps.append(_step(steps, apart, self.length, rng))
            start = (own.start + int(steps[-1])) % self.length
            parts.append(Segments(own.document, own.code, np.full(len(own), coder), start, start + own.end - own.start))
        columns = ("document", "code", "coder", "start", "end")
        joined = (np.concatenate([getattr(part, column) for part in parts]) for column in columns)
        return _Text(Segments(*joined), self.coders, self.length)


def _step(taken: list[float], apart: float, length: int, rng: np.random.Generator) -> float:
    step = float(rng.uniform(0, length))
    for _ in range(TRIES):
        if all(abs(step - other) >= apart for other in taken):
            break
        step = float(rng.uniform(0, length))
    return step


def _disorder_of(texts: list[_Text], costs: Costs) -> float:
    spans = sum(len(text.found) / text.coders for text in texts)
    total = sum(alignment_cost(text.found, coders=text.coders, costs=costs) for text in texts if len(text.found))
    return total / spans if spans else 0.0


def _distances(found: Segments, mine: Ints, theirs: Ints, costs: Costs) -> Floats:
    start, end = found.start.astype(np.float64), found.end.astype(np.float64)
    size = end - start
    away = np.abs(start[mine][:, None] - start[theirs]) + np.abs(end[mine][:, None] - end[theirs])
    relative = away / (size[mine][:, None] + size[theirs])
    differ = found.code[mine][:, None] != found.code[theirs]
    return np.asarray(costs.position * relative**2 + costs.category * differ, dtype=np.float64) * costs.empty


def _paired_cost(found: Segments, mine: Ints, theirs: Ints, costs: Costs) -> float:
    """Assign spans of two coders; a pair saves what both would cost alone, and no pair is made that saves nothing."""
    alone = (mine.size + theirs.size) * costs.empty
    if not mine.size or not theirs.size:
        return alone
    gain = np.minimum(_distances(found, mine, theirs, costs) - 2 * costs.empty, 0)
    row, column = linear_sum_assignment(gain)
    return alone + float(gain[row, column].sum())


def _aligned_cost(found: Segments, by_coder: list[Ints], costs: Costs) -> float:
    """Choose among all unitary alignments that save something, each span in one at most."""
    members, saved = _alignments(found, by_coder, costs)
    alone = len(found) * costs.empty
    if not saved.size:
        return alone
    inside = members >= 0
    which = np.nonzero(inside)
    taken = csr_array((np.ones(which[0].size), (members[inside], which[0])), shape=(len(found), saved.size))
    solved = milp(
        -saved,
        integrality=np.ones(saved.size, dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(taken, -np.inf, 1),
    )
    if solved.x is None:
        raise MethodInput("gamma", solved.message)
    return alone + float(solved.fun)


def _alignments(found: Segments, by_coder: list[Ints], costs: Costs) -> tuple[Ints, Floats]:
    """Return alignments of two spans or more as rows of spans (-1: none) by coder, and what each saves.

    A span is worth taking in only while its distances to the others sum to less than pairs + others times empty;
    farther ones cost more than standing alone.
    """
    coders = len(by_coder)
    pairs = comb(coders, 2)
    between = {(i, j): _distances(found, by_coder[i], by_coder[j], costs) for i, j in combinations(range(coders), 2)}
    most = (pairs + coders - 1) * costs.empty
    # rows of places within each coder's spans, and the summed distances of each member to the others
    rows = np.full((1, coders), -1, dtype=np.int64)
    sums = np.zeros((1, coders))
    for coder in range(coders):
        new_rows, new_sums = [rows], [sums]
        for place in range(by_coder[coder].size):
            away = np.zeros((rows.shape[0], coders))
            for other in range(coder):
                held = rows[:, other] >= 0
                away[held, other] = between[other, coder][rows[held, other], place]
            grown = sums + away
            grown[:, coder] = away.sum(axis=1)
            kept = (grown < most).all(axis=1)
            longer = rows[kept].copy()
            longer[:, coder] = place
            new_rows.append(longer)
            new_sums.append(grown[kept])
        rows, sums = np.concatenate(new_rows), np.concatenate(new_sums)
    size = (rows >= 0).sum(axis=1)
    real = size * (size - 1) / 2
    cost = (sums.sum(axis=1) / 2 + (pairs - real) * costs.empty) / pairs
    saved = size * costs.empty - cost
    useful = (size >= 2) & (saved > 0)
    rows = rows[useful]
    members = np.stack(
        [np.where(rows[:, c] >= 0, np.append(by_coder[c], -1)[rows[:, c]], -1) for c in range(coders)], axis=1
    )
    return members, saved[useful]
