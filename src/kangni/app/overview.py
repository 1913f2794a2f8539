"""The deed that says where a study stands and what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kangni.core.advice import Suggestion, TieState
from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.errors import N_
from kangni.core.memos import Memo
from kangni.core.people import Assignment, Coder, Participant, Progress, Restriction
from kangni.core.ports import Reader
from kangni.methods.columns import ColumnSource
from kangni.results.overview import CoderWork, Overview, OverviewRow, ParticipantWork

__all__ = ["overview"]

# the first of these that is missing is the next sensible act
NEXT_ACTS = (
    ("documents", N_("Bring in transcripts: kangni import STUDY interviews/")),
    (
        "codings",
        N_("Bring in or draft codings: kangni import STUDY codings.csv, or kangni code STUDY CODE --search WORDS"),
    ),
    ("claims", N_("Bring in claims, so that a map can be drawn: kangni import STUDY claims.csv")),
    ("episodes", N_("Bring in episodes, so that the process can be followed: kangni import STUDY episodes.csv")),
    ("suggestions", N_("Tie suggestions to levers, so that advice starts with what people ask for.")),
)
REVIEW_DRAFTS = N_("Review the drafts: kangni drafts STUDY, then kangni adopt or kangni refuse.")
TELL = N_("Read the whole picture: kangni report STUDY")


def overview(read: Reader, columns: ColumnSource) -> Overview:
    """Count what there is at each link of the chain."""
    settings, framework, codings = read.settings(), read.framework(), read.all(Coding)
    counts = _counts(read, codings)
    return Overview(
        name=settings.name,
        language=settings.language,
        framework=framework.name,
        framework_note=framework.note,
        fictional=settings.fictional,
        counts=tuple(OverviewRow(kind, count) for kind, count in counts.items()),
        coders=_coders(read, codings),
        participants=_participants(read, columns),
        next_act=_next_act(counts),
        revision=read.revision,
    )


def _counts(read: Reader, codings: Sequence[Coding]) -> dict[str, int]:
    heads = read.document_heads()
    originals = [head for head in heads if head.translation_of is None]
    drafts = sum(coding.draft for coding in codings)
    return {
        N_("participants"): len(read.all(Participant)),
        N_("documents"): len(originals),
        N_("translations"): len(heads) - len(originals),
        N_("turns"): sum(head.turns for head in originals),
        N_("codes"): len(read.codebook()),
        N_("codings"): len(codings) - drafts,
        N_("drafts"): drafts,
        N_("claims"): len(read.all(Claim)),
        N_("episodes"): len(read.all(Episode)),
        N_("suggestions"): sum(tie.state is TieState.TIED for tie in read.all(Suggestion)),
        N_("memos"): len(read.all(Memo)),
        N_("decisions"): len(read.all(Decision)),
        N_("restrictions"): len(read.all(Restriction)),
    }


def _coders(read: Reader, codings: Sequence[Coding]) -> tuple[CoderWork, ...]:
    adopted = Counter(coding.coder for coding in codings if not coding.draft)
    drafts = Counter(coding.coder for coding in codings if coding.draft)
    claims = Counter(claim.coder for claim in read.all(Claim))
    episodes = Counter(episode.coder for episode in read.all(Episode))
    seen = Counter(a.coder for a in read.all(Assignment) if a.progress is Progress.DONE)
    return tuple(
        CoderWork(
            coder=coder.handle,
            codings=adopted[coder.id],
            drafts=drafts[coder.id],
            claims=claims[coder.id],
            episodes=episodes[coder.id],
            seen=seen[coder.id],
        )
        for coder in read.all(Coder)
    )


def _participants(read: Reader, columns: ColumnSource) -> tuple[ParticipantWork, ...]:
    people, heads = read.all(Participant), read.document_heads()
    number = {person.id: i for i, person in enumerate(people)}
    turns = columns.turns()
    speaking = set(zip(turns.participant.tolist(), turns.document.tolist(), strict=True))
    speaking |= {
        (number[head.participant], i)
        for i, head in enumerate(heads)
        if head.participant is not None and head.translation_of is None
    }
    documents = Counter(person for person, _ in speaking)
    lengths: Counter[int] = Counter()
    for person, document in speaking:
        lengths[person] += heads[document].length
    coded = Counter(columns.codings().participant.tolist())
    return tuple(
        ParticipantWork(
            participant=person.handle,
            documents=documents[i],
            code_points=lengths[i],
            codings=coded[i],
            consent=str(person.consent) if person.consent is not None else "",
        )
        for i, person in enumerate(people)
    )


def _next_act(counts: dict[str, int]) -> str:
    if counts["drafts"]:
        return REVIEW_DRAFTS
    return next((act for kind, act in NEXT_ACTS if not counts[kind]), TELL)
