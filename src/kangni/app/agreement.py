"""The deed that asks whether the coders read alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kangni.app.agreement_cautions import FREQUENT_FROM, code_cautions, paradoxes, unit_cautions
from kangni.app.agreement_rows import (
    REPLICATES,
    Counting,
    Rows,
    UnitCounting,
    evidence_of,
    rows_of,
    sets_of,
    summaries_of,
)
from kangni.app.comparing import Asked, Compared, compared
from kangni.core.errors import N_, AgreementOff, UnknownTerm
from kangni.core.ports import Reader
from kangni.core.sentences import SEGMENTER
from kangni.methods.agreement.differences import differences
from kangni.methods.agreement.intervals import FEW_CLUSTERS
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource, Ints
from kangni.results.agreement import (
    COEFFICIENTS_OF_SPANS,
    COEFFICIENTS_OF_UNITS,
    AgreementResult,
    AgreementSummary,
    AgreementUnit,
    CodeScope,
    Coefficient,
    Handles,
)
from kangni.results.agreement_of_spans import SpanReading
from kangni.results.answer import Caution, Setting

__all__ = ["agreement"]

WINDOW = 200  # characters

JACKKNIFE = N_("jackknife that leaves out one participant at a time, t")
BOOTSTRAP = N_("bootstrap of participants, percentiles")

UNITS: dict[AgreementUnit, str] = {
    "turn": "participant turn",
    "sentence": "sentence of a participant's turn",
    "window": "window in a participant's turn",
    "character": "character of participants' turns",
    "span": "span in participants' turns",
}

DIALOGUE = N_(
    "This study takes agreement as the start of a conversation: the passages read differently say more than figures."
)


def agreement(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    coders: Sequence[str] = (),
    unit: AgreementUnit = "turn",
    window: int = WINDOW,
    by: CodeScope = "code",
    codes: Sequence[str] = (),
    coefficient: Coefficient | None = None,
    seed: int = DEFAULT_SEED,
) -> AgreementResult:
    """Compare coders unit by unit, one code at a time and over all codes, and list what they read differently.

    `on` is the day on which consent must hold. `coders` are handles; without, all persons who have finished a document
    that another has finished too. `unit` is a participant's turn, a sentence or a window of `window` characters in it,
    the character, or the span itself. `by` takes each code alone, with all below it, or the whole codebook as one;
    `codes` asks about some codes only. `coefficient` is the one that a picture shows; all are computed, but gamma of
    spans, which takes chance and time, only where it is asked for. `seed` is of chance: it matters with more than ten
    participants, and for gamma.

    Raises
    ------
    AgreementOff
        Where the study wants no such figures.
    NothingToAnalyse
        Where no two coders have finished a common document.
    UnknownName
        Where no code or coder has one of the names.
    UnknownTerm
        Where the unit has no such coefficient.
    """
    settings = read.settings()
    if settings.agreement == "off":
        raise AgreementOff(settings.name)
    asked = Asked(tuple(coders), unit, window, by, tuple(codes))
    chosen = _coefficient(coefficient, unit)
    study = compared(read, columns, asked, on=on)
    used, rng = np.unique(study.marks.code), np.random.default_rng(seed)
    figures = _figures(study, used, with_gamma=chosen == "gamma", rng=rng)
    rows, reading = figures.rows, figures.spans
    bare = _unfigured(study, used, spans=reading.spans if reading else 0)
    unused = len(bare.unused)
    clusters = int(study.cluster.max()) + 1
    return replace(
        bare,
        settings=(
            *_settings(study, settings.agreement),
            *_chance(seed, study, shuffles=figures.shuffles),
        ),
        cautions=(
            *([Caution(DIALOGUE)] if settings.agreement == "dialogue" else ()),
            *study.cautions,
            *unit_cautions(asked),
            *(code_cautions(rows.codes, clusters=clusters, unused=unused) if reading is None else ()),
        ),
        revision=read.revision,
        coefficient=chosen,
        code_rows=rows.codes,
        pairs=rows.pairs,
        summaries=figures.summaries,
        pooled=rows.pooled,
        spans=reading,
        paradoxes=paradoxes(rows.codes),
    )


def _coefficient(asked: Coefficient | None, unit: AgreementUnit) -> Coefficient:
    known = COEFFICIENTS_OF_SPANS if unit == "span" else COEFFICIENTS_OF_UNITS
    if asked is not None and asked not in known:
        raise UnknownTerm("coefficient", asked, ", ".join(known))
    return asked or ("u_alpha" if unit == "span" else "alpha")


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures of units, or of spans; gamma rests on so many shuffles."""

    rows: Rows
    summaries: tuple[AgreementSummary, ...]
    spans: SpanReading | None = None
    shuffles: int = 0


def _figures(study: Compared, used: Ints, *, with_gamma: bool, rng: np.random.Generator) -> _Figures:
    # numba takes a second to load, and turns, sentences and windows do without it
    if study.asked.unit == "span":
        from kangni.app.agreement_spans import SAMPLES, spans_of, summaries_of_spans  # noqa: PLC0415

        reading = spans_of(study, used, with_gamma=with_gamma, rng=rng)
        summaries = summaries_of_spans(reading, with_gamma=with_gamma, frequent_from=FREQUENT_FROM)
        return _Figures(Rows((), (), ()), summaries, reading, SAMPLES if with_gamma else 0)
    if study.asked.unit == "character":
        from kangni.app.agreement_lines import CharacterCounting  # noqa: PLC0415 - as above

        counting: Counting = CharacterCounting(study, used)
    else:
        counting = UnitCounting(study, used)
    rows = rows_of(study, used, counting, rng)
    return _Figures(rows, summaries_of(rows.codes, frequent_from=FREQUENT_FROM))


def _unfigured(study: Compared, used: Ints, *, spans: int) -> AgreementResult:
    """Return what was compared, what was read differently, and alpha of the sets."""
    characters = int((study.whole.end - study.whole.start).sum())
    differing = differences(study.codings, study.turns, study.units, study.marks)
    speakers = np.unique(study.turns.participant[study.whole.turn])
    masi, jaccard = sets_of(study)
    return AgreementResult(
        unit=study.asked.unit,
        by=study.asked.by,
        coders=study.coders,
        documents=tuple(study.documents[i] for i in study.units.documents.tolist()),
        participants=tuple(study.participants[i] for i in speakers[speakers >= 0].tolist()),
        units={"character": characters, "span": spans}.get(study.asked.unit, len(study.units)),
        characters=characters,
        interval=_interval(study),
        set_interval=JACKKNIFE,
        frequent_from=FREQUENT_FROM,
        code_rows=(),
        summaries=(),
        pooled=(),
        sets=masi,
        sets_jaccard=jaccard,
        unused=tuple(study.codes[i].handle for i in np.setdiff1d(np.arange(len(study.codes)), used).tolist()),
        differing=len(differing),
        differences=differing,
        handles=Handles(tuple((c.handle, c.name) for c in study.codes), study.documents, study.participants),
        rows_by_code=evidence_of(study),
    )


def _interval(study: Compared) -> str:
    return JACKKNIFE if int(study.cluster.max()) < FEW_CLUSTERS else BOOTSTRAP


def _settings(study: Compared, mode: str) -> Iterator[Setting]:
    asked = study.asked
    yield Setting("unit", UNITS[asked.unit])
    if asked.unit == "sentence":
        yield Setting("segmenter", SEGMENTER)
    if asked.unit == "window":
        yield Setting("characters in a window", asked.window)
    yield Setting("codes", ", ".join(asked.codes) or "all")
    yield Setting("by", asked.by)
    yield Setting("reading", "now")
    yield Setting("coders", ", ".join(study.coders))
    yield Setting("agreement", mode)
    yield Setting("interval", _interval(study))
    yield Setting("participants in the interval", int(study.cluster.max()) + 1)


def _chance(seed: int, study: Compared, *, shuffles: int) -> Iterator[Setting]:
    is_drawn = _interval(study) == BOOTSTRAP
    if is_drawn:
        yield Setting("replicates", REPLICATES)
    if shuffles:
        yield Setting("shuffles behind gamma", shuffles)
    if is_drawn or shuffles:
        yield Setting("seed", seed)
