"""The deed that asks what is spoken of together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from kangni.app.basis import Basis, basis
from kangni.core.ports import Reader
from kangni.methods.columns import PARTICIPANT, Bools, ColumnSource
from kangni.methods.cooccurrence import TogetherCounts, count_together, jaccard, log_odds, npmi
from kangni.methods.readings import QuoteColumns
from kangni.results.answer import Setting
from kangni.results.cooccurrence import CodedTurns, CoOccurrence, PairRow

__all__ = ["cooccurrence"]

FLAGGED_FROM = 3  # participants who say both in one turn


def cooccurrence(read: Reader, columns: ColumnSource, *, on: date, reading: str = "any") -> CoOccurrence:
    """Count which codes stand together in a participant's turn.

    n is everybody with consent to analysis on that day and a document. `reading` is a coder's handle, "any" or "all".
    Turns without a code count where somebody has coded or finished the document: only there "no code" is a "no".
    """
    ground = basis(read, columns, on=on, reading=reading)
    own = ground.quotes.take(~ground.quotes.is_beside)
    used = np.unique(own.code)
    coded = CodedTurns(row=own.row, turn=own.turn, code=np.searchsorted(used, own.code).astype(np.int64))
    counts = count_together(own.turn, own.participant, coded.code, codes=len(used))
    codes = [ground.codes[number] for number in used.tolist()]
    handles = tuple(code.handle for code in codes)
    turns = _turns(ground, own, columns.seen())
    return CoOccurrence(
        settings=(*ground.settings(), Setting("flagged from participants", FLAGGED_FROM)),
        cautions=ground.cautions,
        revision=read.revision,
        reading=reading,
        n=ground.heard.n,
        turns=turns,
        codes=handles,
        names=tuple(code.name for code in codes),
        pairs=_pairs(counts, handles, turns),
        together=counts.turns,
        together_participants=counts.participants,
        speakers=counts.speakers,
        coded=coded,
    )


def _turns(ground: Basis, own: QuoteColumns, seen: Bools) -> int:
    """Count the participants' turns that could carry a code, and the coded words outside all turns."""
    turns, people = ground.turns, ground.heard
    finished = np.flatnonzero(seen.any(axis=0))
    answered = np.isin(turns.document, np.union1d(finished, own.document))
    told = (turns.role == PARTICIPANT) & people.included[people.speaker] & answered
    return int(told.sum()) + np.unique(own.turn[own.turn >= turns.role.size]).size


def _pairs(counts: TogetherCounts, handles: Sequence[str], turns: int) -> tuple[PairRow, ...]:
    first, second = np.nonzero(np.triu(counts.turns, 1))
    order = np.lexsort((second, first, -counts.turns[first, second], -counts.participants[first, second]))
    first, second = first[order], second[order]
    of_code, of_pair = np.diag(counts.turns), (first, second)
    columns = (counts.turns[of_pair], of_code[first], of_code[second], counts.participants[of_pair])
    numbers = zip(*(column.tolist() for column in (*columns, counts.speakers[of_pair])), strict=True)
    names = ((handles[i], handles[k]) for i, k in zip(first.tolist(), second.tolist(), strict=True))
    return tuple(_pair(*pair, *found, n=turns) for pair, found in zip(names, numbers, strict=True))


def _pair(
    first: str, second: str, both: int, first_turns: int, second_turns: int, participants: int, speakers: int, *, n: int
) -> PairRow:
    odds = log_odds(both, first_turns, second_turns, n)
    return PairRow(
        key=f"{first}+{second}",
        first=first,
        second=second,
        turns=both,
        first_turns=first_turns,
        second_turns=second_turns,
        participants=participants,
        speakers=speakers,
        jaccard=jaccard(both, first_turns, second_turns),
        npmi=npmi(both, first_turns, second_turns, n),
        log_odds=odds.value,
        log_odds_error=odds.error,
        flagged=participants >= FLAGGED_FROM,
    )
