"""`kangni advise`: what would help, and who can do it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kangni.cli.language import _, reading_language
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, json_option, seed_option, study_argument, workers_option
from kangni.cli.output import Column, cautions, number, show, table
from kangni.cli.progress import progress
from kangni.cli.summaries import summary
from kangni.core.undefined import Undefined

__all__ = ["advise_command"]

LEVERS = [
    Column(_("place"), lambda row: row.standing.place, is_number=True),
    Column(_("lever"), lambda row: row.name),
    Column(_("askers"), lambda row: len(row.askers), is_number=True),
    Column(_("supporters"), lambda row: len(row.supporters), is_number=True),
    Column(_("against"), lambda row: tuple(sorted({objector.participant for objector in row.against}))),
    Column("E", lambda row: _spread(row.effect, "median"), is_number=True),
    Column("5 %", lambda row: _spread(row.effect, "low"), is_number=True),
    Column("95 %", lambda row: _spread(row.effect, "high"), is_number=True),
    Column("C", lambda row: _spread(row.effect, "certainty"), is_number=True),
    Column(_("words"), lambda row: tuple(_(word) for word in (row.breadth, *row.marks))),
    Column(_("rank range"), lambda row: _ranks(row.standing)),
]


@click.command(
    "advise",
    help=summary("advise"),
    epilog=examples("kangni advise work.kangni", "kangni advise work.kangni --members 200 --json"),
)
@study_argument()
@click.option("--members", default=1000, show_default=True, help=_("Members of the ensemble."))
@workers_option()
@seed_option()
@json_option()
@csv_option()
def advise_command(study: Path, members: int, workers: int, seed: int, *, as_json: bool, csv_path: Path | None) -> None:
    """Ask what would help, and who can do it."""
    with opened(study) as work, progress(_("Running the ensemble")) as tell:
        shown = work.advise(members=members, workers=workers, seed=seed, progress=tell)
    if as_json or csv_path is not None:
        show(shown, [], study=study, title="", as_json=as_json, csv_path=csv_path)
        return
    for place, part in enumerate(shown.addressees):
        nobody = _("To nobody in particular") if place else ""  # where others are named, it must not read as theirs
        table(part.name.text(reading_language()) or nobody, LEVERS, part.levers)
        if part.holds_now:
            table(_("Holds now: do not lose"), LEVERS, part.holds_now)
        if part.declining:
            people = ", ".join(sorted({voice.participant for voice in part.declining}))
            click.echo(_("Declined to advise: {people}").format(people=people))
    click.echo(_(shown.sentence))
    cautions(shown.cautions)


def _spread(effect: Any, part: str) -> object:
    return effect if isinstance(effect, Undefined) else getattr(effect, part)


def _ranks(standing: Any) -> str:
    return f"{_plain(standing.low)}-{_plain(standing.high)}"


def _plain(value: object) -> str:
    return "—" if isinstance(value, Undefined) else number(value)
