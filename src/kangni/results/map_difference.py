"""The answer to "where do two maps differ, and could chance alone have done it?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from kangni.core.errors import N_
from kangni.core.undefined import Number
from kangni.results.answer import Answer, Evidence

__all__ = ["Between", "LinkDifference", "MapDifference", "MapSide"]

NO_EVIDENCE: Mapping[str, Evidence] = MappingProxyType({})


class Between(StrEnum):
    """Whose maps are compared."""

    GROUPS = N_("groups")
    CODERS = N_("coders")
    WAVES = N_("waves")


@dataclass(frozen=True, slots=True)
class MapSide:
    """One of two maps: its name, its people, and how dense it is."""

    name: str
    n: int
    participants: tuple[str, ...]
    claims: int
    links: int


@dataclass(frozen=True, slots=True)
class LinkDifference:
    """One link in both maps: who claims it with which sign, both sides of its weight, and how far they lie apart.

    `p` takes the link by itself; `p_adjusted` holds for all links together. Evidence: `key`, with "/first", "/second".
    """

    key: str
    cause: str
    effect: str
    first_sources: int
    first_n: int
    second_sources: int
    second_n: int
    first_raised_by: tuple[str, ...]
    first_lowered_by: tuple[str, ...]
    second_raised_by: tuple[str, ...]
    second_lowered_by: tuple[str, ...]
    first_plus: float
    first_minus: float
    second_plus: float
    second_minus: float
    difference: float
    p: Number
    p_adjusted: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDifference(Answer):
    """Two maps side by side.

    `distance` adds up the differences of all links; `p` is the share of the `ways` to divide the people anew (or, of
    maps of the same people, to exchange them: `paired`) that lie at least as far apart, and `least` the smallest p that
    so few people can give at all.
    """

    deed: ClassVar[str] = "map-difference"
    between: Between
    attribute: str
    first: MapSide
    second: MapSide
    paired: bool
    common: int  # links in both
    only_first: int
    only_second: int
    distance: float
    p: Number
    error: Number
    ways: int
    is_exact: bool
    least: Number
    seed: int
    links: tuple[LinkDifference, ...]
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: NO_EVIDENCE, repr=False, metadata={"show": False}
    )

    def rows(self) -> Sequence[LinkDifference]:
        """Return one row a link, the largest difference first."""
        return self.links

    def keys(self) -> Sequence[str]:
        """Return the links, each also in the first and the second map."""
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the claims under `key`."""
        return self.evidence_by_key.get(key)
