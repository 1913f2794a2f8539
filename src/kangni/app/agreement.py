"""The deed that asks whether the coders read alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

import numpy as np

from kangni.app.agreement_rows import REPLICATES, evidence_of, rows_of, sets_of, summaries_of
from kangni.app.comparing import Compared, compared, read_again
from kangni.app.dialogue import WINDOW, are_the_same, dialogue_of, drift_of, kind_counts, moved_rows
from kangni.core.errors import N_, AgreementOff
from kangni.core.ports import Reader
from kangni.core.undefined import Undefined
from kangni.methods.agreement.intervals import FEW_CLUSTERS
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource
from kangni.results.agreement import AgreementResult, CodeAgreement, Handles
from kangni.results.answer import Caution, Setting
from kangni.results.dialogue import MovedRow

__all__ = ["agreement"]

FREQUENT_FROM = 5  # turns that a code marks before its own kappa says much
SKEWED = 0.1
BOUNDARY_SHARE = 0.5

JACKKNIFE = N_("jackknife that leaves out one participant at a time, t")
BOOTSTRAP = N_("bootstrap of participants, percentiles")

DIALOGUE = N_(
    "This study takes agreement as the start of a conversation: the passages read differently say more than figures."
)
MOVED = N_(
    "Codings changed after their coders were done; the first reading and the one of now are shown side by side. "
    "Words open with the codes that they have now."
)
FEW = N_("{count} participants carry the intervals; with so few they are wide.")
RARE = N_(
    "{count} of {codes} codes mark fewer than {least} turns: one turn moves their kappa and alpha far. Read the pooled "
    "figures."
)
MEANS = N_(
    "A mean counts each code once, however rare. Codes that nobody used in these turns ({unused}) have no figures and "
    "enter no mean."
)
ONE_CODER = N_("{count} codes were used by one coder only; their kappa is 0 by its formula, and enters the means.")
NO_VARIATION = N_("{count} codes have no kappa or alpha: without variation there is no evidence of reliability.")
NO_INTERVAL = N_(
    "{count} of {codes} codes have no interval: too few participants have them, or nothing varies between participants."
)
SKEW = N_(
    "{count} of {codes} codes mark under a tenth or over nine tenths of the turns. There AC1 rewards the skew and "
    "percent agreement is high whatever the coders do: read both beside alpha, never instead."
)


def agreement(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    coders: Sequence[str] = (),
    seed: int = DEFAULT_SEED,
    at: Literal["now", "done"] | None = None,
    boundary: float = BOUNDARY_SHARE,
) -> AgreementResult:
    """Compare coders turn by turn, one code at a time and over all codes, and list what they read differently.

    `on` is the day on which consent must hold. `coders` are handles; without, all persons who have finished a document
    that another has finished too. `seed` matters with more than ten participants. `at` says which reading is compared:
    the codings as they stand now, or as they stood when their coders were done; by default now, and done in a study
    that takes agreement as reliability, where only documents read independently are compared. Bounds are read
    differently where more than a share `boundary` of the words that either coder marked is not marked by both.

    Raises
    ------
    AgreementOff
        Where the study wants no such figures.
    NothingToAnalyse
        Where no two coders have finished a common document.
    """
    settings = read.settings()
    if settings.agreement == "off":
        raise AgreementOff(settings.name)
    independent = settings.agreement == "reliability"
    reading = at or ("done" if independent else "now")
    study = compared(read, columns, on=on, coders=coders, at=reading, independent=independent)
    other = read_again(read, columns, study, at="now" if reading == "done" else "done")
    used = np.unique(study.marks.code)
    rows = rows_of(study, used, np.random.default_rng(seed))
    differing, talk = dialogue_of(read, study, used, share=boundary)
    moved = () if are_the_same(study, other) else _moved(study, other, reading, seed=seed)
    speakers = np.unique(study.turns.participant[study.units.turn])
    clusters = int(study.cluster.max()) + 1
    interval = JACKKNIFE if clusters <= FEW_CLUSTERS else BOOTSTRAP
    unused = np.setdiff1d(np.arange(len(study.codes)), used).tolist()
    return AgreementResult(
        settings=(
            *_settings(study, settings.agreement, interval=interval, clusters=clusters, seed=seed),
            Setting("reading", reading),
            Setting("bounds differ from", boundary),
        ),
        cautions=(
            *([Caution(DIALOGUE)] if settings.agreement == "dialogue" else ()),
            *([Caution(MOVED)] if moved else ()),
            *study.cautions,
            *_cautions(rows.codes, clusters=clusters, unused=len(unused)),
        ),
        revision=read.revision,
        coders=study.coders,
        documents=tuple(study.documents[i] for i in study.units.documents.tolist()),
        participants=tuple(study.participants[i] for i in speakers[speakers >= 0].tolist()),
        units=len(study.units),
        interval=interval,
        set_interval=JACKKNIFE,
        frequent_from=FREQUENT_FROM,
        code_rows=rows.codes,
        pairs=rows.pairs,
        summaries=summaries_of(rows.codes, frequent_from=FREQUENT_FROM),
        pooled=rows.pooled,
        sets=sets_of(study),
        unused=tuple(study.codes[i].handle for i in unused),
        differing=len(differing),
        mode=settings.agreement,
        reading=reading,
        kinds=kind_counts(talk),
        moved=moved,
        drift=drift_of(read, study if reading == "done" else other),
        drift_window=WINDOW,
        differences=differing,
        dialogue=talk,
        handles=Handles(tuple((c.handle, c.name) for c in study.codes), study.documents, study.participants),
        rows_by_code=evidence_of(study),
    )


def _moved(study: Compared, other: Compared, reading: str, *, seed: int) -> tuple[MovedRow, ...]:
    """Return the figures of both readings, over the codes that either uses."""
    codes = np.union1d(study.marks.code, other.marks.code)
    first, now = (study, other) if reading == "done" else (other, study)
    return moved_rows(*(rows_of(one, codes, np.random.default_rng(seed)) for one in (first, now)))


def _settings(study: Compared, mode: str, *, interval: str, clusters: int, seed: int) -> tuple[Setting, ...]:
    found = (
        Setting("unit", "participant turn"),
        Setting("coders", ", ".join(study.coders)),
        Setting("agreement", mode),
        Setting("interval", interval),
        Setting("participants in the interval", clusters),
    )
    chance = (Setting("replicates", REPLICATES), Setting("seed", seed))
    return found + chance if interval == BOOTSTRAP else found


def _cautions(rows: Sequence[CodeAgreement], *, clusters: int, unused: int) -> Iterator[Caution]:
    if clusters <= FEW_CLUSTERS:
        yield Caution(FEW, (("count", clusters),))
    rare = sum(row.marked < FREQUENT_FROM for row in rows)
    if rare:
        yield Caution(RARE, (("count", rare), ("codes", len(rows)), ("least", FREQUENT_FROM)))
    bare = sum(isinstance(row.alpha_low, Undefined) for row in rows)
    if bare:
        yield Caution(NO_INTERVAL, (("count", bare), ("codes", len(rows))))
    skewed = sum(_is_skewed(row) for row in rows)
    if skewed:
        yield Caution(SKEW, (("count", skewed), ("codes", len(rows))))
    yield Caution(MEANS, (("unused", unused),))
    one_sided = sum(row.both == 0 and 0 in {row.only_first, row.only_second} for row in rows)
    if one_sided:
        yield Caution(ONE_CODER, (("count", one_sided),))
    without = sum(isinstance(row.alpha, Undefined) for row in rows)
    if without:
        yield Caution(NO_VARIATION, (("count", without),))


def _is_skewed(row: CodeAgreement) -> bool:
    return not isinstance(row.prevalence, Undefined) and not SKEWED <= row.prevalence <= 1 - SKEWED
