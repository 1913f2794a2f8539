"""How members of an ensemble are drawn from claims: who is drawn how often, which sides links take, what links weigh.

A member resamples the participants and takes one side of every contested link. Where it is asked for, it also takes
one coder's reading of the claims, and draws how much each link weighs around the strength that people named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kangni.methods.causal.maps import STRONGEST, Bundled
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["SURE", "VARY", "Drawing", "Drawn", "Reading", "Vary", "draw", "drawing_of", "reading_of"]

# what members may differ by beside participants and sides; by their rule where the model has several
Vary = Literal["coders", "weights", "rule"]
VARY: tuple[Vary, ...] = ("coders", "weights", "rule")

SURE = 10.0  # a + b of the Beta about a strength: its standard deviation is at most .15
FAINTEST, FIRMEST = 0.05, 0.95  # where a Beta still has a spread


@dataclass(frozen=True, slots=True)
class Reading:
    """What one coder's claims make of each entry of a map: its weight and its two sides, 0 where they have none."""

    weight: Floats
    plus: Floats
    minus: Floats


@dataclass(frozen=True, slots=True)
class Drawing:
    """What members are drawn from.

    `people` are the participants who count, of `participants` in all. With `readings` every member takes one of them;
    with `vary_weights` every link's weight is drawn about its strength.
    """

    bundled: Bundled
    people: Ints
    participants: int
    readings: tuple[Reading, ...] = ()
    vary_weights: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block of members, the last axis of every array.

    `times` tells how often each participant was drawn, `raises` which side each contested link took, `reading` which
    reading was taken, `emphasis` by how much each link was multiplied, and `weight` the group weights.
    """

    times: Ints
    raises: Bools
    reading: Ints
    emphasis: Floats
    weight: Floats


def drawing_of(
    bundled: Bundled, participants: Bools, *, readings: Iterable[Bundled] = (), vary_weights: bool = False
) -> Drawing:
    """Return what members are drawn from.

    Parameters
    ----------
    bundled
        The map with its entries by participant.
    participants
        (all participants,) True for those whose consent covers analysis.
    readings
        Maps of single coders' claims, if every member is to take one of them.
    vary_weights
        Draw each link's weight about its strength.
    """
    read = tuple(reading_of(bundled, one) for one in readings)
    return Drawing(bundled, np.flatnonzero(participants), len(participants), read, vary_weights)


def reading_of(bundled: Bundled, own: Bundled) -> Reading:
    """Return a map of some of the same claims in the entries of the map of all of them."""

    def place(of: Bundled) -> dict[tuple[int, int, int], int]:
        ends = zip(of.cause[of.entry_link], of.effect[of.entry_link], of.entry_participant, strict=True)
        return {(int(cause), int(effect), int(who)): i for i, (cause, effect, who) in enumerate(ends)}

    where = place(bundled)
    rows = np.array([where[key] for key in place(own)], np.int64)
    reading = Reading(*(np.zeros(len(bundled.entry_link)) for _ in range(3)))
    reading.weight[rows], reading.plus[rows], reading.minus[rows] = own.entry_weight, own.entry_plus, own.entry_minus
    return reading


def draw(drawing: Drawing, size: int, rng: np.random.Generator) -> Drawn:
    """Draw a block of members.

    Parameters
    ----------
    drawing
        What they are drawn from.
    size
        How many.
    rng
        For all draws.

    Returns
    -------
    Drawn
    """
    bundled = drawing.bundled
    n = len(drawing.people)
    times = np.zeros((drawing.participants, size), np.int64)
    times[drawing.people] = rng.multinomial(n, np.full(n, 1 / n), size=size).T
    raises = rng.random((len(bundled.cause), size)) < bundled.probability_plus[:, None]
    reading = rng.integers(max(1, len(drawing.readings)), size=size)
    weight = _weights(drawing, times, raises, reading)
    emphasis = _emphasis(bundled, size, rng) if drawing.vary_weights else np.ones((0, size))
    return Drawn(
        times=times,
        raises=raises[bundled.contested],
        reading=reading,
        emphasis=emphasis,
        weight=weight * emphasis if drawing.vary_weights else weight,
    )


def _weights(drawing: Drawing, times: Ints, raises: Bools, reading: Ints) -> Floats:
    """Return (links, maps) group weights of resamples, with one side of each contested link."""
    bundled = drawing.bundled
    whole = Reading(bundled.entry_weight, bundled.entry_plus, bundled.entry_minus)
    total = np.zeros((len(bundled.cause), times.shape[1]))
    for number, own in enumerate(drawing.readings or (whole,)):
        mine = np.flatnonzero(reading == number)
        side = np.where(raises[bundled.entry_link][:, mine], own.plus[:, None], own.minus[:, None])
        value = np.where(bundled.contested[bundled.entry_link][:, None], side, own.weight[:, None])
        sums = np.zeros((len(bundled.cause), mine.size))
        np.add.at(sums, bundled.entry_link, value * times[bundled.entry_participant][:, mine])
        total[:, mine] = sums
    return total / bundled.n


def _emphasis(bundled: Bundled, size: int, rng: np.random.Generator) -> Floats:
    """Return by how much each link is multiplied: a Beta about its strength, with mean 1."""
    mean = np.clip(bundled.strength / STRONGEST, FAINTEST, FIRMEST)[:, None]
    drawn: Floats = rng.beta(SURE * mean, SURE * (1 - mean), (len(mean), size)) / mean
    return drawn
