"""`kangni agreement`: whether the coders read alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from kangni.cli.agreement_shown import print_agreement, print_table
from kangni.cli.language import _, reading_language
from kangni.cli.opening import opened
from kangni.cli.options import (
    csv_option,
    examples,
    figure_option,
    json_option,
    pairs,
    seed_option,
)
from kangni.cli.output import print_result, save_picture, show, write_csv
from kangni.cli.summaries import summary
from kangni.results.agreement import AgreementUnit, CodeScope, Coefficient
from kangni.results.table_agreement import TableLevel
from kangni.study.shown import flat

if TYPE_CHECKING:
    from kangni.results.table_agreement import TableAgreement
    from kangni.study.shown import Shown

__all__ = ["agreement_command"]

COEFFICIENTS = [name.replace("_", "-") for name in get_args(Coefficient)]


@click.command(
    "agreement",
    help=summary("agreement")
    + "\n\n"
    + _(
        "Of a study; or, with --table, of a plain table with the columns unit, coder, value: empty values are missing."
    ),
    epilog=examples(
        "kangni agreement work.kangni",
        "kangni agreement work.kangni --between A --between B --passages",
        "kangni agreement work.kangni --at done",
        "kangni agreement work.kangni --unit sentence --by group --coefficient alpha --figure alpha.svg",
        "kangni agreement work.kangni --unit span --coefficient gamma --json",
        "kangni agreement --table ratings.csv --level ordinal",
        "kangni agreement --table types.csv --sets --map code=value",
    ),
)
@click.argument("study", metavar="[STUDY]", required=False, type=click.Path(path_type=Path))
@click.option("--between", "coders", multiple=True, metavar="CODER", help=_("Compare these coders; may be repeated."))
@click.option(
    "--unit",
    type=click.Choice(get_args(AgreementUnit)),
    default="turn",
    show_default=True,
    help=_("What is compared: participants' turns, sentences or windows in them, characters, or spans."),
)
@click.option("--window", default=200, show_default=True, help=_("Characters in a window."))
@click.option(
    "--by",
    type=click.Choice(get_args(CodeScope)),
    default="code",
    show_default=True,
    help=_("Each code alone, each with all below it as one, or the whole codebook as one."),
)
@click.option("--code", "codes", multiple=True, metavar="CODE", help=_("Ask about this code; may be repeated."))
@click.option(
    "--coefficient",
    type=click.Choice(["all", *COEFFICIENTS]),
    default="all",
    show_default=True,
    help=_("Show this one with its interval. Gamma takes chance and time: it is computed when named."),
)
@click.option(
    "--at",
    type=click.Choice(["now", "done"]),
    default=None,
    help=_("Compare the codings of now, or those that stood when coders were done; by default the mode says."),
)
@click.option(
    "--boundary",
    default=0.5,
    show_default=True,
    help=_("Bounds differ where more than this share of the marked words is not marked by both."),
)
@click.option("--passages", is_flag=True, help=_("List all passages that were read differently."))
@figure_option()
@click.option(
    "--table",
    "table_path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=_("Compare the coders of this table instead of a study's."),
)
@click.option(
    "--level",
    type=click.Choice(get_args(TableLevel)),
    default="nominal",
    show_default=True,
    help=_("Of a table: what its values are."),
)
@click.option("--sets", is_flag=True, help=_("Of a table: several values of one unit and coder make a set."))
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="THEIRS=OURS",
    help=_("Of a table: which heading stands for unit, coder, value, item or participant."),
)
@click.option(
    "--coder-column",
    "coder_columns",
    multiple=True,
    metavar="HEADING",
    help=_("Of a table with a row a unit: the column of one coder; repeat it for each."),
)
@click.option(
    "--offered",
    multiple=True,
    metavar="VALUE",
    help=_("Of a table: a value that could have been given though nobody did; may be repeated."),
)
@click.option("--sheet", default="", help=_("Of a table: which sheet of a workbook; the first by default."))
@click.option("--encoding", default="", help=_("Of a table: its encoding, where it is not to be detected."))
@seed_option()
@json_option()
@csv_option()
def agreement_command(
    study: Path | None,
    coders: tuple[str, ...],
    unit: AgreementUnit,
    window: int,
    by: CodeScope,
    codes: tuple[str, ...],
    coefficient: str,
    at: Literal["now", "done"] | None,
    boundary: float,
    figure_path: Path | None,
    table_path: Path | None,
    level: TableLevel,
    mapping: tuple[str, ...],
    coder_columns: tuple[str, ...],
    offered: tuple[str, ...],
    sheet: str,
    encoding: str,
    seed: int,
    *,
    passages: bool,
    sets: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask whether the coders read alike."""
    if (study is None) == (table_path is None):
        raise click.UsageError(_("Name a study, or a table with --table."))
    if table_path is not None:
        from kangni.study.tables import agreement_of_table

        found = agreement_of_table(
            table_path, level=level, sets=sets, mapping=pairs(mapping), coder_columns=coder_columns,
            offered=offered, sheet=sheet, encoding=encoding,
            language=reading_language(), seed=seed,
        )  # fmt: skip
        _show_table(found, as_json=as_json, csv_path=csv_path, figure_path=figure_path)
        return
    assert study is not None  # one of the two is there
    chosen = None if coefficient == "all" else named_coefficient(coefficient)
    with opened(study) as work:
        shown = work.agreement(
            coders=coders, unit=unit, window=window, by=by, codes=codes, coefficient=chosen, at=at, boundary=boundary,
            seed=seed,
        )  # fmt: skip
        save_picture(shown.figure, figure_path)
    if as_json or csv_path is not None:
        show(shown, [], study=study, title="", as_json=as_json, csv_path=csv_path)
    else:
        print_agreement(shown.result, chosen, passages=passages)


def named_coefficient(name: str) -> Coefficient:
    """Return the coefficient of a name with hyphens."""
    return next(known for known in get_args(Coefficient) if known.replace("_", "-") == name)


def _show_table(
    found: Shown[TableAgreement], *, as_json: bool, csv_path: Path | None, figure_path: Path | None
) -> None:
    if figure_path is not None:
        found.figure().save(figure_path)
    if as_json:
        print_result(found.result, None)
    elif csv_path is not None:
        write_csv(csv_path, [flat(row, language="en", undefined="") for row in found.rows()])
    else:
        print_table(found.result)
