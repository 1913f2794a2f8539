"""What the figures of freely marked spans are called: by code, over all codes, and by pair of coders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from kangni.app.agreement_lines import Swept, swept
from kangni.app.agreement_rows import REPLICATES, summary_of
from kangni.app.asked_codes import ANY, ANY_NAME
from kangni.app.viewing import View
from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.alpha_u import OldAlpha, alpha_u_2004
from kangni.methods.agreement.figures import Bounded, bounded, by_cluster
from kangni.methods.agreement.gamma import Gamma, gamma
from kangni.methods.agreement.intervals import FEW_CLUSTERS, jackknife, percentiles, resampled, undefined_share
from kangni.methods.agreement.overlap import Overlap, overlap, span_figures
from kangni.methods.agreement.sweep import Segments, character_tally, segments
from kangni.methods.agreement.unitizing import (
    Matches,
    code_matches,
    has_overlaps,
    ku_alpha,
    marked_matches,
    u_alpha,
    u_alphas,
    value_matches,
)
from kangni.methods.columns import Bools, Ints
from kangni.results.agreement import AgreementSummary, Coefficient
from kangni.results.agreement_of_spans import SpanAgreement, SpanCode, SpanPair, SpanReading

__all__ = ["SAMPLES", "spans_of", "summaries_of_spans"]

SAMPLES = 30  # shuffles behind gamma's expected disorder

OVERLAPPING = Undefined(N_("some coder put two codes on the same words"))
NOT_ASKED = Undefined(N_("gamma takes chance and time: ask for it by name"))
HALF_SEEN = Undefined(N_("not all coders have seen the same documents"))
NOTHING = Undefined(N_("only one value was used"))


def spans_of(view: View, used: Ints, *, with_gamma: bool, rng: np.random.Generator) -> SpanReading:
    """Return what the coders' spans say of each used code, of all codes together, and of each pair of coders."""
    spans = swept(view)
    work = _Work(view, spans, with_gamma=with_gamma, rng=rng)
    anything = segments(replace(view.codings, code=np.zeros_like(view.codings.code)), spans.on, view.study.coder_places)
    alone = not has_overlaps(spans.found)
    at_once = work.bounds_of_all() if alone else Bounded(OVERLAPPING, OVERLAPPING, OVERLAPPING, 0.0)
    pairs = [pair for pair in combinations(range(len(view.study.coders)), 2) if work.common(*pair).any()]
    in_pairs = [work.where_both_marked(first, second) if alone else None for first, second in pairs]
    names = [(view.study.coders[first], view.study.coders[second]) for first, second in pairs]
    overall = work.gamma_of(spans.found)
    return SpanReading(
        spans=len(spans.found),
        codes=tuple(work.rows(spans.found, used)),
        where=next(work.rows(anything, np.array([0]), is_any=True)),
        what_and_where=at_once.value,
        what_and_where_low=at_once.low,
        what_and_where_high=at_once.high,
        gamma=overall.value,
        gamma_error=overall.error,
        pairs=tuple(_pair(*name, found) for name, found in zip(names, in_pairs, strict=True)),
        pair_codes=tuple(
            row
            for name, found in zip(names, in_pairs, strict=True)
            if found is not None
            for row in _pair_codes(view, *name, used, found)
        ),
    )


def summaries_of_spans(reading: SpanReading, *, with_gamma: bool, frequent_from: int) -> tuple[AgreementSummary, ...]:
    """Return median, worst and means over codes; frequent are those with so many spans."""
    values: dict[Coefficient, Callable[[SpanAgreement], Number]] = {
        "u_alpha": lambda row: row.u_alpha,
        "f1": lambda row: row.f1,
        "character_f1": lambda row: row.character_f1,
    }
    if with_gamma:
        values["gamma"] = lambda row: row.gamma
    return tuple(
        summary_of(name, [(row.code, row.spans, value(row)) for row in reading.codes], frequent_from)
        for name, value in values.items()
    )


@dataclass(frozen=True, slots=True)
class _BothMarked:
    """What two coders both marked, and how much of each code they marked at all."""

    cu_alpha: Bounded
    matches: Matches
    marked: Ints


class _Work:
    """The compared coders' spans, ready to be counted in several ways."""

    def __init__(self, view: View, spans: Swept, *, with_gamma: bool, rng: np.random.Generator) -> None:
        self._view, self._spans, self._with_gamma, self._rng = view, spans, with_gamma, rng
        self._seen = view.study.units.seen

    def common(self, first: int, second: int) -> Bools:
        """Return which documents two coders have both seen."""
        return np.asarray(self._seen[first] & self._seen[second], dtype=np.bool_)

    def rows(self, found: Segments, used: Ints, *, is_any: bool = False) -> Iterator[SpanAgreement]:
        """Return a row for each used code."""
        codes = 1 if is_any else len(self._view.names)
        matches = code_matches(found, character_tally(found, self._spans.on, codes=codes))
        bounds = self._bounds(Matches(matches.length[:, used], matches.matched[:, used], matches.squares[:, used]))
        matched = self._matched(found, codes)
        spans = np.bincount(found.code, minlength=codes)
        characters = np.bincount(found.code, weights=found.end - found.start, minlength=codes)
        old = self._old(found, codes)
        for i, code in enumerate(used.tolist()):
            of_spans = span_figures(matched, code)
            chance = self.gamma_of(found.take(np.flatnonzero(found.code == code)))
            yield SpanAgreement(
                code=ANY if is_any else self._view.names[code].handle,
                name=ANY_NAME if is_any else self._view.names[code].name,
                spans=int(spans[code]),
                characters=int(characters[code]),
                u_alpha=bounds[i].value,
                u_alpha_low=bounds[i].low,
                u_alpha_high=bounds[i].high,
                matched=int(matched.matched[code]),
                exact=int(matched.exact[code]),
                f1=of_spans.f1,
                character_f1=of_spans.character_f1,
                boundary_distance=of_spans.boundary_distance,
                alpha_u=_old_alpha(old[code]) if old else HALF_SEEN,
                gamma=chance.value,
                gamma_error=chance.error,
            )

    def bounds_of_all(self) -> Bounded:
        """Return u-alpha of all codes at once."""
        matches = value_matches(self._spans.found, self._spans.on, codes=len(self._view.names))
        return self._bounds(Matches(matches.length[:, None], matches.matched[:, None], matches.squares[:, None]))[0]

    def where_both_marked(self, first: int, second: int) -> _BothMarked:
        """Return what two coders chose where both marked something."""
        found, codes = self._spans.found, len(self._view.names)
        matches = marked_matches(found, self._spans.on, first, second, codes=codes)
        own = np.isin(found.coder, (first, second)) & self.common(first, second)[found.document]
        marked = np.bincount(found.code[own], weights=(found.end - found.start)[own], minlength=codes)
        by_pair = Matches(matches.length[:, None], matches.matched[:, None], matches.squares[:, None])
        return _BothMarked(self._bounds(by_pair)[0], matches.total(), marked.astype(np.int64))

    def gamma_of(self, found: Segments) -> Gamma:
        """Return gamma where it was asked for."""
        if not self._with_gamma:
            return Gamma(NOT_ASKED, 0.0, 0.0, 0, NOT_ASKED)
        return gamma(found, self._spans.on, samples=SAMPLES, rng=self._rng)

    def _bounds(self, by_document: Matches) -> list[Bounded]:
        """Return u-alpha of each table with its interval over participants."""
        parts = np.stack([by_document.length, by_document.matched, by_document.squares])
        sums = by_cluster(np.moveaxis(parts, 0, -1), self._view.study.cluster)
        total, clusters = sums.sum(axis=0), sums.shape[0]
        is_jackknife = clusters <= FEW_CLUSTERS
        drawn = total - sums if is_jackknife else resampled(sums, replicates=REPLICATES, rng=self._rng)
        replicate = u_alphas(Matches(drawn[..., 0], drawn[..., 1], drawn[..., 2]))
        whole = Matches(total[..., 0], total[..., 1], total[..., 2])
        intervals = jackknife(u_alphas(whole), replicate) if is_jackknife else percentiles(replicate)
        if is_jackknife and total.shape[1] == 2:
            intervals = replace(intervals, undefined=undefined_share(sums[..., 0] > 0))
        return [bounded(u_alpha(whole.at(i)), intervals, i, clusters=clusters) for i in range(total.shape[0])]

    def _matched(self, found: Segments, codes: int) -> Overlap:
        """Return how the spans match, summed over documents and pairs of coders."""
        totals = [
            overlap(found, self.common(*pair), *pair, codes=codes).total()
            for pair in combinations(range(len(self._view.study.coders)), 2)
        ]
        summed = totals[0]
        for more in totals[1:]:
            summed = summed.plus(more)
        return summed

    def _old(self, found: Segments, codes: int) -> list[OldAlpha]:
        """Return the older disagreements by code, all documents end to end; none where coders saw different ones."""
        if not self._seen.all():
            return []
        length = self._spans.on.length
        before = (np.cumsum(length) - length)[found.document]
        order = np.argsort(found.code, kind="stable")
        opens = np.searchsorted(found.code[order], np.arange(codes + 1))
        line = Segments(np.zeros_like(found.code), found.code, found.coder, found.start + before, found.end + before)
        return [
            alpha_u_2004(
                line.take(order[opens[code] : opens[code + 1]]), int(length.sum()), coders=len(self._view.study.coders)
            )
            for code in range(codes)
        ]


def _old_alpha(old: OldAlpha) -> Number:
    return 1 - old.observed / old.expected if old.expected > 0 else NOTHING


def _pair(first: str, second: str, found: _BothMarked | None) -> SpanPair:
    if found is None:
        return SpanPair(first, second, OVERLAPPING, OVERLAPPING, OVERLAPPING)
    return SpanPair(first, second, found.cu_alpha.value, found.cu_alpha.low, found.cu_alpha.high)


def _pair_codes(view: View, first: str, second: str, used: Ints, found: _BothMarked) -> Iterator[SpanCode]:
    for code in used.tolist():
        marked = int(found.marked[code])
        yield SpanCode(
            first=first,
            second=second,
            code=view.names[code].handle,
            name=view.names[code].name,
            ku_alpha=ku_alpha(found.matches, code),
            coverage=float(found.matches.length[code]) / marked if marked else Undefined(N_("nobody marked anything")),
        )
