"""What analysts wrote, as it leaves a study whose words are covered in part: nothing that quotes or retells them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from kangni.app.consent import Policy
from kangni.app.covering import Covered
from kangni.app.echoes import Echoes
from kangni.core.bundle import Bundle
from kangni.core.claims import Claim
from kangni.core.coding import Coding, Place
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.memos import Memo, MemoTarget
from kangni.core.names import Label, MemoId
from kangni.core.text import Document, Span

__all__ = ["Passages", "silenced"]

WITHHELD = "(withheld)"  # stands for words that cannot be empty
# where analysts' own words stand, kind by kind
WRITTEN: dict[str, tuple[str, ...]] = {
    "codes": ("name", "definition", "use_when", "do_not_use", "example", "cue_words"),
    "codings": ("memo", "reason"),
    "claims": ("note",),
    "episodes": ("label",),
    "memos": ("text",),
    "suggestions": ("note",),
    "decisions": ("reason", "change", "codebook_change"),
    "recommendations": ("words", "reason"),
}


class Passages:
    """Which passages are covered."""

    def __init__(self, texts: Mapping[UUID, Document], covered: Sequence[Covered]) -> None:
        self._pairs: dict[UUID, tuple[Document, str]] = {
            each.document.id: (texts[each.document.id], each.document.text) for each in covered if each.covered
        }
        self.documents = self._pairs.keys()

    def are_covered(self, document: UUID | None, span: Span | None) -> bool:
        """Tell whether a character of a passage is covered."""
        if document is None or span is None or document not in self._pairs:
            return False
        before, after = self._pairs[document]
        return before.text[span.start : span.end] != after[span.start : span.end]

    def are_covered_in_turn(self, document: UUID, ordinal: int) -> bool:
        """Tell whether a character of a turn is covered."""
        if document not in self._pairs:
            return False
        return any(
            self.are_covered(document, turn.span) for turn in self._pairs[document][0].turns if turn.ordinal == ordinal
        )


def silenced(records: Bundle, rules: Policy, passages: Passages, shared: Collection[MemoId], whole: Bundle) -> Bundle:
    """Return records without what was written about covered words, and with these covered wherever they are quoted.

    `shared` are the memos that may be shown, `whole` is the study with all its words. A quote of a table without a
    text goes with its participant's consent.
    """
    records = _without_quotes(records, rules)
    if not passages.documents:
        return records  # no word is covered, so none can be quoted
    records = _without_words(records, passages, shared)
    pairs = [(before.text, after.text) for before, after in zip(whole.documents, records.documents, strict=True)]
    echoes = Echoes(pairs, _written(records))
    changed: dict[str, Any] = {
        name: tuple(_mapped(each, fields, echoes.cover) for each in getattr(records, name))
        for name, fields in WRITTEN.items()
    }
    return replace(records, **changed)


def _without_quotes(records: Bundle, rules: Policy) -> Bundle:
    """Return records without the quotes, from tables, of people whose words may not leave."""
    places = {
        each.place
        for each in records.claims
        if each.place is not None and each.place.quote and rules.withheld(each.participant, None, None, released=False)
    }
    if not places:
        return records
    return replace(
        records,
        claims=tuple(
            replace(each, place=_unquoted(each.place, places), note="") if each.place in places else each
            for each in records.claims
        ),
        codings=tuple(
            replace(each, place=_unquoted(each.place, places)) if each.place in places else each
            for each in records.codings
        ),
        recommendations=tuple(
            replace(
                each,
                evidence=tuple(replace(support, place=_unquoted(support.place, places)) for support in each.evidence),
            )
            for each in records.recommendations
        ),
    )


def _unquoted(place: Place | None, places: Collection[Place]) -> Place | None:
    return replace(place, quote="") if place is not None and place in places else place


def _without_words(records: Bundle, passages: Passages, shared: Collection[MemoId]) -> Bundle:
    """Return records without what people wrote about covered words."""
    silent = {coding.id for coding in records.codings if passages.are_covered(coding.document, coding.span)}
    told: set[UUID] = {
        *silent,
        *(each.id for each in records.claims if passages.are_covered(each.document, each.span)),
        *(each.id for each in records.episodes if _tells(each, passages)),
    }
    return replace(
        records,
        codings=tuple(_silent_coding(each) if each.id in silent else each for each in records.codings),
        claims=tuple(_silent_claim(each) if each.id in told else each for each in records.claims),
        episodes=tuple(replace(each, label="") if each.id in told else each for each in records.episodes),
        memos=tuple(each if _may_leave(each, told, shared) else _silent_memo(each) for each in records.memos),
        suggestions=tuple(replace(each, note="") if each.coding in silent else each for each in records.suggestions),
        decisions=tuple(_silent_decision(each, passages) for each in records.decisions),
    )


def _tells(episode: Episode, passages: Passages) -> bool:
    return any(passages.are_covered(episode.document, moment.span) for moment in episode.moments)


def _silent_coding(coding: Coding) -> Coding:
    return replace(coding, memo="", reason=WITHHELD if coding.reason else "")


def _silent_claim(claim: Claim) -> Claim:
    return replace(claim, note="")


def _may_leave(memo: Memo, told: Collection[UUID], shared: Collection[MemoId]) -> bool:
    if memo.target in (MemoTarget.CODING, MemoTarget.CLAIM, MemoTarget.EPISODE):
        return memo.target_id not in told
    return memo.id in shared


def _silent_memo(memo: Memo) -> Memo:
    text = memo.text
    return replace(memo, text=Label(zh=WITHHELD if text.zh else "", en=WITHHELD if text.en else ""))


def _silent_decision(decision: Decision, passages: Passages) -> Decision:
    is_silent = passages.are_covered(decision.document, decision.span) or (
        decision.turn is not None and passages.are_covered_in_turn(decision.document, decision.turn)
    )
    return replace(decision, reason=WITHHELD, change="", codebook_change="") if is_silent else decision


def _written(records: Bundle) -> Iterator[str]:
    """Yield all that analysts wrote."""
    for name, fields in WRITTEN.items():
        for record in getattr(records, name):
            for field in fields:
                yield from _texts(getattr(record, field))


def _texts(value: str | Label | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, Label):
        return (value.zh, value.en)
    return (value,) if isinstance(value, str) else value


def _mapped(record: Any, fields: Sequence[str], cover: Callable[[str], str]) -> Any:
    """Return a record with its texts covered, the same one where nothing was."""
    changes: dict[str, Any] = {}
    for field in fields:
        value = getattr(record, field)
        texts = _texts(value)
        if not any(texts):
            continue
        covered = tuple(map(cover, texts))
        if covered == texts:
            continue
        if isinstance(value, Label):
            changes[field] = Label(zh=covered[0], en=covered[1])
        else:
            changes[field] = covered[0] if isinstance(value, str) else covered
    return replace(record, **changes) if changes else record
