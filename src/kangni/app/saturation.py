"""The deed that asks whether more interviews would still bring new codes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kangni.app.basis import Basis, basis, reading_of
from kangni.core.errors import N_, MethodInput, NothingToAnalyse
from kangni.core.ports import Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import Bools, ColumnSource, Floats, Ints
from kangni.methods.readings import QuoteColumns, distinct
from kangni.methods.saturation import (
    Stop,
    chao2,
    coverage,
    extrapolated,
    new_codes,
    rarefied,
    saturated_orders,
    stopping_rule,
)
from kangni.results.answer import Caution, Setting
from kangni.results.saturation import CodeSeen, InterviewCodes, Saturation, Verdict

__all__ = ["saturation"]

INTERVIEW_DATE = "interview_date"  # the participant's attribute, where no document has a date
MANY_RARE = 0.25  # of all codes seen: more of them in one interview only make every estimate of the rest vague

UNDATED = N_("{count} of {n} interviews have no date and stand last, by name; the stopping rule depends on the order.")
NO_DATES = N_("No interview has a date, so they stand by name; the stopping rule depends on the order.")
RARE = N_(
    "{count} of {codes} codes occur in one interview only: how many codes are still unseen can hardly be said, as the "
    "interval of Chao2 shows."
)
LOWER_BOUND = N_("Chao2 is a lower bound: there may be more codes than it says.")
CODEBOOK = N_(
    "New codes are those of the codebook. A codebook made before the interviews cannot tell what it has no code for."
)
WAITING = N_("{count} interviews that nobody has coded or declared done are left out: {names}.")
INCOMPLETE = N_("Base and run need {needed} interviews; there are {n}.")


@dataclass(frozen=True, slots=True)
class _Interviews:
    """Interviews in order: whose, when, and which has which code (rows in that order, columns all codes)."""

    handles: tuple[str, ...]
    dates: tuple[date | None, ...]
    has: Bools
    quotes: QuoteColumns
    place: Ints  # of each quote's interview
    waiting: tuple[str, ...]  # those whom nobody has read yet


def saturation(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    orders: int = 2000,
    seed: int = DEFAULT_SEED,
    reading: str = "any",
) -> Saturation:
    """Count the codes that each interview brought, and ask what those seen once say about those not seen yet.

    `on` is the day on which consent must hold. `base`, `run` and `threshold` are the stopping rule's; `orders` is how
    many random orders of the interviews are tried, from `seed`.

    Raises
    ------
    NothingToAnalyse
        Where nobody's interview is coded in this reading.
    """
    if orders < 1:
        raise MethodInput("saturation", f"{orders} random orders; use 1 or more")
    study = basis(read, columns, on=on, reading=reading)
    heard = _interviews(study, _is_read(read, columns.seen(), reading))
    if not heard.has.any():
        raise NothingToAnalyse(N_("Saturation"), N_("interviews with codings, of participants who agreed to analysis"))
    occurrences = heard.has.sum(axis=0).astype(np.int64)
    new = new_codes(heard.has)
    stop = stopping_rule(new, base=base, run=run, threshold=threshold)
    shares = saturated_orders(
        heard.has, base=base, run=run, threshold=threshold, orders=orders, rng=np.random.default_rng(seed)
    )
    n, seen = len(heard.handles), int((occurrences > 0).sum())
    once, twice = int((occurrences == 1).sum()), int((occurrences == 2).sum())
    richness = chao2(interviews=n, seen=seen, once=once, twice=twice)
    return Saturation(
        settings=(
            *study.settings(),
            Setting("order", "date of interview"),
            Setting("base", base),
            Setting("run", run),
            Setting("threshold", threshold),
            Setting("random orders", orders),
            Setting("seed", seed),
        ),
        cautions=(*study.cautions, *_cautions(heard, needed=base + run, seen=seen, once=once)),
        revision=read.revision,
        reading=reading,
        base=base,
        run=run,
        threshold=threshold,
        orders=orders,
        seed=seed,
        interviews=_rows(heard, new, stop, rarefied(occurrences, interviews=n), shares),
        codes=_codes(study, heard, occurrences),
        base_codes=stop.base_codes,
        verdict=_verdict(stop),
        saturated_at=stop.at,
        codes_in_one=once,
        codes_in_two=twice,
        chao2=richness.estimate,
        chao2_low=richness.low,
        chao2_high=richness.high,
        coverage=coverage(interviews=n, once=once, mentions=int(occurrences.sum()), unseen=richness.unseen),
        codes_at_double=extrapolated(interviews=n, more=n, seen=seen, once=once, unseen=richness.unseen),
        unused=tuple(code.handle for code, count in zip(study.codes, occurrences, strict=True) if not count),
        rows_by_interview=_evidence(heard),
    )


def _is_read(read: Reader, seen: Bools, reading: str) -> Bools:
    """Tell which documents the coders of this reading have declared done."""
    wanted = reading_of(read, reading)
    return np.asarray((seen if isinstance(wanted, str) else seen[[wanted]]).any(axis=0), dtype=np.bool_)


def _interviews(study: Basis, is_read: Bools) -> _Interviews:
    """Put the participants of n whom somebody has coded in order of their first interview, undated ones last."""
    people = study.heard.people
    counted = study.quotes.take(np.flatnonzero(~study.quotes.is_beside))
    documents = _documents(study)
    days = _days(study, documents)
    # an interview that nobody has read yet brings no new code either, and would look like saturation
    is_read[study.quotes.document] = True
    waiting = [i for i, texts in enumerate(documents) if study.heard.included[i] and not is_read[sorted(texts)].any()]
    order = sorted(
        set(np.flatnonzero(study.heard.included[:-1]).tolist()) - set(waiting),
        key=lambda i: (days[i] is None, days[i] or date.min, people[i].handle),
    )
    place_of = np.full(len(people), -1, dtype=np.int64)
    place_of[order] = np.arange(len(order))
    place = place_of[counted.participant]
    has = np.zeros((len(order), len(study.codes)), dtype=np.bool_)
    has[place, counted.code] = True
    return _Interviews(
        handles=tuple(people[i].handle for i in order),
        dates=tuple(days[i] for i in order),
        has=has,
        quotes=counted,
        place=place,
        waiting=tuple(people[i].handle for i in waiting),
    )


def _documents(study: Basis) -> list[set[int]]:
    """Return the originals in which each participant speaks, or of which they are the main one."""
    documents: list[set[int]] = [set() for _ in study.heard.people]
    number = {person.id: i for i, person in enumerate(study.heard.people)}
    for i, head in enumerate(study.heard.heads):
        if head.participant is not None and head.translation_of is None:
            documents[number[head.participant]].add(i)
    for person, document in zip(*distinct(study.heard.speaker, study.turns.document), strict=True):
        if person >= 0:
            documents[person].add(int(document))
    return documents


def _days(study: Basis, documents: Sequence[Collection[int]]) -> list[date | None]:
    """Return each participant's first day: of their documents, else as the participants' table has it."""
    days: list[date | None] = []
    for person, texts in zip(study.heard.people, documents, strict=True):
        dated = [day for i in texts if (day := study.heard.heads[i].date) is not None]
        written = person.attributes.get(INTERVIEW_DATE)
        days.append(min(dated) if dated else written if isinstance(written, date) else None)
    return days


def _rows(heard: _Interviews, new: Ints, stop: Stop, expected: Floats, shares: Floats) -> tuple[InterviewCodes, ...]:
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
            orders_saturated=_number(shares[i], None),
        )
        for i in range(len(heard.handles))
    )


def _number(value: float, stop: Stop | None) -> Number:
    if np.isfinite(value):
        return float(value)
    no_base = stop is not None and not stop.base_codes
    return Undefined(N_("the base found no code") if no_base else N_("base and run are not complete"))


def _codes(study: Basis, heard: _Interviews, occurrences: Ints) -> tuple[CodeSeen, ...]:
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


def _verdict(stop: Stop) -> Verdict:
    if not isinstance(stop.at, Undefined):
        return "saturated"
    return "not reached" if stop.at.reason == "not reached" else "undefined"


def _evidence(heard: _Interviews) -> Mapping[str, tuple[int, ...]]:
    """Return the codings that brought new codes, by interview."""
    brings = np.flatnonzero(heard.place == heard.has.argmax(axis=0)[heard.quotes.code])
    place, row = distinct(heard.place[brings], heard.quotes.row[brings])
    start = np.searchsorted(place, np.arange(len(heard.handles) + 1))
    return {handle: tuple(row[start[i] : start[i + 1]].tolist()) for i, handle in enumerate(heard.handles)}


def _cautions(heard: _Interviews, *, needed: int, seen: int, once: int) -> Sequence[Caution]:
    n, undated = len(heard.handles), sum(day is None for day in heard.dates)
    found = [Caution(CODEBOOK)]
    if heard.waiting:
        found.append(Caution(WAITING, (("count", len(heard.waiting)), ("names", ", ".join(heard.waiting)))))
    if undated == n:
        found.append(Caution(NO_DATES))
    elif undated:
        found.append(Caution(UNDATED, (("count", undated), ("n", n))))
    if n < needed:
        found.append(Caution(INCOMPLETE, (("needed", needed), ("n", n))))
    if once:
        rare = Caution(RARE, (("count", once), ("codes", seen)))
        found.append(rare if once > MANY_RARE * seen else Caution(LOWER_BOUND))
    return found
