"""The table of codings: this passage, this code, this coder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE, Coding
from kangni.core.errors import OverrideWithoutReason, RowsConflict
from kangni.core.names import CodingId, check_text
from kangni.core.ports import Progressing, Reader
from kangni.exchange.tables.columns import FORMATS, TableKind
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.handles import Handles
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import Names, flag
from kangni.exchange.tables.passages import Passage, passages
from kangni.exchange.tables.pause import collector_paused
from kangni.exchange.tables.quoting import WITHHELD_REASON, Quoting, Rule
from kangni.exchange.tables.reading import Reading

__all__ = ["coding_key", "read_codings", "write_codings"]

STEP = 10_000  # rows between two reports of progress

_SAID = ("coder", "code_id")
_SET = ("polarity_override", "level_override", "reason", "memo", "voice", "stance", "time", "draft", "released")
Key = tuple[object, ...]


def read_codings(cells: Cells, names: Names, *, progress: Progressing) -> Reading[Coding]:
    """Read codings; a row that repeats an earlier one counts as unchanged, one that contradicts it is a fault."""
    faults = Faults(cells)
    found: dict[Key, Coding] = {}
    rows: list[int] = []  # of those found
    unchanged = 0
    with collector_paused():
        for row, coding in _codings(cells, names, faults, progress):
            key = coding_key(coding)
            first = found.setdefault(key, coding)
            if first is coding:
                rows.append(row)
            elif replace(coding, id=first.id) == first:
                unchanged += 1
            else:
                faults.add(row, "code_id", RowsConflict(rows[list(found).index(key)]))
    faults.stop()
    return Reading(tuple(found.values()), unchanged=unchanged)


def coding_key(coding: Coding) -> Key:
    """Return what makes a coding the same as another one: coder, code and words."""
    # The integers of ids hash several times faster than ids.
    if coding.document is None or coding.span is None:
        return coding.coder.int, coding.code.int, coding.place
    return coding.coder.int, coding.code.int, coding.document.int, coding.span.start, coding.span.end


def write_codings(read: Reader, rule: Rule | None) -> Table:
    """Write all codings in the order of the study."""
    handles = Handles(read)
    quoting = Quoting(read, handles, rule)
    headings = FORMATS[TableKind.CODINGS].outgoing()
    with collector_paused():
        rows = [_cells(coding, handles, quoting) for coding in read.all(Coding)]
    return Table(TableKind.CODINGS, headings, rows)


def _codings(cells: Cells, names: Names, faults: Faults, progress: Progressing) -> Iterator[tuple[int, Coding]]:
    lines = _Lines(cells, names, faults)
    numbers = cells.sheet.numbers
    rows = zip(
        numbers, passages(cells, names, faults, placed=True, by_turn=True), *map(cells.column, _SAID), strict=True
    )
    sets_more = map(any, zip(*map(cells.column, _SET), strict=True))
    for i, ((row, passage, coder, code), is_long) in enumerate(zip(rows, sets_more, strict=True)):
        if i % STEP == 0:
            progress(i, len(numbers))
        coding = lines.read(i, passage) if is_long else lines.short(i, passage, coder, code)
        if coding is not None:
            yield row, coding


class _Lines:
    """Makes codings from lines of cells, noting every fault of a line."""

    def __init__(self, cells: Cells, names: Names, faults: Faults) -> None:
        self._numbers = cells.sheet.numbers
        self._columns = [cells.column(name) for name in (*_SAID, *_SET)]
        self._names = names
        self._faults = faults

    def short(self, i: int, passage: Passage | None, coder: str, code: str) -> Coding | None:
        """Read a line that says coder, code and words only, as most do, and there may be hundreds of thousands."""
        coder_id, node = self._names.coders.get(coder), self._names.codes.get(code)
        if passage is None or coder_id is None or node is None:
            return self.read(i, passage)
        return Coding(
            CodingId(self._names.new_id()), passage.document, passage.span, node.id, coder_id, place=passage.place
        )

    def read(self, i: int, passage: Passage | None) -> Coding | None:
        row, line = self._numbers[i], [column[i] for column in self._columns]
        coder, code, polarity, level, reason, memo, voice, stance, time, draft, released = line
        names, attempt, before = self._names, self._faults.attempt, len(self._faults)
        coder_id = attempt(row, "coder", names.coder, coder)
        node = attempt(row, "code_id", names.code, code)
        polarity_id = attempt(row, "polarity_override", names.polarity, polarity) if polarity else None
        level_id = attempt(row, "level_override", names.level, level) if level else None
        voice_id = attempt(row, "voice", names.voice, voice or DEFAULT_VOICE)
        stance_id = attempt(row, "stance", names.stance, stance or DEFAULT_STANCE)
        moment = attempt(row, "time", names.time, time) if time else None
        is_draft = attempt(row, "draft", flag, draft)
        is_released = attempt(row, "released", flag, released)
        for column, words in (("reason", reason), ("memo", memo)):
            with self._faults.at(row, column):
                check_text(column, words)
        if (polarity or level) and not reason.strip():
            self._faults.add(row, "reason", OverrideWithoutReason(code))
        if passage is None or coder_id is None or node is None or len(self._faults) > before:
            return None
        return Coding(
            id=CodingId(names.new_id()),
            document=passage.document,
            span=passage.span,
            code=node.id,
            coder=coder_id,
            polarity=polarity_id,
            level=level_id,
            reason=reason,
            voice=voice_id or DEFAULT_VOICE,
            stance=stance_id or DEFAULT_STANCE,
            time=moment,
            memo=memo,
            draft=bool(is_draft),
            released=bool(is_released),
            place=passage.place,
        )


def _cells(coding: Coding, handles: Handles, quoting: Quoting) -> tuple[str, ...]:
    words = quoting.quote(coding.document, coding.span, coding.place, released=coding.released)
    return (
        handles.coder(coding.coder),
        words.doc,
        words.start,
        words.end,
        words.quote,
        handles.code(coding.code),
        coding.polarity or "",
        coding.level or "",
        coding.reason if not (words.withheld and coding.reason) else WITHHELD_REASON,
        words.about(coding.memo),
        "" if coding.voice == DEFAULT_VOICE else coding.voice,
        "" if coding.stance == DEFAULT_STANCE else coding.stance,
        coding.time or "",
        "yes" if coding.draft else "",
        "yes" if coding.released else "",
        words.place_file,
        words.place_row,
        words.withheld,
    )
