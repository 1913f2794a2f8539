"""`kangni team`: who works on a study and under which rules."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, json_option, study_argument
from kangni.cli.output import Column, show, table
from kangni.cli.summaries import summary

__all__ = ["team_command"]


@click.command("team", help=summary("team"), epilog=examples("kangni team work.kangni"))
@study_argument()
@json_option()
@csv_option()
def team_command(study: Path, *, as_json: bool, csv_path: Path | None) -> None:
    """Show coders, consent and restrictions."""
    with opened(study) as work:
        shown = work.team()
        backups = work.backups()
    found = shown.result
    coders = [
        Column(_("coder"), lambda row: row.coder),
        Column(_("kind"), lambda row: _(row.kind)),
        Column(_("codings"), lambda row: row.codings, is_number=True),
        Column(_("drafts"), lambda row: row.drafts, is_number=True),
        Column(_("memos"), lambda row: row.memos, is_number=True),
        Column(_("finished"), lambda row: f"{len(row.finished)} / {len(found.documents)}", is_number=True),
    ]
    show(shown, coders, study=study, title=_("Team"), as_json=as_json, csv_path=csv_path)
    if as_json or csv_path is not None:
        return
    consent = [
        Column(_("participant"), lambda row: row.participant),
        Column(_("consent"), lambda row: list(row.scopes) if row.scopes else _not_given(row.recorded)),
        Column(_("until"), lambda row: row.until),
        Column(_("reviewed"), lambda row: f"{row.released} / {row.codings}", is_number=True),
    ]
    table(_("Consent"), consent, found.consent)
    rules = [
        Column(_("restriction"), lambda row: _(row.kind)),
        Column(_("participant"), lambda row: row.participant),
        Column(_("what"), lambda row: row.what),
        Column(_("why"), lambda row: row.reason),
    ]
    table(_("Restrictions"), rules, found.restrictions)
    last = f"{backups[0].at:%Y-%m-%d %H:%M} UTC" if backups else _("none")
    click.echo(_("Last verified copy: {last}").format(last=last))


def _not_given(recorded: bool) -> str:  # noqa: FBT001 - the one thing it says
    return _("nothing released") if recorded else _("no record")
