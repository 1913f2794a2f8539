"""`kangni agreement`: whether the coders read alike."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, figure_option, json_option, study_argument
from kangni.cli.output import Column, cautions, save_picture, show, table
from kangni.cli.summaries import summary
from kangni.cli.talk import print_course, print_differences

__all__ = ["agreement_command"]

CODES = [
    Column(_("code"), lambda row: row.code),
    Column(_("name"), lambda row: row.name),
    Column(_("both"), lambda row: row.both, is_number=True),
    Column(_("first only"), lambda row: row.only_first, is_number=True),
    Column(_("second only"), lambda row: row.only_second, is_number=True),
    Column(_("agree"), lambda row: row.percent, is_number=True),
    Column("κ", lambda row: row.kappa, is_number=True),
    Column("α", lambda row: row.alpha, is_number=True),
    Column(_("α low"), lambda row: row.alpha_low, is_number=True),
    Column(_("α high"), lambda row: row.alpha_high, is_number=True),
    Column("AC1", lambda row: row.ac1, is_number=True),
    Column(_("differs most in"), lambda row: row.worst_document),
]
SUMMARIES = [
    Column(_("coefficient"), lambda row: _(row.coefficient)),
    Column(_("codes"), lambda row: row.defined, is_number=True),
    Column(_("undefined"), lambda row: row.undefined, is_number=True),
    Column(_("median"), lambda row: row.median, is_number=True),
    Column(_("worst"), lambda row: row.worst, is_number=True),
    Column(_("which"), lambda row: row.worst_code),
    Column(_("mean"), lambda row: row.mean, is_number=True),
    Column(_("mean of frequent codes"), lambda row: row.mean_frequent, is_number=True),
]
POOLED = [
    Column(_("coders"), lambda row: ", ".join(filter(None, (row.first, row.second)))),
    Column(_("cells"), lambda row: row.cells, is_number=True),
    Column(_("agree"), lambda row: row.percent, is_number=True),
    Column("κ", lambda row: row.kappa, is_number=True),
    Column(_("κ low"), lambda row: row.kappa_low, is_number=True),
    Column(_("κ high"), lambda row: row.kappa_high, is_number=True),
    Column("α", lambda row: row.alpha, is_number=True),
    Column(_("α low"), lambda row: row.alpha_low, is_number=True),
    Column(_("α high"), lambda row: row.alpha_high, is_number=True),
]


@click.command(
    "agreement",
    help=summary("agreement"),
    epilog=examples(
        "kangni agreement work.kangni",
        "kangni agreement work.kangni --between A --between B --passages",
        "kangni agreement work.kangni --at done",
        "kangni agreement work.kangni --json",
    ),
)
@study_argument()
@click.option("--between", "coders", multiple=True, metavar="CODER", help=_("Compare these coders; may be repeated."))
@click.option("--passages", is_flag=True, help=_("List all passages that were read differently."))
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
@figure_option()
@json_option()
@csv_option()
def agreement_command(
    study: Path,
    coders: tuple[str, ...],
    at: Literal["now", "done"] | None,
    boundary: float,
    figure_path: Path | None,
    *,
    passages: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask whether the coders read alike."""
    with opened(study) as work:
        shown = work.agreement(coders=coders, at=at, boundary=boundary)
        save_picture(shown, figure_path)
    if as_json or csv_path is not None:
        show(shown, [], study=study, title="", as_json=as_json, csv_path=csv_path)
        return
    names = ", ".join(shown.coders)
    title = _("Agreement of {coders}: {units} participants' turns in {documents} transcripts").format(
        coders=names, units=shown.units, documents=len(shown.documents)
    )
    if shown.mode != "reliability":
        print_differences(shown.result, everything=passages)
    table(title, CODES, shown.rows())
    table(_("All codes"), SUMMARIES, shown.summaries)
    table(_("All turns and codes in one table"), POOLED, shown.pooled)
    print_course(shown.result)
    if shown.mode == "reliability":
        print_differences(shown.result, everything=passages)
    cautions(shown.cautions)
