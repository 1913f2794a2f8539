"""The table of episodes: one moment a row, the rows of an episode under one handle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kangni.core.codebook import Code
from kangni.core.episodes import Episode, EpisodeState, Moment
from kangni.core.errors import CellEmpty, HandleTaken, RowsConflict, UnknownTerm
from kangni.core.names import CoderId, DocumentId, EpisodeId, fold_handle
from kangni.core.ports import Reader
from kangni.exchange.tables.columns import FORMATS, TableKind
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.handles import Handles
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import Names, required
from kangni.exchange.tables.passages import Passage, passages, whole_number
from kangni.exchange.tables.quoting import Quoting, Rule
from kangni.exchange.tables.reading import Reading

__all__ = ["read_episodes", "write_episodes"]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row whose cells are understood, with what it says of its episode."""

    number: int
    handle: str
    coder: CoderId
    document: DocumentId
    label: str
    moment: Moment
    outcome: str | None
    state: EpisodeState | None


def read_episodes(cells: Cells, names: Names) -> Reading[Episode]:
    """Read episodes; one that the study has already must say the same, and an empty label says nothing."""
    faults = Faults(cells)
    stored = names.stored(Episode)
    found: list[Episode] = []
    unchanged = 0
    for folded, rows in _by_episode(cells, names, faults).items():
        episode = _episode(rows, names, faults)
        known = stored.get(folded)
        if episode is None:
            continue
        if known is None:
            found.append(episode)
        elif replace(episode, id=known.id, handle=known.handle, label=episode.label or known.label) == known:
            unchanged += len(rows)
        else:
            faults.add(rows[0].number, "episode_id", HandleTaken("episode", episode.handle))
    faults.stop()
    return Reading(tuple(found), unchanged=unchanged)


def write_episodes(read: Reader, rule: Rule | None) -> Table:
    """Write all episodes moment by moment, the outcome in the last row of each."""
    handles = Handles(read)
    quoting = Quoting(read, handles, rule)
    return Table(
        TableKind.EPISODES,
        tuple(column.name for column in FORMATS[TableKind.EPISODES].columns),
        [row for episode in read.all(Episode) for row in _cells(episode, handles, quoting)],
    )


def _by_episode(cells: Cells, names: Names, faults: Faults) -> dict[str, list[_Row]]:
    episodes: dict[str, list[_Row]] = {}
    broken: set[str] = set()
    for (number, line), passage in zip(cells.rows(), passages(cells, names, faults, optional=True), strict=True):
        folded = fold_handle(line["episode_id"].strip())
        row = _row(number, line, passage, names, faults)
        if row is None:
            broken.add(folded)
        else:
            episodes.setdefault(folded, []).append(row)
    return {folded: rows for folded, rows in episodes.items() if folded not in broken}


def _row(number: int, line: Mapping[str, str], passage: Passage | None, names: Names, faults: Faults) -> _Row | None:
    before = len(faults)
    handle = faults.attempt(number, "episode_id", required, line["episode_id"])
    coder = faults.attempt(number, "coder", names.coder, line["coder"])
    order = faults.attempt(number, "order", whole_number, line["order"])
    stage = faults.attempt(number, "stage", lambda cell: names.framework.stage(cell.strip()).id, line["stage"])
    code: Code | None = None
    if line["code_id"].strip():
        code = faults.attempt(number, "code_id", names.code, line["code_id"])
    outcome = faults.attempt(number, "outcome", lambda cell: _outcome(cell, names), line["outcome"])
    state = faults.attempt(number, "state", _state, line["state"])
    if passage is not None and passage.document is None and not line["doc"].strip():
        faults.add(number, "doc", CellEmpty())
    if passage is None or passage.document is None or len(faults) > before:
        return None
    assert handle and coder and order is not None and stage is not None  # noqa: PT018 - none of them had a fault
    moment = Moment(order, stage, None if code is None else code.id, passage.span)
    return _Row(number, handle, coder, passage.document, line["label"], moment, outcome, state)


def _episode(rows: Sequence[_Row], names: Names, faults: Faults) -> Episode | None:
    first, before = rows[0], len(faults)
    ordered = sorted(rows, key=lambda row: row.moment.position)
    outcomes = [row for row in rows if row.outcome is not None]
    states = [row for row in rows if row.state is not None]
    _agree(rows, first, faults)
    for row, earlier in zip(ordered[1:], ordered, strict=False):
        if row.moment.position == earlier.moment.position:
            faults.add(row.number, "order", RowsConflict(earlier.number))
    for row in outcomes[1:]:
        if row.outcome != outcomes[0].outcome:
            faults.add(row.number, "outcome", RowsConflict(outcomes[0].number))
    for row in states[1:]:
        if row.state is not states[0].state:
            faults.add(row.number, "state", RowsConflict(states[0].number))
    if len(faults) > before:
        return None
    ends = EpisodeState.CLOSED if outcomes else EpisodeState.OPEN
    with faults.at(first.number, "outcome"):
        return Episode(
            id=EpisodeId(names.new_id()),
            handle=first.handle,
            document=first.document,
            coder=first.coder,
            label=first.label,
            moments=tuple(row.moment for row in ordered),
            outcome=outcomes[0].outcome if outcomes else None,
            state=states[0].state or ends if states else ends,
        )
    return None


def _agree(rows: Sequence[_Row], first: _Row, faults: Faults) -> None:
    for row in rows[1:]:
        for column, here, there in (
            ("coder", row.coder, first.coder),
            ("doc", row.document, first.document),
            ("label", row.label, first.label),
        ):
            if here != there:
                faults.add(row.number, column, RowsConflict(first.number))


def _outcome(cell: str, names: Names) -> str | None:
    return names.framework.outcome(cell.strip()).id if cell.strip() else None


def _state(cell: str) -> EpisodeState | None:
    word = cell.strip().casefold()
    if not word:
        return None
    try:
        return EpisodeState(word)
    except ValueError:
        raise UnknownTerm("state of an episode", cell, ", ".join(EpisodeState)) from None


def _cells(episode: Episode, handles: Handles, quoting: Quoting) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    passages = [quoting.quote(episode.document, moment.span) for moment in episode.moments]
    label = "" if any(words.withheld for words in passages) else episode.label
    for moment, words in zip(episode.moments, passages, strict=True):
        last = moment is episode.moments[-1]
        rows.append(
            (
                episode.handle,
                handles.coder(episode.coder),
                words.doc,
                label,
                str(moment.position),
                moment.stage,
                handles.code(moment.code),
                words.start,
                words.end,
                words.quote,
                (episode.outcome or "") if last else "",
                episode.state if last else "",
                words.withheld,
            )
        )
    return rows
