"""The table of answers to a scale: one row for each participant and wave, one column for each item."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kangni.core.errors import AnswerInvalid, ItemsMismatch, RowsConflict, UnknownName, closest
from kangni.core.names import fold_handle
from kangni.core.scales import Scale
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import required

__all__ = ["Answers", "AnswersRow", "read_answers"]

_ITEM = re.compile(r"0*([1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class AnswersRow:
    """What one participant answered in one wave, on the scale's own steps; items not answered are not in it."""

    participant: str
    wave: str
    answers: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Answers:
    """The rows of a table, the items somebody answered, and the headings that were not taken."""

    rows: tuple[AnswersRow, ...]
    items: frozenset[int]
    untaken: tuple[str, ...]


def read_answers(cells: Cells, scale: Scale, people: Collection[str], *, steps: Mapping[str, int]) -> Answers:
    """Read answers; `steps` gives the scale's own step for each word that stands for one in this table.

    Raises
    ------
    ItemsMismatch
        If the columns are not the items of the scale, whole subscales left out.
    FaultyTable
        With all faults: unknown participants, answers that are none, the same participant and wave twice.
    """
    columns = {int(found[1]): i for name, i in cells.attributes if (found := _ITEM.fullmatch(name))}
    answered = frozenset(item for item, i in columns.items() if any(cell.strip() for cell in cells.sheet.columns[i]))
    _check_items(scale, answered)
    known = {fold_handle(handle): handle for handle in people}
    faults = Faults(cells)
    rows: list[AnswersRow] = []
    seen: dict[tuple[str, str], int] = {}
    for i, (row, line) in enumerate(cells.rows()):
        participant = faults.attempt(row, "participant", lambda cell: _known(cell, known), line["participant"])
        answers: dict[int, int] = {}
        for item in sorted(answered):
            cell = cells.sheet.columns[columns[item]][i].strip()
            step = faults.attempt(row, str(item), lambda cell: _step(cell, steps), cell) if cell else None
            if step is not None:
                answers[item] = step
        if participant is None:
            continue
        key = participant, line["wave"].strip()
        if key in seen:
            faults.add(row, "participant", RowsConflict(seen[key]))
        seen.setdefault(key, row)
        rows.append(AnswersRow(*key, answers))
    faults.stop()
    untaken = tuple(name for name, _ in cells.attributes if not _ITEM.fullmatch(name))
    return Answers(tuple(rows), answered, untaken)


def _check_items(scale: Scale, answered: frozenset[int]) -> None:
    """Refuse a table of another version: items too many, or a subscale of which some items are there and some not."""
    expected = range(1, scale.n_items + 1)
    unexpected = sorted(answered.difference(expected))
    torn = {
        item
        for subscale in scale.subscales
        if not answered.isdisjoint(subscale.items)
        for item in subscale.items
        if item not in answered
    }
    if unexpected or torn or not answered:
        unanswered = sorted(torn) if answered else expected
        raise ItemsMismatch(
            scale.id, scale.n_items, _listed(unexpected), _listed(unanswered), scale.note("version_trap")
        )


def _listed(items: Iterable[int]) -> str:
    return ", ".join(map(str, items)) or "–"


def _known(cell: str, known: Mapping[str, str]) -> str:
    handle = known.get(fold_handle(required(cell)))
    if handle is None:
        raise UnknownName("participant", cell, closest(cell, known.values()))
    return handle


def _step(cell: str, steps: Mapping[str, int]) -> int:
    step = steps.get(cell.removesuffix(".0"))
    if step is None:
        raise AnswerInvalid(cell, ", ".join(steps))
    return step
