"""The table of restrictions: rules on showing a participant's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from kangni.core.errors import UnknownTerm
from kangni.core.names import RestrictionId
from kangni.core.people import Restriction, RestrictionKind
from kangni.core.ports import Reader
from kangni.exchange.tables.columns import FORMATS, TableKind
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.handles import Handles
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import Names, required
from kangni.exchange.tables.passages import Passage, passages
from kangni.exchange.tables.reading import Reading

__all__ = ["read_restrictions", "write_restrictions"]

NO_ID = RestrictionId(UUID(int=0))


def read_restrictions(cells: Cells, names: Names) -> Reading[Restriction]:
    """Read restrictions; those that the study has are not doubled."""
    faults = Faults(cells)
    standing = {replace(restriction, id=NO_ID) for restriction in names.all(Restriction)}
    found: list[Restriction] = []
    unchanged = 0
    lines = zip(cells.rows(), passages(cells, names, faults, optional=True), strict=True)
    for (row, line), passage in lines:
        restriction = _restriction(row, line, passage, names, faults)
        if restriction is None:
            continue
        rule = replace(restriction, id=NO_ID)
        if rule in standing:
            unchanged += 1
        else:
            standing.add(rule)
            found.append(restriction)
    faults.stop()
    return Reading(tuple(found), unchanged=unchanged)


def write_restrictions(read: Reader) -> Table:
    """Write all restrictions."""
    handles = Handles(read)
    return Table(
        TableKind.RESTRICTIONS,
        tuple(column.name for column in FORMATS[TableKind.RESTRICTIONS].columns),
        [_cells(restriction, handles) for restriction in read.all(Restriction)],
    )


def _restriction(
    row: int, line: Mapping[str, str], passage: Passage | None, names: Names, faults: Faults
) -> Restriction | None:
    before = len(faults)
    kind = faults.attempt(row, "kind", _kind, line["kind"])
    participant = faults.attempt(row, "participant", names.participant, line["participant"])
    other = code = None
    if line["other_participant"].strip():
        other = faults.attempt(row, "other_participant", names.participant, line["other_participant"])
    if line["code_id"].strip():
        code = faults.attempt(row, "code_id", names.code, line["code_id"])
    if passage is None or kind is None or participant is None or len(faults) > before:
        return None
    with faults.at(row, "other_participant" if kind is RestrictionKind.APART else "code_id"):
        return Restriction(
            id=RestrictionId(names.new_id()),
            kind=kind,
            participant=participant,
            other=other,
            code=code.id if code is not None else None,
            document=passage.document,
            span=passage.span,
            reason=line["reason"],
        )
    return None


def _kind(cell: str) -> RestrictionKind:
    try:
        return RestrictionKind(required(cell).casefold())
    except ValueError:
        raise UnknownTerm("kind of restriction", cell, ", ".join(RestrictionKind)) from None


def _cells(restriction: Restriction, handles: Handles) -> tuple[str, ...]:
    span = restriction.span
    return (
        restriction.kind,
        handles.participant(restriction.participant),
        handles.participant(restriction.other),
        handles.code(restriction.code),
        restriction.reason,
        handles.document(restriction.document),
        "" if span is None else str(span.start),
        "" if span is None else str(span.end),
    )
