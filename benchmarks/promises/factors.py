"""The factor table."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from benchmarks.measures import Measure
from benchmarks.promises.asking import asked
from benchmarks.promises.plainly import coded_turns
from benchmarks.promises.promise import Promise
from benchmarks.studies import Studies

from kangni import Study

__all__ = ["FACTORS"]


def ours(studies: Studies) -> Measure:
    """Ask for the table."""
    return asked(studies, lambda study: study.factors())


def plain(studies: Studies) -> Measure:
    """Count in a loop over all codings."""
    return asked(studies, _count)


def _count(study: Study) -> dict[tuple[str, str, str], tuple[int, int]]:
    people = defaultdict[tuple[str, str, str], set[UUID | None]](set)
    quotes = defaultdict[tuple[str, str, str], set[tuple[UUID, int]]](set)
    for coded in coded_turns(study):
        polarity, level = coded.coding.polarity or coded.code.polarity, coded.coding.level or coded.code.level
        cell = (coded.code.handle, polarity or "", level or "")
        people[cell].add(coded.participant)
        quotes[cell].add(coded.turn)
    return {cell: (len(people[cell]), len(quotes[cell])) for cell in people}


FACTORS = Promise(
    "factors",
    "factor table",
    0.3,
    ours,
    plain,
    "a loop over objects and dictionaries",
)
