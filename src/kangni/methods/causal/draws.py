"""Where random maps come from: from what people claim, or from signs alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.causal.balance import Links
from kangni.methods.causal.maps import STRONGEST, Bundled
from kangni.methods.columns import Bools, Floats

__all__ = ["CONCENTRATION", "FromClaims", "FromSigns", "Source"]

CONCENTRATION = 10.0  # of the Beta around a strength: nine of ten draws within half a step of the words of strength
HALF_A_STEP = 0.5 / STRONGEST
LEAST, MOST = 0.05, 0.95  # of the mean of a Beta


class Source(Protocol):
    """Draws maps over the same links."""

    @property
    def links(self) -> Links:
        """Return the links that a map may have."""

    def draw(self, size: int, rng: np.random.Generator) -> Floats:
        """Return the signed weights of maps, (links, size); a link that a map has not weighs 0."""


@dataclass(frozen=True, slots=True)
class FromSigns:
    """Maps of signs: absolute weights uniform on (`least`, 1), as in QPress (Raymond et al. 2011).

    Attributes
    ----------
    links
        The links.
    plus
        (links,) the probability that a link raises: 1 or 0 where its sign is agreed.
    present
        (links,) the probability that a link is there: 1 where it is certain.
    least
        The smallest absolute weight.
    """

    links: Links
    plus: Floats
    present: Floats
    least: float = 0.01

    def __post_init__(self) -> None:
        if not self.plus.shape == self.present.shape == self.links.cause.shape:
            raise MethodInput("draws", "each link needs a probability of raising and one of being there")
        if not 0 <= self.least < 1:
            raise MethodInput("draws", f"the smallest weight lies between 0 and 1, not {self.least}")

    def draw(self, size: int, rng: np.random.Generator) -> Floats:
        """Return the signed weights of maps, (links, size)."""
        weight = rng.uniform(self.least, 1, (self.plus.size, size))
        uncertain = np.flatnonzero((self.plus > 0) & (self.plus < 1))
        sign = np.repeat(np.where(self.plus > 0, 1.0, -1.0)[:, None], size, axis=1)
        sign[uncertain] = np.where(rng.random((uncertain.size, size)) < self.plus[uncertain, None], 1.0, -1.0)
        optional = np.flatnonzero(self.present < 1)
        weight[optional] *= rng.random((optional.size, size)) < self.present[optional, None]
        drawn: Floats = weight * sign
        return drawn


@dataclass(frozen=True, slots=True)
class FromClaims:
    """Maps of what people claim: participants drawn anew, one side of each contested link, strengths blurred.

    A map draws n participants with replacement; a contested link takes one side, with P(+) as bundled; each
    participant's strength on a link is drawn from a Beta around the middle of the third that its word stands for:
    1/6, 1/2 and 5/6 for strengths 1, 2 and 3.

    Attributes
    ----------
    bundled
        The claims.
    links
        Its links between factors numbered from 0.
    participants
        (all participants,) True for those who count.
    concentration
        Of the Beta: the larger, the closer to the claimed strength.
    """

    bundled: Bundled
    links: Links
    participants: Bools
    concentration: float = CONCENTRATION

    def draw(self, size: int, rng: np.random.Generator) -> Floats:
        """Return the signed weights of maps, (links, size)."""
        bundled, who = self.bundled, np.flatnonzero(self.participants)
        times = np.zeros((self.participants.size, size), np.int64)
        times[who] = rng.multinomial(who.size, np.full(who.size, 1 / who.size), size=size).T
        raises = rng.random((bundled.cause.size, size)) < bundled.probability_plus[:, None]
        value = self._blurred(self._taken(raises), rng) * times[bundled.entry_participant]
        first = np.searchsorted(bundled.entry_link, np.arange(bundled.cause.size))
        weight: Floats = np.add.reduceat(value, first, axis=0) / bundled.n
        return weight

    def _taken(self, raises: Bools) -> Floats:
        """Return (entries, maps) individual weights on the side that each map takes."""
        bundled = self.bundled
        side = np.where(raises[bundled.entry_link], bundled.entry_plus[:, None], bundled.entry_minus[:, None])
        taken: Floats = np.where(bundled.contested[bundled.entry_link][:, None], side, bundled.entry_weight[:, None])
        return taken

    def _blurred(self, value: Floats, rng: np.random.Generator) -> Floats:
        middle = np.clip(np.abs(value) - HALF_A_STEP, LEAST, MOST)
        size = rng.beta(middle * self.concentration, (1 - middle) * self.concentration)
        return np.sign(value) * size
