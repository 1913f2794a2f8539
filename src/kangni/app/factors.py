"""The deed that asks what pushes and what holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kangni.app.basis import Basis, basis
from kangni.app.exposure import exposures, total
from kangni.app.rates import Rate, rates_of
from kangni.core.codebook import Code, Codebook
from kangni.core.errors import N_
from kangni.core.framework import Framework
from kangni.core.ports import Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import Bools, ColumnSource, Ints
from kangni.methods.factors import GroupCount, count_cells, count_groups, persons_of_each_side, two_sidedness
from kangni.methods.proportions import CONFIDENCE, ShareInterval, share_interval
from kangni.methods.readings import QuoteColumns, distinct
from kangni.results.answer import Caution, Setting
from kangni.results.factors import (
    Beside,
    Counted,
    FactorMatrix,
    FactorRow,
    FactorSummary,
    FactorTable,
    LeftOut,
    LevelSummary,
    Side,
)

__all__ = ["factors", "is_result"]

RESAMPLES = 1000  # of the participants, for the rates
RISK, PROTECTIVE, NEUTRAL = -1, 1, 0  # signs of polarities
FEW = 0.01

CLUSTERED = N_(
    "Quotes come in clusters: Garwood's interval of a rate is narrower than what is known, and the one over "
    "participants drawn again stands beside it."
)
FORCED = N_(
    "{count} of {n} codings lie outside the framework; a share near zero can mean that it was forced on the talk."
)


@dataclass(frozen=True, slots=True)
class _Polarity:
    """What stands behind one polarity: its id, its quotes, and these by participant (row) and code (column)."""

    term: str
    quotes: QuoteColumns
    cells: Ints
    codings: Ints  # by code


@dataclass(frozen=True, slots=True)
class _Names:
    """What the numbers of the columns stand for, and how a count of people gets its interval."""

    codes: tuple[Code, ...]
    polarities: tuple[str, ...]
    levels: tuple[str, ...]
    voices: tuple[str, ...]
    stances: tuple[str, ...]
    people: tuple[str, ...]
    n: int
    interval: ShareInterval

    def level(self, number: int) -> str:
        """Return the id of a level, empty for none."""
        return _term(self.levels, number)

    def side(self, key: str, people: Ints, *, quotes: int, codings: int) -> Side:
        """Name the people of one side."""
        bounds = share_interval(len(people), self.n, kind=self.interval)
        names = tuple(map(self.people.__getitem__, people.tolist()))
        return Side(key, len(names), quotes, codings, bounds.lower, bounds.upper, names)


def factors(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    reading: str = "any",
    interval: ShareInterval = "wilson",
    resamples: int = RESAMPLES,
    seed: int = DEFAULT_SEED,
) -> FactorTable:
    """Count people and quotes by code, polarity and level, and set the two sides of each factor against each other.

    n is everybody with consent to analysis on that day and a document. `reading` is a coder's handle, "any" or "all".
    `interval` is that of shares of people; the participants are drawn again `resamples` times from `seed`.
    """
    ground = basis(read, columns, on=on, reading=reading)
    names = _names(ground, interval)
    own = ground.quotes.take(~ground.quotes.is_beside)
    sides = {sign: _polarity(ground, own, sign) for sign in (RISK, PROTECTIVE, NEUTRAL)}
    is_factor = (sides[RISK].cells + sides[PROTECTIVE].cells).any(axis=0) & ~_results(ground)
    said = exposures(read, ground)
    unit, exposure = total(said)
    groups = count_groups(own, own.code, own.polarity, own.level)
    quotes = [group.quotes for group in groups]
    rates = rates_of(ground, own, quotes, exposure, said=said, resamples=resamples, seed=seed)
    summaries = _summaries(ground.quotes, sides, names)
    outside, codings = _outside(ground)
    used = set(distinct(ground.quotes.code)[0].tolist())
    leaves = {leaf.id for leaf in Codebook(ground.codes).leaves()}
    return FactorTable(
        settings=_settings(ground, interval, resamples=resamples, seed=seed),
        cautions=(*ground.cautions, *_cautions(outside, codings, exposure)),
        revision=read.revision,
        reading=reading,
        n=names.n,
        participants=said,
        left_out=tuple(
            LeftOut(names.people[number], reason, int(ground.left_out[number]))
            for number, reason in ground.heard.reasons.items()
        ),
        exposure_unit=unit,
        exposure=exposure,
        table=tuple(_row(group, names, rate) for group, rate in zip(groups, rates, strict=True)),
        factors=tuple(summary for code, summary in summaries.items() if is_factor[code]),
        others=tuple(summary for code, summary in summaries.items() if not is_factor[code]),
        levels=_levels(sides, is_factor, names),
        matrix=_matrix(ground, sides, is_factor),
        unused=tuple(code.handle for i, code in enumerate(ground.codes) if code.id in leaves and i not in used),
        codings=codings,
        quotes=len(distinct(own.turn, own.code)[0]),
        outside_codings=outside,
        outside_share=outside / codings if codings else Undefined(N_("no codings")),
        counted=_counted(ground.quotes, is_factor, names),
    )


def is_result(framework: Framework, code: Code) -> bool:
    """Tell whether a code names a process, an outcome or a suggestion, which neither pushes nor holds by itself.

    These are the constructs that the framework says can never be levers or stand outside its model, and the
    indicators of outcomes. A code outside the framework can be a factor.
    """
    if code.handle in framework.outcome_indicators:
        return True
    main = framework.main_construct(code.construct)
    if main is None:
        return False
    return not {code.construct, main}.isdisjoint(framework.never_levers) or not framework.construct(main).modelled


def _names(ground: Basis, interval: ShareInterval) -> _Names:
    framework = ground.framework
    return _Names(
        codes=ground.codes,
        polarities=tuple(polarity.id for polarity in framework.polarities),
        levels=tuple(level.id for level in framework.levels),
        voices=tuple(voice.id for voice in framework.voices),
        stances=tuple(stance.id for stance in framework.stances),
        people=ground.heard.handles,
        n=ground.heard.n,
        interval=interval,
    )


def _results(ground: Basis) -> Bools:
    return np.array([is_result(ground.framework, code) for code in ground.codes], dtype=np.bool_)


def _polarity(ground: Basis, own: QuoteColumns, sign: int) -> _Polarity:
    numbers = [i for i, polarity in enumerate(ground.framework.polarities) if polarity.sign == sign]
    quotes = own.take(np.isin(own.polarity, numbers[:1]))
    return _Polarity(
        term=ground.framework.polarities[numbers[0]].id if numbers else "none",
        quotes=quotes,
        # a code is a column, and those are read one by one
        cells=np.asfortranarray(count_cells(quotes, codes=len(ground.codes), participants=len(ground.heard.people))),
        codings=np.bincount(quotes.code[quotes.opens_coding()], minlength=len(ground.codes)).astype(np.int64),
    )


def _row(group: GroupCount, names: _Names, rate: Rate) -> FactorRow:
    code, polarity, level = group.numbers
    handle, polarity_id, level_id = names.codes[code].handle, _term(names.polarities, polarity), names.level(level)
    share = share_interval(group.participants, names.n, kind=names.interval)
    return FactorRow(
        key=f"{handle}/{polarity_id or 'none'}/{level_id or 'none'}",
        code=handle,
        polarity=polarity_id,
        level=level_id,
        participants=group.participants,
        n=names.n,
        share_lower=share.lower,
        share_upper=share.upper,
        quotes=group.quotes,
        codings=group.codings,
        rate=rate.value,
        rate_lower=rate.garwood.lower,
        rate_upper=rate.garwood.upper,
        rate_low=rate.others.lower,
        rate_high=rate.others.upper,
    )


def _summaries(quotes: QuoteColumns, sides: Mapping[int, _Polarity], names: _Names) -> dict[int, FactorSummary]:
    risk, protective = persons_of_each_side(sides[RISK].cells, sides[PROTECTIVE].cells)
    beside = _beside(quotes, names)
    return {
        code: _summary(code, sides, names, persons=(risk[code] / 2, protective[code] / 2), beside=beside[code])
        for code in distinct(quotes.code)[0].tolist()
    }


def _summary(
    number: int,
    sides: Mapping[int, _Polarity],
    names: _Names,
    *,
    persons: tuple[float, float],
    beside: Sequence[Beside],
) -> FactorSummary:
    code = names.codes[number]
    risk, protective, neutral = (_side_of_code(number, sides[sign], names) for sign in (RISK, PROTECTIVE, NEUTRAL))
    pushing, holding = sides[RISK].cells[:, number], sides[PROTECTIVE].cells[:, number]
    both = np.flatnonzero((pushing > 0) & (holding > 0)).tolist()
    two_sided = risk.participants > 0 and protective.participants > 0
    smaller = min((risk, protective), key=lambda side: side.participants)
    even = risk.participants == protective.participants
    minority = (*risk.names, *(name for name in protective.names if name not in risk.names)) if even else smaller.names
    figures = two_sidedness(*persons)
    return FactorSummary(
        key=code.handle,
        code=code.handle,
        name=code.name,
        construct=code.construct or "",
        level=code.level or "",
        risk=risk,
        protective=protective,
        neutral=neutral,
        two_sided=two_sided,
        minority_polarity=smaller.key.rpartition("/")[2] if two_sided and not even else "",
        minority=minority if two_sided else (),
        one_voice=two_sided and smaller.participants == 1,
        both=tuple(names.people[i] for i in both),
        tied=tuple(names.people[i] for i in both if pushing[i] == holding[i]),
        index=figures.index,
        entropy=figures.entropy,
        certainty=figures.certainty,
        beside=tuple(beside),
    )


def _side_of_code(number: int, polarity: _Polarity, names: _Names) -> Side:
    cells = polarity.cells[:, number]
    key = f"{names.codes[number].handle}/{polarity.term}"
    return names.side(key, np.flatnonzero(cells), quotes=int(cells.sum()), codings=int(polarity.codings[number]))


def _beside(quotes: QuoteColumns, names: _Names) -> defaultdict[int, list[Beside]]:
    apart = quotes.take(quotes.is_beside)
    found = defaultdict[int, list[Beside]](list)
    for group in count_groups(apart, apart.code, apart.voice, apart.stance, apart.polarity):
        code, voice, stance, polarity = group.numbers
        terms = names.voices[voice], names.stances[stance], _term(names.polarities, polarity)
        key = "/".join((names.codes[code].handle, "beside", *terms[:2], terms[2] or "none"))
        found[code].append(Beside(key, *terms, group.participants, group.quotes, group.codings))
    return found


def _levels(sides: Mapping[int, _Polarity], is_factor: Bools, names: _Names) -> tuple[LevelSummary, ...]:
    risk, protective = (_sides_of_levels(sides[sign], is_factor, names) for sign in (RISK, PROTECTIVE))
    return tuple(
        LevelSummary(f"level:{names.level(level) or 'none'}", names.level(level), risk[level], protective[level])
        for level in risk
        if risk[level].quotes or protective[level].quotes
    )


def _sides_of_levels(polarity: _Polarity, is_factor: Bools, names: _Names) -> dict[int, Side]:
    quotes = polarity.quotes.take(is_factor[polarity.quotes.code])
    level, person = distinct(quotes.level, quotes.participant)
    counts = {group.numbers[0]: group for group in count_groups(quotes, quotes.level)}
    nothing = GroupCount((), 0, 0, 0)
    return {
        number: names.side(
            f"level:{names.level(number) or 'none'}/{polarity.term}",
            person[level == number],
            quotes=counts.get(number, nothing).quotes,
            codings=counts.get(number, nothing).codings,
        )
        for number in (*range(len(names.levels)), -1)
    }


def _matrix(ground: Basis, sides: Mapping[int, _Polarity], is_factor: Bools) -> FactorMatrix:
    people, codes = np.flatnonzero(ground.heard.included), np.flatnonzero(is_factor)
    shown = np.ix_(people, codes)
    return FactorMatrix(
        participants=tuple(ground.heard.handles[i] for i in people.tolist()),
        factors=tuple(ground.codes[i].handle for i in codes.tolist()),
        risk=sides[RISK].cells[shown],
        protective=sides[PROTECTIVE].cells[shown],
    )


def _outside(ground: Basis) -> tuple[int, int]:
    """Return how many counted codings have a code of no construct, and how many there are."""
    opens = ground.quotes.opens_coding()
    unconstructed = np.array([code.construct is None for code in ground.codes], dtype=np.bool_)
    return int(unconstructed[ground.quotes.code[opens]].sum()), int(opens.sum())


def _settings(ground: Basis, interval: ShareInterval, *, resamples: int, seed: int) -> tuple[Setting, ...]:
    return (
        *ground.settings(),
        Setting("no factors", ", ".join(ground.framework.never_levers)),
        Setting("interval of participants", interval),
        Setting("interval of rates", N_("Garwood, and bootstrap of participants")),
        Setting("resamples of participants", resamples),
        Setting("seed", seed),
        Setting("confidence", CONFIDENCE),
    )


def _cautions(outside: int, codings: int, exposure: Number) -> tuple[Caution, ...]:
    forced = (Caution(FORCED, (("count", outside), ("n", codings))),) if outside < FEW * codings else ()
    return forced if isinstance(exposure, Undefined) else (*forced, Caution(CLUSTERED))


def _counted(quotes: QuoteColumns, is_factor: Bools, names: _Names) -> Counted:
    return Counted(
        codes=tuple(code.handle for code in names.codes),
        polarities=names.polarities,
        levels=names.levels,
        participants=names.people,
        voices=names.voices,
        stances=names.stances,
        is_factor=is_factor,
        row=quotes.row,
        code=quotes.code,
        polarity=quotes.polarity,
        level=quotes.level,
        participant=quotes.participant,
        voice=quotes.voice,
        stance=quotes.stance,
        is_beside=quotes.is_beside,
    )


def _term(terms: Sequence[str], number: int) -> str:
    return terms[number] if number >= 0 else ""
