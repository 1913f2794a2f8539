"""The deed that asks which groups of participants name which factors more often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from kangni.app.contrasts import FEWEST, TOO_FEW, Counts, Figures, allows, contrasted, places, small_sides
from kangni.app.factors import CLUSTERED, FORCED, factors
from kangni.app.groups import Cut, Grouping, group_by, only
from kangni.core.errors import N_, NothingToAnalyse
from kangni.core.names import Label
from kangni.core.people import Participant
from kangni.core.ports import Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource, Ints
from kangni.methods.proportions import CONFIDENCE, wilson
from kangni.methods.two_samples import cliffs_delta, permutation_test
from kangni.results.answer import Caution, Setting
from kangni.results.comparison import Comparison, Contrast, Group, GroupShare, Talk, Told
from kangni.results.factors import FactorTable

__all__ = ["compare"]

SAID, NAMED = N_("how much a person said"), N_("how many factors a person named")
TALKATIVE = 1.5  # times as much a person

NO_SPEECH = Undefined(N_("no turns of participants"))

UNGROUPED = N_("{count} of {n} participants have no value of “{attribute}” and stand in no group: {names}.")
FEW = N_(
    "Groups with fewer than {least} people get no p-values: {groups}. So small a group can also tell who somebody is; "
    "keep this table within the team."
)
UNEVEN_TALK = N_(
    "A person of {most} said {times} times as much as one of {least}: whoever says more can name more. Compare quotes "
    "per 1,000 {unit}, or read the turns."
)
FAMILY = N_("{count} comparisons stand in this table; the adjusted p holds for all of them together.")


@dataclass(frozen=True, slots=True)
class _Said:
    """One factor in one polarity: which participants say it, by handle."""

    code: str
    name: Label
    polarity: str
    names: frozenset[str]


def compare(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    attribute: str,
    cut: Sequence[Cut] = (),
    groups: Sequence[str] = (),
    reading: str = "any",
    with_barnard: bool = False,
    seed: int = DEFAULT_SEED,
) -> Comparison:
    """Set groups of participants side by side: who of each names a factor as risk, and who as protection.

    Groups are the values of the attribute; numbers and days are cut at `cut`, or into quartiles. `groups` picks some of
    them by name, a single one against all others. People are counted, never quotes.

    Raises
    ------
    UnknownName
        If nobody has the attribute, or no group has a name.
    CutInvalid
        If the attribute cannot be cut there.
    NothingToAnalyse
        If fewer than two groups have people.
    """
    table = factors(read, columns, on=on, reading=reading)
    heard = {person.participant for person in table.participants}
    found = group_by([person for person in read.all(Participant) if person.handle in heard], attribute, cut)
    found = only(found, groups) if groups else found
    if sum(bool(members) for members in found.members.values()) < 2:
        raise NothingToAnalyse(N_("The comparison"), N_("two groups of participants, by an attribute that differs"))
    said = tuple(_said(table))
    sides = _groups(table, found)
    contrasts, family = _contrasts(said, found, with_barnard=with_barnard)
    points = tuple(_points(table, found))
    return Comparison(
        settings=_settings(table, found, seed=seed),
        cautions=(
            *(caution for caution in table.cautions if caution.sentence not in {CLUSTERED, FORCED}),
            *_cautions(sides, found, table),
            *([Caution(FAMILY, (("count", family),))] if family > 1 else ()),
        ),
        revision=table.revision,
        reading=reading,
        attribute=attribute,
        split=found.split,
        bounds=found.bounds,
        n=sum(group.n for group in sides),
        groups=sides,
        ungrouped=found.ungrouped,
        exposure_unit=table.exposure_unit,
        contrasts=contrasts,
        shares=tuple(_shares(said, found)),
        talk=tuple(_talk(points, found, seed=seed)),
        points=points,
        family=family,
        counted=table.counted,
    )


def _said(table: FactorTable) -> Iterator[_Said]:
    matrix = table.matrix
    summaries = {summary.code: summary for summary in table.factors}
    for i, code in enumerate(matrix.factors):
        summary = summaries[code]
        for cells, side in ((matrix.risk, summary.risk), (matrix.protective, summary.protective)):
            names = frozenset(matrix.participants[k] for k in np.flatnonzero(cells[:, i]).tolist())
            if names:
                yield _Said(code, summary.name, side.key.rpartition("/")[2], names)


def _groups(table: FactorTable, found: Grouping) -> tuple[Group, ...]:
    amounts = {person.participant: person.amount for person in table.participants}
    return tuple(_group(name, members, amounts, table.exposure) for name, members in found.members.items())


def _group(name: str, members: tuple[str, ...], amounts: Mapping[str, Number], exposure: Number) -> Group:
    if isinstance(exposure, Undefined):
        return Group(name, len(members), members, exposure, exposure)
    said = [amount for member in members if not isinstance(amount := amounts[member], Undefined)]
    return Group(name, len(members), members, sum(said), sum(said) / len(said) if said else NO_SPEECH)


def _contrasts(said: Sequence[_Said], found: Grouping, *, with_barnard: bool) -> tuple[tuple[Contrast, ...], int]:
    """Return all comparisons, the largest difference first, and how many of them have a p-value."""
    pairs = [
        (each, *pair)
        for each in said
        for pair in _pairs(found)
        if any(_among(found.members[name], each) for name in pair)
    ]
    counts = [_count(each, found.members[first], found.members[second]) for each, first, second in pairs]
    figures = contrasted(counts, with_barnard=with_barnard)
    contrasts = [
        _contrast(pair, found, figure, place)
        for pair, figure, place in zip(pairs, figures, places(figures), strict=True)
    ]
    family = sum(not isinstance(figure.p_boschloo, Undefined) for figure in figures)
    return tuple(sorted(contrasts, key=lambda contrast: contrast.place)), family


def _count(said: _Said, first: Sequence[str], second: Sequence[str]) -> Counts:
    return Counts(len(_among(first, said)), len(first), len(_among(second, said)), len(second))


def _contrast(pair: tuple[_Said, str, str], found: Grouping, figures: Figures, place: int) -> Contrast:
    said, first, second = pair
    first_names, second_names = (_among(found.members[name], said) for name in (first, second))
    return Contrast(
        key=f"{said.code}/{said.polarity}",
        place=place,
        code=said.code,
        name=said.name,
        polarity=said.polarity,
        first=first,
        first_participants=len(first_names),
        first_n=len(found.members[first]),
        second=second,
        second_participants=len(second_names),
        second_n=len(found.members[second]),
        difference=figures.difference,
        lower=figures.lower,
        upper=figures.upper,
        first_names=first_names,
        second_names=second_names,
        p_boschloo=figures.p_boschloo,
        p_adjusted=figures.p_adjusted,
        p_fisher=figures.p_fisher,
        p_barnard=figures.p_barnard,
    )


def _shares(said: Sequence[_Said], found: Grouping) -> Iterator[GroupShare]:
    for each in said:
        for group, members in found.members.items():
            names = _among(members, each)
            bounds = wilson(len(names), len(members))
            yield GroupShare(
                key=f"{each.code}/{each.polarity}/{group}",
                code=each.code,
                polarity=each.polarity,
                group=group,
                participants=len(names),
                n=len(members),
                lower=bounds.lower,
                upper=bounds.upper,
                names=names,
            )


def _points(table: FactorTable, found: Grouping) -> Iterator[Told]:
    amounts = {person.participant: person.amount for person in table.participants}
    named: Ints = ((table.matrix.risk + table.matrix.protective) > 0).sum(axis=1)
    factors_of = dict(zip(table.matrix.participants, named.tolist(), strict=True))
    for group, members in found.members.items():
        for member in members:
            said = table.exposure if isinstance(table.exposure, Undefined) else amounts[member]
            yield Told(member, group, said, factors_of[member])


def _talk(points: Sequence[Told], found: Grouping, *, seed: int) -> Iterator[Talk]:
    said = {group: [p.said for p in points if p.group == group] for group in found.members}
    named: dict[str, list[Number]] = {group: [p.factors for p in points if p.group == group] for group in found.members}
    for measure, values in ((SAID, said), (NAMED, named)):
        for first, second in _pairs(found):
            one, other = _defined(values[first]), _defined(values[second])
            if one and other:
                yield _talk_of(measure, first, second, one, other, seed=seed)


def _talk_of(measure: str, first: str, second: str, one: Sequence[float], other: Sequence[float], *, seed: int) -> Talk:
    means = float(np.mean(one)), float(np.mean(other))
    dominance = cliffs_delta(one, other)
    is_tested = min(len(one), len(other)) >= FEWEST
    tested = permutation_test(one, other, rng=np.random.default_rng(seed)) if is_tested else None
    return Talk(
        measure=measure,
        first=first,
        second=second,
        first_mean=means[0],
        second_mean=means[1],
        difference=means[0] - means[1],
        delta=dominance.delta,
        lower=dominance.interval.lower,
        upper=dominance.interval.upper,
        p=tested.p if tested else TOO_FEW,
        p_error=tested.error if tested else TOO_FEW,
        divisions=tested.divisions if tested else 0,
    )


def _settings(table: FactorTable, found: Grouping, *, seed: int) -> tuple[Setting, ...]:
    counting = tuple(each for each in table.settings if each.name not in {"interval of rates", "confidence"})
    return (
        *counting,
        Setting("attribute", found.attribute),
        Setting("groups by", found.split),
        *([Setting("bounds", ", ".join(found.bounds))] if found.bounds else []),
        Setting("interval of differences", "newcombe, method 10"),
        Setting("confidence", CONFIDENCE),
        Setting("test", "boschloo"),
        Setting("adjusted by", "benjamini-hochberg"),
        Setting("family", "all factors of one screen"),
        Setting("no p-value below", FEWEST),
        Setting("seed", seed),
    )


def _cautions(sides: Sequence[Group], found: Grouping, table: FactorTable) -> Iterator[Caution]:
    if found.ungrouped:
        facts = (
            ("count", len(found.ungrouped)),
            ("n", table.n),
            ("attribute", found.attribute),
            ("names", ", ".join(found.ungrouped)),
        )
        yield Caution(UNGROUPED, facts)
    few = [group for group in sides if group.n < FEWEST]
    if few:
        names = ", ".join(f"{group.group} ({group.n})" for group in few)
        yield Caution(FEW, (("least", FEWEST), ("groups", names)))
    yield from small_sides([group.n for group in sides])
    for first, second in combinations(sides, 2):
        yield from allows(first.group, first.n, second.group, second.n)
    yield from _uneven(sides, table.exposure_unit)


def _uneven(sides: Sequence[Group], unit: str) -> Iterator[Caution]:
    """Say whose people talk much more than those of another group."""
    amounts = {side.group: each for side in sides if not isinstance(each := side.exposure_each, Undefined) and each > 0}
    if len(amounts) < 2:
        return
    most, least = max(amounts, key=amounts.__getitem__), min(amounts, key=amounts.__getitem__)
    times = amounts[most] / amounts[least]
    if times >= TALKATIVE:
        yield Caution(UNEVEN_TALK, (("most", most), ("least", least), ("times", f"{times:.1f}"), ("unit", unit)))


def _pairs(found: Grouping) -> Iterator[tuple[str, str]]:
    return combinations([name for name, members in found.members.items() if members], 2)


def _among(members: Sequence[str], said: _Said) -> tuple[str, ...]:
    return tuple(member for member in members if member in said.names)


def _defined(values: Sequence[Number]) -> list[float]:
    return [value for value in values if not isinstance(value, Undefined)]
