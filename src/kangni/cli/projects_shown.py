"""How projects of other programs are told of: what is new, what became of each element, what went out."""

from __future__ import annotations

from collections.abc import Mapping

import click

from kangni.cli.language import _
from kangni.cli.output import Column, cautions, table
from kangni.results.imports import Loss
from kangni.results.projects import BundleExport, ProjectExport, ProjectImport

__all__ = ["print_export", "print_import"]

WHYS: Mapping[str, str] = {
    "coincide": _("all ways say the same"),
    "told": _("the file says so"),
    "evidence": _("evidence"),
    "program": _("the habit of the program"),
    "asked": _("you asked for it"),
}
ELEMENTS = [
    Column(_("element"), lambda row: row.element),
    Column(_("in the file"), lambda row: row.found, is_number=True),
    Column(_("in the study"), lambda row: row.stored, is_number=True),
    Column(_("said twice"), lambda row: row.doubled, is_number=True),
    Column(_("kept for the way out"), lambda row: row.kept, is_number=True),
    Column(_("lost"), lambda row: row.lost, is_number=True),
]
POSITIONS = [
    Column(_("transcript"), lambda row: row.document),
    Column(_("positions read as"), lambda row: row.convention),
    Column(_("because of"), lambda row: WHYS[row.why]),
    Column(_("selections"), lambda row: row.selections, is_number=True),
    Column(_("at edges of words"), lambda row: row.at_edges, is_number=True),
]
DIFFERENCES = [
    Column(_("record"), lambda row: _(row.kind)),
    Column(_("name"), lambda row: row.name),
    Column(_("what differs"), lambda row: row.what),
    Column(_("taken"), lambda row: row.taken),
]
LOSSES = [
    Column(_("lost or changed"), lambda row: _(row.what)),
    Column(_("how often"), lambda row: row.count, is_number=True),
    Column(_("for example"), lambda row: row.place),
]
WITHHELD = [
    Column(_("transcript"), lambda row: row.document),
    Column(_("characters"), lambda row: row.characters, is_number=True),
    Column(_("covered"), lambda row: row.covered, is_number=True),
    Column(_("because"), lambda row: "; ".join(_(reason) for reason in row.reasons)),
]
BESIDE = [
    Column(_("only Kangni reads this"), lambda row: _(row.what)),
    Column(_("how many"), lambda row: row.count, is_number=True),
]
_SHOWN = 20  # texts whose positions are listed one by one


def print_import(done: ProjectImport) -> None:
    """Print what a project brought."""
    if done.program:
        click.echo(_("{file} was written by {program}.").format(file=done.file, program=done.program))
    if done.elements:
        table(_("Elements of {file}").format(file=done.file), ELEMENTS, done.elements)
    doubtful = [line for line in done.positions if line.why not in {"coincide", "told"}]
    if doubtful:
        table(_("How positions were read"), POSITIONS, doubtful[:_SHOWN])
        if len(doubtful) > _SHOWN:
            click.echo(_("... and {count} more texts.").format(count=len(doubtful) - _SHOWN))
    if done.differences:
        table(_("What the study has otherwise"), DIFFERENCES, done.differences)
    losses: list[Loss] = list(done.losses)
    if losses:
        table(_("Losses"), LOSSES, losses)
    if done.unexplained:
        click.echo(_("! {count} elements are on no list; please report this.").format(count=done.unexplained))


def print_export(done: ProjectExport, *, dry_run: bool) -> None:
    """Print what went out as a project."""
    sentence = (
        _("{file} would hold {documents} transcripts, {codes} codes, {codings} codings, {claims} claims, {memos} memos")
        if dry_run
        else _("{file} holds {documents} transcripts, {codes} codes, {codings} codings, {claims} claims, {memos} memos")
    )
    counts = (done.documents, done.codes, done.codings, done.claims, done.memos)
    names = ("documents", "codes", "codings", "claims", "memos")
    click.echo(sentence.format(file=done.file, **dict(zip(names, counts, strict=True))))
    if done.beside:
        table(_("What other programs have no place for"), BESIDE, done.beside)
    if done.withheld:
        table(_("Covered words"), WITHHELD, done.withheld)
    if isinstance(done, BundleExport):
        click.echo(_whole(done))
    cautions(done.cautions)


def _whole(done: BundleExport) -> str:
    sentence = (
        _("The study comes back whole from it, with the same hash: {hash}")
        if done.is_whole
        else _("What comes back from it is not the whole study; its hash is {hash}")
    )
    return sentence.format(hash=done.hash)
