"""`kangni simulate`: what happens when it presses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
from kangni.core.undefined import Number, Undefined
from kangni.study.shown import Shown

if TYPE_CHECKING:
    from kangni.methods.causal.members import Vary
    from kangni.results.fuzzy import FuzzySimulation
    from kangni.results.second_shock import SecondShock
    from kangni.results.sensitivity import Sensitivity
    from kangni.results.simulation import Simulation

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
WITHOUT = [
    Column(_("without"), lambda row: row.participant if hasattr(row, "participant") else row.link),
    Column(_("people"), lambda row: row.people if hasattr(row, "people") else ""),
    Column(_("the answer is"), lambda row: row.without, is_number=True),
    Column(_("instead of"), lambda row: row.whole, is_number=True),
    Column(_("turns round"), lambda row: row.turns),
]
SECOND = [
    Column(_("who learns"), lambda row: _(row.engagement)),
    Column(_("slowness, steps"), lambda row: row.slowness, is_number=True),
    Column(_("lowest point higher"), lambda row: row.higher, is_number=True),
    Column(_("the same"), lambda row: row.same, is_number=True),
    Column(_("lower"), lambda row: row.lower, is_number=True),
    Column(_("deeper from a moved rest"), lambda row: row.deeper, is_number=True),
]
TELLINGS = [
    Column(_("predictor"), lambda row: _(row.predictor)),
    Column("D", lambda row: row.d, is_number=True),
    Column(_("low"), lambda row: row.low, is_number=True),
    Column(_("high"), lambda row: row.high, is_number=True),
    Column(_("p over episodes"), lambda row: row.p_over, is_number=True),
    Column(_("p within participants"), lambda row: row.p_within, is_number=True),
]


SHIFTS = [
    Column(_("part"), lambda row: _(row.part)),
    Column(_("what"), lambda row: row.item),
    Column(_("name"), lambda row: row.name),
    Column(_("median"), lambda row: row.median, is_number=True),
    Column("5 %", lambda row: row.low, is_number=True),
    Column("95 %", lambda row: row.high, is_number=True),
    Column(_("reach"), lambda row: row.reach, is_number=True),
    Column(_("sign agrees"), lambda row: row.certainty, is_number=True),
    Column(_("so do random weights"), lambda row: row.random_weights, is_number=True),
    Column(_("so do rewired maps"), lambda row: row.rewired, is_number=True),
    Column(_("given by any"), lambda row: tuple(_(null) for null in row.given_by)),
]
BALANCE = "balance"
SMALLEST = 0.0005  # a difference of levels that is shown in a terminal
RULES = ("kosko", "modified", "rescaled")  # in words, so that help loads no arrays
TRANSFERS = ("sigmoid", "tanh", "bivalent", "trivalent")


@click.command(
    "simulate",
    help=summary("simulate"),
    epilog=examples(
        "kangni simulate work.kangni --shock STR.U02",
        "kangni simulate work.kangni --episode E01",
        "kangni simulate work.kangni --shock STR.O01 --press ENV.O01=0.9 --members 200",
        "kangni simulate work.kangni --rule modified --press supervision=0.9",
        "kangni simulate work.kangni --rule modified --vary rule",
        "kangni simulate work.kangni --members 100000 --dask tcp://10.0.0.5:8786 --keep",
    ),
)
@study_argument()
@click.option("--shock", "shocks", multiple=True, metavar="CODE", help=_("What presses; may be repeated."))
@click.option(
    "--press", "presses", multiple=True, metavar="CODE=LEVEL", help=_("Hold a factor at a level from 0 to 1.")
)
@click.option("--episode", default=None, help=_("Run a told episode: its stressors, its conditions held."))
@click.option(
    "--rule",
    type=click.Choice([BALANCE, *RULES]),
    default=BALANCE,
    show_default=True,
    help=_("The balance model, or a rule of fuzzy cognitive maps."),
)
@click.option(
    "--transfer", type=click.Choice(TRANSFERS), default=None, help=_("Of a fuzzy map; sigmoid unless you say.")
)
@click.option("--steepness", type=float, default=None, help=_("Of a fuzzy map's transfer; 1 unless you say."))
@click.option("--hold-sources", is_flag=True, help=_("In a fuzzy map, keep what nothing leads to at its start."))
@click.option(
    "--vary",
    multiple=True,
    type=click.Choice(["coders", "weights", "rule"]),
    help=_("Let members differ by this as well; may be repeated. A rule is varied in a fuzzy map."),
)
@click.option("--twice", is_flag=True, help=_("Strike twice, with protections that learn: a what-if."))
@click.option("--members", default=1000, show_default=True, help=_("Members of the ensemble."))
@workers_option()
@click.option("--dask", default="", metavar="ADDRESS", help=_("Run the members on this Dask cluster, tcp://...:8786."))
@click.option("--keep", is_flag=True, help=_("Keep finished parts in the study, and go on from those kept before."))
@seed_option()
@figure_option()
@json_option()
@csv_option()
def simulate_command(
    study: Path,
    shocks: tuple[str, ...],
    presses: tuple[str, ...],
    episode: str | None,
    rule: str,
    transfer: str | None,
    steepness: float | None,
    vary: tuple[Vary, ...],
    members: int,
    workers: int,
    dask: str,
    seed: int,
    figure_path: Path | None,
    *,
    twice: bool,
    keep: bool,
    hold_sources: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask what happens when it presses."""
    levels = _levels(presses)
    if rule != BALANCE and twice:
        raise click.UsageError(_("--twice belongs to the balance model."))
    if rule == BALANCE and (transfer is not None or steepness is not None or hold_sources):
        raise click.UsageError(_("--transfer, --steepness and --hold-sources belong to a fuzzy map: name its --rule."))
    if rule == BALANCE and "rule" in vary:
        raise click.UsageError(_("The balance model has one rule: to vary it, name the --rule of a fuzzy map."))
    with opened(study) as work:
        if rule != BALANCE:
            with progress(_("Running the ensemble")) as tell:
                mapped = work.fuzzy(
                    rule=rule,
                    transfer=transfer or TRANSFERS[0],
                    steepness=1.0 if steepness is None else steepness,
                    hold_sources=hold_sources,
                    shock=shocks,
                    press=levels,
                    episode=episode,
                    vary=vary,
                    members=members,
                    workers=workers,
                    dask=dask,
                    keep=keep,
                    seed=seed,
                    progress=tell,
                )
            save_picture(mapped.figure, figure_path)
        else:
            with progress(_("Running the ensemble")) as tell:
                shown = work.simulate(
                    shock=shocks,
                    press=levels,
                    episode=episode,
                    vary=vary,
                    twice=twice,
                    members=members,
                    workers=workers,
                    dask=dask,
                    keep=keep,
                    seed=seed,
                    progress=tell,
                )
            save_picture(shown.figure, figure_path)
    if rule != BALANCE:
        _show_fuzzy(mapped, study, as_json=as_json, csv_path=csv_path)
    else:
        _show_balance(shown, study, as_json=as_json, csv_path=csv_path)


def _show_balance(shown: Shown[Simulation], study: Path, *, as_json: bool, csv_path: Path | None) -> None:
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
    _show_second(shown.result.second)
    _show_sensitivity(shown.result.sensitivity)
    click.echo(_(shown.sentence))


def _show_second(found: SecondShock | Undefined) -> None:
    """Say what a second shock does, or why that is not known."""
    head = _("The same shock twice:")
    if isinstance(found, Undefined):
        click.echo(f"{head} {_(found.reason)}")
        return
    answer = found.answer.reason if isinstance(found.answer, Undefined) else found.answer
    table(f"{head} {_(answer)}", SECOND, found.runs)
    people = ", ".join(found.claimed_by) or _("nobody")
    click.echo(_("Learning is claimed by: {people}.").format(people=people))


def _show_sensitivity(found: Sensitivity | Undefined) -> None:
    """Say what the answer hangs on and what to ask next, in words."""
    if isinstance(found, Undefined):
        return
    title = _("What the answer hangs on: {conclusion} {value}").format(
        conclusion=_(found.conclusion), value=number(found.value)
    )
    table(title, WITHOUT, [*found.people[:3], *found.links[:5]])
    shares = [f"{_(layer.layer)} {_plain(layer.share)}" for layer in found.layers]
    click.echo(_("Share of the variance by itself: {shares}").format(shares=", ".join(shares)))
    if found.questions:
        click.secho(_("To ask in the next interview"), bold=True)
    for question in found.questions:
        click.echo(f"  {_(question.sentence).format_map(dict(question.facts))}")


def _show_fuzzy(shown: Shown[FuzzySimulation], study: Path, *, as_json: bool, csv_path: Path | None) -> None:
    title = _("Fuzzy cognitive map, {rule} and {transfer}: {members} members, {links} links").format(
        rule=shown.rule, transfer=shown.transfer, members=shown.members, links=shown.links
    )
    rows = shown.result.rows()
    visible = [row for row in rows if row.part == "functioning" or _moves(row.median)]
    show(shown, SHIFTS, study=study, title=title, as_json=as_json, csv_path=csv_path, rows=visible)
    if as_json or csv_path is not None:
        return
    if len(visible) < len(rows):
        hidden = _("{count} more move by less than {least} or not at all: --csv lists them.")
        click.echo(hidden.format(count=len(rows) - len(visible), least=SMALLEST))
    ends = shown.ends
    if not isinstance(ends, Undefined):
        only = _("The map of all can end in one state only.") if ends.unique else ""
        found = _("From {starts} random starts it ends in {ends}, of {unsettled} starts nowhere.").format(
            starts=ends.starts, ends=ends.attractors, unsettled=ends.unsettled
        )
        click.echo(only or found)
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


def _moves(difference: Number) -> bool:
    return not isinstance(difference, Undefined) and abs(difference) >= SMALLEST
