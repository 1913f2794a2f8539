"""The deed that asks by which ways one factor leads to another, and who carries the argument."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from kangni.app.chosen import EVERYTHING, Chosen
from kangni.app.claimed import Claimed, cautions_of, claimed, settings_of
from kangni.core.codebook import Code
from kangni.core.errors import N_, UnknownName, closest
from kangni.core.names import fold_handle
from kangni.core.ports import Reader
from kangni.methods.causal import robustness
from kangni.methods.columns import ColumnSource
from kangni.results.answer import Caution, Evidence, Setting
from kangni.results.links import LinkSign
from kangni.results.paths import Path, Paths, Step

__all__ = ["main_arguments", "paths"]

MOST_LISTED = 50
MOST_NAMED = 5  # causes and effects that are paired

SIGNS = {1: LinkSign.RAISES, -1: LinkSign.LOWERS, 0: LinkSign.CONTESTED}

UNSPOKEN = N_("Nobody whose claims count says anything of {codes}.")
BACKWARDS = N_("Nothing leads from {cause} to {effect}; {count} people tell a way from {effect} to {cause}.")
NOWHERE = N_("Nothing that people say leads from {cause} to {effect}.")
ASSEMBLED = N_(
    "Nobody tells a whole way: the argument is put together from several people, and is not what any of them said."
)
HANGS = N_("The argument hangs on one person, {person}: without them nothing leads there.")
NOT_ALL = N_(
    "{count} of {found} ways are listed: those that most people tell, then those whose weakest link is strongest."
)
LONGER = N_("Only ways of up to {cap} links are listed; the three counts of people take longer ones in.")
MANY = N_("There are more than {found} ways; not all were looked at.")


def paths(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    cause: str,
    effect: str,
    cap: int = robustness.CAP,
    chosen: Chosen = EVERYTHING,
) -> Paths:
    """Find the ways from a cause to an effect of up to `cap` links, and count who carries them.

    Raises
    ------
    UnknownName
        If there is no such factor; the nearest is offered.
    MethodInput
        If cause and effect are the same.
    """
    study = claimed(read, columns, on=on, chosen=chosen)
    start, end = (_number(study.codes, name) for name in (cause, effect))
    return _between(study, start, end, cap=cap, revision=read.revision)


def main_arguments(
    read: Reader, columns: ColumnSource, *, on: date, causes: Sequence[str], effects: Sequence[str], most: int
) -> tuple[Paths, ...]:
    """Return the arguments from the first causes to the first effects that most people must leave before they fall."""
    study = claimed(read, columns, on=on)
    numbers = {code.handle: number for number, code in enumerate(study.codes)}
    found = [
        _between(study, numbers[cause], numbers[effect], cap=robustness.CAP, revision=read.revision)
        for cause in causes[:MOST_NAMED]
        for effect in effects[:MOST_NAMED]
        if cause != effect
    ]
    standing = [each for each in found if each.paths]
    return tuple(sorted(standing, key=lambda each: (-len(each.cut), -len(each.threads), -each.flow)))[:most]


def _between(study: Claimed, start: int, end: int, *, cap: int, revision: int) -> Paths:
    found = robustness.ways(study.links, cause=start, effect=end, cap=cap)
    told = robustness.threads(study.links, cause=start, effect=end)
    cut = robustness.source_cut(study.links, cause=start, effect=end)
    wide = robustness.flow(study.links, cause=start, effect=end)
    listed = sorted((_path(study, way) for way in found.ways), key=_order)[:MOST_LISTED]
    return Paths(
        settings=(*settings_of(study), Setting("longest way", cap)),
        revision=revision,
        n=study.links.n,
        chosen=study.chosen.settings(),
        cause=study.code(start),
        cause_name=study.codes[start].name,
        effect=study.code(end),
        effect_name=study.codes[end].name,
        threads=study.names(told),
        cut=study.names(cut),
        flow=wide.people,
        narrowest=tuple(study.key(link) for link in wide.narrowest.tolist()),
        cap=cap,
        found=len(found.ways),
        complete=found.complete,
        paths=tuple(listed),
        evidence_by_key=_evidence(study, listed),
        cautions=(
            *cautions_of(study),
            *_cautions(study, start, end, told=len(told), cut=study.names(cut)),
            *_of_the_list(len(listed), len(found.ways), cap, complete=found.complete),
        ),
    )


def _number(codes: Sequence[Code], name: str) -> int:
    folded = fold_handle(name)
    for number, code in enumerate(codes):
        if fold_handle(code.handle) == folded:
            return number
    raise UnknownName("factor", name, closest(name, (code.handle for code in codes)))


def _path(study: Claimed, way: Sequence[int]) -> Path:
    links = study.links
    codes = [int(links.cause[way[0]]), *(int(links.effect[link]) for link in way)]
    people = [frozenset(links.entry_participant[study.entries(link)].tolist()) for link in way]
    weakest = min(way, key=lambda link: int(links.sources[link]))
    told = frozenset.intersection(*people)
    signs = [0 if links.contested[link] else 1 if links.positive[link] else -1 for link in way]
    return Path(
        key=">".join(study.code(code) for code in codes),
        codes=tuple(study.code(code) for code in codes),
        names=tuple(study.codes[code].name for code in codes),
        steps=tuple(
            Step(study.key(link), SIGNS[sign], _named(study, who))
            for link, sign, who in zip(way, signs, people, strict=True)
        ),
        sign=SIGNS[int(np.prod(signs))],
        told_by=_named(study, told),
        weakest=study.key(weakest),
        weakest_sources=int(links.sources[weakest]),
        sources=_named(study, frozenset.union(*people)),
    )


def _order(path: Path) -> tuple[int, int, int, str]:
    return -len(path.told_by), -path.weakest_sources, len(path.steps), path.key


def _named(study: Claimed, people: Iterable[int]) -> tuple[str, ...]:
    return tuple(study.people[person] for person in sorted(people))


def _evidence(study: Claimed, listed: Iterable[Path]) -> Mapping[str, Evidence]:
    """Return the claims on each link, on each way, and on each way by everybody who tells it."""
    by_link = defaultdict[str, list[tuple[int, str]]](list)
    for claim, link in enumerate(study.links.claim_link.tolist()):
        if link >= 0:
            speaker = study.people[study.claims.participant[claim]]
            by_link[study.key(link)].append((int(study.claims.row[claim]), speaker))
    rows = dict[str, set[int]]()
    for path in listed:
        for step in path.steps:
            said = by_link[step.link]
            rows.setdefault(step.link, set()).update(row for row, _ in said)
            rows.setdefault(path.key, set()).update(row for row, _ in said)
            for teller in path.told_by:
                rows.setdefault(f"{path.key}/{teller}", set()).update(row for row, who in said if who == teller)
    return {key: Evidence("claim", tuple(sorted(found))) for key, found in rows.items()}


def _cautions(study: Claimed, start: int, end: int, *, told: int, cut: tuple[str, ...]) -> tuple[Caution, ...]:
    facts = (("cause", study.code(start)), ("effect", study.code(end)))
    if not cut:
        spoken = {*study.links.cause.tolist(), *study.links.effect.tolist()}
        silent = [study.code(code) for code in (start, end) if code not in spoken]
        if silent:
            return (Caution(UNSPOKEN, (("codes", ", ".join(silent)),)),)
        back = robustness.threads(study.links, cause=end, effect=start)
        return (Caution(BACKWARDS, (*facts, ("count", len(back)))),) if len(back) else (Caution(NOWHERE, facts),)
    found = []
    if not told:
        found.append(Caution(ASSEMBLED))
    if len(cut) == 1:
        found.append(Caution(HANGS, (("person", cut[0]),)))
    return tuple(found)


def _of_the_list(listed: int, found: int, cap: int, *, complete: bool) -> tuple[Caution, ...]:
    said = [Caution(LONGER, (("cap", cap),))]
    if not complete:
        said.append(Caution(MANY, (("found", found),)))
    if listed < found:
        said.append(Caution(NOT_ALL, (("count", listed), ("found", found))))
    return tuple(said)
