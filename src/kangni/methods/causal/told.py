"""Whether a map orders what people told: predictions without the person, and their order beside the outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.ensemble import Run, run_ensemble
from kangni.methods.causal.maps import bundle
from kangni.methods.causal.model import Model, Recipe, model_of, push_of
from kangni.methods.causal.nulls import unweighted_shifts
from kangni.methods.columns import Bools, ClaimColumns, Floats, Ints

__all__ = ["NULL_MAPS", "Order", "Predicted", "Told", "order_of", "predict_without", "somers_d"]

FEWEST_EPISODES = 8
PERMUTATIONS = 2_000
NULL_MAPS = 200
RESAMPLES = 1_000
PAIRS_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class Told:
    """Closed episodes: whose, the rank of the told outcome, and the levels that codes were brought to.

    `shocks` and `conditions` hold for each episode the level of each code that struck, and that stood beside it.
    """

    participant: Ints
    rank: Ints
    shocks: tuple[Mapping[int, float], ...]
    conditions: tuple[Mapping[int, float], ...]


@dataclass(frozen=True, slots=True)
class Predicted:
    """Predictions from maps without the episode's participant.

    For each episode the member median of resting y under its conditions less its baseline, and of the drop;
    `unweighted` is that growth on maps with weights drawn at random, (maps, episodes).
    """

    growth: Floats
    drop: Floats
    unweighted: Floats


@dataclass(frozen=True, slots=True)
class Order:
    """How well predictions order told ranks: Somers' D, 5 and 95 % over participants, and two permutation p."""

    d: Number
    low: Number
    high: Number
    p_over: Number
    p_within: Number


def somers_d(told: Ints, predicted: Floats) -> Number:
    """Return Somers' D of predictions on told ranks.

    D = (concordant - discordant) / pairs with different ranks; a pair tied in the prediction counts 0. 1 orders all
    pairs as told, -1 all the other way.

    Parameters
    ----------
    told
        (episodes,) told ranks, the independent variable.
    predicted
        (episodes,) predictions.

    Returns
    -------
    Number
        Undefined where all ranks are equal.

    Examples
    --------
    >>> somers_d(np.array([1, 2, 2, 3]), np.array([0.1, 0.4, 0.2, 0.2]))
    0.4
    """
    ranks = np.sign(told[:, None] - told[None, :])
    pairs = int(np.abs(ranks).sum())
    if not pairs:
        return Undefined("only one outcome was told")
    return float((ranks * np.sign(predicted[:, None] - predicted[None, :])).sum() / pairs)


def order_of(told: Told, predicted: Floats, *, rng: np.random.Generator) -> Order:
    """Compare predictions with told outcomes.

    The p are shares of permutations of the told ranks, over all episodes and within participants, whose D is at least
    as high; the interval resamples participants.

    Parameters
    ----------
    told
        The episodes.
    predicted
        (episodes,) predictions, higher for a better end.
    rng
        For permutations and resamples.

    Returns
    -------
    Order
        Undefined with fewer than 8 episodes, or one outcome only.
    """
    whole = somers_d(told.rank, predicted)
    if len(told.rank) < FEWEST_EPISODES:
        whole = Undefined("fewer than 8 closed episodes")
    if isinstance(whole, Undefined):
        return Order(whole, whole, whole, whole, whole)
    low, high = _interval(told, predicted, rng)
    groups = [np.flatnonzero(told.participant == one) for one in np.unique(told.participant)]
    over = _permuted(told.rank, predicted, [np.arange(len(told.rank))], rng)
    within = _permuted(told.rank, predicted, groups, rng)
    return Order(whole, low, high, _share_as_high(over, whole), _share_as_high(within, whole))


def predict_without(
    claims: ClaimColumns,
    told: Told,
    *,
    participants: Bools,
    counted: Bools,
    recipe: Recipe,
    shock_steps: float,
    members: int,
    seed: int,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Predicted:
    """Predict each episode from a map without its own participant (METHODS 14.5).

    Growth is the rest that the held conditions lead to: the shock itself has faded by any horizon that is long beside
    the return time. An episode whose map has no functioning is predicted as no change.

    Parameters
    ----------
    claims, participants, counted
        As in `bundle`.
    told
        The episodes.
    recipe
        How claims become a model.
    shock_steps
        How long a shock lasts; its drop is looked for until three times as long after it.
    members, seed, workers
        Of each of the ensembles.

    Returns
    -------
    Predicted
    """
    if told.participant.min(initial=0) < 0:
        raise MethodInput("told", "an episode of nobody cannot be predicted without its participant")
    growth, drop = np.zeros(len(told.rank)), np.zeros(len(told.rank))
    unweighted, rng = np.zeros((NULL_MAPS, len(told.rank))), np.random.default_rng(seed)
    people = np.unique(told.participant)
    for done, one in enumerate(people.tolist(), start=1):
        others = participants & (np.arange(len(participants)) != one)
        bundled = bundle(claims, participants=others, counted=counted)
        model = model_of(bundled, recipe)
        if not isinstance(model, Undefined):
            mine = np.flatnonzero(told.participant == one)
            still = np.zeros(len(model.codes))
            pushes = np.array([push_of(model, told.conditions[episode]) for episode in mine])
            ensemble = run_ensemble(
                bundled,
                model,
                participants=others,
                pushes=pushes,
                runs=[
                    Run(push_of(model, told.shocks[episode]), still, shock_steps, 3 * shock_steps) for episode in mine
                ],
                members=members,
                seed=seed,
                workers=workers,
            )
            growth[mine], drop[mine] = np.median(ensemble.shift, axis=1), np.median(ensemble.drop, axis=1)
            unweighted[:, mine] = unweighted_shifts(bundled, model, pushes, maps=NULL_MAPS, rng=rng).T
        if progress is not None:
            progress(done, len(people))
    return Predicted(growth, drop, unweighted)


def _shock_alone(model: Model, shock: Mapping[int, float], steps: float) -> Run:
    return Run(push_of(model, shock), np.zeros(len(model.codes)), steps, 3 * steps)


def _permuted(told: Ints, predicted: Floats, groups: Sequence[Ints], rng: np.random.Generator) -> Floats:
    """Return D of permutations of the ranks within groups; a permutation changes no number of pairs."""
    shuffled = np.tile(told, (PERMUTATIONS, 1))
    for group in groups:
        shuffled[:, group] = rng.permuted(shuffled[:, group], axis=1)
    signs = np.sign(predicted[:, None] - predicted[None, :]).astype(np.int64)
    pairs = np.abs(np.sign(told[:, None] - told[None, :])).sum()
    # (permutations, episodes, episodes) at once takes memory that grows with the square of the episodes
    blocks = np.array_split(shuffled, max(1, shuffled.shape[0] * told.size**2 // PAIRS_AT_ONCE))
    summed = [
        np.einsum("pij,ij->p", np.sign(block[:, :, None] - block[:, None, :]), signs, optimize=True) for block in blocks
    ]
    return np.asarray(np.concatenate(summed) / pairs, dtype=np.float64)


def _share_as_high(permuted: Floats, found: float) -> float:
    return float((1 + (permuted >= found - 1e-12).sum()) / (1 + permuted.size))


def _interval(told: Told, predicted: Floats, rng: np.random.Generator) -> tuple[Number, Number]:
    people, which = np.unique(told.participant, return_inverse=True)
    episodes = [np.flatnonzero(which == one) for one in range(len(people))]
    found: list[float] = []
    for _ in range(RESAMPLES):
        drawn = np.concatenate([episodes[one] for one in rng.integers(len(people), size=len(people))])
        d = somers_d(told.rank[drawn], predicted[drawn])
        if not isinstance(d, Undefined):
            found.append(d)
    if len(people) < 2 or len(found) < 0.95 * RESAMPLES:
        return Undefined("too few people told different outcomes"), Undefined("too few people told different outcomes")
    low, high = np.quantile(found, [0.05, 0.95])
    return float(low), float(high)
