"""What a ranking would look like on maps that say less: with any weights, and with links that lead anywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kangni.methods.causal.balance import Links, scales_of
from kangni.methods.causal.blocks import settle
from kangni.methods.causal.maps import Bundled
from kangni.methods.causal.model import Model
from kangni.methods.columns import Floats

__all__ = ["rewired", "rewired_shifts", "unweighted", "unweighted_shifts"]

LEAST, MOST = 0.01, 1.0


def unweighted(bundled: Bundled, *, maps: int, rng: np.random.Generator) -> Floats:
    """Return (links, maps) weights with the signs of a map and sizes uniform on (0.01, 1); contested links take a side.

    Parameters
    ----------
    bundled
        The map.
    maps
        How many to draw.
    """
    size = (len(bundled.cause), maps)
    plus = rng.random(size) < bundled.probability_plus[:, None]
    sign = np.where(bundled.contested[:, None], np.where(plus, 1, -1), np.sign(bundled.weight)[:, None])
    return sign * rng.uniform(LEAST, MOST, size)


def rewired(links: Links, rng: np.random.Generator) -> Links:
    """Return the links with their effects permuted: as many, out of and into the same factors as often."""
    return replace(links, effect=rng.permutation(links.effect))


def unweighted_shifts(bundled: Bundled, model: Model, pushes: Floats, *, maps: int, rng: np.random.Generator) -> Floats:
    """Return how pushes shift resting y on maps with the links and signs of a map, and weights drawn at random.

    Each absolute weight is uniform on (0.01, 1), each contested link takes one side with P(+). What survives rests on
    who links what to what, not on words of strength (METHODS 7).

    Parameters
    ----------
    bundled, model
        The map, and the model that `model_of` makes of it.
    pushes
        (pushes, factors) lasting inputs.
    maps
        How many to draw.

    Returns
    -------
    Floats
        (pushes, maps).
    """
    return _shifts(model, unweighted(bundled, maps=maps, rng=rng), pushes)


def rewired_shifts(bundled: Bundled, model: Model, pushes: Floats, *, maps: int, rng: np.random.Generator) -> Floats:
    """Return how pushes shift resting y on maps whose effects are permuted over the links.

    What survives is made by any map of that size (METHODS 7).

    Parameters
    ----------
    bundled, model, pushes, maps
        As in `unweighted_shifts`.

    Returns
    -------
    Floats
        (pushes, maps).
    """
    shifts = np.empty((len(pushes), maps))
    for one in range(maps):
        links = rewired(model.links, rng)
        shifts[:, one] = _shifts(replace(model, links=links), bundled.weight[:, None], pushes)[:, 0]
    return shifts


def _shifts(model: Model, weight: Floats, pushes: Floats) -> Floats:
    scales = scales_of(model.links, weight, model.rest, feedback=model.feedback, cap=model.cap)
    still = np.zeros((1, model.links.factors))
    resting = settle(model.links, weight * scales.factor, model.rest, np.vstack([still, pushes]), model.functioning)
    shifts: Floats = resting[1:] - resting[0]
    return shifts
