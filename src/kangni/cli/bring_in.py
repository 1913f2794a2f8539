"""`kangni import` and `roles`: transcripts and tables come in, and who speaks in them is set right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kangni.app.remarks import Comments
from kangni.cli.errors import FAULTS_FOUND
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import coder_option, csv_option, dry_run_option, examples, json_option, pairs, study_argument
from kangni.cli.output import Column, cautions, print_result, sentence, show_records, table
from kangni.cli.progress import progress
from kangni.cli.projects_shown import print_import
from kangni.cli.summaries import summary
from kangni.exchange.documents.transcript import Changes
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.survey import SURVEY
from kangni.results.bringing import BroughtIn
from kangni.results.imports import FileRefused, ImportReport

__all__ = ["import_command", "roles_command"]

FILES = [
    Column(_("file"), lambda row: row.file),
    Column(_("read as"), lambda row: _(row.kind)),
    Column(_("new"), lambda row: row.added, is_number=True),
    Column(_("changed"), lambda row: row.changed, is_number=True),
    Column(_("known already"), lambda row: row.unchanged, is_number=True),
]
TRANSCRIPTS = [
    Column(_("transcript"), lambda row: row.document),
    Column(_("language"), lambda row: row.language),
    Column(_("encoding"), lambda row: row.encoding),
    Column(_("participant"), lambda row: row.participant),
    Column(_("translation of"), lambda row: row.translation_of),
    Column(_("characters"), lambda row: row.characters, is_number=True),
    Column(_("turns"), lambda row: row.turns, is_number=True),
    Column(_("of participants"), lambda row: row.participant_turns, is_number=True),
]
SPEAKERS = [
    Column(_("transcript"), lambda row: row.document),
    Column(_("speaker"), lambda row: row.speaker),
    Column(_("role"), lambda row: _(row.role)),
    Column(_("participant"), lambda row: row.participant),
    Column(_("turns"), lambda row: row.turns, is_number=True),
    Column(_("characters"), lambda row: row.characters, is_number=True),
]


@click.command(
    "import",
    help=summary("import")
    + "\n\n"
    + _(
        "Transcripts are .txt, .md, .docx, .odt, .rtf, .pdf, .srt and .vtt, tables .csv and .xlsx, projects of other "
        "programs .qdpx and .qdc; a folder may hold them all. Encoding, turns, speakers, participants and translations "
        "(P01.zh.txt beside P01.en.txt) are recognised and reported. A transcript that cannot be taken is named at the "
        "end and keeps no other one out; a fault in a table or a project keeps all out."
    ),
    epilog=examples(
        "kangni import work.kangni interviews/",
        "kangni import work.kangni participants.csv codings.csv --dry-run",
        "kangni import work.kangni edited.docx --changes reject --comments memo",
        "kangni import work.kangni marks.xlsx --as codings --map Text=quote --map Tag=code_id",
        "kangni import work.kangni codebook.docx --as codebook",
        "kangni import work.kangni answers.xlsx --as survey --map Respondent=id",
        "kangni import work.kangni project.qdpx --dry-run",
    ),
)
@study_argument()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--as",
    "kind",
    type=click.Choice([*(each.value for each in TableKind), SURVEY]),
    help=_(
        "What the tables are, where their headings do not tell; survey: a row a participant, a column a question. The "
        "first table of a Word file is taken where this is said."
    ),
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="THEIRS=OURS",
    help=_("Which heading stands for which documented column."),
)
@click.option("--sheet", default="", help=_("Which sheet of a workbook; the first by default."))
@click.option("--encoding", default=None, help=_("Of text files, where it is not to be detected."))
@click.option("--language", default=None, help=_("Of transcripts whose name tells none."))
@click.option(
    "--changes",
    type=click.Choice(["accept", "reject"]),
    default="accept",
    show_default=True,
    help=_("What becomes of changes that a word processor tracked."),
)
@click.option(
    "--comments",
    type=click.Choice(["leave", "memo"]),
    default="leave",
    show_default=True,
    help=_("Whether comments in the margin become memos."),
)
@click.option("--strict", is_flag=True, help=_("Take all transcripts or none."))
@click.option(
    "--offsets",
    default="",
    metavar="WAY",
    help=_("How positions of a project count, where it is not to be detected, such as utf16,crlf=2,bom=0."),
)
@click.option(
    "--take",
    multiple=True,
    metavar="NAME",
    help=_("A record that a project says otherwise: the project's is to stand. May be repeated."),
)
@dry_run_option()
@coder_option()
@json_option()
@click.pass_context
def import_command(
    ctx: click.Context,
    study: Path,
    paths: tuple[Path, ...],
    kind: str | None,
    mapping: tuple[str, ...],
    sheet: str,
    encoding: str | None,
    language: str | None,
    changes: Changes,
    comments: Comments,
    offsets: str,
    take: tuple[str, ...],
    coder: str | None,
    *,
    strict: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring in transcripts, tables and projects of other programs."""
    with opened(study, coder) as work, progress(_("Bringing in")) as tell:
        done = work.bring_in(
            paths,
            kind=kind,
            mapping=pairs(mapping),
            sheet=sheet,
            encoding=encoding,
            language=language,
            changes=changes,
            comments=comments,
            strict=strict,
            offsets=offsets,
            take=take,
            dry_run=dry_run,
            progress=tell,
        )
    if as_json:
        print_result(done, study)
    else:
        _print(done, dry_run=dry_run)
    is_doubtful = dry_run and (done.cautions or done.passed_over or _losses(done))
    if is_doubtful or (done.documents is not None and done.documents.refused):
        ctx.exit(FAULTS_FOUND)


@click.command(
    "roles",
    help=summary("roles"),
    epilog=examples(
        "kangni roles work.kangni",
        "kangni roles work.kangni 主持人=interviewer",
        "kangni roles work.kangni 'Speaker 1=P03' --document group_1",
    ),
)
@study_argument()
@click.argument("parts", metavar="[SPEAKER=PART]...", nargs=-1)
@click.option("--document", "documents", multiple=True, help=_("Only in this transcript; may be repeated."))
@coder_option()
@json_option()
@csv_option()
def roles_command(
    study: Path,
    parts: tuple[str, ...],
    documents: tuple[str, ...],
    coder: str | None,
    *,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Show who speaks; with SPEAKER=PART set it: interviewer, participant, other, or a participant's name."""
    with opened(study, coder) as work:
        speakers = work.set_roles(pairs(parts), documents) if parts else work.speakers(documents)
    show_records(speakers, SPEAKERS, study=study, title=_("Speakers"), as_json=as_json, csv_path=csv_path)
    if parts and not as_json and csv_path is None:
        click.echo(_("{count} transcripts changed.").format(count=speakers.changed))


def _print(done: BroughtIn, *, dry_run: bool) -> None:
    title = _("Would come in (nothing was stored)") if dry_run else _("Brought in")
    table(title, FILES, done.rows())
    if done.documents is not None:
        _print_transcripts(done.documents)
    for each in done.tables:
        cautions((*each.losses, *each.notices))
    for project in done.projects:
        print_import(project)
    for name in done.passed_over:
        click.echo(_("- {file} was passed over: it is no transcript and no documented table.").format(file=name))
    cautions(done.cautions)
    if done.documents is not None and done.documents.refused:
        _print_refused(done.documents.refused)


def _print_transcripts(done: ImportReport) -> None:
    if new := [file for file in done.files if not file.same_as]:
        table(_("Transcripts"), TRANSCRIPTS, new)
    for loss in done.losses:
        click.echo(f"- {loss.file}: {_(loss.what)} ({loss.count})")
    for pair in done.uneven:
        click.echo(
            _("! {translation} has {there} turns and {original} {here}; not aligned beyond the shorter one.").format(
                translation=pair.translation,
                there=pair.translation_turns,
                original=pair.original,
                here=pair.original_turns,
            )
        )
    if done.new_participants:
        click.echo(_("New participants: {names}").format(names=", ".join(done.new_participants)))
    if done.memos:
        click.echo(_("Comments that became memos: {count}").format(count=done.memos))


def _print_refused(refused: Sequence[FileRefused]) -> None:
    click.echo(_("Files that could not be taken: {count}").format(count=len(refused)))
    for each in refused:
        words = sentence(each.why)
        click.echo(f"  {words}" if each.file in words else f"  {each.file}: {words}")


def _losses(done: BroughtIn) -> bool:
    transcripts = done.documents is not None and bool(done.documents.losses or done.documents.uneven)
    tables = any(each.losses for each in done.tables)
    return transcripts or tables or any(each.losses or each.differences for each in done.projects)
