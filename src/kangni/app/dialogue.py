"""What coders can talk about: how they read differently, what it would change, what they decided, how it went on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from kangni.app.agreement_rows import Rows
from kangni.app.comparing import Compared
from kangni.app.decided import decision_rows, decisions_in_order
from kangni.core.decisions import Decision
from kangni.core.errors import N_
from kangni.core.names import NO_WORDS, CodeId, DocumentId
from kangni.core.people import Assignment, Coder, Progress
from kangni.core.ports import Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.differences import Differences, differences
from kangni.methods.agreement.drift import drift
from kangni.methods.agreement.kinds import kinds_of, shades, together
from kangni.methods.agreement.settling import settled
from kangni.methods.agreement.units import Tally, tally
from kangni.methods.columns import Ints
from kangni.results.agreement import CodeAgreement, PooledAgreement
from kangni.results.decisions import DecisionRow
from kangni.results.dialogue import KINDS, Dialogue, DriftRow, KindCount, MovedRow

__all__ = ["WINDOW", "are_the_same", "dialogue_of", "drift_of", "kind_counts", "moved_rows"]

WINDOW = 5  # documents

NO_ALPHA = Undefined(N_("only one value was used"))
NO_WINDOW = Undefined(N_("too few documents so far for a whole window"))
NO_INTERVAL = Undefined(N_("one participant gives no interval, or a resampling has no alpha"))


def dialogue_of(read: Reader, study: Compared, used: Ints, *, share: float) -> tuple[Differences, Dialogue]:
    """Return what was read differently, in the order of the texts, with kind, effect and decision of each."""
    missed = differences(study.codings, study.turns, study.units, study.marks)
    shaded, shade = shades(study.codings, study.turns, study.units, study.marks, share=share)
    found, order = together(missed, shaded)
    kind = np.append(kinds_of(missed, _parents(study)), shade)[order]
    effect = settled(found, _tally(study, used), used)
    return found, Dialogue(kind=kind, settled=effect, decided=MappingProxyType(_decided(read, study, found)))


def kind_counts(talk: Dialogue) -> tuple[KindCount, ...]:
    """Return how many passages of each kind there are, and how many of them are open."""
    passages = Counter(talk.kind.tolist())
    closed = Counter(int(talk.kind[place]) for place in talk.decided)
    return tuple(KindCount(name, passages[i], passages[i] - closed[i]) for i, name in enumerate(KINDS) if passages[i])


def drift_of(read: Reader, study: Compared) -> tuple[DriftRow, ...]:
    """Return agreement document by document in the order of coding, nothing where that order is not known.

    `study` holds the first readings: what was changed later says nothing of how people read then. A document is coded
    when the last of its coders has declared it done; documents declared done in one deed stand in the order of the
    study.
    """
    done = _done_numbers(read, study)
    if np.unique(done).size < 2:
        return ()
    order = np.argsort(done, kind="stable")
    found = drift(_tally(study, np.unique(study.marks.code)), study.cluster, order, window=WINDOW)
    units = np.bincount(study.units.document, minlength=done.size)
    return tuple(
        DriftRow(
            position=i + 1,
            document=study.documents[int(study.units.documents[document])],
            done=int(done[document]),
            units=int(units[document]),
            percent=float(found.percent[i]),
            alpha=_number(found.alpha[i], NO_ALPHA),
            window_alpha=_number(found.window[i], NO_WINDOW if i + 1 < WINDOW else NO_ALPHA),
            window_low=_number(found.low[i], NO_WINDOW if i + 1 < WINDOW else NO_INTERVAL),
            window_high=_number(found.high[i], NO_WINDOW if i + 1 < WINDOW else NO_INTERVAL),
        )
        for i, document in enumerate(order.tolist())
    )


def are_the_same(first: Compared, now: Compared) -> bool:
    """Tell whether two readings mark the same units with the same codes by the same coders."""
    return all(
        np.array_equal(getattr(first.marks, name), getattr(now.marks, name)) for name in ("unit", "code", "coder")
    )


def moved_rows(first: Rows, now: Rows) -> tuple[MovedRow, ...]:
    """Return the pooled figures at the first reading and now, then those of each code that moved."""
    before = {row.code: row for row in first.codes}
    changed = [
        _moved(row.code, before[row.code], row)
        for row in now.codes
        if row.code in before and _figures(before[row.code]) != _figures(row)
    ]
    return (_moved("", first.pooled[0], now.pooled[0]), *changed)


def _moved(code: str, first: CodeAgreement | PooledAgreement, now: CodeAgreement | PooledAgreement) -> MovedRow:
    return MovedRow(
        code=code,
        name=now.name if isinstance(now, CodeAgreement) else NO_WORDS,
        marked_first=first.marked if isinstance(first, CodeAgreement) else 0,
        marked_now=now.marked if isinstance(now, CodeAgreement) else 0,
        percent_first=first.percent,
        percent_now=now.percent,
        alpha_first=first.alpha,
        alpha_first_low=first.alpha_low,
        alpha_first_high=first.alpha_high,
        alpha_now=now.alpha,
        alpha_now_low=now.alpha_low,
        alpha_now_high=now.alpha_high,
    )


def _figures(row: CodeAgreement) -> tuple[object, ...]:
    return row.marked, row.both, row.percent, row.alpha


def _tally(study: Compared, used: Ints) -> Tally:
    everything = tally(study.marks, study.units, codes=len(study.codes))
    return Tally(everything.counts, everything.times[:, used])


def _parents(study: Compared) -> Ints:
    number: dict[CodeId | None, int] = {code.id: i for i, code in enumerate(study.codes)}
    return np.array([number.get(code.parent, -1) for code in study.codes], dtype=np.int64)


def _number(value: float, why: Undefined) -> Number:
    return float(value) if np.isfinite(value) else why


def _done_numbers(read: Reader, study: Compared) -> Ints:
    """Return for each compared document the number at which the last compared coder declared it done, 0 unknown."""
    place = {handle: i for i, handle in enumerate(study.coders)}
    coders = {coder.id: place[coder.handle] for coder in read.all(Coder) if coder.handle in place}
    documents = _places_of_documents(read, study)
    done = np.zeros(study.units.documents.size, dtype=np.int64)
    for entry in read.all(Assignment):
        coder, document = coders.get(entry.coder), documents.get(entry.document)
        if coder is None or document is None or entry.progress is not Progress.DONE:
            continue
        if study.units.seen[coder, document]:
            done[document] = max(int(done[document]), entry.done_at or 0)
    return done


def _places_of_documents(read: Reader, study: Compared) -> dict[DocumentId, int]:
    """Return the number of each compared document among those compared."""
    heads = read.document_heads()
    return {heads[number].id: i for i, number in enumerate(study.units.documents.tolist())}


def _decided(read: Reader, study: Compared, found: Differences) -> dict[int, DecisionRow]:
    """Return the latest decision on each difference that concerned all whose readings are compared there."""
    decisions = decisions_in_order(read)
    if not decisions:
        return {}
    coders = {coder.id: coder.handle for coder in read.all(Coder)}
    codes = {code.id: i for i, code in enumerate(study.codes)}
    documents = {head.id: i for i, head in enumerate(read.document_heads())}
    places = _places(found)
    settling: dict[int, DecisionRow] = {}
    for decision, row in zip(decisions, decision_rows(read), strict=True):
        asked = {coders[coder] for coder in decision.coders}
        document = documents[decision.document]
        for turn in _turns_of(study, decision, document):
            for code in decision.codes:
                for place in places[document, turn, codes[code]]:
                    if _readers(study, found, place) <= asked:
                        settling[place] = row
    return settling


def _places(found: Differences) -> Mapping[tuple[int, int, int], Sequence[int]]:
    """Return where the differences of each document, turn and code stand."""
    places: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    words = zip(found.document.tolist(), found.turn.tolist(), found.code.tolist(), strict=True)
    for place, where in enumerate(words):
        places[where].append(place)
    return places


def _turns_of(study: Compared, decision: Decision, document: int) -> list[int]:
    """Return the ordinals of the turns that a decision is on."""
    if decision.turn is not None:
        return [decision.turn]
    assert decision.span is not None  # one of the two says where
    turns, span = study.turns, decision.span
    inside = (turns.document == document) & (turns.start < span.end) & (turns.end > span.start)
    return [int(ordinal) for ordinal in turns.ordinal[inside]]


def _readers(study: Compared, found: Differences, place: int) -> set[str]:
    return {coder for coder, has_seen in zip(study.coders, found.seen[place], strict=True) if has_seen}
