"""`kangni loops`: which circles people tell."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.evidence import print_quotes
from kangni.cli.language import _, reading_language
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, figure_option, json_option, study_argument
from kangni.cli.output import Column, save_picture, show
from kangni.cli.summaries import summary

__all__ = ["loops_command"]

LOOPS = [
    Column(_("loop"), lambda row: row.key),
    Column(_("kind"), lambda row: _(row.kind)),
    Column(_("course"), lambda row: _(row.course) if row.course else ""),
    Column(_("feeds"), lambda row: row.feeds),
    Column(_("told by"), lambda row: tuple(telling.participant for telling in row.tellings)),
    Column(_("parts"), lambda row: row.parts),
    Column(_("opposed"), lambda row: tuple(dict.fromkeys(opposition.participant for opposition in row.opposed))),
    Column(_("strength"), lambda row: row.strength, is_number=True),
]
EXISTS = Column(_("exists in"), lambda row: row.exists, is_number=True)


@click.command(
    "loops",
    help=summary("loops"),
    epilog=examples(
        "kangni loops work.kangni",
        "kangni loops work.kangni --assembled --cap 8",
        "kangni loops work.kangni --figure loops.svg",
    ),
)
@study_argument()
@click.option("--cap", default=6, show_default=True, help=_("Longest loop, in links."))
@click.option("--assembled", is_flag=True, help=_("Also loops that nobody tells whole."))
@click.option("--open", "key", metavar="KEY", help=_("Show the words behind a loop: LOOP, or LOOP/PARTICIPANT."))
@json_option()
@csv_option()
@figure_option()
def loops_command(
    study: Path,
    cap: int,
    key: str | None,
    *,
    assembled: bool,
    as_json: bool,
    csv_path: Path | None,
    figure_path: Path | None,
) -> None:
    """Ask which circles people tell."""
    with opened(study) as work:
        shown = work.loops(cap=cap, told_only=not assembled)
        save_picture(shown.figure, figure_path)
        if key is not None:
            print_quotes(shown.evidence(key))
            return
    title = _("Loops up to {cap} links: {found} found, {told} told whole, {families} families").format(
        cap=cap, found=shown.found, told=shown.told, families=len(shown.families)
    )
    columns = [*LOOPS, EXISTS] if assembled else LOOPS
    show(shown, columns, study=study, title=title, as_json=as_json, csv_path=csv_path, rows=shown.loops)
    if not as_json and csv_path is None:
        for loop in shown.heads():
            click.echo(f"{loop.key}  {loop.sentence.text(reading_language())}")
