"""`kangni map`: what leads to what, in whose words."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, json_option, study_argument
from kangni.cli.output import Column, show
from kangni.cli.summaries import summary

__all__ = ["map_command"]

LINKS = [
    Column(_("cause"), lambda row: row.cause),
    Column("", lambda row: {"+": "→ +", "-": "⊣ −"}.get(row.sign, "± " + _("contested"))),
    Column(_("effect"), lambda row: row.effect),
    Column(_("people"), lambda row: row.sources, is_number=True),
    Column(_("statements"), lambda row: row.statements, is_number=True),
    Column(_("raised by"), lambda row: row.raised_by),
    Column(_("lowered by"), lambda row: row.lowered_by),
    Column(_("weight"), lambda row: row.weight, is_number=True),
    Column(_("strength"), lambda row: row.strength, is_number=True),
]


@click.command(
    "map",
    help=summary("map"),
    epilog=examples(
        "kangni map work.kangni",
        "kangni map work.kangni --least 2",
        "kangni map work.kangni --participant P03",
        "kangni map work.kangni --contested",
    ),
)
@study_argument()
@click.option("--participant", default=None, help=_("One participant's own map."))
@click.option("--least", default=1, show_default=True, help=_("Show links that at least so many people make."))
@click.option("--contested", is_flag=True, help=_("Show only links with both signs."))
@json_option()
@csv_option()
def map_command(
    study: Path, participant: str | None, least: int, *, contested: bool, as_json: bool, csv_path: Path | None
) -> None:
    """Ask what leads to what."""
    with opened(study) as work:
        shown = work.map(participant=participant, least_sources=least)
    title = _(
        "Map: {links} links, {hidden} more hidden, {factors} factors, {claims} claims of {n} participants"
    ).format(links=len(shown.links), hidden=shown.hidden, factors=len(shown.factors), claims=shown.claims, n=shown.n)
    rows = shown.contested() if contested else shown.links
    ordered = sorted(rows, key=lambda link: (-link.sources, link.key))
    show(shown, LINKS, study=study, title=title, as_json=as_json, csv_path=csv_path, rows=ordered)
