"""`kangni scales` and `scale`: which standard scales there are, and the scores of participants."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from kangni.cli.evidence import print_quotes
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import (
    coder_option,
    csv_option,
    examples,
    figure_option,
    json_option,
    listed,
    pairs,
    reading_option,
    study_argument,
)
from kangni.cli.output import Column, cautions, number, print_result, show, table, write_csv
from kangni.cli.summaries import summary
from kangni.results.scales import ScaleScores, ScoreBesideCodes

__all__ = ["scale_command", "scales_command"]

SCALES = [
    Column(_("scale"), lambda row: row.scale),
    Column(_("name"), lambda row: row.name),
    Column(_("items"), lambda row: row.items, is_number=True),
    Column(_("answers"), lambda row: row.answers),
    Column(_("score"), lambda row: _(row.metric)),
    Column(_("subscales"), lambda row: row.subscales),
    Column(_("permission"), lambda row: _(row.leave)),
    Column(_("must be stated"), lambda row: row.states),
    Column(_("not verified"), lambda row: row.unverified),
]
RELIABILITY = [
    Column(_("wave"), lambda row: row.wave),
    Column(_("subscale"), lambda row: row.subscale),
    Column(_("people"), lambda row: row.people, is_number=True),
    Column(_("items"), lambda row: row.items, is_number=True),
    Column(_("α low"), lambda row: row.lower, is_number=True),
    Column("α", lambda row: row.alpha, is_number=True),
    Column(_("α high"), lambda row: row.upper, is_number=True),
    Column("ω", lambda row: row.omega, is_number=True),
]
GROUPS = [
    Column(_("group"), lambda row: _(row.group) if row.group else _("all")),
    Column(_("wave"), lambda row: row.wave),
    Column(_("subscale"), lambda row: row.subscale),
    Column("n", lambda row: row.n, is_number=True),
    Column(_("mean"), lambda row: row.mean, is_number=True),
    Column(_("low"), lambda row: row.lower, is_number=True),
    Column(_("high"), lambda row: row.upper, is_number=True),
    Column(_("points"), lambda row: " ".join(number(point) for point in sorted(row.points))),
]
CHANGES = [
    Column(_("participant"), lambda row: row.participant),
    Column(_("subscale"), lambda row: row.subscale),
    Column(_("waves"), lambda row: f"{row.first_wave} → {row.second_wave}"),
    Column(_("before"), lambda row: row.first, is_number=True),
    Column(_("after"), lambda row: row.second, is_number=True),
    Column(_("change"), lambda row: row.change, is_number=True),
    Column(_("in units of error"), lambda row: row.index, is_number=True),
    Column(_("reliability"), lambda row: row.reliability, is_number=True),
]
BESIDE = [
    Column(_("subscale"), lambda row: row.subscale),
    Column(_("codes"), lambda row: row.codes),
    Column("n", lambda row: row.n, is_number=True),
    Column(_("with the codes"), lambda row: _points(row, says=True)),
    Column(_("without"), lambda row: _points(row, says=False)),
    Column("δ", lambda row: row.delta, is_number=True),
    Column(_("low"), lambda row: row.lower, is_number=True),
    Column(_("high"), lambda row: row.upper, is_number=True),
    Column(_("p (permutation)"), lambda row: row.p, is_number=True),
]
OTHERS = [
    Column(_("who"), lambda row: row.group),
    Column(_("year"), lambda row: row.year),
    Column("n", lambda row: row.n, is_number=True),
    Column(_("figure"), lambda row: row.statistic),
    Column(_("metric"), lambda row: row.metric),
    Column(_("value"), lambda row: row.value, is_number=True),
    Column(_("same metric"), lambda row: row.comparable),
    Column(_("caution"), lambda row: row.caution),
]
CUTOFFS = [
    Column(_("applies to"), lambda row: row.applies_to),
    Column(_("metric"), lambda row: row.metric),
    Column(_("band"), lambda row: row.band),
    Column(_("bounds"), lambda row: row.bounds),
    Column(_("source"), lambda row: row.source),
]


@click.command("scales", help=summary("scales"), epilog=examples("kangni scales", "kangni scales --csv scales.csv"))
@json_option()
@csv_option()
def scales_command(*, as_json: bool, csv_path: Path | None) -> None:
    """List the scales that can be scored, and those that are not shipped."""
    from kangni.study import scales
    from kangni.study.shown import flat

    found = scales()
    if as_json:
        print_result(found, None)
    elif csv_path is not None:
        write_csv(csv_path, [flat(row, language="en", undefined="") for row in found.rows()])
    else:
        table(_("Standard scales; item texts are never shipped"), SCALES, found.scales)
        for line in found.excluded:
            click.echo(f"- {line.scale}: {line.excluded}")


@click.command(
    "scale",
    help=summary("scale")
    + "\n\n"
    + _(
        "ANSWERS is a table with a row for each participant and wave and a column for each item, headed by its number. "
        "What differs between forms must be stated; nothing is guessed. Scores are shown, and stored only with --keep."
    ),
    epilog=examples(
        "kangni scale work.kangni answers.csv --scale OLBI --anchor agree_is_1",
        "kangni scale work.kangni answers.csv --scale CBI --order energy_item_last --by role --figure cbi.svg",
        "kangni scale work.kangni answers.csv --scale K6 --coding 1-5 --csv scores.csv",
        "kangni scale work.kangni answers.csv --scale BRS --keep",
    ),
)
@study_argument()
@click.argument("answers", metavar="ANSWERS", type=click.Path(path_type=Path))
@click.option("--scale", "name", required=True, help=_("Which scale: see kangni scales."))
@click.option("--order", default="", help=_("Order of the items, where forms differ."))
@click.option("--anchor", default="", help=_("Which end is 1, where forms differ."))
@click.option("--coding", default="", metavar="LOW-HIGH", help=_("Numbers of the two ends, such as 1-5 or 4-0."))
@click.option("--turned", type=click.Choice(["yes", "no"]), help=_("Whether reversed items are turned round already."))
@click.option(
    "--missing",
    type=click.Choice(["authors", "person_mean"]),
    default="authors",
    show_default=True,
    help=_("Rule for missing answers."),
)
@click.option(
    "--alpha-missing",
    type=click.Choice(["listwise", "pairwise"]),
    default="listwise",
    show_default=True,
    help=_("Whose answers enter alpha."),
)
@click.option("--by", default="", metavar="ATTRIBUTE", help=_("Attribute of participants that makes the groups."))
@click.option("--cut", default="", metavar="NUMBERS", help=_("Where to cut numbers or days, such as 5,10."))
@click.option("--wave", default=None, help=_("Whose scores stand beside the codes; the first wave by default."))
@click.option("--reliability", type=float, help=_("Of the scores, for change; alpha by default."))
@click.option(
    "--map", "mapping", multiple=True, metavar="THEIRS=OURS", help=_("Which heading stands for which column.")
)
@click.option("--sheet", default="", help=_("Which sheet of a workbook; the first by default."))
@click.option("--open", "key", metavar="KEY", help=_("Show the words of the codes beside a score."))
@click.option("--keep", is_flag=True, help=_("Store the scores as attributes of the participants, as one deed."))
@figure_option()
@coder_option()
@reading_option()
@json_option()
@csv_option()
def scale_command(
    study: Path,
    answers: Path,
    name: str,
    order: str,
    anchor: str,
    coding: str,
    turned: Literal["yes", "no"] | None,
    missing: Literal["authors", "person_mean"],
    alpha_missing: Literal["listwise", "pairwise"],
    by: str,
    cut: str,
    wave: str | None,
    reliability: float | None,
    mapping: tuple[str, ...],
    sheet: str,
    key: str | None,
    figure_path: Path | None,
    coder: str | None,
    reading: str,
    *,
    keep: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Score the answers to a standard scale."""
    with opened(study, coder) as work:
        shown = work.score_scale(
            answers,
            scale=name,
            order=order,
            anchor=anchor,
            coding=coding,
            turned=turned or "",
            missing=missing,
            alpha_missing=alpha_missing,
            by=by,
            cut=listed(cut),
            wave=wave,
            reliability=reliability,
            mapping=pairs(mapping),
            sheet=sheet,
            reading=reading,
        )
        if figure_path is not None:
            shown.figure().save(figure_path)
        if key is not None:
            print_quotes(shown.evidence(key))
            return
        changed = work.keep_scores(shown) if keep else 0
    if as_json or csv_path is not None:
        show(shown, [], study=study, title="", as_json=as_json, csv_path=csv_path)
    else:
        _print(shown.result)
    if keep:
        click.echo(_("Scores of {count} participants were stored as attributes.").format(count=changed), err=True)


def _print(found: ScaleScores) -> None:
    table(_("How far the items go together, interval first"), RELIABILITY, found.reliability)
    table(
        _("Scores ({metric}), the mean with its interval and every point").format(metric=_(found.metric)),
        GROUPS,
        found.groups,
    )
    if found.changes:
        table(_("Change: beyond ±1.96 it is larger than error alone makes"), CHANGES, found.changes)
    if found.beside:
        table(_("Beside the coded factors"), BESIDE, found.beside)
    if found.others:
        table(_("What others have measured with it"), OTHERS, found.others)
    if found.cutoffs:
        table(_("Cut-offs of others: screening lines, never diagnoses"), CUTOFFS, found.cutoffs)
    click.echo(_("Permission: {licence}").format(licence=found.licence))
    cautions(found.cautions)


def _points(row: ScoreBesideCodes, *, says: bool) -> str:
    """Return every point with its participant."""
    return " ".join(f"{point.participant}:{number(point.score)}" for point in row.points if point.says is says)
