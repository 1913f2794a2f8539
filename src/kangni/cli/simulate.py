"""`kangni simulate`: what happens when it presses."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
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
from kangni.cli.output import Column, number, save_picture, show, table
from kangni.cli.progress import progress
from kangni.cli.summaries import summary
from kangni.core.undefined import Undefined

__all__ = ["simulate_command"]

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


@click.command(
    "simulate",
    help=summary("simulate"),
    epilog=examples(
        "kangni simulate work.kangni --shock STR.U02",
        "kangni simulate work.kangni --episode E01",
        "kangni simulate work.kangni --shock STR.O01 --press ENV.O01=0.9 --members 200",
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
def simulate_command(
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


def _plain(value: object) -> str:
    return "—" if isinstance(value, Undefined) else number(value)
