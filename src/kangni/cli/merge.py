"""`kangni merge`: what two people did in copies of one study, joined."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from kangni.cli.errors import FAULTS_FOUND
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import coder_option, dry_run_option, examples, json_option, study_argument
from kangni.cli.output import Column, cautions, print_result, table
from kangni.cli.progress import progress
from kangni.cli.summaries import summary
from kangni.results.merging import Merge, Side

__all__ = ["merge_command"]

SIDES = ("mine", "theirs")
LINES = [
    Column(_("record"), lambda row: _(row.kind)),
    Column(_("new"), lambda row: row.new, is_number=True),
    Column(_("changed"), lambda row: row.changed, is_number=True),
    Column(_("removed"), lambda row: row.removed, is_number=True),
    Column(_("the same"), lambda row: row.same, is_number=True),
    Column(_("in conflict"), lambda row: row.contested, is_number=True),
]
CONFLICTS = [
    Column(_("record"), lambda row: _(row.kind)),
    Column(_("name"), lambda row: row.name),
    Column(_("about"), lambda row: row.about),
    Column(_("what differs"), lambda row: _(row.what)),
    Column(_("mine"), lambda row: _(row.mine) if row.mine else ""),
    Column(_("theirs"), lambda row: _(row.theirs) if row.theirs else ""),
    Column(_("stands"), lambda row: _(row.taken) if row.taken else ""),
]


@click.command(
    "merge",
    help=summary("merge")
    + "\n\n"
    + _(
        "THEIRS is a copy of the study in which somebody else worked, or a bundle (.json) or project (.qdpx). What "
        "only one side added, changed or removed is taken; where both changed the same record nothing is stored before "
        "you say whose stands."
    ),
    epilog=examples(
        "kangni merge mine.kangni theirs.kangni --dry-run",
        "kangni merge mine.kangni theirs.kangni",
        "kangni merge mine.kangni theirs.kangni --take mine",
        "kangni merge mine.kangni theirs.kangni --take mine --take 'claim C12=theirs'",
    ),
)
@study_argument()
@click.argument("theirs", type=click.Path(path_type=Path))
@click.option(
    "--take",
    multiple=True,
    metavar="SIDE|NAME=SIDE",
    help=_("Whose records stand where both changed them: mine or theirs, for all or for one. May be repeated."),
)
@dry_run_option()
@coder_option()
@json_option()
@click.pass_context
def merge_command(
    ctx: click.Context,
    study: Path,
    theirs: Path,
    take: tuple[str, ...],
    coder: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Join another copy of the study into this one."""
    side, choices = _sides(take)
    with opened(study, coder) as work, progress(_("Merging")) as tell:
        done = work.merge(theirs, take=side, choices=choices, dry_run=dry_run, progress=tell)
    if as_json:
        print_result(done, study)
    else:
        _print(done, dry_run=dry_run)
    if done.open:
        ctx.exit(FAULTS_FOUND)


def _sides(take: tuple[str, ...]) -> tuple[Side | None, dict[str, Side]]:
    """Return whose records stand, for all and by name."""
    for_all: Side | None = None
    choices: dict[str, Side] = {}
    for given in take:
        name, _sign, side = given.rpartition("=")
        if side not in SIDES:
            raise click.BadParameter(
                _("“{given}” says neither mine nor theirs").format(given=given), param_hint="--take"
            )
        if name:
            choices[name] = cast("Side", side)
        else:
            for_all = cast("Side", side)
    return for_all, choices


def _print(done: Merge, *, dry_run: bool) -> None:
    title = _("Would be merged from {file} (nothing was stored)") if dry_run else _("Merged from {file}")
    table(title.format(file=done.file), LINES, done.rows())
    if done.conflicts:
        table(_("What both have otherwise"), CONFLICTS, done.conflicts)
    if done.open:
        click.echo(_("{count} conflicts are open: say whose stand with --take.").format(count=len(done.open)))
    cautions(done.cautions)
