"""The answer to "what leads to what, in whose words"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from kangni.results.answer import Answer, Evidence, Setting
from kangni.results.links import (
    Beside,
    CoderDensity,
    Factor,
    Link,
    LinkRow,
    LinkSign,
    OwnLink,
    SourceCount,
    Speaker,
    TwoSided,
)

__all__ = ["CausalMap"]

NO_EVIDENCE: Mapping[str, Evidence] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class CausalMap(Answer):
    """Claims bundled to signed links, people before statements.

    All numbers are computed with all claims that count; `links` leaves out those with fewer than the asked sources,
    `hidden` of them. `drivers` and `outcomes` are codes by the people, then the strength, of what leaves and what
    reaches them. Each record documents its evidence keys; a voice beside opens as "A>B/beside/VOICE/STANCE/SIGN".
    """

    deed: ClassVar[str] = "map"
    n: int
    participant: str | None
    chosen: tuple[Setting, ...]  # what it is a map of, where not of everything that counts
    least_sources: int
    voices: tuple[str, ...]
    claims: int
    missing_strengths: int
    left_out: tuple[str, ...]  # participants without consent to analysis or without a document
    links: tuple[Link, ...]
    hidden: int
    links_by_sources: tuple[SourceCount, ...]
    factors: tuple[Factor, ...]
    drivers: tuple[str, ...]
    outcomes: tuple[str, ...]
    two_sided: tuple[TwoSided, ...]  # the largest minority first
    beside: tuple[Beside, ...]
    individual: tuple[OwnLink, ...]
    speakers: tuple[Speaker, ...]
    coders: tuple[CoderDensity, ...]
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: NO_EVIDENCE, repr=False, metadata={"show": False}
    )

    def contested(self) -> tuple[Link, ...]:
        """Return the links with both signs."""
        return tuple(link for link in self.links if link.sign is LinkSign.CONTESTED)

    def rows(self) -> Sequence[LinkRow]:
        """Return one row a link, in the order of the codebook."""
        return tuple(link.row(self.n) for link in self.links)

    def keys(self) -> Sequence[str]:
        """Return links, links with a sign or participant, codes, sides of codes, and voices beside."""
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the claims under `key`."""
        return self.evidence_by_key.get(key)
