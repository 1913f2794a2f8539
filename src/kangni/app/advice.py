"""The deed of advising: what people ask for and what their claims imply, by addressee, never added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from kangni.app.balance import MEMBERS, Ground, balance_cautions, balance_settings, ground
from kangni.app.beside import CLEARLY, LEAST_CHANGE, lever_loops
from kangni.app.budgeted import budget_of, check_amounts
from kangni.app.levers import levers_of
from kangni.app.paired import PAIRED, pair_sets, pairs_of
from kangni.app.standing import CLEAR_REACH, CLEAR_SIGN, THIN, ordered
from kangni.app.steadiness import CODER_MEMBERS, coders_of, steadiness_of
from kangni.app.suggested import Passage, addressee_of, suggested
from kangni.app.suggestions import UNASKED
from kangni.app.weighed import Case, Weighed, acted, case_of, weigh
from kangni.core.advice import named_lever
from kangni.core.errors import N_, NothingToAnalyse
from kangni.core.framework import Addressee
from kangni.core.names import NO_WORDS
from kangni.core.ports import Progressing, Reader
from kangni.core.undefined import Undefined
from kangni.methods.causal.acting import Acted
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource
from kangni.results.advice import AddresseeAdvice, Advice
from kangni.results.answer import Caution, Evidence, Setting

__all__ = ["advice"]

LOST = N_("{count} ties belong to codings that do not count here: drafts, other voices, or participants outside n.")
UNKNOWN = N_("Ties name levers that the framework does not have: {levers}.")
WHOLE_FAMILY = N_("A lever with several codes moves all of them; its effect is not divided by their number.")


def advice(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    costs: Mapping[str, float] | None = None,
    budget: float | None = None,
    members: int = MEMBERS,
    seed: int = DEFAULT_SEED,
    workers: int = 1,
    progress: Progressing | None = None,
) -> Advice:
    """Order levers by addressee: askers first, then all supporters, then the size of the effect (METHODS 9).

    `on` is the day on which consent must hold. With a budget, and the costs of levers by id or name in the same unit,
    the sets that fit into it are sought too; levers without a cost are in none.

    Raises
    ------
    NothingToAnalyse
        Without claims and without suggestions.
    UnknownLever, BudgetIncomplete, AmountInvalid
    """
    study = ground(read, columns, on=on, may_be_empty=True)
    priced = {named_lever(word, study.framework, study.codebook): cost for word, cost in (costs or {}).items()}
    check_amounts(priced, budget)
    whole = 2 * members + len(coders_of(study)) * CODER_MEMBERS

    def tell(done: int, _of: int) -> None:
        if progress is not None:
            progress(done, whole)

    case = case_of(read, columns, study, on=on, members=members, seed=seed, workers=workers, progress=tell)
    if not len(study.bundled.cause) and not case.wishes.passages:
        raise NothingToAnalyse(N_("Advice"), N_("claims or suggestions by participants whose consent covers analysis"))
    weighed = tuple(weigh(case, lever, row) for row, lever in enumerate(case.levers))
    sets = pair_sets(weighed)
    done = acted(case, sets, workers=workers, progress=lambda part, _of: tell(members + part, whole))
    steadiness = steadiness_of(case, weighed, seed=seed, progress=lambda part, _of: tell(2 * members + part, whole))
    wishes = case.wishes
    return Advice(
        settings=(*balance_settings(study, members=members, seed=seed), *_order_settings()),
        cautions=_cautions(case),
        revision=read.revision,
        participants=study.bundled.n,
        members=members,
        seed=seed,
        suggestions=len(wishes.passages),
        tied=len(wishes.passages) - len(wishes.untied),
        unit_dip=study.model if isinstance(study.model, Undefined) else study.unit.dip.dip,
        addressees=tuple(_addressee(case, one, weighed, done) for one in _addressees(case)),
        pairs=() if done is None else pairs_of(case, weighed, sets, done),
        budget=None if budget is None else budget_of(case, weighed, costs=priced, budget=budget, workers=workers),
        steadiness=steadiness,
        note=study.framework.lever_note,
        evidence_by_key=_evidence(case, weighed),
    )


def _addressees(case: Case) -> tuple[Addressee, ...]:
    """Return the framework's addressees, and one without a name where a lever or suggestion has none."""
    named = case.study.framework.addressees
    known = {addressee.id for addressee in named}
    homeless = any(not known & set(lever.addressees) for lever in case.levers)
    homeless |= any(not _addressed(case.study, passage) for passage in case.wishes.passages)
    return (*named, *([Addressee("", NO_WORDS)] if homeless else []))


def _addressee(case: Case, addressee: Addressee, weighed: Sequence[Weighed], done: Acted | None) -> AddresseeAdvice:
    known = {one.id for one in case.study.framework.addressees}
    mine = [one for one in weighed if addressee.id in (known & set(one.codes.addressees) or {""})]
    good = [one for one in mine if _holds_now(case, one)]
    asked_for = [one for one in mine if one not in good]
    words = [passage for passage in case.wishes.passages if _addressed(case.study, passage) == addressee.id]
    return AddresseeAdvice(
        addressee=addressee.id,
        name=addressee.name,
        declining=suggested(case.study, (passage for passage in words if passage.declines)),
        levers=ordered(case, asked_for, done, among=mine),
        holds_now=ordered(case, good, done, among=mine),
        untied=suggested(case.study, (passage for passage in words if passage in case.wishes.untied)),
    )


def _holds_now(case: Case, one: Weighed) -> bool:
    """Tell whether nobody asks for a good that many credit, in a study in which people were asked."""
    return case.wishes.is_tied and not one.askers and bool(one.codes.raised) and len(one.supporters) > THIN


def _addressed(study: Ground, passage: Passage) -> str:
    return addressee_of(study.study.codes[passage.code], study.framework)


def _order_settings() -> tuple[Setting, ...]:
    return (
        Setting("order of levers", "askers, then supporters, then size of the median effect"),
        Setting("thin, at most supporters", THIN),
        Setting("direction open below a certainty of", CLEAR_SIGN),
        Setting("path thin below a reach of", CLEAR_REACH),
        Setting("worse elsewhere: by at least, of a level", LEAST_CHANGE),
        Setting("worse elsewhere: in at least, of the maps with a path", CLEARLY),
        Setting("pressed two at a time, the first levers", PAIRED),
    )


def _cautions(case: Case) -> tuple[Caution, ...]:
    found = [*balance_cautions(case.study), Caution(WHOLE_FAMILY)]
    if not case.wishes.is_tied:
        found.append(Caution(UNASKED))
    if case.wishes.lost:
        found.append(Caution(LOST, (("count", case.wishes.lost),)))
    unknown = sorted(set(case.wishes.askers) - {lever.id for lever in levers_of(case.study)})
    if unknown:
        found.append(Caution(UNKNOWN, (("levers", "; ".join(unknown)),)))
    return tuple(found)


def _evidence(case: Case, weighed: Sequence[Weighed]) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    for one in weighed:
        lever = one.codes
        found[lever.id] = Evidence("coding", case.wishes.rows.get(lever.id, ()))
        found |= {
            f"{lever.id}/{part}": evidence
            for part, evidence in case.credit.evidence(lever, one.supporters).items()
            if evidence.rows
        }
        if case.loops is not None:
            loops = (loop.key for loop in lever_loops(case, lever))
            found |= {f"{lever.id}/loop/{key}": case.loops.evidence(key) for key in loops}
    spoken = defaultdict[str, set[int]](set)
    for passage in case.wishes.passages:
        if passage.declines or passage in case.wishes.untied:
            part = "declining" if passage.declines else "untied"
            spoken[f"{_addressed(case.study, passage)}/{part}"].update(passage.rows)
    return found | {key: Evidence("coding", tuple(sorted(rows))) for key, rows in spoken.items()}
