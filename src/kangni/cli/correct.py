"""`kangni correct`: typing errors in a transcript, with its codings following their words."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import coder_option, dry_run_option, examples, study_argument
from kangni.cli.output import Column, table
from kangni.cli.summaries import summary

__all__ = ["correct_command"]

TOUCHED = [
    Column(_("coder"), lambda row: row.coder),
    Column(_("code"), lambda row: row.code),
    Column(_("words before"), lambda row: row.before.replace("\n", " ")),
    Column(_("words now"), lambda row: row.after.replace("\n", " ")),
]


@click.command(
    "correct",
    help=summary("correct"),
    epilog=examples("kangni correct work.kangni P01.zh 12 '我每天都很累。' --dry-run"),
)
@study_argument()
@click.argument("document")
@click.argument("turn", type=int)
@click.argument("words")
@dry_run_option()
@coder_option()
def correct_command(study: Path, document: str, turn: int, words: str, coder: str | None, *, dry_run: bool) -> None:
    """Give a turn other words; its codings follow the letters that stayed."""
    with opened(study, coder) as work:
        done = work.correct(document, turn, words, dry_run=dry_run)
    click.echo(_("{moved} codings follow their words.").format(moved=done.moved))
    if done.touched:
        table(_("Codings whose own words changed"), TOUCHED, done.touched)
