"""`kangni map` and `loops`: what leads to what, in whose words."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, figure_option, json_option, study_argument
from kangni.cli.output import Column, save_picture, show
from kangni.cli.summaries import summary

__all__ = ["loops_command", "map_command"]

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
LOOPS = [
    Column(_("loop"), lambda row: row.key),
    Column(_("kind"), lambda row: _(row.kind)),
    Column(_("course"), lambda row: _(row.course) if row.course else ""),
    Column(_("told by"), lambda row: tuple(telling.participant for telling in row.tellings)),
    Column(_("parts"), lambda row: row.parts),
    Column(_("opposed"), lambda row: tuple(sorted({opposition.participant for opposition in row.opposed}))),
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
@figure_option()
@json_option()
@csv_option()
def map_command(
    study: Path,
    participant: str | None,
    least: int,
    figure_path: Path | None,
    *,
    contested: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask what leads to what."""
    with opened(study) as work:
        shown = work.map(participant=participant, least_sources=least)
        save_picture(shown.figure, figure_path)
    title = _(
        "Map: {links} links, {hidden} more hidden, {factors} factors, {claims} claims of {n} participants"
    ).format(links=len(shown.links), hidden=shown.hidden, factors=len(shown.factors), claims=shown.claims, n=shown.n)
    rows = shown.contested() if contested else shown.links
    ordered = sorted(rows, key=lambda link: (-link.sources, link.key))
    show(shown, LINKS, study=study, title=title, as_json=as_json, csv_path=csv_path, rows=ordered)


@click.command(
    "loops",
    help=summary("loops"),
    epilog=examples("kangni loops work.kangni", "kangni loops work.kangni --assembled --cap 8"),
)
@study_argument()
@click.option("--cap", default=6, show_default=True, help=_("Longest loop, in links."))
@click.option("--assembled", is_flag=True, help=_("Also loops that nobody tells whole."))
@json_option()
@csv_option()
def loops_command(study: Path, cap: int, *, assembled: bool, as_json: bool, csv_path: Path | None) -> None:
    """Ask which circles people tell."""
    with opened(study) as work:
        shown = work.loops(cap=cap, told_only=not assembled)
    title = _("Loops up to {cap} links: {found} found, {told} told whole, {families} families").format(
        cap=cap, found=shown.found, told=shown.told, families=len(shown.families)
    )
    show(shown, LOOPS, study=study, title=title, as_json=as_json, csv_path=csv_path, rows=shown.loops)
