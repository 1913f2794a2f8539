"""The deed that sets two studies side by side, code by code, through a crosswalk of their codebooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kangni.app.contrasts import FEWEST, Counts, Figures, allows, contrasted, places, small_sides
from kangni.app.factors import CLUSTERED, FORCED, PROTECTIVE, RISK, factors
from kangni.core.codebook import Codebook
from kangni.core.errors import N_, NothingToAnalyse
from kangni.core.framework import Framework
from kangni.core.names import Label, fold_handle
from kangni.core.ports import Reader
from kangni.core.undefined import Undefined
from kangni.exchange.tables.columns import AskedKind
from kangni.exchange.tables.crosswalk import Tie, read_crosswalk
from kangni.exchange.tables.grid import Sheet
from kangni.exchange.tables.matching import match_columns
from kangni.methods.columns import ColumnSource
from kangni.methods.proportions import CONFIDENCE, wilson
from kangni.results.answer import Caution, Setting
from kangni.results.factors import FactorTable
from kangni.results.studies import Partnerless, StudyComparison, StudyContrast, StudySide, Which

__all__ = ["Material", "compare_studies"]

SAME_HANDLES = N_("the same handles")

NO_SPEECH = Undefined(N_("no turns of participants"))

WHO_LEFT = N_(
    "Both studies hear those who stayed. Ask of every difference who has left, and whether people, years, guides and "
    "coders were alike: this table shows that accounts differ, not why."
)
SAME_PEOPLE = N_(
    "{count} participants have the same name in both studies ({names}). If they are the same people, the two sides are "
    "not independent and the intervals do not hold; read their changes one by one."
)
UNTIED = N_("{count} codes have no partner and are listed apart: {first} of the first study, {second} of the other.")


@dataclass(frozen=True, slots=True)
class Material:
    """An open study, as reader and as columns."""

    read: Reader
    columns: ColumnSource


@dataclass(frozen=True, slots=True)
class _Study:
    """One of the two: its factors, its codebook, and the word it has for each sign."""

    which: Which
    name: str
    framework: Framework
    codebook: Codebook
    table: FactorTable
    words: Mapping[int, str]

    def saying(self, codes: Sequence[str], polarity: str | None) -> tuple[str, ...]:
        """Return who names any of the codes, in one polarity or at all."""
        counted, found = self.table.counted, set[int]()
        for code in codes:
            mask = counted.mask(code if polarity is None else f"{code}/{polarity}")
            if mask is not None:
                found.update(np.unique(counted.participant[mask]).tolist())
        return tuple(counted.participants[i] for i in sorted(found))


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Codes of both studies that the crosswalk ties together."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    note: str


def compare_studies(
    first: Material, second: Material, crosswalk: Sheet | None, *, on: date, reading: str = "any"
) -> StudyComparison:
    """Set two studies side by side: how many people of each name what stands for the same.

    The crosswalk is a table of pairs of codes; codes that its rows tie together are counted as one. Without a crosswalk
    two studies of one framework are paired by the handles of their codes. Codes without a partner are listed apart.

    Raises
    ------
    NothingToAnalyse
        If the studies have different frameworks and no crosswalk.
    FaultyTable
        With all faults of the crosswalk.
    """
    here, there = (_study(which, material, on=on, reading=reading) for which, material in _both(first, second))
    ties = _ties(here, there, crosswalk)
    bundles = [bundle for bundle in _bundles(ties) if bundle.first and bundle.second]
    contrasts, family = _contrasts(bundles, here, there)
    partnerless = (*_partnerless(here, bundles, ties), *_partnerless(there, bundles, ties))
    same = tuple(name for name in _people(here) if fold_handle(name) in set(map(fold_handle, _people(there))))
    used = crosswalk.file if crosswalk is not None else SAME_HANDLES
    return StudyComparison(
        settings=_settings(here, there, used, reading=reading),
        cautions=tuple(_cautions(here, there, partnerless, same)),
        revision=here.table.revision,
        reading=reading,
        crosswalk=used,
        sides=(_side(here), _side(there)),
        contrasts=contrasts,
        partnerless=partnerless,
        same_names=same,
        family=family,
        counted_first=here.table.counted,
        counted_second=there.table.counted,
    )


def _both(first: Material, second: Material) -> Iterator[tuple[Which, Material]]:
    yield "first", first
    yield "second", second


def _study(which: Which, material: Material, *, on: date, reading: str) -> _Study:
    read = material.read
    framework = read.framework()
    words = {
        sign: next((polarity.id for polarity in framework.polarities if polarity.sign == sign), "none")
        for sign in (RISK, PROTECTIVE)
    }
    table = factors(read, material.columns, on=on, reading=reading)
    return _Study(which, read.settings().name, framework, read.codebook(), table, words)


def _ties(here: _Study, there: _Study, crosswalk: Sheet | None) -> tuple[Tie, ...]:
    if crosswalk is not None:
        return read_crosswalk(match_columns(crosswalk, AskedKind.CROSSWALK), here.codebook, there.codebook)
    if here.framework.id != there.framework.id:
        raise NothingToAnalyse(N_("The comparison of studies"), N_("a crosswalk, since their frameworks differ"))
    theirs = {fold_handle(code.handle): code.handle for code in there.codebook}
    return tuple(
        Tie(code.handle, theirs[fold_handle(code.handle)])
        for code in here.codebook
        if fold_handle(code.handle) in theirs
    )


def _bundles(ties: Sequence[Tie]) -> list[_Bundle]:
    """Join the rows of a crosswalk that share a code."""
    bundles: list[_Bundle] = []
    for tie in ties:
        touched = [each for each in bundles if tie.first in each.first or tie.second in each.second]
        joined = [*touched, _Bundle(_given(tie.first), _given(tie.second), tie.note)]
        whole = _Bundle(
            tuple(dict.fromkeys(code for each in joined for code in each.first)),
            tuple(dict.fromkeys(code for each in joined for code in each.second)),
            "; ".join(dict.fromkeys(each.note for each in joined if each.note)),
        )
        bundles = [each for each in bundles if each not in touched]
        bundles.append(whole)
    return bundles


def _given(code: str) -> tuple[str, ...]:
    return (code,) if code else ()


def _contrasts(bundles: Sequence[_Bundle], here: _Study, there: _Study) -> tuple[tuple[StudyContrast, ...], int]:
    pairs = [
        (bundle, sign, here.saying(bundle.first, here.words[sign]), there.saying(bundle.second, there.words[sign]))
        for bundle in bundles
        for sign in (RISK, PROTECTIVE)
    ]
    said = [pair for pair in pairs if pair[2] or pair[3]]
    figures = contrasted([Counts(len(one), here.table.n, len(other), there.table.n) for *_, one, other in said])
    rows = [
        _contrast(bundle, sign, one, other, here=here, there=there, figures=figure, place=place)
        for (bundle, sign, one, other), figure, place in zip(said, figures, places(figures), strict=True)
    ]
    family = sum(not isinstance(figure.p_boschloo, Undefined) for figure in figures)
    return tuple(sorted(rows, key=lambda row: row.place)), family


def _contrast(
    bundle: _Bundle,
    sign: int,
    one: tuple[str, ...],
    other: tuple[str, ...],
    *,
    here: _Study,
    there: _Study,
    figures: Figures,
    place: int,
) -> StudyContrast:
    bounds, bounds_there = wilson(len(one), here.table.n), wilson(len(other), there.table.n)
    return StudyContrast(
        key=f"{'+'.join(bundle.first)}/{here.words[sign]}/first",
        place=place,
        first_codes=bundle.first,
        second_codes=bundle.second,
        name=_name(here.codebook, bundle.first),
        first_polarity=here.words[sign],
        second_polarity=there.words[sign],
        first_participants=len(one),
        first_n=here.table.n,
        first_lower=bounds.lower,
        first_upper=bounds.upper,
        second_participants=len(other),
        second_n=there.table.n,
        second_lower=bounds_there.lower,
        second_upper=bounds_there.upper,
        difference=figures.difference,
        lower=figures.lower,
        upper=figures.upper,
        first_names=one,
        second_names=other,
        p_boschloo=figures.p_boschloo,
        p_adjusted=figures.p_adjusted,
        p_fisher=figures.p_fisher,
        note=bundle.note,
    )


def _partnerless(study: _Study, bundles: Sequence[_Bundle], ties: Sequence[Tie]) -> Iterator[Partnerless]:
    """List the codes that people name or the crosswalk gives, and that have no partner in the other study."""
    is_first = study.which == "first"
    tied = {code for bundle in bundles for code in (bundle.first if is_first else bundle.second)}
    notes = {tie.first if is_first else tie.second: tie.note for tie in ties}
    named = {summary.code for summary in (*study.table.factors, *study.table.others)}
    for code in study.codebook:
        if code.handle in tied or code.handle not in named | notes.keys():
            continue
        people = study.saying([code.handle], None)
        bounds = wilson(len(people), study.table.n)
        yield Partnerless(
            key=f"{code.handle}/{study.which}",
            which=study.which,
            code=code.handle,
            name=code.name,
            participants=len(people),
            n=study.table.n,
            lower=bounds.lower,
            upper=bounds.upper,
            note=notes.get(code.handle, ""),
        )


def _side(study: _Study) -> StudySide:
    exposure, n = study.table.exposure, study.table.n
    each = exposure if isinstance(exposure, Undefined) else exposure / n if n else NO_SPEECH
    return StudySide(
        which=study.which,
        study=study.name,
        framework=study.framework.id,
        n=study.table.n,
        exposure_unit=study.table.exposure_unit,
        exposure=exposure,
        exposure_each=each,
        cautions=tuple(caution for caution in study.table.cautions if caution.sentence not in {CLUSTERED, FORCED}),
    )


def _name(codebook: Codebook, codes: Sequence[str]) -> Label:
    names = [codebook.named(code).name for code in codes]
    return Label(" + ".join(name.en for name in names if name.en), " + ".join(name.zh for name in names if name.zh))


def _people(study: _Study) -> list[str]:
    return [person.participant for person in study.table.participants]


def _settings(here: _Study, there: _Study, crosswalk: str, *, reading: str) -> tuple[Setting, ...]:
    return (
        Setting("reading", reading),
        Setting("first study", here.name),
        Setting("second study", there.name),
        Setting("crosswalk", crosswalk),
        Setting("interval of participants", "wilson"),
        Setting("interval of differences", "newcombe, method 10"),
        Setting("confidence", CONFIDENCE),
        Setting("test", "boschloo"),
        Setting("adjusted by", "benjamini-hochberg"),
        Setting("family", "all factors of one screen"),
        Setting("no p-value below", FEWEST),
    )


def _cautions(
    here: _Study, there: _Study, partnerless: Sequence[Partnerless], same: Sequence[str]
) -> Iterator[Caution]:
    yield Caution(WHO_LEFT)
    if same:
        yield Caution(SAME_PEOPLE, (("count", len(same)), ("names", ", ".join(same))))
    if partnerless:
        mine = sum(row.which == "first" for row in partnerless)
        yield Caution(UNTIED, (("count", len(partnerless)), ("first", mine), ("second", len(partnerless) - mine)))
    yield from small_sides([here.table.n, there.table.n])
    yield from allows(here.name, here.table.n, there.name, there.table.n)
