"""`kangni overview`: where a study stands."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, json_option, study_argument
from kangni.cli.output import Column, show, table
from kangni.cli.summaries import summary

__all__ = ["overview_command"]

COUNTS = [
    Column(_("what"), lambda row: _(row.kind)),
    Column(_("count"), lambda row: row.count, is_number=True),
]
CODERS = [
    Column(_("coder"), lambda row: row.coder),
    Column(_("codings"), lambda row: row.codings, is_number=True),
    Column(_("drafts"), lambda row: row.drafts, is_number=True),
    Column(_("claims"), lambda row: row.claims, is_number=True),
    Column(_("episodes"), lambda row: row.episodes, is_number=True),
    Column(_("transcripts finished"), lambda row: row.seen, is_number=True),
]


@click.command("overview", help=summary("overview"), epilog=examples("kangni overview work.kangni"))
@study_argument()
@json_option()
@csv_option()
def overview_command(study: Path, *, as_json: bool, csv_path: Path | None) -> None:
    """Say where the study stands."""
    with opened(study) as work:
        shown = work.overview()
    title = f"{shown.name}{_(' (fictional)') if shown.fictional else ''}"
    show(shown, COUNTS, study=study, title=title, as_json=as_json, csv_path=csv_path)
    if not as_json and csv_path is None:
        table(_("Coders"), CODERS, shown.coders)
        click.echo(_("Next: {act}").format(act=_(shown.next_act).replace("STUDY", str(study))))
