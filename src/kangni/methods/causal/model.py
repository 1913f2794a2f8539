"""What claims become before they run: factors and links in dense numbers, functioning, rest, and the unit of dips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.balance import (
    Functioning,
    Links,
    dense,
    functioning_of,
    input_for,
    scales_of,
    trajectory,
)
from kangni.methods.causal.maps import Bundled
from kangni.methods.columns import Bools, Floats, Ints

__all__ = [
    "Base",
    "Model",
    "Recipe",
    "Signed",
    "UnitDip",
    "base_of",
    "codes_of",
    "links_of",
    "model_of",
    "push_of",
    "unit_dip_of",
]

Signed = tuple[int, int]  # a code, and +1 for a good state or -1 for a bad one
GRID = 0.05  # steps between the points at which a dip is looked for
MOVES = 1e-9  # a smaller dip is the integrator's


@dataclass(frozen=True, slots=True)
class Model:
    """What all maps of a study share.

    Factors are the codes that are an end of a link, numbered in the order of `codes`; `rest` is (factors,); `feedback`
    and `cap` say how each map is scaled.
    """

    codes: Ints
    links: Links
    rest: Floats
    functioning: Functioning
    feedback: float
    cap: float

    @property
    def is_part(self) -> Bools:
        """Tell of each factor whether functioning takes it."""
        return np.not_equal(self.functioning.weight, 0)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How claims become a model.

    `domains` is functioning as codes with their sign, by domain; `rest` the rest level of every factor; `feedback` the
    wanted spectral radius, and `cap` the largest scale.
    """

    domains: tuple[tuple[Signed, ...], ...]
    rest: float
    feedback: float
    cap: float


@dataclass(frozen=True, slots=True)
class Base:
    """The map of the group weights themselves, scaled: for curves that are shown, the scale and the unit only."""

    weights: Floats
    spectral_radius: float
    factor: float


@dataclass(frozen=True, slots=True)
class UnitDip:
    """The median dip of y over shocks that move it: `moving` of `shocks`."""

    dip: Number
    moving: int
    shocks: int


def codes_of(bundled: Bundled) -> Ints:
    """Return the codes that are an end of a link, rising."""
    return np.unique(np.concatenate([bundled.cause, bundled.effect]))


def links_of(bundled: Bundled) -> Links:
    """Return the links between factors numbered as in `codes_of`."""
    codes = codes_of(bundled)
    return Links(np.searchsorted(codes, bundled.cause), np.searchsorted(codes, bundled.effect), len(codes))


def model_of(bundled: Bundled, recipe: Recipe) -> Model | Undefined:
    """Return the model of a map; parts of functioning without a claim into them are left out (METHODS 8.3).

    Parameters
    ----------
    bundled
        The map.
    recipe
        How claims become a model.

    Returns
    -------
    Model or Undefined
        Undefined without links, or where no part of functioning has a claim into it.
    """
    if not len(bundled.cause):
        return Undefined("no claims")
    codes, reached = codes_of(bundled), set(bundled.effect.tolist())
    number = {int(code): factor for factor, code in enumerate(codes)}
    parts = [[(number[code], sign) for code, sign in domain if code in reached] for domain in recipe.domains]
    functioning = functioning_of(parts, len(codes))
    if isinstance(functioning, Undefined):
        return functioning
    rest = np.full(len(codes), recipe.rest)
    return Model(codes, links_of(bundled), rest, functioning, recipe.feedback, recipe.cap)


def push_of(model: Model, levels: Mapping[int, float]) -> Floats:
    """Return the inputs that hold codes at levels; codes that are no factor of the map are passed over.

    Parameters
    ----------
    model
        The model.
    levels
        Level by code.

    Returns
    -------
    Floats
        (factors,).
    """
    push = np.zeros(len(model.codes))
    for factor, code in enumerate(model.codes.tolist()):
        if code in levels:
            push[factor] = input_for(levels[code], rest=float(model.rest[factor]))
    return push


def base_of(model: Model, weight: Floats) -> Base:
    """Scale the group weights (links,) themselves."""
    scales = scales_of(model.links, weight[:, None], model.rest, feedback=model.feedback, cap=model.cap)
    factor = float(scales.factor[0])
    return Base(factor * dense(model.links, weight), float(scales.spectral_radius[0]), factor)


def unit_dip_of(model: Model, base: Base, shocks: Floats, *, shock_steps: float, horizon_steps: float) -> UnitDip:
    """Return the median dip of y, on the base map, over the shocks that move it at all.

    y has no unit, so differences are told in this one (METHODS 8.3).

    Parameters
    ----------
    model, base
        The model and its base map.
    shocks
        (shocks, factors) inputs, one row for each told episode.
    shock_steps, horizon_steps
        How long a shock lasts, and how long is watched after it.

    Returns
    -------
    UnitDip
        Undefined where no shock moves y.
    """
    times = np.arange(0, shock_steps + horizon_steps + GRID / 2, GRID)
    distinct, which = np.unique(shocks, axis=0, return_inverse=True)
    dips = np.zeros(len(distinct))
    for row in np.flatnonzero(distinct.any(axis=1)):
        states = trajectory(
            base.weights,
            model.rest,
            shock=distinct[row],
            held=np.zeros_like(model.rest),
            shock_steps=shock_steps,
            times=times,
        )
        y = states @ model.functioning.weight
        dips[row] = y[0] - y.min()
    dips = dips[which.reshape(-1)]
    moving = dips[dips > MOVES]
    dip: Number = float(np.median(moving)) if moving.size else Undefined("no told stressor moves functioning")
    return UnitDip(dip, moving.size, len(shocks))
