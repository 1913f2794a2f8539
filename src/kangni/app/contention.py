"""The deed that asks who is pushed, who is held, and where a speaker sets the one against the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from kangni.app.basis import Basis, basis
from kangni.app.factors import is_result
from kangni.app.maps import causal_map
from kangni.core.errors import N_, NothingToAnalyse
from kangni.core.names import NO_WORDS
from kangni.core.ports import Reader
from kangni.methods.columns import CodingColumns, ColumnSource, Ints
from kangni.methods.readings import QuoteColumns, distinct
from kangni.results.answer import Caution, Evidence, Setting
from kangni.results.contention import Contention, LevelContention, PersonLevel, Target, ThoughStill
from kangni.results.maps import CausalMap

__all__ = ["contention"]

PUSHES, HOLDS = -1, 1  # signs of polarities

NO_METER = N_("Talk is no force meter: nothing is subtracted, and ten burdens do not outweigh one resource.")
SILENCE = N_("Silence is not absence: somebody without a number may never have been asked.")


@dataclass(frozen=True, slots=True)
class _Side:
    """What pushes or what holds: the id of the polarity, and its quotes among factors."""

    term: str
    quotes: QuoteColumns


@dataclass(frozen=True, slots=True)
class _Names:
    """Ids of levels, those without one last, and handles of participants."""

    levels: tuple[str, ...]
    people: tuple[str, ...]

    def level_key(self, level: int) -> str:
        """Return the key of a level."""
        return f"level:{self.levels[level] or 'none'}"


def contention(read: Reader, columns: ColumnSource, *, on: date, reading: str = "any") -> Contention:
    """Set side by side who speaks of what pushes and of what holds, level by level and person by person.

    n is everybody with consent to analysis on that day and a document. `reading` is a coder's handle, "any" or "all".
    Targets are the framework's codes of functioning, else its outcome indicators, as far as claims reach them.
    """
    ground = basis(read, columns, on=on, reading=reading)
    own = ground.quotes.take(~ground.quotes.is_beside)
    sides = tuple(_side(ground, own, sign) for sign in (PUSHES, HOLDS))
    names = _Names((*(level.id for level in ground.framework.levels), ""), ground.heard.handles)
    cells = np.stack([_cells(side.quotes, names, codes=len(ground.codes)) for side in sides])
    said = _claimed(read, columns, on=on)
    spoken = tuple(_though_still(ground, own, columns.codings()))
    return Contention(
        settings=(*ground.settings(), Setting("no factors", ", ".join(ground.framework.never_levers))),
        cautions=(*ground.cautions, Caution(NO_METER), Caution(SILENCE)),
        revision=read.revision,
        reading=reading,
        n=ground.heard.n,
        levels=tuple(_levels(ground, cells, names)),
        people=tuple(_people(cells, names, terms=(sides[0].term, sides[1].term))),
        though=tuple(turn for turn, _ in spoken),
        though_people=tuple(dict.fromkeys(turn.participant for turn, _ in spoken)),
        targets=tuple(_targets(ground, said)) if said else (),
        evidence_by_key={
            **_evidence(sides, names),
            **{turn.key: evidence for turn, evidence in spoken},
            **(_claims(ground, said) if said else {}),
        },
    )


def _side(ground: Basis, own: QuoteColumns, sign: int) -> _Side:
    polarities = ground.framework.polarities
    numbers = [i for i, polarity in enumerate(polarities) if polarity.sign == sign]
    factor = np.array([not is_result(ground.framework, code) for code in ground.codes], dtype=np.bool_)
    term = polarities[numbers[0]].id if numbers else "none"
    return _Side(term, own.take(np.isin(own.polarity, numbers) & factor[own.code]))


def _cells(quotes: QuoteColumns, names: _Names, *, codes: int) -> Ints:
    """Return factors and quotes by participant and level, shape (2, participants, levels)."""
    people, levels = len(names.people), len(names.levels)
    level = np.where(quotes.level < 0, levels - 1, quotes.level)
    person, on, code, _turn = distinct(quotes.participant, level, quotes.code, quotes.turn)
    cell = person * levels + on
    is_first = np.diff(cell * codes + code, prepend=-1) != 0  # of this factor in this cell
    counts = [np.bincount(which, minlength=people * levels) for which in (cell[is_first], cell)]
    return np.stack(counts).reshape(2, people, levels).astype(np.int64)


def _levels(ground: Basis, cells: Ints, names: _Names) -> Iterator[LevelContention]:
    shown = (*(level.name for level in ground.framework.levels), NO_WORDS)
    for level in np.flatnonzero(cells.any(axis=(0, 1, 2))).tolist():
        pushed, held = (np.flatnonzero(cells[side, 0, :, level]).tolist() for side in (0, 1))
        yield LevelContention(
            key=names.level_key(level),
            level=names.levels[level],
            name=shown[level],
            pushed=tuple(names.people[person] for person in pushed),
            held=tuple(names.people[person] for person in held),
            both=tuple(names.people[person] for person in pushed if person in held),
        )


def _people(cells: Ints, names: _Names, *, terms: tuple[str, str]) -> Iterator[PersonLevel]:
    for person, level in np.argwhere(cells.any(axis=(0, 1))).tolist():
        key, handle = names.level_key(level), names.people[person]
        (pushing, risks), (holding, protections) = cells[:, :, person, level].tolist()
        yield PersonLevel(
            key=key,
            participant=handle,
            level=names.levels[level],
            risk_factors=pushing,
            risk_quotes=risks,
            protective_factors=holding,
            protective_quotes=protections,
            risk_key=f"{key}/{terms[0]}/{handle}" if risks else "",
            protective_key=f"{key}/{terms[1]}/{handle}" if protections else "",
        )


def _evidence(sides: tuple[_Side, ...], names: _Names) -> Mapping[str, Evidence]:
    """Return the codings of levels, and of participants on them."""
    rows: dict[str, set[int]] = {}
    for side in sides:
        quotes = side.quotes
        for level, person, row in zip(
            quotes.level.tolist(), quotes.participant.tolist(), quotes.row.tolist(), strict=True
        ):
            key = f"{names.level_key(level)}/{side.term}"
            for name in (key, f"{key}/{names.people[person]}"):
                rows.setdefault(name, set()).add(row)
    return {key: Evidence("coding", tuple(sorted(found))) for key, found in sorted(rows.items())}


def _though_still(ground: Basis, own: QuoteColumns, codings: CodingColumns) -> Iterator[tuple[ThoughStill, Evidence]]:
    """Find the turns with a code of contention, what else the same turn carries, and the codings of both."""
    named = [i for i, code in enumerate(ground.codes) if code.handle in ground.framework.contention]
    signs = np.array([*(polarity.sign for polarity in ground.framework.polarities), 0])  # of none, number -1, too
    is_named = np.isin(own.code, named)
    for turn in np.unique(own.turn[is_named]).tolist():
        here = np.flatnonzero(own.turn == turn)
        sign = np.where(is_named[here], 0, signs[own.polarity[here]])
        said = own.take(here)
        tied = is_named[here] | (sign != 0)
        yield _turn(ground, said, sign, codings), Evidence("coding", tuple(np.unique(said.row[tied]).tolist()))


def _turn(ground: Basis, here: QuoteColumns, sign: Ints, codings: CodingColumns) -> ThoughStill:
    """Say what one turn sets against what; `here` are its entries, `sign` says which push and which hold."""
    ends = codings.end[np.searchsorted(codings.row, here.row)]
    last = {side: int(ends[sign == side].max(initial=-1)) for side in (PUSHES, HOLDS)}
    turn, document = int(here.turn[0]), ground.heard.heads[int(here.document[0])].handle
    ordinal = int(ground.turns.ordinal[turn]) if turn < ground.turns.ordinal.size else None
    ends_on = (
        "" if -1 in last.values() or last[PUSHES] == last[HOLDS] else _term(ground, max(last, key=last.__getitem__))
    )
    return ThoughStill(
        key=f"though/{document}/{ordinal if ordinal is not None else f'row {here.row[0]}'}",
        participant=ground.heard.handles[int(here.participant[0])],
        document=document,
        turn=ordinal,
        risk=_handles(ground, here.code[sign == PUSHES]),
        protective=_handles(ground, here.code[sign == HOLDS]),
        ends_on=ends_on,
    )


def _claimed(read: Reader, columns: ColumnSource, *, on: date) -> CausalMap | None:
    try:
        return causal_map(read, columns, on=on)
    except NothingToAnalyse:
        return None


def _targets(ground: Basis, said: CausalMap) -> Iterator[Target]:
    codes = {code.handle: code for code in ground.codes}
    for target in _states(ground):
        into = [link for link in said.links if link.effect == target]
        if not into:
            continue
        raised = tuple(sorted({person for link in into for person in link.raised_by}))
        lowered = tuple(sorted({person for link in into for person in link.lowered_by}))
        yield Target(
            key=target,
            code=target,
            name=codes[target].name,
            polarity=codes[target].polarity or "",
            raised_by=raised,
            lowered_by=lowered,
            both=tuple(person for person in raised if person in lowered),
            raising=tuple(link.key for link in into if link.raised_by),
            lowering=tuple(link.key for link in into if link.lowered_by),
        )


def _claims(ground: Basis, said: CausalMap) -> Mapping[str, Evidence]:
    """Return the claims that raise and that lower each target."""
    found = {}
    for target in _states(ground):
        for side, sign in (("raised", "+"), ("lowered", "-")):
            links = [said.find(f"{link.key}/{sign}") for link in said.links if link.effect == target]
            rows = {row for evidence in links if evidence is not None for row in evidence.rows}
            if rows:
                found[f"{target}/{side}"] = Evidence("claim", tuple(sorted(rows)))
    return found


def _states(ground: Basis) -> tuple[str, ...]:
    """Return the codes of functioning, else those that show how a person fares."""
    framework = ground.framework
    parts = dict.fromkeys(code for domain in framework.functioning for code in domain.parts)
    return tuple(parts) or framework.outcome_indicators


def _handles(ground: Basis, codes: Ints) -> tuple[str, ...]:
    return tuple(ground.codes[code].handle for code in np.unique(codes).tolist())


def _term(ground: Basis, sign: int) -> str:
    return next((polarity.id for polarity in ground.framework.polarities if polarity.sign == sign), "none")
