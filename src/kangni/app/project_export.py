"""The deed that takes a study out as a project: all records, and of the words those that may leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from kangni.app.consent import Policy
from kangni.app.covering import Covered, cover
from kangni.app.notes import memos_to_share
from kangni.app.silencing import Passages, silenced
from kangni.core.advice import Suggestion
from kangni.core.bundle import Bundle
from kangni.core.claims import Claim
from kangni.core.codebook import Code
from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE, Coding
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.errors import N_
from kangni.core.kept import Kept
from kangni.core.memos import Memo, MemoTarget
from kangni.core.people import Assignment, Coder, Participant, Restriction
from kangni.core.ports import Reader
from kangni.core.recommendations import Recommendation
from kangni.core.text import Document
from kangni.exchange.refi.letting_out import sources_of_case, without_words
from kangni.exchange.refi.profiles import Target
from kangni.exchange.refi.said import is_written
from kangni.exchange.refi.state import rest_of
from kangni.results.answer import Caution, Setting
from kangni.results.projects import Beside, ProjectExport, WithheldText

__all__ = ["ProjectOut", "codebook_out", "files_of", "project_out", "whole"]

COVERED = N_(
    "{count} texts hold words that may not leave; these are covered, character by character, and all counts stay. "
    "So is what quotes them in codes and memos, and what was written about them stays."
)
LEFT_OUT = N_("{count} kept elements stayed in the study: they belong to participants whose words may not leave.")
NOBODYS = N_("{count} media files belong to no participant whom one could ask; look whether they may leave.")
NOT_BACK = N_("Covered words do not come back: the file is no backup of the study.")


@dataclass(frozen=True, slots=True)
class ProjectOut:
    """A study as it may leave, and what is told of that."""

    records: Bundle
    told: ProjectExport


def project_out(read: Reader, rules: Policy, *, file: str, target: Target) -> ProjectOut:
    """Return all records of a study with the words that `rules` let out."""
    study = whole(read)
    by_document = defaultdict[UUID, list[Coding]](list)
    for coding in study.codings:
        if coding.released and coding.document is not None:
            by_document[coding.document].append(coding)
    covered = [cover(document, by_document.get(document.id, ()), rules) for document in study.documents]
    words = Passages({text.id: text for text in study.documents}, covered)
    kept, left_out = _kept(study, words, rules)
    leaving = replace(study, documents=tuple(each.document for each in covered), kept=kept)
    records = silenced(leaving, rules, words, memos_to_share(read, rules), study)
    return ProjectOut(records, _told(records, covered, left_out, file=file, target=target, revision=read.revision))


def codebook_out(read: Reader, *, file: str) -> ProjectOut:
    """Return the codes of a study, and what is kept of theirs."""
    kept = tuple(kept for kept in read.all(Kept) if kept.element == rest_of("Code"))
    records = Bundle(read.settings(), read.framework(), codes=tuple(read.all(Code)), kept=kept)
    return ProjectOut(records, _told(records, (), (), file=file, target=Target.STANDARD, revision=read.revision))


def whole(read: Reader) -> Bundle:
    """Return a study's records in the order in which they came."""
    return Bundle(
        settings=read.settings(),
        framework=read.framework(),
        codes=tuple(read.all(Code)),
        participants=tuple(read.all(Participant)),
        coders=tuple(read.all(Coder)),
        documents=tuple(read.all(Document)),
        codings=tuple(read.all(Coding)),
        claims=tuple(read.all(Claim)),
        episodes=tuple(read.all(Episode)),
        memos=tuple(read.all(Memo)),
        suggestions=tuple(read.all(Suggestion)),
        restrictions=tuple(read.all(Restriction)),
        assignments=tuple(read.all(Assignment)),
        decisions=tuple(read.all(Decision)),
        recommendations=tuple(read.all(Recommendation)),
        kept=tuple(read.all(Kept)),
    )


def files_of(records: Bundle, *, covered: Collection[str]) -> frozenset[str]:
    """Return the SHA-256 of the files that belong to records; not those of texts, by handle, with covered words."""
    texts = {text.source.sha256 for text in records.documents if text.handle not in covered}
    return frozenset(texts | {file.sha256 for kept in records.kept for file in kept.files})


def _kept(whole: Bundle, words: Passages, rules: Policy) -> tuple[tuple[Kept, ...], tuple[str, ...]]:
    """Return what is kept and may leave, and what stays because of whose it is."""
    withheld = {
        source
        for person in whole.participants
        if rules.withheld(person.id, None, None, released=False)
        for source in sources_of_case(person.id, whole.kept)
    }
    leaving, left_out = list[Kept](), list[str]()
    for kept in whole.kept:
        if kept.document in words.documents:
            leaving.append(without_words(kept))
        elif withheld and any(f' guid="{source}"' in kept.content[:80] for source in withheld):
            left_out.append(kept.element)
        else:
            leaving.append(kept)
    return tuple(leaving), tuple(left_out)


def _told(
    records: Bundle, covered: Sequence[Covered], left_out: tuple[str, ...], *, file: str, target: Target, revision: int
) -> ProjectExport:
    withheld = tuple(
        WithheldText(each.document.handle, len(each.document.text), each.covered, each.reasons)
        for each in covered
        if each.covered
    )
    media = sum(bool(kept.files) and kept.document is None for kept in records.kept)
    cautions = [
        *([Caution(COVERED, (("count", len(withheld)),)), Caution(NOT_BACK)] if withheld else []),
        *([Caution(LEFT_OUT, (("count", len(left_out)),))] if left_out else []),
        *([Caution(NOBODYS, (("count", media),))] if media else []),
    ]
    return ProjectExport(
        file=file,
        target=target.value,
        documents=len(records.documents),
        codes=len(records.codes),
        codings=sum(map(is_written, records.codings)),
        claims=len(records.claims),
        memos=len(records.memos),
        kept=len(records.kept),
        withheld=withheld,
        beside=tuple(Beside(what, count) for what, count in _beside(records) if count),
        left_out=left_out,
        cautions=tuple(cautions),
        settings=(Setting("for", target.value),),
        revision=revision,
    )


def _beside(records: Bundle) -> Iterator[tuple[str, int]]:
    """Yield what the standard has no slot for, with how much there is of it."""
    codings = records.codings
    slotless = {MemoTarget.PARTICIPANT, MemoTarget.CLAIM, MemoTarget.EPISODE}
    yield N_("codings with a polarity or level of their own, and the reason"), sum(bool(c.reason) for c in codings)
    yield (
        N_("codings with a voice, a stance or a time"),
        sum((c.voice, c.stance, c.time) != (DEFAULT_VOICE, DEFAULT_STANCE, None) for c in codings),
    )
    yield N_("memos on codings"), sum(bool(c.memo) for c in codings)
    yield N_("drafts"), sum(c.draft for c in codings)
    yield N_("codings from tables without a text"), sum(c.span is None for c in codings)
    yield N_("words released for quoting"), sum(c.released for c in codings)
    yield N_("claims: words, strength, whose they are"), len(records.claims)
    yield N_("episodes"), len(records.episodes)
    yield N_("memos on participants, claims and episodes"), sum(memo.target in slotless for memo in records.memos)
    yield N_("suggestions tied to levers"), len(records.suggestions)
    yield N_("restrictions"), len(records.restrictions)
    yield N_("consents"), sum(person.consent is not None for person in records.participants)
    yield N_("who has seen what"), len(records.assignments)
    yield N_("decisions"), len(records.decisions)
    yield N_("recommendations"), len(records.recommendations)
    yield N_("texts with speakers and turns"), sum(bool(text.turns) for text in records.documents)
