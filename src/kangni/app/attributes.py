"""By which attributes participants can be divided, and how large the groups are then."""

from __future__ import annotations

from kangni.app.groups import group_by
from kangni.core.people import Participant
from kangni.core.ports import Reader
from kangni.results.comparison import AttributeRow, GroupSize

__all__ = ["attributes_of"]


def attributes_of(read: Reader) -> tuple[AttributeRow, ...]:
    """Return the attributes that divide participants into two groups or more, those first whose groups are largest.

    What counts is the second largest group: a comparison is as good as its smaller side. Numbers and days stand in
    quartiles.
    """
    people = list(read.all(Participant))
    names = dict.fromkeys(name for person in people for name in person.attributes)
    found = (group_by(people, name) for name in names)
    rows = [
        AttributeRow(
            each.attribute,
            each.split,
            tuple(GroupSize(group, len(members)) for group, members in each.members.items()),
        )
        for each in found
        if len(each.members) > 1
    ]
    return tuple(sorted(rows, key=lambda row: (-sorted(size.people for size in row.groups)[-2], len(row.groups))))
