"""The table of claims: somebody said that this raises or lowers that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kangni.core.claims import STRENGTHS, Claim
from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE
from kangni.core.errors import HandleTaken, SignInvalid, StrengthOutOfRange
from kangni.core.names import ClaimId, fold_handle
from kangni.core.ports import Reader
from kangni.exchange.tables.columns import FORMATS, TableKind
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.handles import Handles
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import Names, required
from kangni.exchange.tables.passages import Passage, passages
from kangni.exchange.tables.quoting import Quoting, Rule
from kangni.exchange.tables.reading import Reading

__all__ = ["read_claims", "write_claims"]

# minus signs as keyboards and spreadsheets make them: hyphen, minus, full width, en dash
_SIGNS = {"+": 1, "＋": 1, "+1": 1, "1": 1, "-": -1, "\N{MINUS SIGN}": -1, "－": -1, "\N{EN DASH}": -1, "-1": -1}


def read_claims(cells: Cells, names: Names) -> Reading[Claim]:
    """Read claims; one that the study has already must say the same, and an empty note says nothing."""
    faults = Faults(cells)
    stored = names.stored(Claim)
    found: dict[str, Claim] = {}
    unchanged, has_handles = 0, cells.has("claim_id")
    found_at = passages(cells, names, faults, placed=True, wordless=not cells.has("quote"))
    lines = zip(cells.rows(), found_at, strict=True)
    for (row, line), passage in lines:
        if not has_handles:
            line["claim_id"] = f"{cells.sheet.file}:{row}"
        claim = _claim(row, line, passage, names, faults)
        if claim is None:
            continue
        folded = fold_handle(claim.handle)
        known = found.get(folded) or stored.get(folded)
        if known is None:
            found[folded] = claim
        elif replace(claim, id=known.id, handle=known.handle, note=claim.note or known.note) == known:
            unchanged += 1
        else:
            faults.add(row, "claim_id", HandleTaken("claim", claim.handle))
    faults.stop()
    return Reading(tuple(found.values()), unchanged=unchanged)


def write_claims(read: Reader, rule: Rule | None) -> Table:
    """Write all claims in the order of the study."""
    handles = Handles(read)
    quoting = Quoting(read, handles, rule)
    return Table(
        TableKind.CLAIMS,
        tuple(column.name for column in FORMATS[TableKind.CLAIMS].columns),
        [_cells(claim, handles, quoting) for claim in read.all(Claim)],
    )


def _claim(row: int, line: Mapping[str, str], passage: Passage | None, names: Names, faults: Faults) -> Claim | None:
    before = len(faults)
    handle = faults.attempt(row, "claim_id", required, line["claim_id"])
    coder = faults.attempt(row, "coder", names.coder, line["coder"])
    cause = faults.attempt(row, "cause", names.code, line["cause"])
    effect = faults.attempt(row, "effect", names.code, line["effect"])
    sign = faults.attempt(row, "sign", _sign, line["sign"])
    strength = faults.attempt(row, "strength", _strength, line["strength"])
    voice = faults.attempt(row, "voice", names.voice, line["voice"] or DEFAULT_VOICE)
    stance = faults.attempt(row, "stance", names.stance, line["stance"] or DEFAULT_STANCE)
    source = faults.attempt(row, "participant", names.source, line["participant"]) if line["participant"] else None
    if passage is None or len(faults) > before:
        return None
    assert handle and coder and cause and effect and sign and voice and stance  # noqa: PT018 - none of them had a fault
    with faults.at(row, "claim_id"):
        return Claim(
            id=ClaimId(names.new_id()),
            handle=handle,
            document=passage.document,
            span=passage.span,
            coder=coder,
            cause=cause.id,
            effect=effect.id,
            sign=sign,
            strength=strength,
            voice=voice,
            stance=stance,
            note=line["note"],
            place=passage.place,
            participant=source if passage.document is None else None,
        )
    return None


def _sign(cell: str) -> int:
    sign = _SIGNS.get(required(cell))
    if sign is None:
        raise SignInvalid(cell)
    return sign


def _strength(cell: str) -> int | None:
    words = cell.strip()
    if not words:
        return None
    if not (words.isdecimal() and int(words) in STRENGTHS):
        raise StrengthOutOfRange(words, ", ".join(map(str, STRENGTHS)))
    return int(words)


def _cells(claim: Claim, handles: Handles, quoting: Quoting) -> tuple[str, ...]:
    words = quoting.quote(claim.document, claim.span, claim.place)
    return (
        claim.handle,
        handles.coder(claim.coder),
        words.doc,
        words.start,
        words.end,
        words.quote,
        handles.code(claim.cause),
        handles.code(claim.effect),
        "+" if claim.sign > 0 else "-",
        "" if claim.strength is None else str(claim.strength),
        claim.voice,
        words.about(claim.note),
        claim.stance,
        handles.participant(claim.participant),
        words.place_file,
        words.place_row,
        words.withheld,
    )
