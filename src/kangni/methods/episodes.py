"""How episodes go from stage to stage, and how long they take to the end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Bools, Floats, Ints
from kangni.methods.readings import distinct

__all__ = [
    "FirstPassage",
    "TransitionCounts",
    "count_transitions",
    "first_passage",
    "is_in_order",
    "median_rank",
]


@dataclass(frozen=True, slots=True)
class TransitionCounts:
    """Steps from stage (row) to stage (column), and how many episodes and participants take each; square arrays."""

    steps: Ints
    episodes: Ints
    participants: Ints


@dataclass(frozen=True, slots=True)
class FirstPassage:
    """Expected steps from one stage until an absorbing one is reached, and their standard deviation."""

    steps: Number
    deviation: Number


LEFT_BY_NOTHING = FirstPassage(
    Undefined("nothing leads on from this stage"), Undefined("nothing leads on from this stage")
)
UNENDING = FirstPassage(Undefined("the end may never be reached"), Undefined("the end may never be reached"))


def count_transitions(episode: Ints, participant: Ints, stage: Ints, *, stages: int) -> TransitionCounts:
    """Count the steps from one moment to the next within each episode.

    Parameters
    ----------
    episode, participant, stage
        One entry a moment, episode after episode, moments in told order; repeats and skips of stages are allowed.
    stages
        How many stages there are.

    Returns
    -------
    TransitionCounts
        Arrays of shape (stages, stages).

    Raises
    ------
    MethodInput
        If the columns differ in length.

    Examples
    --------
    >>> counts = count_transitions(np.array([0, 0, 0]), np.array([4, 4, 4]), np.array([0, 1, 1]), stages=2)
    >>> counts.steps
    array([[0, 1],
           [0, 1]])
    """
    if not episode.size == participant.size == stage.size:
        raise MethodInput("count_transitions", "the columns differ in length")
    within = episode[1:] == episode[:-1]
    cell = (stage[:-1] * stages + stage[1:])[within]

    def count(*columns: Ints) -> Ints:
        cells = distinct(cell, *columns)[0] if columns else cell
        return np.bincount(cells, minlength=stages * stages).reshape(stages, stages).astype(np.int64)

    return TransitionCounts(count(), count(episode[1:][within]), count(participant[1:][within]))


def is_in_order(stages: Sequence[int]) -> bool:
    """Tell whether a told order agrees with the order of stages: it never runs back.

    Parameters
    ----------
    stages
        The stages of an episode's moments in told order.

    Returns
    -------
    bool
        Repeats and skips agree with the order.

    Examples
    --------
    >>> is_in_order([0, 2, 2, 5]), is_in_order([0, 2, 1])
    (True, False)
    """
    return all(later >= earlier for earlier, later in pairwise(stages))


def median_rank(ranks: Sequence[int]) -> tuple[int, ...]:
    """Return the middle of ordinal ranks: one rank, or two where the middle lies between them.

    Ranks order and do nothing else, so they have no mean, and two middle ranks stay two.

    Parameters
    ----------
    ranks
        One a closed episode.

    Returns
    -------
    tuple of int
        Empty where there are no ranks.

    Examples
    --------
    >>> median_rank([4, 1, 3]), median_rank([1, 2, 3, 4])
    ((3,), (2, 3))
    """
    ordered, n = sorted(ranks), len(ranks)
    if not n:
        return ()
    middle = ordered[(n - 1) // 2], ordered[n // 2]
    return middle[:1] if middle[0] == middle[1] else middle


def first_passage(counts: Ints | Floats, *, absorbing: Collection[int]) -> tuple[FirstPassage, ...]:
    """Return the expected steps from each stage to an absorbing one, in a chain that forgets how it came.

    With Q the row-normalised counts among the other stages, F = (I − Q)⁻¹ holds the expected visits; the steps are
    t = F·1 and their variance (2F − I) t − t².

    Parameters
    ----------
    counts
        Steps from stage (row) to stage (column), or their shares; rows of absorbing stages do not matter.
    absorbing
        The stages at which the passage ends.

    Returns
    -------
    tuple of FirstPassage
        One a stage; 0 for absorbing ones. Undefined for a stage that nothing leaves, and where the way may end in one
        or go round for ever.

    Raises
    ------
    MethodInput
        If the counts are no square array of numbers from 0, or nothing absorbs.

    References
    ----------
    Kemeny & Snell (1960), Finite Markov Chains, chapter 3.

    Examples
    --------
    From the first stage half go on and half go straight to the end.

    >>> passages = first_passage(np.array([[0, 1, 1], [0, 0, 2], [0, 0, 0]]), absorbing=[2])
    >>> print([passage.steps for passage in passages])
    [1.5, 1.0, 0.0]
    """
    k = len(counts)
    ends = np.isin(np.arange(k), list(absorbing))
    if counts.shape != (k, k) or (counts < 0).any() or not ends.any():
        raise MethodInput("first_passage", "it needs a square array of counts and a stage that ends the passage")
    moves = np.asarray(counts > 0) & ~ends[:, None]
    certain = _surely_absorbed(moves, ends)
    steps, deviations = np.zeros(k), np.zeros(k)
    steps[certain], deviations[certain] = _passage_times(np.asarray(counts[certain], dtype=np.float64), certain)
    return tuple(
        FirstPassage(float(steps[i]), float(deviations[i]))
        if ends[i] or certain[i]
        else (UNENDING if moves[i].any() else LEFT_BY_NOTHING)
        for i in range(k)
    )


def _surely_absorbed(moves: Bools, ends: Bools) -> Bools:
    """Return the stages that lead to an end and to no stage that does not."""
    reach = np.eye(len(moves), dtype=np.bool_)
    for _ in moves:
        reach |= reach @ moves
    reaches_end = reach[:, ends].any(axis=1)
    strays = reach[:, ~reaches_end].any(axis=1)
    return ~ends & reaches_end & ~strays


def _passage_times(rows: Floats, certain: Bools) -> tuple[Floats, Floats]:
    onward = (rows / rows.sum(axis=1, keepdims=True))[:, certain]
    identity = np.eye(len(onward))
    visits = np.linalg.inv(identity - onward)
    steps = visits.sum(axis=1)
    variance = (2 * visits - identity) @ steps - steps**2
    return steps, np.sqrt(np.maximum(variance, 0))  # rounding may leave a variance of nothing just below it
