"""`kangni new`, `undo`, `redo`, `history`, `backup` and `doctor`: the study file and its past."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.errors import FAULTS_FOUND
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import coder_option, examples, json_option, study_argument
from kangni.cli.output import Column, cautions, print_json, table
from kangni.cli.summaries import summary
from kangni.core.changes import Entry
from kangni.core.errors import N_
from kangni.language import Language
from kangni.results.answer import Caution, plain
from kangni.saved import acting_coder
from kangni.study import examine, framework_losses, new

__all__ = ["backup_command", "doctor_command", "history_command", "new_command", "redo_command", "undo_command"]

NOT_TAKEN = N_("The framework's “{what}” was not taken: Kangni has no use for it.")


@click.command(
    "new",
    help=summary("new"),
    epilog=examples(
        "kangni new work.kangni --framework kumpfer --language zh",
        "kangni new work.kangni --framework jdr --name 'Home care 2026'",
        "kangni new work.kangni --framework ./our_framework",
        "kangni new work.kangni --from project.qdpx",
        "kangni new again.kangni --from work.kangni.json",
    ),
)
@study_argument()
@click.option(
    "--framework",
    default="kumpfer",
    show_default=True,
    help=_("A packaged framework (kumpfer, jdr) or a folder with framework.yaml and codebook.csv."),
)
@click.option(
    "--language", default="zh", show_default=True, type=click.Choice(["zh", "en"]), help=_("Of the interviews.")
)
@click.option("--name", default="", help=_("What the study is called; the file's name by default."))
@click.option(
    "--from",
    "project",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_(
        "A project or codebook of another program (.qdpx, .qdc), whose codes take the place of the framework's, or a "
        "bundle (.json)."
    ),
)
@click.option(
    "--offsets",
    default="",
    metavar="WAY",
    help=_("How positions of a project count, where it is not to be detected, such as utf16,crlf=2,bom=0."),
)
@coder_option()
def new_command(
    study: Path, framework: str, language: Language, name: str, project: Path | None, offsets: str, coder: str | None
) -> None:
    """Make a study with a framework, empty or from a project."""
    actor = acting_coder(coder)
    with new(
        study, framework=framework, language=language, name=name, coder=actor, project=project, offsets=offsets
    ) as made:
        codes = len(made.codebook())
    click.echo(_("{path}: a new study with {count} codes.").format(path=study, count=codes))
    cautions(Caution(NOT_TAKEN, (("what", loss),)) for loss in framework_losses(framework))


@click.command("undo", help=summary("undo"), epilog=examples("kangni undo work.kangni"))
@study_argument()
@coder_option()
def undo_command(study: Path, coder: str | None) -> None:
    """Take back the actor's last deed."""
    with opened(study, coder) as work:
        click.echo(_("Taken back: {deed}").format(deed=_told(work.undo())))


@click.command("redo", help=summary("redo"), epilog=examples("kangni redo work.kangni"))
@study_argument()
@coder_option()
def redo_command(study: Path, coder: str | None) -> None:
    """Do again what the actor took back."""
    with opened(study, coder) as work:
        click.echo(_("Done again: {deed}").format(deed=_told(work.redo())))


@click.command("history", help=summary("history"), epilog=examples("kangni history work.kangni"))
@study_argument()
@json_option()
def history_command(study: Path, *, as_json: bool) -> None:
    """Show who did what, first deed first."""
    with opened(study) as work:
        entries = work.history()
    if as_json:
        print_json("history", plain(entries), study=study, revision=entries[-1].number if entries else 0)
        return
    columns = [
        Column(_("no."), lambda entry: entry.number, is_number=True),
        Column(_("when (UTC)"), lambda entry: f"{entry.at:%Y-%m-%d %H:%M:%S}"),
        Column(_("who"), lambda entry: entry.actor),
        Column(_("deed"), _deed),
        Column(_("changes"), _changes),
        Column(_("stands"), lambda entry: entry.standing),
    ]
    table(_("History"), columns, entries)


@click.command("backup", help=summary("backup"), epilog=examples("kangni backup work.kangni"))
@study_argument()
def backup_command(study: Path) -> None:
    """Make a verified copy beside the study."""
    with opened(study) as work:
        click.echo(_("Verified copy: {path}").format(path=work.backup()))


@click.command("doctor", help=summary("doctor"), epilog=examples("kangni doctor", "kangni doctor work.kangni"))
@click.argument("study", metavar="[STUDY]", required=False, type=click.Path(path_type=Path))
@json_option()
@click.pass_context
def doctor_command(ctx: click.Context, study: Path | None, *, as_json: bool) -> None:
    """Examine a study file and this installation."""
    report = examine(study)
    if as_json:
        print_json("doctor", plain(report), study=study, revision=None)
    else:
        columns = [
            Column(_("finding"), lambda finding: _(finding.severity)),
            Column(_("about"), lambda finding: _(finding.about)),
            Column(_("what"), lambda finding: _(finding.sentence).format_map(dict(finding.facts))),
        ]
        table(_("Doctor"), columns, report.findings)
    if report.has_faults:
        ctx.exit(FAULTS_FOUND)


def _deed(entry: Entry) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in entry.facts.items())
    words = f"{_(entry.deed)}: {facts}" if facts else _(entry.deed)
    return words if entry.kind == "do" else f"{_(entry.kind)} {entry.root}: {words}"


def _changes(entry: Entry) -> str:
    parts = []
    for kind, change in entry.changes.items():
        signs = [(change.added, "+"), (change.changed, "~"), (change.removed, "-")]
        parts.append(f"{_(kind)} " + " ".join(f"{sign}{count}" for count, sign in signs if count))
    return ", ".join(parts)


def _told(entry: Entry) -> str:
    changes = _changes(entry)
    return f"{_(entry.deed)} ({changes})" if changes else _(entry.deed)
