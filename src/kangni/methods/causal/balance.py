"""How a scaled map moves: its rest, and its answer to a shock, to held conditions and to presses.

The model is a hypothesis with parameters, not a finding. Factor levels x lie in (0, 1) and follow

    dx_i/dt = -x_i + s(b_i + sum_j W_ij x_j + u_i(t)),    s(z) = 1 / (1 + exp(-steepness z)),

with W_ij the effect of factor j on factor i and b chosen so that the rest levels x* are an equilibrium. One unit of
time is one step of the coping process. Levels of presses and shocks are turned into inputs u by `input_for`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Bools, Floats, Ints

__all__ = [
    "STEEPNESS",
    "Functioning",
    "Links",
    "Scales",
    "dense",
    "functioning_of",
    "input_for",
    "jacobian",
    "kinds_of",
    "logit",
    "reactivity",
    "rest_input",
    "return_rate",
    "scales_of",
    "sigmoid",
    "spectral_radii",
    "trajectory",
]

STEEPNESS = 4.0  # METHODS 8.1; without effect on levels once the map is scaled


@dataclass(frozen=True, slots=True)
class Links:
    """Which links a family of maps may have: link k leads from factor `cause[k]` to factor `effect[k]`."""

    cause: Ints
    effect: Ints
    factors: int

    def __post_init__(self) -> None:
        if self.cause.shape != self.effect.shape or self.cause.ndim != 1:
            raise MethodInput("links", "cause and effect need one entry a link")
        ends = np.concatenate([self.cause, self.effect])
        if ends.size and not (ends.min() >= 0 and ends.max() < self.factors):
            raise MethodInput("links", f"a link ends outside the {self.factors} factors")


@dataclass(frozen=True, slots=True)
class Functioning:
    """y = offset + weight . x, between 0 and 1."""

    weight: Floats
    offset: float


@dataclass(frozen=True, slots=True)
class Scales:
    """For each map of a block the factor K that brings its feedback to the wanted strength.

    `capped` where the cap was met first, as in every map without cycles.
    """

    spectral_radius: Floats
    factor: Floats
    capped: Bools


def dense(links: Links, weight: Floats) -> Floats:
    """Return the matrix W with W[effect, cause] the weight of the link.

    Parameters
    ----------
    links
        The map's links, each pair once.
    weight
        (links,) signed weights.

    Examples
    --------
    >>> dense(Links(np.array([0]), np.array([1]), 2), np.array([0.5])).tolist()
    [[0.0, 0.0], [0.5, 0.0]]
    """
    matrix = np.zeros((links.factors, links.factors))
    np.add.at(matrix, (links.effect, links.cause), weight)
    return matrix


def functioning_of(domains: Sequence[Sequence[tuple[int, int]]], factors: int) -> Functioning | Undefined:
    """Return y as the mean of domains, each the mean of its parts, bad states reversed (METHODS 8.3).

    Parameters
    ----------
    domains
        For each domain its parts as (factor, sign), +1 for a good state and -1 for a bad one. Empty domains are
        passed over.
    factors
        How many factors the map has.

    Returns
    -------
    Functioning or Undefined
        Undefined without any part.

    Examples
    --------
    >>> y = functioning_of([[(0, 1), (1, -1)]], 2)
    >>> float(y.offset + y.weight @ np.array([0.9, 0.1]))
    0.9
    """
    used = [parts for parts in domains if parts]
    if not used:
        return Undefined("no part of functioning has a claim into it")
    weight, offset = np.zeros(factors), 0.0
    for parts in used:
        for factor, sign in parts:
            share = 1 / (len(parts) * len(used))
            weight[factor] += sign * share
            offset += share * (sign < 0)
    return Functioning(weight, offset)


def input_for(level: float, *, rest: float, steepness: float = STEEPNESS) -> float:
    """Return the input u that would bring a factor without other change from `rest` to `level`.

    u = (logit(level) - logit(rest)) / steepness; at 0.5 and 0.9 it is 0.549.

    Examples
    --------
    >>> round(input_for(0.9, rest=0.5), 4)
    0.5493
    """
    if not (0 < level < 1 and 0 < rest < 1):
        raise MethodInput("balance", f"levels lie between 0 and 1, not {level} and {rest}")
    return float((logit(np.float64(level)) - logit(np.float64(rest))) / steepness)


def rest_input(weights: Floats, rest: Floats, *, steepness: float = STEEPNESS) -> Floats:
    """Return b, with which the rest levels are an equilibrium: b_i = logit(x*_i)/steepness - sum_j W_ij x*_j.

    Parameters
    ----------
    weights
        (factors, factors) W[effect, cause].
    rest
        (factors,) rest levels.
    """
    calibrated: Floats = logit(rest) / steepness - weights @ rest
    return calibrated


def spectral_radii(links: Links, weight: Floats) -> Floats:
    """Return the largest absolute eigenvalue of each map of a block, all weights taken as positive.

    Only cycles count, so the eigenvalues are those of the strongly connected parts of all the links together.

    Parameters
    ----------
    links, weight
        The links, and (links, maps) weights; several links between the same two factors add up.

    Examples
    --------
    >>> cycle = Links(np.array([0, 1]), np.array([1, 0]), 3)
    >>> spectral_radii(cycle, np.array([[1.0], [-0.25]])).round(6).tolist()
    [0.5]
    """
    size, ends = links.factors, (links.effect, links.cause)
    _, part = connected_components(csr_array((np.ones(links.cause.size), ends), (size, size)), connection="strong")
    inside = part[links.cause] == part[links.effect]
    largest = np.zeros(weight.shape[1])
    for label in np.unique(part[links.cause[inside]]):
        here = np.flatnonzero(inside & (part[links.cause] == label))
        members, place = np.unique(np.concatenate([links.effect[here], links.cause[here]]), return_inverse=True)
        blocks = np.zeros((members.size, members.size, weight.shape[1]))
        np.add.at(blocks, (place[: here.size], place[here.size :]), np.abs(weight[here]))
        largest = np.maximum(largest, np.abs(np.linalg.eigvals(np.moveaxis(blocks, 2, 0))).max(axis=1))
    return largest


def scales_of(
    links: Links, weight: Floats, rest: Floats, *, feedback: float, cap: float, steepness: float = STEEPNESS
) -> Scales:
    """Return K such that the spectral radius of diag(steepness x* (1 - x*)) |K W| is `feedback` (METHODS 8.1).

    Then the rest is unique and stable, and the weights, which have no unit, need none.

    Parameters
    ----------
    links, weight
        The links, and (links, maps) weights before scaling.
    rest
        (factors,) rest levels.
    feedback, cap
        The wanted spectral radius, below 1, and the largest K.
    """
    if not 0 < feedback < 1:
        raise MethodInput("balance", f"feedback lies between 0 and 1, not {feedback}")
    slope = steepness * rest * (1 - rest)
    radius = spectral_radii(links, weight * slope[links.effect][:, None])
    capped = radius * cap <= feedback
    return Scales(radius, np.where(capped, cap, feedback / np.where(capped, 1.0, radius)), capped)


def jacobian(weights: Floats, rest: Floats, *, steepness: float = STEEPNESS) -> Floats:
    """Return J = -I + diag(steepness x* (1 - x*)) W, the linear motion about the rest."""
    slope = steepness * rest * (1 - rest)
    linear: Floats = slope[:, None] * weights - np.eye(len(rest))
    return linear


def return_rate(weights: Floats, rest: Floats, *, steepness: float = STEEPNESS) -> Number:
    """Return the rate, per step, at which the slowest small disturbance fades: minus the largest real part of J.

    Undefined where it does not fade.
    """
    rate = -float(np.linalg.eigvals(jacobian(weights, rest, steepness=steepness)).real.max())
    return rate if rate > 0 else Undefined("no stable baseline")


def reactivity(weights: Floats, rest: Floats, *, steepness: float = STEEPNESS) -> float:
    """Return the fastest growth of a small disturbance at its first moment: the largest eigenvalue of (J + J')/2.

    Above 0, some disturbances grow before they fade.
    """
    linear = jacobian(weights, rest, steepness=steepness)
    return float(np.linalg.eigvalsh((linear + linear.T) / 2).max())


def trajectory(
    weights: Floats,
    rest: Floats,
    *,
    shock: Floats,
    held: Floats,
    shock_steps: float,
    times: Floats,
    steepness: float = STEEPNESS,
) -> Floats:
    """Return the levels x at `times`, integrated to high precision (DOP853), for curves that are shown.

    Parameters
    ----------
    weights
        (factors, factors) W[effect, cause], scaled.
    rest
        (factors,) rest levels, from which the run starts.
    shock, held
        (factors,) inputs: `shock` from 0 to `shock_steps`, `held` from 0 to the end.
    times
        Rising times from 0.

    Returns
    -------
    Floats
        (times, factors).
    """
    base = rest_input(weights, rest, steepness=steepness)

    def motion(_: float, levels: Floats, push: Floats) -> Floats:
        return sigmoid(steepness * (base + weights @ levels + push)) - levels

    states = np.empty((len(times), len(rest)))
    start, state = 0.0, rest
    for end, push in ((shock_steps, shock + held), (max(float(times[-1]), shock_steps), held)):
        if end > start:
            leg = solve_ivp(
                motion, (start, end), state, "DOP853", dense_output=True, args=(push,), rtol=1e-10, atol=1e-12
            )
            assert leg.sol is not None  # asked for with dense_output
            inside = (times >= start) & (times <= end)
            states[inside] = leg.sol(times[inside]).T
            start, state = end, leg.y[:, -1]
    return states


def kinds_of(growth: Floats, *, floor: float, same: float) -> Ints:
    """Return the kind of outcome of each growth G in unit dips.

    0, dysfunctional, if G < -floor; 1, with loss, if -floor <= G < -same; 2, homeostatic, if |G| <= same; else 3,
    resilient.

    Examples
    --------
    >>> kinds_of(np.array([-2.0, -0.5, 0.1, 0.7]), floor=1, same=0.25).tolist()
    [0, 1, 2, 3]
    """
    if not 0 < same < floor:
        raise MethodInput("outcome", f"the same lies below the floor, not {same} and {floor}")
    kinds: Ints = (growth >= -floor).astype(np.int64) + (growth >= -same) + (growth > same)
    return kinds


def logit(level: Floats | np.float64) -> Floats:
    """Return ln(x / (1 - x))."""
    odds: Floats = np.log(level / (1 - level))
    return odds


def sigmoid(z: Floats) -> Floats:
    """Return 1 / (1 + exp(-z))."""
    level: Floats = 1 / (1 + np.exp(-z))
    return level
