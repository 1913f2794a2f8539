"""The deed that lists what participants propose, in their words, with what coders tied it to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from kangni.app.balance import Ground, ground
from kangni.app.consent import Policy
from kangni.app.evidence import Quoter
from kangni.app.levers import levers_of
from kangni.app.suggested import Asked, Passage, addressee_of, asked, counted_codings
from kangni.core.advice import TieState
from kangni.core.errors import N_
from kangni.core.names import CoderId
from kangni.core.people import Coder
from kangni.core.ports import Reader
from kangni.methods.columns import ColumnSource
from kangni.results.answer import Caution, Evidence
from kangni.results.quotes import Quote
from kangni.results.suggestions import LeverAskers, SuggestionRow, Suggestions, SuggestionState

__all__ = ["UNASKED", "list_suggestions"]

NAME_LENGTH = 8  # leading characters of an id by which people name words without a text

UNASKED = N_("Nobody was asked, or no suggestion is tied yet: levers stand by how many people credit them.")
DRAFTED = N_(
    "Drafts come from cue words, which find few of the levers that a reader finds; none counts until it is tied."
)
OTHERS = N_("{count} suggestions are listed and not counted: other voices, or participants outside n.")


def list_suggestions(
    read: Reader, columns: ColumnSource, rules: Policy, *, on: date, language: str = "en"
) -> Suggestions:
    """List what participants propose, with their words as far as `rules` let them be shown.

    Suggestions that do not count, such as those of people outside n, are listed and marked.
    """
    study, codings = ground(read, columns, on=on, may_be_empty=True), columns.codings()
    counted = counted_codings(codings, study)
    everything = asked(read, codings, np.ones_like(counted), study)
    counting = asked(read, codings, counted, study)
    counts = {passage.row for passage in counting.passages}
    quoter = Quoter(read, rules, language=language)
    coders = {coder.id: coder.handle for coder in read.all(Coder)}
    alone = _alone(everything.passages, quoter)
    rows, evidence = [], {}
    for passage in everything.passages:
        row = _row(passage, study, _quote(passage, quoter), coders, alone, counts=bool(counts & set(passage.rows)))
        rows.append(row)
        evidence[row.passage] = Evidence("coding", passage.rows)
    states = Counter(row.state for row in rows if row.counts)
    return Suggestions(
        cautions=_cautions(counting, rows),
        revision=read.revision,
        n=study.bundled.n,
        suggestions=tuple(rows),
        levers=_levers(study, counting),
        tied=states[SuggestionState.TIED],
        declining=states[SuggestionState.DECLINES],
        untied=states[SuggestionState.UNTIED],
        drafts=sum(len(row.drafts) for row in rows),
        evidence_by_key=evidence | {lever: Evidence("coding", found) for lever, found in counting.rows.items()},
    )


def _row(
    passage: Passage,
    study: Ground,
    quote: Quote,
    coders: Mapping[CoderId, str],
    alone: Counter[tuple[str, int | None, int]],
    *,
    counts: bool,
) -> SuggestionRow:
    code = study.study.codes[passage.code]
    if not quote.document:
        name = passage.lines[0].id.hex[:NAME_LENGTH]
    elif quote.turn is not None and alone[quote.document, quote.turn, passage.code] == 1:
        name = f"{code.handle}/{quote.document}/{quote.turn}"
    else:
        name = f"{code.handle}/{quote.document}/{quote.start}-{quote.end}"
    ties = [tie for tie in passage.ties if tie.state is TieState.TIED]
    return SuggestionRow(
        passage=name,
        participant=quote.participant,
        document=quote.document,
        turn=quote.turn,
        start=quote.start,
        end=quote.end,
        code=code.handle,
        addressee=addressee_of(code, study.framework),
        state=_state(passage),
        levers=passage.levers,
        tied_by=tuple(dict.fromkeys(coders[tie.tied_by] for tie in ties)),
        drafts=passage.drafts,
        notes=() if quote.withheld else tuple(dict.fromkeys(tie.note for tie in ties if tie.note)),
        words=quote.words,
        withheld=quote.withheld,
        counts=counts,
    )


def _quote(passage: Passage, quoter: Quoter) -> Quote:
    """Return the words of a passage: what all its codings cover together."""
    return quoter.quotes(Evidence("coding", passage.rows))[0]


def _alone(passages: Sequence[Passage], quoter: Quoter) -> Counter[tuple[str, int | None, int]]:
    """Count the passages of each code in each turn: where there is one, the turn is name enough."""
    quotes = ((_quote(passage, quoter), passage.code) for passage in passages)
    return Counter((quote.document, quote.turn, code) for quote, code in quotes)


def _state(passage: Passage) -> SuggestionState:
    if passage.levers:
        return SuggestionState.TIED
    return SuggestionState.DECLINES if passage.declines else SuggestionState.UNTIED


def _levers(study: Ground, asked_for: Asked) -> tuple[LeverAskers, ...]:
    return tuple(
        LeverAskers(lever.id, lever.name, lever.addressees, study.names_of(asked_for.askers.get(lever.id, frozenset())))
        for lever in levers_of(study)
    )


def _cautions(counting: Asked, rows: Sequence[SuggestionRow]) -> tuple[Caution, ...]:
    found = []
    if not counting.is_tied:
        found.append(Caution(UNASKED))
    if any(row.drafts for row in rows):
        found.append(Caution(DRAFTED))
    others = sum(not row.counts for row in rows)
    if others:
        found.append(Caution(OTHERS, (("count", others),)))
    return tuple(found)
