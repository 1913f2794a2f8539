"""How counts of what stands together, or comes before, become the rows of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kangni.app.basis import Basis
from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Floats, Ints
from kangni.methods.cooccurrence import jaccard, log_odds, npmi, phi
from kangni.results.answer import Caution, Setting
from kangni.results.cooccurrence import CodedUnits, CoOccurrence, PairRow, Unit

__all__ = ["Counted", "answer"]

FLAGGED_FROM = 3  # participants who say both in one unit
UNITS: dict[Unit, str] = {
    "turn": N_("participant turn"),
    "window": N_("window of participant turns"),
    "overlap": N_("character"),
    "episode": N_("episode"),
    "sequence": N_("participant turn and those after it"),
}

NO_CAUSE = N_("Being told together, or one after the other, is no proof that one leads to the other.")
LONG_TURNS = N_("A long unit holds more codes than a short one, so that what is told at length stands together more.")
GUIDE = N_("Interviews follow a guide: what its questions put in order comes in order, whoever speaks.")
MANY = N_("Of {pairs} pairs some stand out by chance alone.")
NO_ORDER = Undefined(N_("only sequences have an order"))
NO_ERROR = Undefined(N_("characters are no independent units"))


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of all pairs; `first` and `second` are the units of each code as the earlier and as the later one.

    `baseline` holds participants expected, low, high, and the share of shuffles with as many; sequences only.
    """

    units: Ints
    participants: Ints
    speakers: Ints
    first: Ints
    second: Ints
    count: int
    coded: CodedUnits
    baseline: Floats | None = None


def answer(
    ground: Basis,
    counted: Counted,
    used: Ints,
    *,
    unit: Unit,
    window: int,
    revision: int,
    settings: Sequence[Setting] = (),
) -> CoOccurrence:
    """Name the counts of the codes numbered `used`; `settings` are those of this unit only."""
    codes = [ground.codes[number] for number in used.tolist()]
    handles = tuple(code.handle for code in codes)
    pairs = tuple(_pairs(counted, handles, unit))
    return CoOccurrence(
        settings=(*_settings(ground, unit), *settings),
        cautions=(*ground.cautions, *_cautions(unit, pairs=len(pairs))),
        revision=revision,
        reading=ground.reading,
        n=ground.heard.n,
        unit=unit,
        window=window,
        units=counted.count,
        codes=handles,
        names=tuple(code.name for code in codes),
        pairs=pairs,
        together=counted.units,
        together_participants=counted.participants,
        speakers=counted.speakers,
        coded=counted.coded,
    )


def _settings(ground: Basis, unit: Unit) -> Iterator[Setting]:
    for setting in ground.settings():
        yield Setting("unit", UNITS[unit]) if setting.name == "unit" else setting
    yield Setting("flagged from participants", FLAGGED_FROM)


def _cautions(unit: Unit, *, pairs: int) -> Iterator[Caution]:
    yield Caution(NO_CAUSE)
    yield Caution(GUIDE if unit == "sequence" else LONG_TURNS)
    if pairs:
        yield Caution(MANY, (("pairs", pairs),))


def _pairs(counted: Counted, handles: Sequence[str], unit: Unit) -> Iterator[PairRow]:
    ordered = unit == "sequence"
    shared = counted.units * ~np.eye(len(handles), dtype=np.bool_) if ordered else np.triu(counted.units, 1)
    first, second = np.nonzero(shared)
    order = np.lexsort((second, first, -counted.units[first, second], -counted.participants[first, second]))
    first, second = first[order], second[order]
    at = (first, second)
    numbers = np.stack(
        [
            counted.units[at],
            counted.first[first],
            counted.second[second],
            counted.participants[at],
            counted.speakers[at],
        ],
        axis=1,
    ).tolist()
    base = _baseline(counted, first, second)
    sign = ">" if ordered else "+"
    for i, k, found, beside in zip(first.tolist(), second.tolist(), numbers, base, strict=True):
        yield _pair(handles[i], handles[k], found, beside, sign=sign, n=counted.count, unit=unit)


def _baseline(counted: Counted, first: Ints, second: Ints) -> Sequence[tuple[Number, ...]]:
    """Return what shuffles and the reverse order say of each pair."""
    if counted.baseline is None:
        return [(NO_ORDER,) * 5] * first.size
    reverse = counted.participants[second, first].tolist()
    return [(*row, back) for row, back in zip(counted.baseline[:, first, second].T.tolist(), reverse, strict=True)]


def _pair(
    first: str, second: str, found: Sequence[int], beside: Sequence[Number], *, sign: str, n: int, unit: Unit
) -> PairRow:
    both, first_units, second_units, participants, speakers = found
    odds = log_odds(both, first_units, second_units, n)
    expected, low, high, as_many, reverse = beside
    return PairRow(
        key=f"{first}{sign}{second}",
        first=first,
        second=second,
        units=both,
        first_units=first_units,
        second_units=second_units,
        participants=participants,
        speakers=speakers,
        jaccard=jaccard(both, first_units, second_units),
        npmi=npmi(both, first_units, second_units, n),
        phi=phi(both, first_units, second_units, n),
        log_odds=odds.value,
        log_odds_error=NO_ERROR if unit == "overlap" else odds.error,
        flagged=participants >= FLAGGED_FROM,
        expected=expected,
        expected_low=low,
        expected_high=high,
        as_many=as_many,
        reverse=reverse,
    )
