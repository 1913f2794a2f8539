"""What readers outside may learn of groups: a group so small that it tells who somebody is gets no figures there."""

from __future__ import annotations

from datetime import date

from kangni.app.comparison import compare
from kangni.app.groups import GroupsBy
from kangni.app.participants import SMALLEST_CELL
from kangni.core.errors import N_, NothingToAnalyse
from kangni.core.ports import Reader
from kangni.methods.columns import ColumnSource
from kangni.results.comparison import Comparison

__all__ = ["compare_for_readers"]

TOO_SMALL = NothingToAnalyse(
    N_("The comparison of groups"), N_("two groups of five people or more, so that no group tells who somebody is")
)


def compare_for_readers(read: Reader, columns: ColumnSource, *, on: date, by: GroupsBy, seed: int) -> Comparison:
    """Compare groups of participants for readers outside.

    Groups of fewer than five people are left out. Where only one larger group is there it is set against all others
    together, unless somebody asked for certain groups.

    Raises
    ------
    UnknownName, CutInvalid
        As `compare`.
    NothingToAnalyse
        If fewer than two groups are large enough.
    """

    def compared(groups: tuple[str, ...]) -> Comparison:
        return compare(read, columns, on=on, attribute=by.attribute, cut=by.cut, groups=groups, seed=seed)

    found = compared(by.groups)
    large = tuple(group.group for group in found.groups if group.n >= SMALLEST_CELL)
    if len(large) == len(found.groups):
        return found
    if len(large) < 2 and (by.groups or not large or found.n - _size(found, large[0]) < SMALLEST_CELL):
        raise TOO_SMALL
    return compared(large)


def _size(found: Comparison, name: str) -> int:
    return next(group.n for group in found.groups if group.group == name)
