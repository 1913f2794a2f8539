"""The answer to "by which ways does this lead to that, and how many people carry it?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from kangni.core.names import Label
from kangni.results.answer import Answer, Evidence, Setting
from kangni.results.links import LinkSign

__all__ = ["Path", "PathRow", "Paths", "Step"]

NO_EVIDENCE: Mapping[str, Evidence] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PathRow:
    """One way as a line of a table; names are joined by "; "."""

    key: str
    sign: LinkSign
    length: int
    told: bool
    told_by: str
    weakest: str
    weakest_sources: int
    sources: int


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a way, with the people who claim it."""

    link: str
    sign: LinkSign
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A way from the cause to the effect that meets no factor twice.

    `sign` is the product of the signs of its links, contested where one of them is. `told_by` are people whose own
    claims hold all of it; `sources` are all who claim any of its links. `weakest` is its link with the fewest people,
    the first of several. Evidence: `key` (all its links), and "key/PARTICIPANT" of each who tells it.
    """

    key: str
    codes: tuple[str, ...]
    names: tuple[Label, ...]
    steps: tuple[Step, ...]
    sign: LinkSign
    told_by: tuple[str, ...]
    weakest: str
    weakest_sources: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths(Answer):
    """Ways from a cause to an effect, and how many people the argument rests on: threads <= cut <= flow.

    `threads` tell a whole way by themselves. Without the people of `cut`, a smallest such set, nothing leads there any
    more. `flow` counts people link by link and so may count somebody twice; `narrowest` are links through which every
    way passes and that have `flow` people together. `paths` are the listed ways of up to `cap` links out of `found`;
    `found` is a lower bound where `complete` is False.
    """

    deed: ClassVar[str] = "paths"
    n: int
    chosen: tuple[Setting, ...]
    cause: str
    cause_name: Label
    effect: str
    effect_name: Label
    threads: tuple[str, ...]
    cut: tuple[str, ...]
    flow: int
    narrowest: tuple[str, ...]
    cap: int
    found: int
    complete: bool
    paths: tuple[Path, ...]
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: NO_EVIDENCE, repr=False, metadata={"show": False}
    )

    def rows(self) -> Sequence[PathRow]:
        """Return one row a way, those told by most people first."""
        return tuple(_row(path) for path in self.paths)

    def keys(self) -> Sequence[str]:
        """Return the ways, each also with the participants who tell it, and their links."""
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the claims that carry a way or a link."""
        return self.evidence_by_key.get(key)


def _row(path: Path) -> PathRow:
    return PathRow(
        key=path.key,
        sign=path.sign,
        length=len(path.steps),
        told=bool(path.told_by),
        told_by="; ".join(path.told_by),
        weakest=path.weakest,
        weakest_sources=path.weakest_sources,
        sources=len(path.sources),
    )
