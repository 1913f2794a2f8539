"""`kangni paths`: by which ways one factor leads to another, and how many people carry it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from kangni.cli.choosing import choosing_options, credits_of, told_choice
from kangni.cli.evidence import print_quotes
from kangni.cli.language import _, reading_language
from kangni.cli.opening import opened
from kangni.cli.options import csv_option, examples, json_option, listed, study_argument
from kangni.cli.output import Column, cautions, show, table
from kangni.cli.summaries import summary
from kangni.language import list_words
from kangni.results.paths import Paths

__all__ = ["paths_command"]

FIRST_ROWS = 15

WAYS = [
    Column(_("way"), lambda row: row.key),
    Column("", lambda row: {"+": "→ +", "-": "⊣ −"}.get(row.sign, "± " + _("contested"))),
    Column(_("told by"), lambda row: row.told_by),
    Column(_("weakest link"), lambda row: row.weakest),
    Column(_("people"), lambda row: row.weakest_sources, is_number=True),
    Column(_("people on the way"), lambda row: len(row.sources), is_number=True),
]


@click.command(
    "paths",
    help=summary("paths")
    + "\n\n"
    + _(
        "Three numbers in order: people who tell the whole way themselves; the fewest people without whom nothing "
        "leads there any more; and how many fit through the links, somebody being counted once on each."
    ),
    epilog=examples(
        "kangni paths work.kangni STR.G01 OUT.05",
        "kangni paths work.kangni STR.G01 OUT.05 --cap 3",
        "kangni paths work.kangni STR.G01 OUT.05 --open 'STR.G01>OUT.05'",
    ),
)
@study_argument()
@click.argument("cause")
@click.argument("effect")
@click.option(
    "--cap", default=6, show_default=True, type=click.IntRange(min=1), help=_("Longest way that is listed, in links.")
)
@choosing_options()
@click.option("--all", "everything", is_flag=True, help=_("All ways, not only the first."))
@click.option("--open", "key", metavar="KEY", help=_("Show the words on a way, or on one of its links."))
@json_option()
@csv_option()
def paths_command(
    study: Path,
    cause: str,
    effect: str,
    cap: int,
    by: str,
    group: str,
    cut: str,
    coder: str,
    wave: str,
    voices: str,
    level: Literal["leaf", "parent", "environment"],
    key: str | None,
    *,
    everything: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Ask by which ways a cause leads to an effect."""
    with opened(study) as work:
        shown = work.paths(
            cause,
            effect,
            cap=cap,
            by=by,
            group=group,
            cut=listed(cut),
            coder=coder,
            wave=wave,
            voices=credits_of(voices),
            level=level,
        )
        if key is not None:
            print_quotes(shown.evidence(key))
            return
    if as_json or csv_path is not None:
        show(shown, [], study=study, title="", as_json=as_json, csv_path=csv_path)
    else:
        _print(shown.result, everything=everything)


def _print(found: Paths, *, everything: bool) -> None:
    language = reading_language()
    title = _("From {cause} to {effect}{choice}: {found} ways, {n} participants").format(
        cause=_named(found.cause, found.cause_name.text(language)),
        effect=_named(found.effect, found.effect_name.text(language)),
        choice=told_choice(found.chosen),
        found=found.found,
        n=found.n,
    )
    shown = found.paths if everything else found.paths[:FIRST_ROWS]
    table(title, WAYS, shown)
    if len(shown) < len(found.paths):
        click.echo(_("{count} further ways: --all shows them.").format(count=len(found.paths) - len(shown)))
    none = _("nobody")
    click.echo(
        _("{count} tell a whole way: {names}").format(
            count=len(found.threads), names=list_words(list(found.threads), language) or none
        )
    )
    click.echo(
        _("{count} must go before nothing leads there any more, such as: {names}").format(
            count=len(found.cut), names=list_words(list(found.cut), language) or none
        )
    )
    if found.narrowest:
        click.echo(
            _("{count} fit through the narrowest links, which all ways pass: {links}").format(
                count=found.flow, links=list_words(list(found.narrowest), language)
            )
        )
    cautions(found.cautions)


def _named(handle: str, name: str) -> str:
    return handle if name == handle else f"{handle} {name}"
