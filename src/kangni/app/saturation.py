"""The deed that asks whether more interviews would still bring new codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from kangni.app.basis import Basis, basis, reading_of
from kangni.app.interviews import Interviews, interviews_of
from kangni.app.saturation_groups import Rule, groups_of, notation, rows_that_brought, verdict
from kangni.core.errors import N_, MethodInput, NothingToAnalyse
from kangni.core.ports import Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import Bools, ColumnSource, Floats, Ints
from kangni.methods.further_interviews import curve, next_interview
from kangni.methods.richness import Richness, chao2, coverage, coverage_at, extrapolated, rarefied
from kangni.methods.saturation import Accumulation, Stop, accumulation, new_codes, new_in_orders, saturated_orders
from kangni.results.answer import Caution, Setting
from kangni.results.saturation import CodeSeen, CurvePoint, InterviewCodes, NextCodes, Saturation

__all__ = ["saturation"]

MANY_RARE = 0.25  # of all codes seen: more of them in one interview only make every estimate of the rest vague
USELESS = 2  # an upper bound of more than so many times the codes seen tells nothing
RESAMPLES = 1000  # of the participants, for the curve
POINTS = 100  # of the curve

ARGUED = N_(
    "Saturation is argued, not computed: “no new codes” does not mean “nothing more to learn”, and these numbers are "
    "one part of the argument."
)
UNDATED = N_("{count} of {n} interviews have no date and stand last, by name; the stopping rule depends on the order.")
NO_DATES = N_("No interview has a date, so they stand by name; the stopping rule depends on the order.")
RARE = N_(
    "{count} of {codes} codes occur in one interview only: how many codes are still unseen can hardly be said, as the "
    "interval of Chao2 shows."
)
TOO_WIDE = N_(
    "The interval of Chao2 runs from {low} to {high} codes where {codes} were seen: it is useless and says only that "
    "nobody knows."
)
LOWER_BOUND = N_("Chao2 is a lower bound: there may be more codes than it says.")
COVERED = N_("Coverage speaks of mentions, not of codes: rare codes can go unheard while it is high.")
CODEBOOK = N_(
    "New codes are those of the codebook. A codebook made before the interviews cannot tell what it has no code for."
)
WAITING = N_("{count} interviews that nobody has coded or declared done are left out: {names}.")
INCOMPLETE = N_("Base and run need {needed} interviews; there are {n}.")


def saturation(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    orders: int = 2000,
    resamples: int = RESAMPLES,
    seed: int = DEFAULT_SEED,
    reading: str = "any",
) -> Saturation:
    """Count the codes that each interview brought, and ask what those seen once say about those not seen yet.

    `on` is the day on which consent must hold. `base`, `run` and `threshold` are the stopping rule's; `orders` is how
    many random orders of the interviews are tried, `resamples` how often the participants are drawn again, both from
    `seed`.

    Raises
    ------
    NothingToAnalyse
        Where nobody's interview is coded in this reading.
    """
    if orders < 1:
        raise MethodInput("saturation", f"{orders} random orders; use 1 or more")
    study = basis(read, columns, on=on, reading=reading)
    heard = interviews_of(study, _is_read(read, columns.seen(), reading))
    if not heard.has.any():
        raise NothingToAnalyse(N_("Saturation"), N_("interviews with codings, of participants who agreed to analysis"))
    rule, rng = Rule(base, run, threshold), np.random.default_rng(seed)
    occurrences = heard.has.sum(axis=0).astype(np.int64)
    stop, shuffled = rule.applied(heard.has), new_in_orders(heard.has, orders=orders, rng=rng)
    drawn = _curve(heard.has, resamples=resamples, rng=rng)
    groups, brought = groups_of(study, heard, rule, orders=orders, rng=rng)
    n, seen = len(heard.handles), int((occurrences > 0).sum())
    once, twice = int((occurrences == 1).sum()), int((occurrences == 2).sum())
    richness = chao2(interviews=n, seen=seen, once=once, twice=twice)
    return Saturation(
        settings=(*study.settings(), *_settings(rule, orders=orders, resamples=resamples, seed=seed)),
        cautions=(*study.cautions, *_cautions(heard, rule, richness, seen=seen, once=once)),
        revision=read.revision,
        reading=reading,
        base=base,
        run=run,
        threshold=threshold,
        orders=orders,
        resamples=resamples,
        seed=seed,
        interviews=_rows(
            heard,
            stop,
            rarefied(occurrences, interviews=n),
            accumulation(shuffled),
            saturated_orders(shuffled, base=base, run=run, threshold=threshold),
        ),
        codes=_codes(study, heard, occurrences),
        base_codes=stop.base_codes,
        verdict=verdict(stop),
        saturated_at=stop.at,
        notation=notation(stop, rule),
        codes_in_one=once,
        codes_in_two=twice,
        chao2=richness.estimate,
        chao2_low=richness.low,
        chao2_high=richness.high,
        coverage=coverage(interviews=n, once=once, mentions=int(occurrences.sum()), unseen=richness.unseen),
        codes_at_double=extrapolated(interviews=n, more=n, seen=seen, once=once, unseen=richness.unseen),
        next_interview=_next(heard.has),
        curve=drawn,
        themes=tuple(group for group in groups if group.kind == "theme"),
        levels=tuple(group for group in groups if group.kind == "level"),
        unused=tuple(code.handle for code, count in zip(study.codes, occurrences, strict=True) if not count),
        rows_by_key={**brought, **rows_that_brought(heard)},
    )


def _settings(rule: Rule, *, orders: int, resamples: int, seed: int) -> Iterator[Setting]:
    yield Setting("order", "date of interview")
    yield Setting("base", rule.base)
    yield Setting("run", rule.run)
    yield Setting("threshold", rule.threshold)
    yield Setting("random orders", orders)
    yield Setting("resamples of participants", resamples)
    yield Setting("interval of the curve", N_("bootstrap of participants, 1.96 SE"))
    yield Setting("interval of further interviews", N_("jackknife of participants, t"))
    yield Setting("seed", seed)


def _is_read(read: Reader, seen: Bools, reading: str) -> Bools:
    """Tell which documents the coders of this reading have declared done."""
    wanted = reading_of(read, reading)
    return np.asarray((seen if isinstance(wanted, str) else seen[[wanted]]).any(axis=0), dtype=np.bool_)


def _rows(
    heard: Interviews, stop: Stop, expected: Floats, orders: Accumulation, shares: Floats
) -> tuple[InterviewCodes, ...]:
    new = new_codes(heard.has)
    total = np.cumsum(new)
    return tuple(
        InterviewCodes(
            order=i + 1,
            interview=heard.handles[i],
            date=heard.dates[i],
            codes=int(heard.has[i].sum()),
            new=int(new[i]),
            total=int(total[i]),
            ratio=_number(stop.ratios[i], stop),
            expected=float(expected[i]),
            orders_low=float(orders.low[i]),
            orders_high=float(orders.high[i]),
            orders_saturated=_number(shares[i], None),
        )
        for i in range(len(heard.handles))
    )


def _number(value: float, stop: Stop | None) -> Number:
    if np.isfinite(value):
        return float(value)
    no_base = stop is not None and not stop.base_codes
    return Undefined(N_("the base found no code") if no_base else N_("base and run are not complete"))


def _codes(study: Basis, heard: Interviews, occurrences: Ints) -> tuple[CodeSeen, ...]:
    """Return the codes seen, in the order in which the interviews brought them."""
    first = heard.has.argmax(axis=0)
    seen = sorted(np.flatnonzero(occurrences).tolist(), key=lambda code: (first[code], code))
    return tuple(
        CodeSeen(
            code=study.codes[code].handle,
            name=study.codes[code].name,
            first_interview=heard.handles[first[code]],
            interviews=int(occurrences[code]),
        )
        for code in seen
    )


def _next(has: Bools) -> NextCodes:
    found = next_interview(has)
    return NextCodes(
        new=found.new.value,
        new_low=found.new.low,
        new_high=found.new.high,
        known=found.known.value,
        known_low=found.known.low,
        known_high=found.known.high,
        as_last_none=int((found.as_last == 0).sum()),
        as_last_most=int(found.as_last.max()),
    )


def _curve(has: Bools, *, resamples: int, rng: np.random.Generator) -> tuple[CurvePoint, ...]:
    """Return the curve from one interview to twice as many as there are, at a hundred places where there are more."""
    n = has.shape[0]
    sizes = np.unique(np.append(np.rint(np.linspace(1, 2 * n, min(2 * n, POINTS))), n)).astype(np.int64)
    found = curve(has, sizes=sizes, resamples=resamples, rng=rng)
    known = coverage_at(has.sum(axis=0), interviews=n, sizes=sizes) if n > 1 else np.full(sizes.size, np.nan)
    columns = np.stack([found.expected, found.low, found.high, known], axis=1).tolist()
    return tuple(_point(size, *numbers, beyond=size > n) for size, numbers in zip(sizes.tolist(), columns, strict=True))


def _point(size: int, *numbers: float, beyond: bool) -> CurvePoint:
    few = Undefined(N_("fewer than two interviews"))
    expected, low, high, known = (number if np.isfinite(number) else few for number in numbers)
    return CurvePoint(size, expected, low, high, known, beyond)


def _cautions(heard: Interviews, rule: Rule, richness: Richness, *, seen: int, once: int) -> Sequence[Caution]:
    n, undated = len(heard.handles), sum(day is None for day in heard.dates)
    found = [Caution(ARGUED), Caution(CODEBOOK)]
    if heard.waiting:
        found.append(Caution(WAITING, (("count", len(heard.waiting)), ("names", ", ".join(heard.waiting)))))
    if undated == n:
        found.append(Caution(NO_DATES))
    elif undated:
        found.append(Caution(UNDATED, (("count", undated), ("n", n))))
    if n < rule.base + rule.run:
        found.append(Caution(INCOMPLETE, (("needed", rule.base + rule.run), ("n", n))))
    if once:
        found += [_estimate_caution(richness, seen=seen, once=once), Caution(COVERED)]
    return found


def _estimate_caution(richness: Richness, *, seen: int, once: int) -> Caution:
    """Say how much Chao2 is worth here."""
    low, high = richness.low, richness.high
    if not isinstance(low, Undefined) and not isinstance(high, Undefined) and high > USELESS * seen:
        return Caution(TOO_WIDE, (("low", round(low)), ("high", round(high)), ("codes", seen)))
    if once > MANY_RARE * seen:
        return Caution(RARE, (("count", once), ("codes", seen)))
    return Caution(LOWER_BOUND)
