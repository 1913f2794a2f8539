"""`kangni loops`: which circles people tell."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, json_option, study_argument
from kangni.cli.output import Column, show
from kangni.cli.summaries import summary

__all__ = ["loops_command"]

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
