"""`kangni compare`: groups of one study, or two studies, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from kangni.cli.evidence import print_quotes
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import (
    csv_option,
    examples,
    figure_option,
    json_option,
    listed,
    reading_option,
    seed_option,
    study_argument,
)
from kangni.cli.output import Column, cautions, number, sentence, show, table
from kangni.cli.summaries import summary
from kangni.core.names import Label
from kangni.core.undefined import Undefined
from kangni.results.comparison import Comparison, Contrast
from kangni.results.studies import StudyComparison, StudyContrast
from kangni.study.shown import Shown

__all__ = ["compare_command"]

FIRST_ROWS = 20
NAMED_BELOW = 10  # people a side: below so many each person is named

GROUPS = [
    Column(_("group"), lambda row: _(row.group)),
    Column("n", lambda row: row.n, is_number=True),
    Column(_("said"), lambda row: row.exposure, is_number=True),
    Column(_("each on average"), lambda row: row.exposure_each, is_number=True),
    Column(_("participants"), lambda row: row.names),
]
TALK = [
    Column(_("before any factor"), lambda row: _(row.measure)),
    Column(_("first"), lambda row: _(row.first)),
    Column(_("second"), lambda row: _(row.second)),
    Column(_("mean of the first"), lambda row: row.first_mean, is_number=True),
    Column(_("of the second"), lambda row: row.second_mean, is_number=True),
    Column("δ", lambda row: row.delta, is_number=True),
    Column(_("low"), lambda row: row.lower, is_number=True),
    Column(_("high"), lambda row: row.upper, is_number=True),
    Column(_("p (permutation)"), lambda row: row.p, is_number=True),
]
SIDES = [
    Column(_("study"), lambda row: row.study),
    Column(_("framework"), lambda row: row.framework),
    Column("n", lambda row: row.n, is_number=True),
    Column(_("said"), lambda row: row.exposure, is_number=True),
    Column(_("each on average"), lambda row: row.exposure_each, is_number=True),
    Column(_("unit"), lambda row: _(row.exposure_unit) if row.exposure_unit else ""),
]
PARTNERLESS = [
    Column(_("study"), lambda row: _(row.which)),
    Column(_("code"), lambda row: row.code),
    Column(_("name"), lambda row: row.name),
    Column(_("people"), lambda row: f"{row.participants} / {row.n}", is_number=True),
    Column(_("low"), lambda row: row.lower, is_number=True),
    Column(_("high"), lambda row: row.upper, is_number=True),
    Column(_("note"), lambda row: row.note),
]


@click.command(
    "compare",
    help=summary("compare")
    + "\n\n"
    + _(
        "Groups are the values of an attribute of participants; numbers and days are cut with --cut, or into "
        "quartiles. Another study comes in with --with, and a crosswalk says which codes stand for the same."
    ),
    epilog=examples(
        "kangni compare work.kangni --by role --group front-line",
        "kangni compare work.kangni --by years_in_post --cut 5,10",
        "kangni compare work.kangni --by role --open ENV.O01/protective/front-line",
        "kangni compare work.kangni --with other.kangni --crosswalk crosswalk.csv",
    ),
)
@study_argument()
@click.option("--by", metavar="ATTRIBUTE", help=_("Attribute of participants that makes the groups."))
@click.option("--cut", default="", metavar="NUMBERS", help=_("Where to cut numbers or days, such as 5,10."))
@click.option("--group", "groups", multiple=True, help=_("Only this group; a single one against all others."))
@click.option("--with", "other", metavar="STUDY", type=click.Path(path_type=Path), help=_("Another study."))
@click.option(
    "--crosswalk", metavar="FILE", type=click.Path(path_type=Path), help=_("Table: first_code, second_code, note.")
)
@click.option("--barnard", is_flag=True, help=_("Also Barnard's test."))
@click.option("--all", "everything", is_flag=True, help=_("All rows, not only the largest differences."))
@click.option("--open", "key", metavar="KEY", help=_("Show the words behind a number, such as CODE/risk/GROUP."))
@figure_option()
@reading_option()
@seed_option()
@json_option()
@csv_option()
def compare_command(
    study: Path,
    by: str | None,
    cut: str,
    groups: tuple[str, ...],
    other: Path | None,
    crosswalk: Path | None,
    key: str | None,
    figure_path: Path | None,
    reading: str,
    seed: int,
    *,
    barnard: bool,
    everything: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Set groups, or two studies, side by side."""
    if (by is None) == (other is None):
        raise click.UsageError(_("Name either an attribute with --by or another study with --with."))
    with opened(study) as work, nullcontext() if other is None else opened(other) as there:
        shown: Shown[Comparison] | Shown[StudyComparison]
        if there is not None:
            shown = work.compare_with(there, crosswalk=crosswalk, reading=reading)
        else:
            shown = work.compare(
                by=by or "", cut=listed(cut), groups=groups, reading=reading, barnard=barnard, seed=seed
            )
        if figure_path is not None:
            shown.figure().save(figure_path)
        if key is not None:
            print_quotes(shown.evidence(key))
            return
        polarities = {polarity.id: polarity.name for polarity in work.framework().polarities}
    if as_json or csv_path is not None:
        show(shown, [], study=study, title="", as_json=as_json, csv_path=csv_path)
    elif isinstance(shown.result, Comparison):
        _print_groups(shown.result, polarities, everything=everything, barnard=barnard)
    else:
        _print_studies(shown.result, polarities, everything=everything)


def _print_groups(found: Comparison, polarities: Mapping[str, Label], *, everything: bool, barnard: bool) -> None:
    by = f"{found.attribute} ({_(found.split)})"
    table(_("Groups by {attribute}").format(attribute=by), GROUPS, found.groups)
    columns = [
        Column(_("factor"), lambda row: row.code),
        Column(_("name"), lambda row: row.name),
        Column(_("polarity"), lambda row: polarities.get(row.polarity, row.polarity)),
        *_sides(found),
        *_differences(),
        *([Column(_("p (Barnard)"), lambda row: row.p_barnard, is_number=True)] if barnard else []),
    ]
    _print_contrasts(columns, found.contrasts, everything=everything)
    table(_("How much they said"), TALK, found.talk)
    cautions(found.cautions)


def _print_studies(found: StudyComparison, polarities: Mapping[str, Label], *, everything: bool) -> None:
    table(_("Two studies, by {crosswalk}").format(crosswalk=_(found.crosswalk)), SIDES, found.sides)
    columns = [
        Column(_("first"), lambda row: row.first_codes),
        Column(_("second"), lambda row: row.second_codes),
        Column(_("name"), lambda row: row.name),
        Column(_("polarity"), lambda row: polarities.get(row.first_polarity, row.first_polarity)),
        Column(_("people"), lambda row: f"{row.first_participants} / {row.first_n}", is_number=True),
        Column(_("people there"), lambda row: f"{row.second_participants} / {row.second_n}", is_number=True),
        *_differences(),
    ]
    _print_contrasts(columns, found.contrasts, everything=everything)
    if found.partnerless:
        table(_("Codes without a partner"), PARTNERLESS, found.partnerless)
    cautions(found.cautions)
    for side in found.sides:
        for caution in side.cautions:
            click.echo(f"! {side.study}: {sentence(caution)}")


def _print_contrasts(columns: Sequence[Column], rows: Sequence[Any], *, everything: bool) -> None:
    shown = rows if everything else rows[:FIRST_ROWS]
    title = _("The {shown} largest of {all} differences; p-values are a footnote")
    table(title.format(shown=len(shown), all=len(rows)), columns, shown)
    if len(shown) < len(rows):
        click.echo(_("{count} smaller differences: --all shows them.").format(count=len(rows) - len(shown)))


def _sides(found: Comparison) -> list[Column]:
    """Return the columns of both groups, by name where all rows compare the same two."""
    pairs = {(row.first, row.second) for row in found.contrasts}
    several = len(pairs) > 1
    first, second = (_("first"), _("second")) if several else map(_, next(iter(pairs), ("first", "second")))
    return [
        Column(first, lambda row: _side(row.first if several else "", row.first_participants, row.first_n)),
        Column(second, lambda row: _side(row.second if several else "", row.second_participants, row.second_n)),
    ]


def _side(group: str, participants: int, n: int) -> str:
    return " ".join(filter(None, (_(group) if group else "", f"{participants}/{n}")))


def _differences() -> list[Column]:
    return [
        Column(_("difference"), lambda row: row.difference, is_number=True),
        Column(_("low"), lambda row: row.lower, is_number=True),
        Column(_("high"), lambda row: row.upper, is_number=True),
        Column(_("who of the first"), lambda row: row.first_names if _is_small(row) else ""),
        Column(_("who of the second"), lambda row: row.second_names if _is_small(row) else ""),
        Column(_("p (Fisher's)"), _p_values, is_number=True),
        Column(_("adjusted"), lambda row: row.p_adjusted, is_number=True),
    ]


def _p_values(row: Contrast | StudyContrast) -> object:
    if isinstance(row.p_boschloo, Undefined):
        return row.p_boschloo
    return f"{number(row.p_boschloo)} ({number(row.p_fisher)})"


def _is_small(row: Contrast | StudyContrast) -> bool:
    return min(row.first_n, row.second_n) < NAMED_BELOW
