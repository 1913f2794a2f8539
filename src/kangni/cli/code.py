"""`kangni search`, `code`, `drafts`, `adopt` and `refuse`: from words to codings that count."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from kangni.app.search import Speaking
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import coder_option, csv_option, dry_run_option, examples, json_option, study_argument
from kangni.cli.output import Column, print_json, show_records, table
from kangni.cli.summaries import summary
from kangni.results.answer import Plain, plain

__all__ = ["adopt_command", "code_command", "drafts_command", "refuse_command", "search_command"]

HITS = [
    Column(_("transcript"), lambda row: row.document),
    Column(_("turn"), lambda row: row.turn, is_number=True),
    Column(_("who"), lambda row: row.participant or row.speaker),
    Column(_("role"), lambda row: _(row.role)),
    Column(_("words"), lambda row: f"…{row.before}[{row.words}]{row.after}…".replace("\n", " ")),
]
DRAFTS = [
    Column(_("draft"), lambda row: row.name),
    Column(_("code"), lambda row: row.code),
    Column(_("transcript"), lambda row: row.document),
    Column(_("turn"), lambda row: row.turn, is_number=True),
    Column(_("who"), lambda row: row.participant),
    Column(_("words"), lambda row: f"…{row.before}[{row.words}]{row.after}…".replace("\n", " ")),
]
role_option = click.option(
    "--role",
    type=click.Choice(get_args(Speaking)),
    default="participant",
    show_default=True,
    help=_("In whose words to look."),
)


@click.command(
    "search",
    help=summary("search"),
    epilog=examples("kangni search work.kangni 督导", "kangni search work.kangni stress --role any --csv hits.csv"),
)
@study_argument()
@click.argument("words")
@role_option
@json_option()
@csv_option()
def search_command(study: Path, words: str, role: Speaking, *, as_json: bool, csv_path: Path | None) -> None:
    """Find words, with who says them."""
    with opened(study) as work:
        found = work.search(words, role=role)
    title = _("“{words}”: {hits} places").format(words=words, hits=len(found.hits))
    show_records(found, HITS, study=study, title=title, as_json=as_json, csv_path=csv_path)
    if not as_json and csv_path is None:
        for count in found.counts:
            click.echo(
                _("{role}: {hits} places in {turns} turns of {documents} transcripts").format(
                    role=_(count.role), hits=count.hits, turns=count.turns, documents=count.documents
                )
            )


@click.command(
    "code",
    help=summary("code"),
    epilog=examples(
        "kangni code work.kangni ENV.O01 --search 督导",
        "kangni drafts work.kangni",
        "kangni adopt work.kangni --code ENV.O01",
    ),
)
@study_argument()
@click.argument("code")
@click.option("--search", "words", required=True, help=_("The words to look for."))
@role_option
@dry_run_option()
@coder_option()
def code_command(study: Path, code: str, words: str, role: Speaking, coder: str | None, *, dry_run: bool) -> None:
    """Code every hit of a search as a draft."""
    with opened(study, coder) as work:
        count = work.draft_codings(code, words, role=role, dry_run=dry_run)
    click.echo(
        _("{count} drafts would be made.").format(count=count)
        if dry_run
        else _(
            "{count} new drafts; they count for nothing until adopted: "
            "kangni drafts {study}, then kangni adopt {study} --all"
        ).format(count=count, study=study)
    )


@click.command("drafts", help=summary("drafts"), epilog=examples("kangni drafts work.kangni --code ENV.O01"))
@study_argument()
@click.option("--code", default="", help=_("Only of this code."))
@click.option("--document", default="", help=_("Only in this transcript."))
@json_option()
def drafts_command(study: Path, code: str, document: str, *, as_json: bool) -> None:
    """List the drafts that wait for a person."""
    with opened(study) as work:
        revision, found = work.revision, work.drafts(code=code, document=document)
    if as_json:
        chosen: dict[str, Plain] = {"code": code, "document": document}
        print_json("drafts", plain(found), study=study, revision=revision, settings=chosen)
        return
    table(_("{count} drafts").format(count=len(found)), DRAFTS, found)


@click.command(
    "adopt",
    help=summary("adopt"),
    epilog=examples(
        "kangni adopt work.kangni 3f2a91c0", "kangni adopt work.kangni --code ENV.O01", "kangni adopt work.kangni --all"
    ),
)
@study_argument()
@click.argument("drafts", nargs=-1)
@click.option("--code", default="", help=_("Only of this code."))
@click.option("--document", default="", help=_("Only in this transcript."))
@click.option("--all", "everything", is_flag=True, help=_("All drafts."))
@coder_option()
def adopt_command(
    study: Path, drafts: tuple[str, ...], code: str, document: str, coder: str | None, *, everything: bool
) -> None:
    """Make drafts into codings of yours."""
    _check_chosen(drafts, code, document, everything=everything)
    with opened(study, coder) as work:
        count = work.adopt(drafts, code=code, document=document)
    click.echo(_("{count} drafts are codings now.").format(count=count))


@click.command(
    "refuse",
    help=summary("refuse"),
    epilog=examples("kangni refuse work.kangni 3f2a91c0", "kangni refuse work.kangni --all"),
)
@study_argument()
@click.argument("drafts", nargs=-1)
@click.option("--code", default="", help=_("Only of this code."))
@click.option("--document", default="", help=_("Only in this transcript."))
@click.option("--all", "everything", is_flag=True, help=_("All drafts."))
@coder_option()
def refuse_command(
    study: Path, drafts: tuple[str, ...], code: str, document: str, coder: str | None, *, everything: bool
) -> None:
    """Remove drafts."""
    _check_chosen(drafts, code, document, everything=everything)
    with opened(study, coder) as work:
        count = work.refuse(drafts, code=code, document=document)
    click.echo(_("{count} drafts are gone.").format(count=count))


def _check_chosen(drafts: tuple[str, ...], code: str, document: str, *, everything: bool) -> None:
    if not (drafts or code or document or everything):
        raise click.UsageError(_("Say which: names of drafts, --code, --document or --all."))
