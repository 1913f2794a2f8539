"""The deed that plans how many interviews two people code, before they do or from those that they have coded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import numpy as np

from kangni.app.comparing import Compared, compared
from kangni.core.errors import N_, AgreementOff
from kangni.core.ports import Reader
from kangni.core.undefined import Undefined
from kangni.methods.agreement.figures import by_cluster
from kangni.methods.agreement.plan import ASSURANCE, MOST, drawn_tables, enough, simulated_tables, widths
from kangni.methods.agreement.units import pair_tables
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource, Floats
from kangni.results.answer import Caution, Setting
from kangni.results.plan import AgreementPlan, PlanRow

__all__ = ["plan_agreement", "plan_from_study"]

STUDIES = 400
LADDER = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200)  # numbers of interviews to show
AROUND = 4  # of them on each side of the answer

MODEL = N_(
    "Assumed: two people who use codes alike often, in {prevalence} of {turns} turns for each of {codes} codes, and "
    "agree to alpha {alpha} over all interviews. If coders agree less, or codes are rarer, more interviews are needed."
)
SPREAD = N_(
    "Assumed: interviews differ in how often codes are given, and read differently, by {spread} of the mean beyond "
    "chance (coefficient of variation). A small number here promises too much: code a few twice, then plan from them."
)
ALIKE = N_("Assumed: interviews do not differ beyond chance. Real ones do, so this is the least that is needed.")
OWN = N_(
    "Drawn with replacement from {count} participants whose interviews {first} and {second} have both finished: what "
    "these few do not show, the plan does not know."
)
FEW_OWN = N_("With fewer than five participants this plan is a rough guess.")
INTERVAL = N_(
    "The interval is the 95 % jackknife over interviews of pooled alpha, all codes together; a single code needs many "
    "more (plan it with one code)."
)
ONE_CODE = N_("The interval is the 95 % jackknife over interviews of alpha of one code.")


def plan_agreement(
    *,
    codes: int,
    prevalence: float,
    alpha: float,
    turns: int,
    width: float,
    spread: float = 0.3,
    seed: int = DEFAULT_SEED,
) -> AgreementPlan:
    """Plan from assumptions: codes, the share of turns with each, the alpha hoped for, turns of an interview.

    Raises
    ------
    MethodInput
        For settings that cannot be.
    """
    tables = simulated_tables(
        prevalence=prevalence,
        alpha=alpha,
        cells=codes * turns,
        spread=spread,
        studies=STUDIES,
        rng=np.random.default_rng(seed),
    )
    assumed = (("prevalence", prevalence), ("turns", turns), ("codes", codes), ("alpha", alpha))
    return _plan(
        tables,
        width=width,
        settings=(
            *(Setting(name, value) for name, value in assumed),
            Setting("spread", spread),
            *_chance(seed),
        ),
        cautions=(
            Caution(MODEL, assumed),
            Caution(SPREAD, (("spread", spread),)) if spread else Caution(ALIKE),
            Caution(INTERVAL if codes > 1 else ONE_CODE),
        ),
    )


def plan_from_study(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    width: float,
    coders: Sequence[str] = (),
    code: str = "",
    seed: int = DEFAULT_SEED,
) -> AgreementPlan:
    """Plan from the interviews of a study that two people have coded: the named ones, else those with most in common.

    Raises
    ------
    AgreementOff
        Where the study wants no such figures.
    NothingToAnalyse
        Where no two coders have finished a common document.
    MethodInput
        Where the interviews of one participant only are coded by both.
    """
    settings = read.settings()
    if settings.agreement == "off":
        raise AgreementOff(settings.name)
    study = compared(read, columns, on=on, coders=coders, independent=settings.agreement == "reliability")
    first, second = _closest(study)
    observed = _tables(study, first, second, code=read.codebook().named(code).handle if code else "")
    names = (("first", study.coders[first]), ("second", study.coders[second]))
    own: tuple[tuple[str, str | int], ...] = (("count", observed.shape[0]), *names)
    tables = drawn_tables(observed, studies=STUDIES, rng=np.random.default_rng(seed))
    return _plan(
        tables,
        width=width,
        settings=(
            Setting("coders", ", ".join(name for _, name in names)),
            Setting("participants", observed.shape[0]),
            *([Setting("code", code)] if code else []),
            *_chance(seed),
        ),
        cautions=(
            *study.cautions,
            Caution(OWN, own),
            *([Caution(FEW_OWN)] if observed.shape[0] < 5 else []),
            Caution(ONE_CODE if code else INTERVAL),
        ),
        is_own=True,
        revision=read.revision,
    )


def _plan(
    tables: Floats,
    *,
    width: float,
    settings: tuple[Setting, ...],
    cautions: tuple[Caution, ...],
    is_own: bool = False,
    revision: int = 0,
) -> AgreementPlan:
    found = enough(tables, width=width)
    rows = [widths(tables, interviews, width=width) for interviews in _shown(found)]
    return AgreementPlan(
        settings=(Setting("width", width), Setting("assured", ASSURANCE), *settings),
        cautions=cautions,
        revision=revision,
        basis="own interviews" if is_own else "assumed",
        width=width,
        assured=ASSURANCE,
        interviews=found,
        plan_rows=tuple(PlanRow(row.interviews, row.median, row.assured, row.narrow, row.undefined) for row in rows),
    )


def _shown(found: int | Undefined) -> list[int]:
    """Return the numbers of interviews to show: the answer, and some on each side of it."""
    if isinstance(found, Undefined):
        return list(LADDER[-2 * AROUND :])
    below = [n for n in LADDER if n < found][-AROUND:]
    return [*below, found, *[n for n in LADDER if n > found][:AROUND]]


def _closest(study: Compared) -> tuple[int, int]:
    """Return the two coders with most units in common."""

    def shared(pair: tuple[int, int]) -> int:
        both = study.units.seen[pair[0]] & study.units.seen[pair[1]]
        return int(both[study.units.document].sum())

    return max(combinations(range(len(study.coders)), 2), key=shared)


def _tables(study: Compared, first: int, second: int, *, code: str) -> Floats:
    """Return the tables of the two coders by participant, of one code or of all that somebody used."""
    everything = pair_tables(study.marks, study.units, first, second, codes=len(study.codes))
    handles = [known.handle for known in study.codes]
    chosen = [handles.index(code)] if code else np.unique(study.marks.code).tolist()
    by_document = everything[:, chosen].sum(axis=1)
    common = by_document.sum(axis=(1, 2)) > 0
    cluster = np.unique(study.cluster[common], return_inverse=True)[1].astype(np.int64)
    return by_cluster(by_document[common], cluster)


def _chance(seed: int) -> tuple[Setting, ...]:
    return Setting("simulated studies", STUDIES), Setting("most interviews", MOST), Setting("seed", seed)
