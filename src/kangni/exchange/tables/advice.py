"""The table of recommendations: levers adopted or declined, with what they rested on then."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from kangni.core.advice import named_lever
from kangni.core.coding import Place
from kangni.core.errors import DecimalInvalid, NumberInvalid, RowsConflict, UnknownTerm
from kangni.core.names import Label, RecommendationId
from kangni.core.ports import Reader
from kangni.core.recommendations import Basis, Recommendation, RecommendationState, Support, SupportPart
from kangni.core.text import Span
from kangni.exchange.tables.columns import FORMATS, TableKind
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.handles import Handles
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import Names, joined, required
from kangni.exchange.tables.quoting import Quoting, Rule
from kangni.exchange.tables.reading import Reading

__all__ = ["read_advice", "write_advice"]

EVIDENCE = '[["asks", "P01.zh", 3170, 3204, "REC.01"]]'
IN_TEXT, IN_TABLE = (str, str, int, int, str), (str, str, int, str, str)

Key = tuple[str, str]


def read_advice(cells: Cells, names: Names) -> Reading[Recommendation]:
    """Read recommendations; one that the study has on the same lever and addressee is replaced."""
    faults = Faults(cells)
    stored = {_key(one): one for one in names.all(Recommendation)}
    found: dict[Key, Recommendation] = {}
    rows: dict[Key, int] = {}
    for row, line in cells.rows():
        made = _recommendation(row, line, names, faults)
        if made is None:
            continue
        key = _key(made)
        if key in found:
            faults.add(row, "lever", RowsConflict(rows[key]))
            continue
        found[key] = replace(made, id=stored[key].id) if key in stored else made
        rows[key] = row
    faults.stop()
    return Reading(
        added=tuple(one for key, one in found.items() if key not in stored),
        changed=tuple(one for key, one in found.items() if key in stored and one != stored[key]),
        unchanged=sum(one == stored.get(key) for key, one in found.items()),
    )


def write_advice(read: Reader, rule: Rule | None) -> Table:
    """Write all recommendations; words of tables without a text stay out where the rule keeps them."""
    handles = Handles(read)
    quoting = Quoting(read, handles, rule)
    return Table(
        TableKind.ADVICE,
        tuple(column.name for column in FORMATS[TableKind.ADVICE].columns),
        [_cells(one, handles, quoting) for one in read.all(Recommendation)],
    )


def _key(one: Recommendation) -> Key:
    return one.lever, one.addressee


def _recommendation(row: int, line: Mapping[str, str], names: Names, faults: Faults) -> Recommendation | None:
    before = len(faults)
    lever = faults.attempt(row, "lever", lambda cell: _lever(cell, names), line["lever"])
    addressee = faults.attempt(row, "addressee", lambda cell: _addressee(cell, names), line["addressee"])
    state = faults.attempt(row, "state", _state, line["state"])
    coder = faults.attempt(row, "decided_by", names.coder, line["decided_by"])
    at = faults.attempt(row, "at", _time, line["at"])
    basis = _basis(row, line, faults)
    evidence = faults.attempt(row, "evidence", lambda cell: _evidence(cell, names), line["evidence"])
    if lever is None or addressee is None or state is None or coder is None or at is None or len(faults) > before:
        return None
    with faults.at(row, "state"):
        return Recommendation(
            id=RecommendationId(names.new_id()),
            lever=lever,
            addressee=addressee,
            state=state,
            words=Label(en=line["words_en"], zh=line["words_zh"]),
            reason=line["reason"],
            decided_by=coder,
            at=at,
            basis=basis,
            evidence=evidence or (),
        )
    return None


def _basis(row: int, line: Mapping[str, str], faults: Faults) -> Basis:
    def number(column: str) -> float | None:
        return faults.attempt(row, column, _number, line[column]) if line[column].strip() else None

    def whole(column: str) -> int:
        return (faults.attempt(row, column, _whole, line[column]) or 0) if line[column].strip() else 0

    return Basis(
        n=whole("n"),
        askers=joined(line["askers"]),
        claimers=joined(line["claimers"]),
        against=joined(line["against"]),
        effect=number("effect"),
        low=number("low"),
        high=number("high"),
        reach=number("reach"),
        certainty=number("certainty"),
        breadth=line["breadth"].strip(),
        marks=joined(line["marks"]),
        members=whole("members"),
        seed=whole("seed"),
    )


def _lever(cell: str, names: Names) -> str:
    """Return a lever's id; one that the framework no longer has is kept by its name: it was decided on once."""
    known = {_key(one)[0] for one in names.all(Recommendation)}
    word = required(cell)
    return word if word in known else named_lever(word, names.framework, names.codebook)


def _addressee(cell: str, names: Names) -> str:
    known = [addressee.id for addressee in names.framework.addressees]
    if cell.strip() and cell.strip() not in known:
        raise UnknownTerm("addressee", cell, ", ".join(known))
    return cell.strip()


def _state(cell: str) -> RecommendationState:
    try:
        return RecommendationState(required(cell).casefold())
    except ValueError:
        raise UnknownTerm("state of a recommendation", cell, ", ".join(RecommendationState)) from None


def _time(cell: str) -> datetime:
    try:
        moment = datetime.fromisoformat(required(cell))
    except ValueError:
        raise UnknownTerm("time", cell, "2026-03-01T10:00:00+00:00") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise DecimalInvalid(cell) from None


def _whole(cell: str) -> int:
    if not cell.strip().isdecimal():
        raise NumberInvalid(cell)
    return int(cell)


def _evidence(cell: str, names: Names) -> tuple[Support, ...]:
    if not cell.strip():
        return ()
    try:
        parts = json.loads(cell)
    except json.JSONDecodeError:
        raise UnknownTerm("evidence", cell, EVIDENCE) from None
    if not isinstance(parts, list):
        raise UnknownTerm("evidence", cell, EVIDENCE)
    return tuple(_support(part, names) for part in parts)


def _support(part: Any, names: Names) -> Support:
    kinds = tuple(map(type, part)) if isinstance(part, list) else ()
    if kinds not in {IN_TEXT, IN_TABLE} or part[0] not in set(SupportPart):
        raise UnknownTerm("evidence", str(part), EVIDENCE)
    kind, code = SupportPart(part[0]), names.code(part[4]).id
    if kinds == IN_TABLE:
        return Support(kind, None, None, code, Place(part[1], part[2], part[3]))
    return Support(kind, names.document(part[1]).id, Span(part[2], part[3]), code)


def _cells(one: Recommendation, handles: Handles, quoting: Quoting) -> Sequence[str]:
    basis = one.basis
    figures = (basis.effect, basis.low, basis.high, basis.reach, basis.certainty)
    return (
        one.lever,
        one.addressee,
        one.state.value,
        one.words.en,
        one.words.zh,
        one.reason,
        handles.coder(one.decided_by),
        one.at.isoformat(),
        str(basis.n),
        ";".join(basis.askers),
        ";".join(basis.claimers),
        ";".join(basis.against),
        *("" if figure is None else repr(figure) for figure in figures),
        basis.breadth,
        ";".join(basis.marks),
        str(basis.members),
        str(basis.seed),
        json.dumps([_written(support, handles, quoting) for support in one.evidence], ensure_ascii=False),
    )


def _written(support: Support, handles: Handles, quoting: Quoting) -> list[str | int]:
    code = handles.code(support.code)
    if support.document is None or support.span is None:
        place = support.place or Place("", 0, "")
        shown = quoting.quote(None, None, support.place)
        return [support.part.value, place.file, place.row, shown.quote, code]
    return [support.part.value, handles.document(support.document), support.span.start, support.span.end, code]
