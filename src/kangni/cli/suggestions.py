"""`kangni suggestions`, `tie` and `untie`: what participants propose, and which levers it names."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import coder_option, csv_option, examples, json_option, study_argument
from kangni.cli.output import Column, show, table
from kangni.cli.summaries import summary
from kangni.results.suggestions import SuggestionState

__all__ = ["suggestions_command", "tie_command", "untie_command"]

SUGGESTIONS = [
    Column(_("passage"), lambda row: row.passage),
    Column(_("who"), lambda row: row.participant),
    Column(_("words"), lambda row: row.words or f"[{_(row.withheld)}]"),
    Column(_("state"), lambda row: _(row.state) if row.counts else _("not counted")),
    Column(_("levers"), lambda row: row.levers),
    Column(_("drafts"), lambda row: row.drafts),
    Column(_("tied by"), lambda row: row.tied_by),
]
LEVERS = [
    Column(_("lever"), lambda row: row.lever),
    Column(_("name"), lambda row: row.name),
    Column(_("addressee"), lambda row: row.addressees),
    Column(_("askers"), lambda row: len(row.participants), is_number=True),
    Column(_("who"), lambda row: row.participants),
]


@click.command(
    "suggestions",
    help=summary("suggestions")
    + "\n\n"
    + _(
        "Nothing ties a proposal to a lever until a person does: kangni tie. --from-cue-words proposes levers whose "
        "cue words stand in a suggestion; they are drafts, and count only when they are tied one by one. kangni untie "
        "refuses one."
    ),
    epilog=examples(
        "kangni suggestions work.kangni --only untied",
        "kangni suggestions work.kangni --levers",
        "kangni suggestions work.kangni --from-cue-words --only drafts",
        "kangni tie work.kangni REC.02/P01.zh/70 evaluation",
    ),
)
@study_argument()
@click.option(
    "--only",
    type=click.Choice([*(state.value for state in SuggestionState), "drafts"]),
    default=None,
    help=_("Only those that are tied, decline, are untied, or have drafts."),
)
@click.option("--levers", "list_levers", is_flag=True, help=_("List the levers instead, with who asks for each."))
@click.option("--from-cue-words", "draft", is_flag=True, help=_("First draft ties from the codebook's cue words."))
@coder_option()
@json_option()
@csv_option()
def suggestions_command(
    study: Path,
    only: str | None,
    coder: str | None,
    *,
    list_levers: bool,
    draft: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """List what people propose."""
    with opened(study, coder) as work:
        if draft:
            count = work.draft_ties()
            click.echo(_("{count} new drafts.").format(count=count), err=True)
        found = work.suggestions()
    if list_levers and not as_json and csv_path is None:
        table(_("Levers, and who asks for them"), LEVERS, found.levers)
        return
    title = _("{all} suggestions: {tied} tied, {declining} decline, {untied} untied; {drafts} drafts").format(
        all=found.tied + found.declining + found.untied,
        tied=found.tied,
        declining=found.declining,
        untied=found.untied,
        drafts=found.drafts,
    )
    rows = [row for row in found.suggestions if only in {None, row.state} or (only == "drafts" and row.drafts)]
    show(found, SUGGESTIONS, study=study, title=title, as_json=as_json, csv_path=csv_path, rows=rows)


@click.command(
    "tie",
    help=summary("tie")
    + "\n\n"
    + _(
        "PASSAGE is CODE/DOCUMENT/TURN, as `kangni suggestions` lists it. LEVER is an id or a name, as `kangni "
        "suggestions --levers` lists it. Levers add to those you tied it to before; tying a draft adopts it."
    ),
    epilog=examples(
        "kangni tie work.kangni REC.02/P01.zh/70 evaluation",
        "kangni tie work.kangni REC.01/P01.zh/68 seeking_help own_life --note 'rest, and looking for people'",
        "kangni tie work.kangni REC.01/P08.zh/72 --declines",
    ),
)
@study_argument()
@click.argument("passage")
@click.argument("levers", metavar="[LEVER]...", nargs=-1)
@click.option("--declines", is_flag=True, help=_("The words decline to advise."))
@click.option("--note", default="", help=_("Why, in a few words."))
@coder_option()
def tie_command(
    study: Path, passage: str, levers: tuple[str, ...], note: str, coder: str | None, *, declines: bool
) -> None:
    """Tie a suggestion to levers."""
    with opened(study, coder) as work:
        standing = work.tie(passage, levers, declines=declines, note=note)
    click.echo(_told(passage, standing, declines=declines))


@click.command(
    "untie",
    help=summary("untie")
    + "\n\n"
    + _("Without LEVER, from all. A draft of the lever is refused, and not proposed again."),
    epilog=examples(
        "kangni untie work.kangni REC.02/P01.zh/70 evaluation", "kangni untie work.kangni REC.01/P08.zh/72"
    ),
)
@study_argument()
@click.argument("passage")
@click.argument("levers", metavar="[LEVER]...", nargs=-1)
@coder_option()
def untie_command(study: Path, passage: str, levers: tuple[str, ...], coder: str | None) -> None:
    """Untie a suggestion from levers."""
    with opened(study, coder) as work:
        standing = work.untie(passage, levers)
    click.echo(_told(passage, standing, declines=False))


def _told(passage: str, levers: tuple[str, ...], *, declines: bool) -> str:
    if levers:
        return _("{passage}: tied by you to {levers}.").format(passage=passage, levers=", ".join(levers))
    if declines:
        return _("{passage}: read by you as declining to advise.").format(passage=passage)
    return _("{passage}: tied by you to no lever.").format(passage=passage)
