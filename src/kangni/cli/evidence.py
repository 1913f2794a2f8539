"""`kangni evidence`: from a number to the words it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast, get_args

import click

from kangni.cli.language import _
from kangni.cli.opening import opened
from kangni.cli.options import examples, json_option, study_argument
from kangni.cli.output import print_json
from kangni.cli.summaries import summary
from kangni.results.answer import Plain, plain
from kangni.results.quotes import Quote
from kangni.study.explaining import Analysis

__all__ = ["evidence_command", "print_quotes"]

COMMANDS = {
    "factors": "factor",
    "loops": "loop",
    "simulate": "balance",
    "advise": "advice",
}  # what the commands are called that ask for these


@click.command(
    "evidence",
    help=summary("evidence"),
    epilog=examples(
        "kangni evidence work.kangni factor ENV.O01",
        "kangni evidence work.kangni factor ENV.O01/protective/P03",
        "kangni evidence work.kangni map 'STR.G01>ENV.U02'",
        "kangni evidence work.kangni process resilient",
        "kangni evidence work.kangni agreement --keys",
    ),
)
@study_argument()
@click.argument("analysis", type=click.Choice([*get_args(Analysis), *COMMANDS]))
@click.argument("key", required=False)
@click.option("--keys", "list_keys", is_flag=True, help=_("List the numbers that can be opened."))
@click.option(
    "--unrestricted", is_flag=True, help=_("Also show words that their speakers have not released, for your eyes only.")
)
@json_option()
def evidence_command(
    study: Path, analysis: str, key: str | None, *, list_keys: bool, unrestricted: bool, as_json: bool
) -> None:
    """Open a number to its words."""
    asks = cast("Analysis", COMMANDS.get(analysis, analysis))
    with opened(study) as work:
        shown = work.analysis(asks)
        keys = shown.result.keys() if list_keys or key is None else ()
        quotes = () if key is None or list_keys else shown.evidence(key, unrestricted=unrestricted)
    if as_json:
        asked: dict[str, Plain] = {"analysis": asks, "key": key, "unrestricted": unrestricted}
        print_json("evidence", plain(keys or quotes), study=study, revision=shown.result.revision, settings=asked)
        return
    if list_keys or key is None:
        click.echo("\n".join(keys))
        return
    print_quotes(quotes)


def print_quotes(quotes: Sequence[Quote]) -> None:
    """Print quotes one below the other, and how many there are of how many participants."""
    for quote in quotes:
        _print(quote)
    people = {quote.participant for quote in quotes if quote.participant}
    turns = {(quote.document, quote.turn or quote.place) for quote in quotes}
    click.echo(
        _("{passages} passages in {turns} turns of {people} participants").format(
            passages=len(quotes), turns=len(turns), people=len(people)
        )
    )


def _print(quote: Quote) -> None:
    turn = _("turn {turn}").format(turn=quote.turn) if quote.turn is not None else quote.place
    place = f"{quote.document} {quote.start}-{quote.end}" if quote.start is not None else ""
    head = " · ".join(part for part in (quote.participant, turn, quote.code, ", ".join(quote.coders), place) if part)
    click.secho(head, bold=True)
    if quote.withheld:
        click.echo(f"  [{_(quote.withheld)}]")
    else:
        click.echo(f"  {quote.before}“{quote.words}”{quote.after}")
    if quote.translation:
        click.echo(f"  {quote.translation}")
    for reason in quote.reasons:
        click.echo("  " + _("Read against the codebook: {reason}").format(reason=reason))
    if quote.note:
        click.echo(f"  ({quote.note})")
    click.echo("")
