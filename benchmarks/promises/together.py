"""The full co-occurrence of all codes."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from uuid import UUID

from benchmarks.measures import Measure
from benchmarks.promises.asking import asked
from benchmarks.promises.plainly import coded_turns
from benchmarks.promises.promise import Promise
from benchmarks.studies import Studies

from kangni import Study

__all__ = ["TOGETHER"]


def ours(studies: Studies) -> Measure:
    """Ask for all pairs."""
    return asked(studies, lambda study: study.cooccurrence())


def plain(studies: Studies) -> Measure:
    """Intersect the sets of turns and of participants of each two codes."""
    return asked(studies, _intersect)


def _intersect(study: Study) -> dict[tuple[str, str], tuple[int, int, int]]:
    turns, people = defaultdict[str, set[tuple[UUID, int]]](set), defaultdict[str, set[UUID | None]](set)
    speaker: dict[tuple[UUID, int], UUID | None] = {}
    for coded in coded_turns(study):
        turns[coded.code.handle].add(coded.turn)
        people[coded.code.handle].add(coded.participant)
        speaker[coded.turn] = coded.participant
    found = {}
    for first, second in combinations(sorted(turns), 2):
        both = turns[first] & turns[second]
        if both:
            told_by = {speaker[turn] for turn in both}
            found[first, second] = (len(both), len(told_by), len(people[first] & people[second]))
    return found


TOGETHER = Promise(
    "cooccurrence",
    "full co-occurrence of all codes",
    1.0,
    ours,
    plain,
    "set intersections, pair by pair",
)
