"""`kangni balance` and `advice`: what happens when it presses, what would help, and who can do it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kangni.cli.language import _, reading_language
from kangni.cli.opening import opened
from kangni.cli.options import (
    csv_option,
    examples,
    figure_option,
    json_option,
    seed_option,
    study_argument,
    workers_option,
)
from kangni.cli.output import Column, cautions, number, save_picture, show, table
from kangni.cli.progress import progress
from kangni.cli.summaries import summary
from kangni.core.undefined import Undefined

__all__ = ["advice_command", "balance_command"]

ROWS = [
    Column(_("part"), lambda row: _(row.part)),
    Column(_("what"), lambda row: row.item),
    Column(_("name"), lambda row: row.name),
    Column(_("codes"), lambda row: row.codes, is_number=True),
    Column(_("people"), lambda row: row.participants, is_number=True),
    Column(_("median"), lambda row: row.median, is_number=True),
    Column("5 %", lambda row: row.low, is_number=True),
    Column("95 %", lambda row: row.high, is_number=True),
    Column(_("reach"), lambda row: row.reach, is_number=True),
    Column(_("sign agrees"), lambda row: row.certainty, is_number=True),
]
TELLINGS = [
    Column(_("predictor"), lambda row: _(row.predictor)),
    Column("D", lambda row: row.d, is_number=True),
    Column(_("low"), lambda row: row.low, is_number=True),
    Column(_("high"), lambda row: row.high, is_number=True),
    Column(_("p over episodes"), lambda row: row.p_over, is_number=True),
    Column(_("p within participants"), lambda row: row.p_within, is_number=True),
]
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
    "balance",
    help=summary("balance"),
    epilog=examples(
        "kangni balance work.kangni --shock STR.U02",
        "kangni balance work.kangni --episode E01",
        "kangni balance work.kangni --shock STR.O01 --press ENV.O01=0.9 --members 200",
    ),
)
@study_argument()
@click.option("--shock", "shocks", multiple=True, metavar="CODE", help=_("What presses; may be repeated."))
@click.option(
    "--press", "presses", multiple=True, metavar="CODE=LEVEL", help=_("Hold a factor at a level from 0 to 1.")
)
@click.option("--episode", default=None, help=_("Run a told episode: its stressors, its conditions held."))
@click.option("--members", default=1000, show_default=True, help=_("Members of the ensemble."))
@workers_option()
@seed_option()
@figure_option()
@json_option()
@csv_option()
def balance_command(
    study: Path,
    shocks: tuple[str, ...],
    presses: tuple[str, ...],
    episode: str | None,
    members: int,
    workers: int,
    seed: int,
    figure_path: Path | None,
    *,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask what happens when it presses."""
    with opened(study) as work:
        with progress(_("Running the ensemble")) as tell:
            shown = work.simulate(
                shock=shocks,
                press=_levels(presses),
                episode=episode,
                members=members,
                workers=workers,
                seed=seed,
                progress=tell,
            )
        save_picture(shown.figure, figure_path)
    title = _("Balance in unit dips: {members} members, {links} links, unit dip {unit}").format(
        members=shown.members, links=shown.links, unit=_plain(shown.scaling.unit_dip)
    )
    show(shown, ROWS, study=study, title=title, as_json=as_json, csv_path=csv_path)
    if as_json or csv_path is not None:
        return
    if isinstance(shown.told, Undefined):
        click.echo(f"{_('Does the map predict what was told?')} {_(shown.told.reason)}")
    else:
        table(_("Does the map predict what was told?"), TELLINGS, shown.told.tellings)
    click.echo(_(shown.sentence))


@click.command(
    "advice",
    help=summary("advice"),
    epilog=examples("kangni advice work.kangni", "kangni advice work.kangni --members 200 --json"),
)
@study_argument()
@click.option("--members", default=1000, show_default=True, help=_("Members of the ensemble."))
@workers_option()
@seed_option()
@json_option()
@csv_option()
def advice_command(study: Path, members: int, workers: int, seed: int, *, as_json: bool, csv_path: Path | None) -> None:
    """Ask what would help, and who can do it."""
    with opened(study) as work, progress(_("Running the ensemble")) as tell:
        shown = work.advice(members=members, workers=workers, seed=seed, progress=tell)
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


def _levels(presses: tuple[str, ...]) -> dict[str, float]:
    levels: dict[str, float] = {}
    for press in presses:
        code, sign, level = press.partition("=")
        try:
            levels[code] = float(level)
        except ValueError:
            raise click.BadParameter(
                _("“{press}” is no CODE=LEVEL").format(press=press), param_hint="--press"
            ) from None
        if not sign or not 0 < levels[code] < 1:
            raise click.BadParameter(_("a level lies between 0 and 1"), param_hint="--press")
    return levels


def _spread(effect: Any, part: str) -> object:
    return effect if isinstance(effect, Undefined) else getattr(effect, part)


def _ranks(standing: Any) -> str:
    return f"{_plain(standing.low)}-{_plain(standing.high)}"


def _plain(value: object) -> str:
    return "—" if isinstance(value, Undefined) else number(value)
