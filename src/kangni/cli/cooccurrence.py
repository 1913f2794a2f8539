"""`kangni cooccurrence`: what is told together, or one after the other."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from kangni.cli.evidence import print_quotes
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import (
    csv_option,
    examples,
    figure_option,
    json_option,
    reading_option,
    seed_option,
    study_argument,
)
from kangni.cli.output import Column, number, save_picture, show
from kangni.cli.summaries import summary
from kangni.core.errors import N_
from kangni.results.cooccurrence import CoOccurrence, PairRow, Unit

__all__ = ["cooccurrence_command"]

TITLES: dict[Unit, str] = {
    "turn": N_("Together in a turn: {shown} of {all} pairs"),
    "window": N_("Together within {window} turns in a row: {shown} of {all} pairs"),
    "overlap": N_("On the same words: {shown} of {all} pairs"),
    "episode": N_("Together in an episode: {shown} of {all} pairs"),
    "sequence": N_("One before the other, within {window} turns: {shown} of {all} pairs"),
}
COUNTED: dict[Unit, str] = {
    "turn": _("turns"),
    "window": _("windows"),
    "overlap": _("characters"),
    "episode": _("episodes"),
    "sequence": _("turns"),
}
JACCARD = Column("Jaccard", lambda row: row.jaccard, is_number=True)
NPMI = Column("NPMI", lambda row: row.npmi, is_number=True)
PHI = Column("φ", lambda row: row.phi, is_number=True)
ODDS = Column(_("log odds"), lambda row: row.log_odds, is_number=True)
ERROR = Column("SE", lambda row: row.log_odds_error, is_number=True)


@click.command(
    "cooccurrence",
    help=summary("cooccurrence"),
    epilog=examples(
        "kangni cooccurrence work.kangni --figure pairs.svg",
        "kangni cooccurrence work.kangni --by window --window 3",
        "kangni cooccurrence work.kangni --by sequence --all --csv pairs.csv",
        "kangni cooccurrence work.kangni --by sequence --open 'ENV.U02>ENV.U01'",
    ),
)
@study_argument()
@click.option(
    "--by",
    "unit",
    type=click.Choice(get_args(Unit)),
    default="turn",
    show_default=True,
    help=_(
        "What holds two codes together: a turn, turns in a row, the same words, an episode; or one before the other."
    ),
)
@click.option(
    "--window",
    default=3,
    show_default=True,
    type=click.IntRange(min=1),
    help=_("How many turns in a row make a window, or within how many the later code follows."),
)
@click.option("--all", "everything", is_flag=True, help=_("Also pairs that fewer than three participants name."))
@click.option("--open", "key", metavar="KEY", help=_("Show the words behind a pair, such as A+B, or A>B in sequence."))
@reading_option()
@seed_option()
@figure_option()
@json_option()
@csv_option()
def cooccurrence_command(
    study: Path,
    unit: Unit,
    window: int,
    key: str | None,
    reading: str,
    seed: int,
    figure_path: Path | None,
    *,
    everything: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask which codes stand together."""
    with opened(study) as work:
        shown = work.cooccurrence(reading=reading, unit=unit, window=window, seed=seed)
        save_picture(shown.figure, figure_path)
        if key is not None:
            print_quotes(shown.evidence(key))
            return
    rows = [pair for pair in shown.pairs if pair.flagged or everything]
    title = _(TITLES[unit]).format(window=window, shown=len(rows), all=len(shown.pairs))
    show(shown, _columns(shown.result), study=study, title=title, as_json=as_json, csv_path=csv_path, rows=rows)


def _columns(result: CoOccurrence) -> list[Column]:
    is_order = result.unit == "sequence"
    between = " > " if is_order else " + "
    return [
        Column(_("pair"), lambda row: f"{row.first}{between}{row.second}"),
        Column(_("participants"), lambda row: row.participants, is_number=True),
        *(_order() if is_order else ()),
        Column(COUNTED[result.unit], lambda row: row.units, is_number=True),
        *((NPMI, ODDS) if is_order else (JACCARD, NPMI, PHI, ODDS)),  # a table as wide as a screen; --csv has all
        *([] if result.unit == "overlap" else [ERROR]),
    ]


def _order() -> tuple[Column, ...]:
    """Return what tells an order from mere frequency."""
    return (
        Column(_("the other way round"), lambda row: row.reverse, is_number=True),
        Column(_("in shuffled turns"), _shuffled, is_number=True),
        Column(_("shuffles with as many"), lambda row: row.as_many, is_number=True),
    )


def _shuffled(row: PairRow) -> str:
    return _("{value} ({low} to {high})").format(
        value=number(row.expected), low=number(row.expected_low), high=number(row.expected_high)
    )
