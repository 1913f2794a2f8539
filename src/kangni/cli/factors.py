"""`kangni factors`, `matrix` and `cooccurrence`: what pushes, what holds, and what stands together."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, json_option, reading_option, study_argument
from kangni.cli.output import Column, print_result, show, table, write_csv
from kangni.cli.summaries import summary
from kangni.core.names import Label
from kangni.results.answer import plain
from kangni.results.factors import FactorMatrix

__all__ = ["cooccurrence_command", "factors_command", "matrix_command"]


@click.command(
    "factors",
    help=summary("factors"),
    epilog=examples(
        "kangni factors work.kangni",
        "kangni factors work.kangni --reading A",
        "kangni factors work.kangni --csv factors.csv",
    ),
)
@study_argument()
@reading_option()
@json_option()
@csv_option()
def factors_command(study: Path, reading: str, *, as_json: bool, csv_path: Path | None) -> None:
    """Ask what pushes and what holds."""
    with opened(study) as work:
        shown = work.factors(reading=reading)
        levels = {level.id: level.name for level in work.framework().levels}
    title = _("Factors: {n} participants, {quotes} quotes, {factors} factors, {two} two-sided").format(
        n=shown.n, quotes=shown.on_factors().quotes, factors=len(shown.factors), two=len(shown.two_sided())
    )
    show(shown, _columns(levels), study=study, title=title, as_json=as_json, csv_path=csv_path, rows=shown.factors)


@click.command("matrix", help=summary("matrix"), epilog=examples("kangni matrix work.kangni --csv matrix.csv"))
@study_argument()
@reading_option()
@json_option()
@csv_option()
def matrix_command(study: Path, reading: str, *, as_json: bool, csv_path: Path | None) -> None:
    """Ask which participant names which factor."""
    with opened(study) as work:
        shown = work.factors(reading=reading)
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


@click.command(
    "cooccurrence",
    help=summary("cooccurrence"),
    epilog=examples("kangni cooccurrence work.kangni --all --csv pairs.csv"),
)
@study_argument()
@click.option("--all", "everything", is_flag=True, help=_("Also pairs that fewer than three participants name."))
@reading_option()
@json_option()
@csv_option()
def cooccurrence_command(study: Path, reading: str, *, everything: bool, as_json: bool, csv_path: Path | None) -> None:
    """Ask which codes stand together in a turn."""
    with opened(study) as work:
        shown = work.cooccurrence(reading=reading)
    rows = [pair for pair in shown.pairs if pair.flagged or everything]
    columns = [
        Column(_("pair"), lambda row: f"{row.first} + {row.second}"),
        Column(_("participants"), lambda row: row.participants, is_number=True),
        Column(_("turns"), lambda row: row.turns, is_number=True),
        Column("Jaccard", lambda row: row.jaccard, is_number=True),
        Column("NPMI", lambda row: row.npmi, is_number=True),
        Column(_("log odds"), lambda row: row.log_odds, is_number=True),
        Column("SE", lambda row: row.log_odds_error, is_number=True),
    ]
    title = _("Together in a turn: {shown} of {all} pairs").format(shown=len(rows), all=len(shown.pairs))
    show(shown, columns, study=study, title=title, as_json=as_json, csv_path=csv_path, rows=rows)


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
