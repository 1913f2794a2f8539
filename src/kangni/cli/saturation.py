"""`kangni saturation`: whether enough was heard."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import (
    coder_option,
    csv_option,
    examples,
    figure_option,
    json_option,
    reading_option,
    seed_option,
    study_argument,
)
from kangni.cli.output import Column, cautions, number, save_picture, show, table
from kangni.cli.summaries import summary
from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.results.saturation import Saturation

__all__ = ["saturation_command"]

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NAMELESS = {"theme": N_("No theme"), "level": N_("No level")}
INTERVIEWS = [
    Column(_("no."), lambda row: row.order, is_number=True),
    Column(_("interview"), lambda row: row.interview),
    Column(_("date"), lambda row: row.date),
    Column(_("codes"), lambda row: row.codes, is_number=True),
    Column(_("new"), lambda row: row.new, is_number=True),
    Column(_("so far"), lambda row: row.total, is_number=True),
    Column(_("in nine of ten orders"), lambda row: f"{row.orders_low:.0f}-{row.orders_high:.0f}", is_number=True),
    Column(_("new in run / base"), lambda row: row.ratio, is_number=True),
    Column(_("orders that stop here"), lambda row: row.orders_saturated, is_number=True),
]
GROUPS = [
    Column(_("theme or level"), lambda row: row.name if row.group else _(NAMELESS[row.kind])),
    Column(_("codes seen"), lambda row: row.seen, is_number=True),
    Column(_("in one interview only"), lambda row: row.codes_in_one, is_number=True),
    Column(_("rule met at"), lambda row: raised(row.notation) if row.notation else row.saturated_at),
    Column(_("at least in all"), lambda row: _ranged(row.chao2, row.chao2_low, row.chao2_high), is_number=True),
    Column(_("coverage"), lambda row: row.coverage, is_number=True),
]


@click.command(
    "saturation",
    help=summary("saturation"),
    epilog=examples(
        "kangni saturation work.kangni",
        "kangni saturation work.kangni --base 6 --run 3 --threshold 0 --figure curve.svg",
        "kangni saturation work.kangni --not-in-report --reason 'We argue with information power.'",
    ),
)
@study_argument()
@click.option("--base", default=4, show_default=True, help=_("Interviews whose codes are the base."))
@click.option("--run", default=2, show_default=True, help=_("Interviews in a row that are compared with the base."))
@click.option("--threshold", default=0.05, show_default=True, help=_("Share of new codes at which to stop."))
@click.option(
    "--in-report/--not-in-report",
    "told",
    default=None,
    help=_("Keep for this study whether its report tells of saturation, and compute nothing."),
)
@click.option("--reason", default="", help=_("Why the report does so; it gives the reason."))
@coder_option()
@reading_option()
@seed_option()
@figure_option()
@json_option()
@csv_option()
def saturation_command(
    study: Path,
    base: int,
    run: int,
    threshold: float,
    reason: str,
    coder: str | None,
    reading: str,
    seed: int,
    figure_path: Path | None,
    *,
    told: bool | None,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask whether more interviews would still bring new codes."""
    with opened(study, coder) as work:
        if told is not None:
            work.tell_saturation(told, reason=reason)
            click.echo(_("The report tells of saturation.") if told else _("The report does not tell of saturation."))
            return
        shown = work.saturation(base=base, run=run, threshold=threshold, reading=reading, seed=seed)
        save_picture(shown.figure, figure_path)
    if as_json or csv_path is not None:
        show(shown, INTERVIEWS, study=study, title="", as_json=as_json, csv_path=csv_path)
    else:
        _print(shown.result)


def raised(notation: str) -> str:
    """Return a place with the length of its run, "6^{+2}", as it is printed: 6⁺²."""
    place, _sign, run = notation.rstrip("}").partition("^{+")
    return f"{place}⁺{run.translate(RAISED)}"


def _print(result: Saturation) -> None:
    table(_verdict(result), INTERVIEWS, result.rows())
    table(_("Theme by theme and level by level"), GROUPS, (*result.themes, *result.levels))
    more = result.next_interview
    click.echo(
        _(
            "The next interview would likely add {new} new codes; {known} of its mentions would be of known codes."
        ).format(
            new=_ranged(more.new, more.new_low, more.new_high),
            known=_ranged(more.known, more.known_low, more.known_high),
        )
    )
    click.echo(
        _(
            "Had each interview been the last one, {none} of {n} would have brought nothing new, none more than {most}."
        ).format(none=more.as_last_none, n=len(result.interviews), most=more.as_last_most)
    )
    click.echo(
        _("Codes seen: {seen}; in one interview only: {once}; at least {chao} codes in all.").format(
            seen=len(result.codes),
            once=result.codes_in_one,
            chao=_ranged(result.chao2, result.chao2_low, result.chao2_high),
        )
    )
    cautions(result.cautions)


def _verdict(result: Saturation) -> str:
    share = f"{100 * result.threshold:g} %"
    if isinstance(result.saturated_at, Undefined) and result.verdict == "undefined":
        return _("Saturation: the rule cannot be applied ({reason})").format(reason=_(result.saturated_at.reason))
    if isinstance(result.saturated_at, Undefined):
        return _(
            "Saturation: rule not met; each run of {run} brought more than {share} of the base's {codes} codes"
        ).format(run=result.run, share=share, codes=result.base_codes)
    return _(
        "Saturation: rule met at interview {at}, {short}; the run of {run} that ends there brought at most {share} of "
        "the base's {codes} codes"
    ).format(
        at=result.saturated_at, short=raised(result.notation), run=result.run, share=share, codes=result.base_codes
    )


def _ranged(value: Number, low: Number, high: Number) -> str:
    """Return a number with its interval, in words where there is none."""
    if isinstance(value, Undefined):
        return f"— ({_(value.reason)})"
    if isinstance(low, Undefined) or isinstance(high, Undefined) or low == high:
        return number(value)
    return _("{value} ({low} to {high})").format(value=number(value), low=number(low), high=number(high))
