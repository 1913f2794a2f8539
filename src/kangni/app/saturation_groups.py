"""Saturation of each theme and of each level by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kangni.app.basis import Basis
from kangni.app.interviews import Interviews
from kangni.core.codebook import Code
from kangni.core.names import NO_WORDS, Label
from kangni.core.undefined import Undefined
from kangni.methods.columns import Bools, Ints
from kangni.methods.further_interviews import next_interview
from kangni.methods.readings import distinct
from kangni.methods.richness import chao2, rarefied
from kangni.methods.saturation import Stop, accumulation, new_codes, new_in_orders, stopping_rule
from kangni.results.saturation import GroupCodes, GroupPoint, Verdict

__all__ = ["Rule", "groups_of", "notation", "rows_that_brought", "verdict"]

NO_GROUP = "none"


@dataclass(frozen=True, slots=True)
class Rule:
    """The stopping rule: sizes of base and run, and the share of new codes at which to stop."""

    base: int
    run: int
    threshold: float

    def applied(self, has: Bools) -> Stop:
        """Apply the rule to interviews in order."""
        return stopping_rule(new_codes(has), base=self.base, run=self.run, threshold=self.threshold)


@dataclass(frozen=True, slots=True)
class _Group:
    """The quotes of a theme or a level, as a mask over those of the interviews."""

    kind: Literal["theme", "level"]
    id: str
    name: Label
    quotes: Bools

    @property
    def key(self) -> str:
        """Return the key under which its codings open."""
        return f"{self.kind}:{self.id or NO_GROUP}"


def groups_of(
    study: Basis, heard: Interviews, rule: Rule, *, orders: int, rng: np.random.Generator
) -> tuple[tuple[GroupCodes, ...], Mapping[str, tuple[int, ...]]]:
    """Return themes and levels of which any code was heard, and the codings that brought their codes, by key."""
    groups = [group for group in (*_themes(study, heard), *_levels(study, heard)) if group.quotes.any()]
    rows = {group.key: _brought(heard, group.quotes) for group in groups}
    return tuple(_counted(heard, group, rule, orders=orders, rng=rng) for group in groups), rows


def verdict(stop: Stop) -> Verdict:
    """Return the rule's verdict in one word."""
    if not isinstance(stop.at, Undefined):
        return "saturated"
    return "not reached" if stop.at.reason == "not reached" else "undefined"


def notation(stop: Stop, rule: Rule) -> str:
    """Write where the rule was met with the length of its run, "6^{+2}"; nothing where it was not."""
    return "" if isinstance(stop.at, Undefined) else f"{stop.at}^{{+{rule.run}}}"


def rows_that_brought(heard: Interviews) -> Mapping[str, tuple[int, ...]]:
    """Return the codings that brought new codes, by interview."""
    brings = np.flatnonzero(heard.place == heard.has.argmax(axis=0)[heard.quotes.code])
    place, row = distinct(heard.place[brings], heard.quotes.row[brings])
    start = np.searchsorted(place, np.arange(len(heard.handles) + 1))
    return {handle: tuple(row[start[i] : start[i + 1]].tolist()) for i, handle in enumerate(heard.handles)}


def _themes(study: Basis, heard: Interviews) -> Iterator[_Group]:
    """Return each code that has codes below it with these; codes outside all families come last."""
    number = {code.id: i for i, code in enumerate(study.codes)}
    parents = {code.parent for code in study.codes if code.parent is not None}
    if not parents:
        return

    def theme(code: Code) -> int:
        if code.parent is not None:
            return number[code.parent]
        return number[code.id] if code.id in parents else -1

    families = np.array([theme(code) for code in study.codes], dtype=np.int64)
    of_quote = families[heard.quotes.code]
    for family in (*np.unique(families[families >= 0]).tolist(), -1):
        handle, name = (study.codes[family].handle, study.codes[family].name) if family >= 0 else ("", NO_WORDS)
        yield _Group("theme", handle, name, np.asarray(of_quote == family))


def _levels(study: Basis, heard: Interviews) -> Iterator[_Group]:
    """Return each level with the codings that stand on it: their own level counts, not their code's."""
    for number, level in enumerate(study.framework.levels):
        yield _Group("level", level.id, level.name, np.asarray(heard.quotes.level == number))
    yield _Group("level", "", NO_WORDS, np.asarray(heard.quotes.level < 0))


def _counted(heard: Interviews, group: _Group, rule: Rule, *, orders: int, rng: np.random.Generator) -> GroupCodes:
    has = heard.with_quotes(group.quotes)
    stop, occurrences = rule.applied(has), has.sum(axis=0)
    seen, once, twice = (int(mask.sum()) for mask in (occurrences > 0, occurrences == 1, occurrences == 2))
    richness = chao2(interviews=has.shape[0], seen=seen, once=once, twice=twice)
    return GroupCodes(
        key=group.key,
        kind=group.kind,
        group=group.id,
        name=group.name,
        seen=seen,
        codes_in_one=once,
        interviews=int(has.any(axis=1).sum()),
        base_codes=stop.base_codes,
        verdict=verdict(stop),
        saturated_at=stop.at,
        notation=notation(stop, rule),
        chao2=richness.estimate,
        chao2_low=richness.low,
        chao2_high=richness.high,
        coverage=next_interview(has).known.value,
        curve=tuple(_curve(has, new_in_orders(has, orders=orders, rng=rng))),
    )


def _curve(has: Bools, shuffled: Ints) -> Iterator[GroupPoint]:
    total, found = np.cumsum(new_codes(has)), accumulation(shuffled)
    expected = rarefied(has.sum(axis=0), interviews=has.shape[0])
    points = np.stack([total, expected, found.low, found.high], axis=1).tolist()
    return (GroupPoint(int(known), *numbers) for known, *numbers in points)


def _brought(heard: Interviews, chosen: Bools) -> tuple[int, ...]:
    """Return the codings in the first interview that has each code."""
    first = heard.with_quotes(chosen).argmax(axis=0)
    brings = chosen & (heard.place == first[heard.quotes.code])
    return tuple(np.unique(heard.quotes.row[brings]).tolist())
