"""The table of decisions: how differences between coders ended, with the readings as they stood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from kangni.core.decisions import Decision, DecisionOutcome, PassageReading
from kangni.core.errors import UnknownName, UnknownTerm
from kangni.core.names import CoderId, DecisionId, DocumentId
from kangni.core.ports import Reader
from kangni.core.text import Span
from kangni.exchange.tables.columns import FORMATS, TableKind
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.handles import Handles
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import Names, required
from kangni.exchange.tables.passages import Passage, passages, whole_number
from kangni.exchange.tables.quoting import WITHHELD_REASON, Quoting, Rule
from kangni.exchange.tables.reading import Reading
from kangni.methods.columns import ColumnSource, TurnColumns

__all__ = ["read_decisions", "write_decisions"]

NO_ID = DecisionId(UUID(int=0))

# a name may hold the signs that part names here; then a backslash stands before them
_PARTS = re.compile(r"(?:\\.|[^;；\\])+")
_SIGNS = re.compile(r"([\\;；:：])")
_READING = re.compile(r"((?:\\.|[^:：\\])+)[:：](.*)", re.DOTALL)


def read_decisions(cells: Cells, names: Names, *, number: int) -> Reading[Decision]:
    """Read decisions, which come in under the history number of this deed; those that the study has stay as they are.

    Coders who are new are made.
    """
    faults = Faults(cells)
    standing = {_said(decision) for decision in names.all(Decision)}
    found: list[Decision] = []
    unchanged = 0
    for (row, line), passage in zip(cells.rows(), passages(cells, names, faults, optional=True), strict=True):
        decision = _decision(row, line, passage, names, faults, number=number)
        if decision is None:
            continue
        if _said(decision) in standing:
            unchanged += 1
        else:
            standing.add(_said(decision))
            found.append(decision)
    faults.stop()
    return Reading(tuple(found), unchanged=unchanged)


def write_decisions(read: Reader, columns: ColumnSource, rule: Rule | None) -> Table:
    """Write all decisions, with the words of each turn or span."""
    handles = Handles(read)
    quoting = Quoting(read, handles, rule)
    decisions = read.all(Decision)
    words = _words_of_turns(read, columns.turns()) if decisions else {}
    return Table(
        TableKind.DECISIONS,
        tuple(column.name for column in FORMATS[TableKind.DECISIONS].columns),
        [_cells(decision, words, handles, quoting) for decision in decisions],
    )


def _decision(
    row: int, line: Mapping[str, str], passage: Passage | None, names: Names, faults: Faults, *, number: int
) -> Decision | None:
    before = len(faults)
    outcome = faults.attempt(row, "outcome", _outcome, line["outcome"])
    readings = faults.attempt(row, "readings", lambda cell: _readings(cell, names), line["readings"])
    deciders = faults.attempt(row, "decided_by", lambda cell: _coders(cell, names), line["decided_by"])
    at = faults.attempt(row, "at", _time, line["at"])
    turn = faults.attempt(row, "turn", whole_number, line["turn"]) if line["turn"].strip() else None
    faults.attempt(row, "reason", required, line["reason"])
    faults.attempt(row, "doc", required, line["doc"])
    if passage is not None and passage.document is not None and turn is not None:
        faults.attempt(row, "turn", lambda _: _check_turn(names, line["doc"], turn), line["turn"])
    if passage is None or passage.document is None or outcome is None or at is None or len(faults) > before:
        return None
    with faults.at(row, "turn"):
        return Decision(
            id=DecisionId(names.new_id()),
            document=passage.document,
            turn=turn,
            span=passage.span,
            readings=tuple(readings or ()),
            outcome=outcome,
            decided_by=tuple(deciders or ()),
            reason=line["reason"],
            at=at,
            number=number,
            change=line["change"],
            codebook_change=line["codebook_change"],
        )
    return None


def _said(decision: Decision) -> Decision:
    """Return what a decision says, whenever it came into the study."""
    return replace(decision, id=NO_ID, number=0)


def _check_turn(names: Names, document: str, ordinal: int) -> None:
    if ordinal not in names.turns(document):
        raise UnknownName("turn", f"{document}/{ordinal}")


def _outcome(cell: str) -> DecisionOutcome:
    try:
        return DecisionOutcome(required(cell).casefold().replace(" ", "_"))
    except ValueError:
        raise UnknownTerm("outcome of a decision", cell, ", ".join(DecisionOutcome)) from None


def _readings(cell: str, names: Names) -> list[PassageReading]:
    found = []
    for part in _PARTS.findall(required(cell)):
        pair = _READING.fullmatch(part.strip())
        if pair is None:
            raise UnknownTerm("reading", part.strip(), "A: STR.O01; B:")
        coder, code = (_plain(word) for word in pair.groups())
        found.append(PassageReading(names.coder(coder), names.code(code).id if code else None))
    return found


def _coders(cell: str, names: Names) -> list[CoderId]:
    return [names.coder(_plain(part)) for part in _PARTS.findall(required(cell))]


def _time(cell: str) -> datetime:
    try:
        moment = datetime.fromisoformat(required(cell))
    except ValueError:
        raise UnknownTerm("time", cell, "2026-03-01T10:00:00+00:00") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _plain(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word.strip())


def _marked(handle: str) -> str:
    return _SIGNS.sub(r"\\\1", handle)


def _words_of_turns(read: Reader, turns: TurnColumns) -> dict[tuple[DocumentId, int], Span]:
    heads = read.document_heads()
    columns = zip(
        turns.document.tolist(), turns.ordinal.tolist(), turns.start.tolist(), turns.end.tolist(), strict=True
    )
    return {(heads[document].id, ordinal): Span(start, end) for document, ordinal, start, end in columns}


def _cells(
    decision: Decision, turns: Mapping[tuple[DocumentId, int], Span], handles: Handles, quoting: Quoting
) -> Sequence[str]:
    turn = decision.turn
    span = decision.span if turn is None else turns.get((decision.document, turn))
    words = quoting.quote(decision.document, span)
    readings = (
        f"{_marked(handles.coder(reading.coder))}: {_marked(handles.code(reading.code))}".rstrip()
        for reading in decision.readings
    )
    return (
        words.doc,
        "" if turn is None else str(turn),
        words.start if turn is None else "",
        words.end if turn is None else "",
        words.quote,
        "; ".join(readings),
        decision.outcome.value,
        "; ".join(_marked(handles.coder(coder)) for coder in decision.decided_by),
        WITHHELD_REASON if words.withheld else decision.reason,
        words.about(decision.change),
        words.about(decision.codebook_change),
        decision.at.isoformat(),
        words.withheld,
    )
