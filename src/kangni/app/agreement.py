"""The deed that asks whether the coders read alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

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
from kangni.app.asked_codes import asked_codes
from kangni.app.comparing import Compared, compared, read_again
from kangni.app.dialogue import WINDOW, are_the_same, dialogue_of, drift_of, kind_counts, moved_rows
from kangni.app.viewing import Asked, View, seen_as
from kangni.core.errors import N_, AgreementOff, UnknownTerm
from kangni.core.ports import Reader
from kangni.core.sentences import SEGMENTER
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
from kangni.results.dialogue import MovedRow

__all__ = ["agreement"]

BOUNDARY_SHARE = 0.5
CHARACTERS = 200  # in a window

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
MOVED = N_(
    "Codings changed after their coders were done; the first reading and the one of now are shown side by side. "
    "Words open with the codes that they have now."
)


def agreement(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    coders: Sequence[str] = (),
    unit: AgreementUnit = "turn",
    window: int = CHARACTERS,
    by: CodeScope = "code",
    codes: Sequence[str] = (),
    coefficient: Coefficient | None = None,
    seed: int = DEFAULT_SEED,
    at: Literal["now", "done"] | None = None,
    boundary: float = BOUNDARY_SHARE,
) -> AgreementResult:
    """Compare coders unit by unit, one code at a time and over all codes, and list what they read differently.

    `on` is the day on which consent must hold. `coders` are handles; without, all persons who have finished a document
    that another has finished too. `unit` is a participant's turn, a sentence or a window of `window` characters in it,
    the character, or the span itself. `by` takes each code alone, with all below it, or the whole codebook as one;
    `codes` asks about some codes only. `coefficient` is the one that a picture shows; all are computed, but gamma of
    spans, which takes chance and time, only where it is asked for. `seed` is of chance: it matters with more than ten
    participants, and for gamma. `at` says which reading is compared: the codings as they stand now, or as they stood
    when their coders were done; by default now, and done in a study that takes agreement as reliability, where only
    documents read independently are compared. Bounds are read differently where more than a share `boundary` of the
    words that either coder marked is not marked by both.

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
    independent = settings.agreement == "reliability"
    reading = at or ("done" if independent else "now")
    asked = Asked(unit, window, by, tuple(codes))
    chosen = _coefficient(coefficient, unit)
    names = asked_codes(read.codebook(), by=by, codes=codes)
    only = names.code if codes else None
    study = compared(read, columns, on=on, coders=coders, at=reading, independent=independent, asked=only)
    other = read_again(columns, study, at="now" if reading == "done" else "done", asked=only)
    view = seen_as(read, study, asked, names)
    figures = _figures(view, with_gamma=chosen == "gamma", rng=np.random.default_rng(seed))
    first = study if reading == "done" else other
    is_moved = not are_the_same(study, other)
    moved = _moved(view, seen_as(read, other, asked, names), is_first=first is study, seed=seed) if is_moved else ()
    bare = _unfigured(read, view, first, boundary=boundary)
    return replace(
        bare,
        settings=(
            *_settings(view, settings.agreement),
            *_chance(seed, study, shuffles=figures.shuffles),
            Setting("reading", reading),
            Setting("bounds differ from", boundary),
        ),
        cautions=(
            *([Caution(DIALOGUE)] if settings.agreement == "dialogue" else ()),
            *([Caution(MOVED)] if moved else ()),
            *study.cautions,
            *unit_cautions(asked),
            *(
                code_cautions(figures.rows.codes, clusters=_clusters(study), unused=len(bare.unused))
                if figures.spans is None
                else ()
            ),
        ),
        revision=read.revision,
        coefficient=chosen,
        units=figures.units,
        code_rows=figures.rows.codes,
        pairs=figures.rows.pairs,
        summaries=figures.summaries,
        pooled=figures.rows.pooled,
        spans=figures.spans,
        paradoxes=paradoxes(figures.rows.codes),
        mode=settings.agreement,
        reading=reading,
        moved=moved,
    )


def _coefficient(asked: Coefficient | None, unit: AgreementUnit) -> Coefficient:
    known = COEFFICIENTS_OF_SPANS if unit == "span" else COEFFICIENTS_OF_UNITS
    if asked is not None and asked not in known:
        raise UnknownTerm("coefficient", asked, ", ".join(known))
    return asked or ("u_alpha" if unit == "span" else "alpha")


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures of units, or of spans; gamma rests on so many shuffles."""

    units: int
    rows: Rows
    summaries: tuple[AgreementSummary, ...]
    spans: SpanReading | None = None
    shuffles: int = 0


def _figures(view: View, *, with_gamma: bool, rng: np.random.Generator) -> _Figures:
    used = np.unique(view.marks.code)
    if view.asked.unit == "span":
        # numba takes a second to load, and turns, sentences and windows do without it
        from kangni.app.agreement_spans import SAMPLES, spans_of, summaries_of_spans  # noqa: PLC0415

        reading = spans_of(view, used, with_gamma=with_gamma, rng=rng)
        summaries = summaries_of_spans(reading, with_gamma=with_gamma, frequent_from=FREQUENT_FROM)
        return _Figures(reading.spans, Rows((), (), ()), summaries, reading, SAMPLES if with_gamma else 0)
    counting = _counting(view, used)
    rows = rows_of(view, used, counting, rng)
    return _Figures(counting.units, rows, summaries_of(rows.codes, frequent_from=FREQUENT_FROM))


def _counting(view: View, used: Ints) -> Counting:
    if view.asked.unit == "character":
        from kangni.app.agreement_lines import CharacterCounting  # noqa: PLC0415 - as above

        return CharacterCounting(view, used)
    return UnitCounting(view, used)


def _moved(view: View, other: View, *, is_first: bool, seed: int) -> tuple[MovedRow, ...]:
    """Return the figures of both readings, over the codes that either uses; of spans those of their turns."""
    used = np.union1d(view.marks.code, other.marks.code)
    first, now = (view, other) if is_first else (other, view)
    return moved_rows(*(rows_of(one, used, _counting(one, used), np.random.default_rng(seed)) for one in (first, now)))


def _unfigured(read: Reader, view: View, first: Compared, *, boundary: float) -> AgreementResult:
    """Return what was compared, what was read differently, how it went on, and alpha of the sets."""
    study = view.study
    differing, talk = dialogue_of(read, study, np.unique(study.marks.code), share=boundary)
    speakers = np.unique(study.turns.participant[study.units.turn])
    masi, jaccard = sets_of(view)
    unused = np.setdiff1d(np.arange(len(view.names)), np.unique(view.marks.code)).tolist()
    return AgreementResult(
        unit=view.asked.unit,
        by=view.asked.by,
        coders=study.coders,
        documents=tuple(study.documents[i] for i in study.units.documents.tolist()),
        participants=tuple(study.participants[i] for i in speakers[speakers >= 0].tolist()),
        units=len(view.units),
        characters=int((study.units.end - study.units.start).sum()),
        interval=_interval(study),
        set_interval=JACKKNIFE,
        frequent_from=FREQUENT_FROM,
        code_rows=(),
        summaries=(),
        pooled=(),
        sets=masi,
        sets_jaccard=jaccard,
        unused=tuple(view.names[i].handle for i in unused),
        differing=len(differing),
        kinds=kind_counts(talk),
        drift=drift_of(read, first),
        drift_window=WINDOW,
        differences=differing,
        dialogue=talk,
        handles=Handles(tuple((c.handle, c.name) for c in study.codes), study.documents, study.participants),
        rows_by_code=evidence_of(view),
    )


def _clusters(study: Compared) -> int:
    return int(study.cluster.max()) + 1


def _interval(study: Compared) -> str:
    return JACKKNIFE if _clusters(study) <= FEW_CLUSTERS else BOOTSTRAP


def _settings(view: View, mode: str) -> Iterator[Setting]:
    asked, study = view.asked, view.study
    yield Setting("unit", UNITS[asked.unit])
    if asked.unit == "sentence":
        yield Setting("segmenter", SEGMENTER)
    if asked.unit == "window":
        yield Setting("characters in a window", asked.window)
    if asked.codes:
        yield Setting("codes", ", ".join(asked.codes))
    if asked.by != "code":
        yield Setting("by", asked.by)
    yield Setting("coders", ", ".join(study.coders))
    yield Setting("agreement", mode)
    yield Setting("interval", _interval(study))
    yield Setting("participants in the interval", _clusters(study))


def _chance(seed: int, study: Compared, *, shuffles: int) -> Iterator[Setting]:
    is_drawn = _interval(study) == BOOTSTRAP
    if is_drawn:
        yield Setting("replicates", REPLICATES)
    if shuffles:
        yield Setting("shuffles behind gamma", shuffles)
    if is_drawn or shuffles:
        yield Setting("seed", seed)
