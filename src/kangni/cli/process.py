"""`kangni process`: how the episodes went."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _, reading_language
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, figure_option, json_option, reading_option, study_argument
from kangni.cli.output import Column, save_picture, show, table
from kangni.cli.summaries import summary

__all__ = ["process_command"]

GROWTH = [
    Column(_("outcome"), lambda row: row.name),
    Column(_("with one"), lambda row: f"{row.episodes_with} / {row.with_n}", is_number=True),
    Column(_("low"), lambda row: row.with_lower, is_number=True),
    Column(_("high"), lambda row: row.with_upper, is_number=True),
    Column(_("without"), lambda row: f"{row.episodes_without} / {row.without_n}", is_number=True),
    Column(_("low"), lambda row: row.without_lower, is_number=True),
    Column(_("high"), lambda row: row.without_upper, is_number=True),
]
OUTCOMES = [
    Column(_("outcome"), lambda row: row.name),
    Column(_("participants"), lambda row: f"{row.participants} / {row.participants_n}", is_number=True),
    Column(_("episodes"), lambda row: f"{row.episodes} / {row.episodes_n}", is_number=True),
    Column(_("low"), lambda row: row.goodman_lower, is_number=True),
    Column(_("high"), lambda row: row.goodman_upper, is_number=True),
]


@click.command(
    "process",
    help=summary("process"),
    epilog=examples("kangni process work.kangni", "kangni process work.kangni --lanes"),
)
@study_argument()
@click.option("--lanes", is_flag=True, help=_("List the episodes with their moments."))
@reading_option()
@figure_option()
@json_option()
@csv_option()
def process_command(
    study: Path, reading: str, figure_path: Path | None, *, lanes: bool, as_json: bool, csv_path: Path | None
) -> None:
    """Ask how the episodes went."""
    with opened(study) as work:
        shown, framework = work.process(reading=reading), work.framework()
        save_picture(shown.figure, figure_path)
    title = _("Process: {count} episodes of {n} participants").format(count=len(shown.lanes), n=shown.n)
    show(shown, OUTCOMES, study=study, title=title, as_json=as_json, csv_path=csv_path)
    if as_json or csv_path is not None:
        return
    steps = [
        Column(_("from"), lambda row: framework.stage(row.source).name),
        Column(_("to"), lambda row: framework.stage(row.target).name),
        Column(_("steps"), lambda row: row.steps, is_number=True),
        Column(_("participants"), lambda row: row.participants, is_number=True),
        Column(_("share of exits"), lambda row: row.share, is_number=True),
    ]
    table(_("Steps between stages"), steps, shown.transitions)
    if shown.growth:
        codes = ", ".join(shown.growth_codes)
        table(_("Episodes with and without a moment of growth ({codes})").format(codes=codes), GROWTH, shown.growth)
    if shown.repeats:

        def told(episode: str, outcome: str) -> str:
            return f"{episode}: {framework.outcome(outcome).name.text(reading_language())}"

        again = [
            Column(_("participant"), lambda row: row.participant),
            Column(_("stressor"), lambda row: row.stressors),
            Column(
                _("told first"),
                lambda row: told(row.first, row.first_outcome),
            ),
            Column(
                _("told then"),
                lambda row: told(row.second, row.second_outcome),
            ),
            Column(_("ended"), lambda row: _(row.change)),
        ]
        table(_("The same stressor twice, in told order"), again, shown.repeats)
    if lanes:
        episodes = [
            Column(_("episode"), lambda row: row.key),
            Column(_("participant"), lambda row: row.participant),
            Column(_("label"), lambda row: row.label),
            Column(_("moments"), lambda row: " > ".join(moment.code or "·" for moment in row.moments)),
            Column(_("outcome"), lambda row: framework.outcome(row.outcome).name if row.outcome else _(row.state)),
        ]
        table(_("Episodes"), episodes, shown.lanes)
