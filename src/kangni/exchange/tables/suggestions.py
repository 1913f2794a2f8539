"""The table of suggestions: which levers a participant's proposal names, as somebody read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kangni.core.advice import Suggestion, TieState, named_lever
from kangni.core.coding import Coding
from kangni.core.errors import RowsConflict, UnknownTerm
from kangni.core.names import CoderId, CodingId, SuggestionId
from kangni.core.ports import Reader
from kangni.core.text import Span
from kangni.exchange.tables.columns import FORMATS, TableKind
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.handles import Handles
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import Names, flag, joined
from kangni.exchange.tables.passages import Passage, passages
from kangni.exchange.tables.quoting import Quoting, Rule
from kangni.exchange.tables.reading import Reading

__all__ = ["read_suggestions", "write_suggestions"]

Key = tuple[CodingId, CoderId | str]


def read_suggestions(cells: Cells, names: Names) -> Reading[Suggestion]:
    """Read ties; a tie that the study has by the same hand on the same coding is replaced.

    So is a draft, or a refused one, of the same coding and lever, by whomever.
    """
    faults = Faults(cells)
    stored = {_key(tie): tie for tie in names.all(Suggestion)}
    found: dict[Key, Suggestion] = {}
    rows: dict[Key, int] = {}
    for (row, line), passage in zip(cells.rows(), passages(cells, names, faults), strict=True):
        tie = _suggestion(row, line, passage, names, faults)
        if tie is None:
            continue
        key = _key(tie)
        if key in found:
            faults.add(row, "tied_by", RowsConflict(rows[key]))
            continue
        found[key] = _beside(tie, stored[key]) if key in stored else tie
        rows[key] = row
    faults.stop()
    return Reading(
        added=tuple(tie for key, tie in found.items() if key not in stored),
        changed=tuple(tie for key, tie in found.items() if key in stored and tie != stored[key]),
        unchanged=sum(tie == stored.get(key) for key, tie in found.items()),
    )


def _key(tie: Suggestion) -> Key:
    return tie.coding, tie.tied_by if tie.state is TieState.TIED else tie.levers[0]


def _beside(tie: Suggestion, stored: Suggestion) -> Suggestion:
    """Return a tie in place of the stored one, whose note stays where the new one says nothing."""
    return replace(tie, id=stored.id, note=tie.note or stored.note)


def write_suggestions(read: Reader, rule: Rule | None) -> Table:
    """Write all ties, each with the coding it belongs to."""
    handles = Handles(read)
    quoting = Quoting(read, handles, rule)
    ties = read.all(Suggestion)
    wanted = {tie.coding for tie in ties}
    codings = {coding.id: coding for coding in read.all(Coding) if coding.id in wanted}
    return Table(
        TableKind.SUGGESTIONS,
        tuple(column.name for column in FORMATS[TableKind.SUGGESTIONS].columns),
        [_cells(tie, codings[tie.coding], handles, quoting) for tie in ties],
    )


def _suggestion(
    row: int, line: Mapping[str, str], passage: Passage | None, names: Names, faults: Faults
) -> Suggestion | None:
    before = len(faults)
    coder = faults.attempt(row, "coder", names.known_coder, line["coder"])
    tied_by = faults.attempt(row, "tied_by", names.coder, line["tied_by"])
    code = faults.attempt(row, "code_id", names.code, line["code_id"])
    levers = faults.attempt(row, "levers", lambda cell: _levers(cell, names), line["levers"])
    declines = faults.attempt(row, "declines", flag, line["declines"])
    state = faults.attempt(row, "state", _state, line["state"])
    if passage is None or passage.span is None or coder is None or code is None or len(faults) > before:
        return None
    coding = _coding(row, line, passage.span, names, faults)
    if coding is None or tied_by is None:
        return None
    with faults.at(row, "levers"):
        return Suggestion(
            id=SuggestionId(names.new_id()),
            coding=coding.id,
            tied_by=tied_by,
            levers=levers or (),
            declines=bool(declines),
            note=line["note"],
            state=state or TieState.TIED,
        )
    return None


def _coding(row: int, line: Mapping[str, str], span: Span, names: Names, faults: Faults) -> Coding | None:
    with faults.at(row, "doc"):
        return names.coding(line["coder"], line["doc"], span, line["code_id"])
    return None


def _levers(cell: str, names: Names) -> tuple[str, ...]:
    return tuple(dict.fromkeys(named_lever(word, names.framework, names.codebook) for word in joined(cell)))


def _state(cell: str) -> TieState:
    try:
        return TieState(cell.strip().casefold() or TieState.TIED)
    except ValueError:
        raise UnknownTerm("state of a tie", cell, ", ".join(TieState)) from None


def _cells(tie: Suggestion, coding: Coding, handles: Handles, quoting: Quoting) -> tuple[str, ...]:
    words = quoting.quote(coding.document, coding.span, coding.place, released=coding.released)
    return (
        handles.coder(coding.coder),
        handles.coder(tie.tied_by),
        words.doc,
        words.start,
        words.end,
        words.quote,
        handles.code(coding.code),
        ";".join(tie.levers),
        "yes" if tie.declines else "",
        words.about(tie.note),
        "" if tie.state is TieState.TIED else tie.state.value,
        words.withheld,
    )
