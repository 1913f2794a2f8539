"""Where random maps come from: from what people claim, or from signs alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.causal.balance import Links
from kangni.methods.causal.members import Drawing, draw
from kangni.methods.columns import Floats

__all__ = ["FromClaims", "FromSigns", "Source"]


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
    """Maps of what people claim, drawn as `members.draw` draws them.

    Attributes
    ----------
    drawing
        Who claims what.
    links
        The map's links between factors numbered from 0.
    """

    drawing: Drawing
    links: Links

    def draw(self, size: int, rng: np.random.Generator) -> Floats:
        """Return the signed weights of maps, (links, size)."""
        return draw(self.drawing, size, rng).weight
