"""`kangni decide`, `decisions` and `mode`: what coders made of their differences, and what agreement is to a study."""

from __future__ import annotations

from pathlib import Path

import click

from kangni.app.modes import MODES, Mode
from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import coder_option, csv_option, examples, json_option, study_argument
from kangni.cli.output import Column, print_json, show, table
from kangni.cli.summaries import summary
from kangni.core.decisions import DecisionOutcome
from kangni.results.answer import plain

__all__ = ["decide_command", "decisions_command", "mode_command"]

DECISIONS = [
    Column(_("no."), lambda row: row.number, is_number=True),
    Column(_("passage"), lambda row: row.passage),
    Column(_("read as"), lambda row: row.read_as),
    Column(_("outcome"), lambda row: _(row.outcome.replace("_", " "))),
    Column(_("decided by"), lambda row: row.decided_by),
    Column(_("why"), lambda row: row.reason),
    Column(_("change"), lambda row: row.change),
    Column(_("codebook"), lambda row: row.codebook_change),
    Column(_("when"), lambda row: row.at[:10]),
]


@click.command(
    "decide",
    help=summary("decide")
    + "\n\n"
    + _(
        "PASSAGE is CODE/DOCUMENT/TURN, as `kangni agreement --passages` lists it. keep: the code stays where it was "
        "given; both_stand: both readings are good; change: somebody's coding is to be another one, which "
        "--remove-from, --add-to and --recode carry out in the same deed. Both readings stay in the decision, and "
        "undo takes all of it back."
    ),
    epilog=examples(
        "kangni decide work.kangni ENV.U02/P01.zh/12 --outcome both_stand --reason 'trust has a price' --by A --by B",
        "kangni decide work.kangni STR.U03/P01.zh/18 --outcome change --reason 'not about users' --remove-from A",
        "kangni decide work.kangni STR.U03/P01.zh/18 --outcome change --reason 'her own' --recode A=TRA.05",
    ),
)
@study_argument()
@click.argument("passage")
@click.option(
    "--outcome",
    required=True,
    type=click.Choice([each.value for each in DecisionOutcome]),
    help=_("How the difference ended."),
)
@click.option("--reason", required=True, help=_("Why, in a few words."))
@click.option("--by", multiple=True, metavar="CODER", help=_("Who decided; may be repeated. By default you."))
@click.option("--change", default="", help=_("What is changed, in free words."))
@click.option("--codebook", "codebook_change", default="", help=_("How the codebook follows, in free words."))
@click.option("--remove-from", multiple=True, metavar="CODER", help=_("Take the code away from this coder here."))
@click.option("--add-to", multiple=True, metavar="CODER", help=_("Give this coder the code on the same words."))
@click.option("--recode", multiple=True, metavar="CODER=CODE", help=_("Give this coder's words here another code."))
@coder_option()
@json_option()
def decide_command(
    study: Path,
    passage: str,
    outcome: str,
    reason: str,
    by: tuple[str, ...],
    change: str,
    codebook_change: str,
    remove_from: tuple[str, ...],
    add_to: tuple[str, ...],
    recode: tuple[str, ...],
    coder: str | None,
    *,
    as_json: bool,
) -> None:
    """Record what was decided on a passage, and carry out the change."""
    with opened(study, coder) as work:
        row = work.decide(
            passage,
            outcome=outcome,
            reason=reason,
            by=by,
            change=change,
            codebook_change=codebook_change,
            remove_from=remove_from,
            add_to=add_to,
            recode=_pairs(recode),
        )
    if as_json:
        print_json("decide", plain(row), study=study, revision=row.number)
        return
    table(_("Decided"), DECISIONS, [row])


@click.command(
    "decisions",
    help=summary("decisions"),
    epilog=examples("kangni decisions work.kangni", "kangni decisions work.kangni --document P01.zh --json"),
)
@study_argument()
@click.option("--document", default="", help=_("Only on this transcript."))
@json_option()
@csv_option()
def decisions_command(study: Path, document: str, *, as_json: bool, csv_path: Path | None) -> None:
    """List what was decided on passages read differently."""
    with opened(study) as work:
        shown = work.decisions(document=document)
    title = _("{count} decisions").format(count=len(shown.decided))
    show(shown, DECISIONS, study=study, title=title, as_json=as_json, csv_path=csv_path)


@click.command(
    "mode",
    help=summary("mode")
    + "\n\n"
    + _(
        "off: no figure of agreement in any answer or report. dialogue: the passages read differently come first, the "
        "figures after them. reliability: the figures come first, of documents that coders read independently. The "
        "report prints the mode and the reason."
    ),
    epilog=examples(
        "kangni mode work.kangni",
        "kangni mode work.kangni reliability",
        "kangni mode work.kangni off --reason 'reflexive thematic analysis: coding is interpretation'",
    ),
)
@study_argument()
@click.argument("mode", required=False, type=click.Choice(MODES))
@click.option("--reason", default="", help=_("Why, for the report."))
@coder_option()
def mode_command(study: Path, mode: Mode | None, reason: str, coder: str | None) -> None:
    """Show or set what agreement is to the study."""
    with opened(study, coder) as work:
        if mode is not None:
            work.set_mode(mode, reason=reason)
        with work.read() as read:
            settings = read.settings()
    click.echo(": ".join(filter(None, (settings.agreement, settings.agreement_reason))))


def _pairs(recode: tuple[str, ...]) -> dict[str, str]:
    """Return the code by coder.

    Raises
    ------
    click.BadParameter
        Where a coder or a code is missing.
    """
    found: dict[str, str] = {}
    for pair in recode:
        coder, _sign, code = pair.partition("=")
        if not coder.strip() or not code.strip():
            raise click.BadParameter(_("“{pair}” is no pair NAME=VALUE").format(pair=pair), param_hint="--recode")
        found[coder.strip()] = code.strip()
    return found
