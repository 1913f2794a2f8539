"""`kangni factors`, `matrix` and `contention`: what pushes, what holds, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import get_args

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import (
    csv_option,
    examples,
    figure_option,
    json_option,
    reading_option,
    seed_option,
    study_argument,
)
from kangni.cli.output import Column, cautions, number, print_result, save_picture, show, table, write_csv
from kangni.cli.summaries import summary
from kangni.core.framework import Framework
from kangni.core.names import Label
from kangni.core.undefined import Number, Undefined
from kangni.methods.proportions import ShareInterval
from kangni.results.answer import plain
from kangni.results.contention import PersonLevel
from kangni.results.factors import FactorMatrix, FactorSummary, FactorTable, Side
from kangni.study.shown import Shown

__all__ = ["contention_command", "factors_command", "matrix_command"]

SAID = [
    Column(_("participant"), lambda row: row.participant),
    Column(_("language"), lambda row: row.language),
    Column(_("turns"), lambda row: row.turns, is_number=True),
    Column(_("said"), lambda row: row.amount, is_number=True),
    Column(_("counted in"), lambda row: _(row.unit) if row.unit else ""),
]
SIDES = [
    Column(_("factor"), lambda row: row.factor.code),
    Column(_("name"), lambda row: row.factor.name),
    Column("", lambda row: row.mark),
    Column(_("people"), lambda row: row.side.participants, is_number=True),
    Column(_("quotes"), lambda row: row.side.quotes, is_number=True),
    Column(_("who"), lambda row: row.side.names),
    Column(_("why against the codebook"), lambda row: row.reasons),
    Column(_("index"), lambda row: row.factor.index, is_number=True),
    Column(_("certainty"), lambda row: row.factor.certainty, is_number=True),
]
LEVELS = [
    Column(_("level"), lambda row: row.name if row.level else _("No level")),
    Column(_("▼ pushed"), lambda row: row.pushed),
    Column(_("▲ held"), lambda row: row.held),
    Column(_("both"), lambda row: row.both),
]
PUSHED = [
    Column(_("▼ factors"), lambda row: row.risk_factors, is_number=True),
    Column(_("▼ quotes"), lambda row: row.risk_quotes, is_number=True),
    Column(_("▲ factors"), lambda row: row.protective_factors, is_number=True),
    Column(_("▲ quotes"), lambda row: row.protective_quotes, is_number=True),
]
TARGETS = [
    Column(_("code"), lambda row: row.code),
    Column(_("name"), lambda row: row.name),
    Column(_("raised, say"), lambda row: row.raised_by),
    Column(_("lowered, say"), lambda row: row.lowered_by),
    Column(_("both"), lambda row: row.both),
]


@dataclass(frozen=True, slots=True)
class _SideRead:
    """One side of a two-sided factor with its coders' reasons."""

    factor: FactorSummary
    mark: str
    side: Side
    reasons: tuple[str, ...]


@click.command(
    "factors",
    help=summary("factors"),
    epilog=examples(
        "kangni factors work.kangni",
        "kangni factors work.kangni --two-sided",
        "kangni factors work.kangni --rates --interval jeffreys",
        "kangni factors work.kangni --csv factors.csv --figure factors.svg",
    ),
)
@study_argument()
@click.option("--two-sided", is_flag=True, help=_("Only two-sided factors: who says which, and why coders read it so."))
@click.option("--rates", is_flag=True, help=_("Each code in each polarity on each level, with intervals and rates."))
@click.option(
    "--interval",
    type=click.Choice(get_args(ShareInterval)),
    default="wilson",
    show_default=True,
    help=_("Interval of the share of people."),
)
@reading_option()
@seed_option()
@figure_option()
@json_option()
@csv_option()
def factors_command(
    study: Path,
    interval: ShareInterval,
    reading: str,
    seed: int,
    figure_path: Path | None,
    *,
    two_sided: bool,
    rates: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask what pushes and what holds."""
    with opened(study) as work:
        shown = work.factors(reading=reading, interval=interval, seed=seed)
        save_picture(shown.figure, figure_path)
        framework = work.framework()
        readings = _readings(shown) if two_sided else ()
    levels = {level.id: level.name for level in framework.levels}
    if as_json or csv_path is not None:
        show(shown, [], study=study, title="", as_json=as_json, csv_path=csv_path)
        return
    title = _("Factors: {n} participants, {quotes} quotes, {factors} factors, {two} two-sided").format(
        n=shown.n, quotes=shown.quotes, factors=len(shown.factors), two=len(shown.two_sided())
    )
    if two_sided:
        table(title, SIDES, readings)
    elif rates:
        table(title, _rates(levels, {term.id: term.name for term in framework.polarities}), shown.rows())
    else:
        table(title, _columns(levels), shown.factors)
    table(_("Who said how much"), SAID, shown.participants)
    cautions(shown.cautions)


@click.command(
    "contention",
    help=summary("contention"),
    epilog=examples("kangni contention work.kangni", "kangni contention work.kangni --csv contention.csv"),
)
@study_argument()
@reading_option()
@json_option()
@csv_option()
def contention_command(study: Path, reading: str, *, as_json: bool, csv_path: Path | None) -> None:
    """Ask who is pushed and who is held."""
    with opened(study) as work:
        shown = work.contention(reading=reading)
        framework = work.framework()
    if as_json or csv_path is not None:
        show(shown, [], study=study, title="", as_json=as_json, csv_path=csv_path)
        return
    levels = {level.id: level.name for level in framework.levels}
    table(_("Who is pushed and who is held, level by level"), LEVELS, shown.levels)
    people = [
        Column(_("participant"), lambda row: row.participant),
        Column(_("level"), lambda row: _level(row, levels)),
    ]
    table(_("Person by person, in factors and quotes; nothing is subtracted"), [*people, *PUSHED], shown.people)
    table(_("“Though ... still”: a burden set against a resource"), _though(framework), shown.though)
    table(_("What is said to raise and to lower how people fare"), TARGETS, shown.targets)
    cautions(shown.cautions)


@click.command(
    "matrix",
    help=summary("matrix"),
    epilog=examples("kangni matrix work.kangni --csv matrix.csv --figure matrix.svg"),
)
@study_argument()
@reading_option()
@figure_option()
@json_option()
@csv_option()
def matrix_command(
    study: Path, reading: str, figure_path: Path | None, *, as_json: bool, csv_path: Path | None
) -> None:
    """Ask which participant names which factor."""
    with opened(study) as work:
        shown = work.factors(reading=reading)
        save_picture(shown.matrix_figure, figure_path)
    matrix = shown.matrix
    rows = [
        {"factor": factor} | {person: _cell(matrix, i, k) for i, person in enumerate(matrix.participants)}
        for k, factor in enumerate(matrix.factors)
    ]
    if as_json:
        print_result(shown.result, study, deed="matrix", shown=plain(matrix))
    elif csv_path is not None:
        write_csv(csv_path, rows)
    else:
        people = [Column(person, itemgetter(person)) for person in matrix.participants]
        table(_("▼ risk and ▲ protection, in quotes"), [Column(_("factor"), itemgetter("factor")), *people], rows)


def _cell(matrix: FactorMatrix, person: int, factor: int) -> str:
    risk, protective = int(matrix.risk[person, factor]), int(matrix.protective[person, factor])
    return " ".join(part for part in (f"▼{risk}" if risk else "", f"▲{protective}" if protective else "") if part)


def _columns(levels: Mapping[str, Label]) -> list[Column]:
    return [
        Column(_("factor"), lambda row: row.code),
        Column(_("name"), lambda row: row.name),
        Column(_("level"), lambda row: levels.get(row.level, row.level)),
        Column(_("▼ people"), lambda row: row.risk.participants or "", is_number=True),
        Column(_("▼ quotes"), lambda row: row.risk.quotes or "", is_number=True),
        Column(_("▲ people"), lambda row: row.protective.participants or "", is_number=True),
        Column(_("▲ quotes"), lambda row: row.protective.quotes or "", is_number=True),
        Column(_("two-sided"), lambda row: "◆ " + ", ".join(row.minority) if row.two_sided else ""),
    ]


def _rates(levels: Mapping[str, Label], polarities: Mapping[str, Label]) -> list[Column]:
    return [
        Column(_("factor"), lambda row: row.code),
        Column(_("polarity"), lambda row: polarities.get(row.polarity, row.polarity)),
        Column(_("level"), lambda row: levels.get(row.level, row.level)),
        Column(_("people"), lambda row: f"{row.participants} / {row.n}", is_number=True),
        Column(_("interval of the share"), lambda row: _range(row.share_lower, row.share_upper)),
        Column(_("quotes"), lambda row: row.quotes, is_number=True),
        Column(_("per 1,000"), lambda row: row.rate, is_number=True),
        Column(_("Garwood"), lambda row: _range(row.rate_lower, row.rate_upper)),
        Column(_("other people"), lambda row: _range(row.rate_low, row.rate_high)),
    ]


def _range(low: Number, high: Number) -> object:
    if isinstance(low, Undefined):
        return low
    return f"{number(low)}-{number(high)}"


def _readings(shown: Shown[FactorTable]) -> tuple[_SideRead, ...]:
    """Return the sides of the two-sided factors, the smaller one first, with the reasons that may be shown."""
    found = []
    for factor in shown.result.two_sided():
        sides = (("▼", factor.risk), ("▲", factor.protective))
        for mark, side in sorted(sides, key=lambda pair: pair[1].participants):
            quotes = shown.evidence(side.key)
            reasons = dict.fromkeys(f"{quote.participant}: {why}" for quote in quotes for why in quote.reasons)
            found.append(_SideRead(factor, mark, side, tuple(reasons)))
    return tuple(found)


def _level(row: PersonLevel, levels: Mapping[str, Label]) -> object:
    return levels[row.level] if row.level else _("No level")


def _though(framework: Framework) -> list[Column]:
    polarities = {polarity.id: polarity.name for polarity in framework.polarities}
    return [
        Column(_("participant"), lambda row: row.participant),
        Column(_("transcript"), lambda row: row.document),
        Column(_("turn"), lambda row: row.turn, is_number=True),
        Column(_("▼ burden"), lambda row: row.risk),
        Column(_("▲ resource"), lambda row: row.protective),
        Column(_("ends on"), lambda row: polarities.get(row.ends_on, "")),
    ]
