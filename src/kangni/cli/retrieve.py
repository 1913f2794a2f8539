"""`kangni retrieve` and `kangni summarise`: quotes by conditions, and what is written about a participant's quotes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from kangni.cli.evidence import print_quotes
from kangni.cli.language import _, reading_language
from kangni.cli.opening import opened
from kangni.cli.options import (
    Decorator,
    coder_option,
    csv_option,
    examples,
    json_option,
    study_argument,
    waive_option,
    waivers,
)
from kangni.cli.output import Column, cautions, print_result, show, table
from kangni.cli.summaries import summary
from kangni.core.retrieval import Conditions, Within
from kangni.results.answer import plain
from kangni.results.retrieval import Retrieval

if TYPE_CHECKING:
    from kangni.study import Shown, Study

__all__ = ["retrieve_command", "summarise_command"]


def _many(name: str, parameter: str, *, metavar: str, text: str) -> Decorator[Any]:
    """Return an option that may be given several times."""
    return click.option(name, parameter, multiple=True, metavar=metavar, help=text)


@click.command(
    "retrieve",
    help=summary("retrieve")
    + "\n\n"
    + _(
        "CODES: quotes of any of these, or of codes below them. Options that may be repeated take any of their values."
    ),
    epilog=examples(
        "kangni retrieve work.kangni ENV.U01 --with STR.G01",
        "kangni retrieve work.kangni ENV.U01 --without STR.G01 --within near --turns 3",
        "kangni retrieve work.kangni --where role=front-line --where 'age>=35' --polarity risk --save 'older, pushed'",
        "kangni retrieve work.kangni --saved 'older, pushed' --matrix participant",
        "kangni retrieve work.kangni ENV.U01 --words 台账 --to quotes.xlsx",
    ),
)
@study_argument()
@click.argument("codes", nargs=-1)
@_many("--with", "together", metavar="CODE", text=_("A code that stands with them; each of several must."))
@_many("--without", "without", metavar="CODE", text=_("A code that must not stand with them."))
@click.option(
    "--within",
    type=click.Choice(get_args(Within)),
    default="turn",
    show_default=True,
    help=_("What holds codes together: the same words, a turn, turns near one another, an episode."),
)
@click.option(
    "--turns", default=2, show_default=True, type=click.IntRange(min=0), help=_("How many turns away is near.")
)
@_many("--person", "people", metavar="PARTICIPANT", text=_("Quotes of this participant."))
@_many("--where", "where", metavar="CONDITION", text=_("Attribute of participants: NAME=VALUE, !=, >=, <=."))
@_many("--by-coder", "coders", metavar="CODER", text=_("Codings of this coder."))
@_many("--voice", "voices", metavar="VOICE", text=_("Whose view it is."))
@_many("--stance", "stances", metavar="STANCE", text=_("How the speaker stands to it."))
@_many("--polarity", "polarities", metavar="POLARITY", text=_("Whether it pushes or holds."))
@_many("--level", "levels", metavar="LEVEL", text=_("On which level it lies."))
@click.option("--words", default="", help=_("Words that stand in the quote."))
@click.option(
    "--matrix",
    "by",
    default=None,
    metavar="participant|code|ATTRIBUTE",
    help=_("Count quotes, code by participant, by code or by an attribute, instead of listing them."),
)
@click.option("--open", "key", metavar="KEY", help=_("Show the words behind a cell, such as ENV.U01/P03."))
@click.option("--saved", default="", metavar="NAME", help=_("The conditions that the study keeps under this name."))
@click.option("--save", default="", metavar="NAME", help=_("Keep these conditions in the study under a name."))
@click.option("--forget", default="", metavar="NAME", help=_("Let go of the conditions of this name."))
@click.option("--list", "lists", is_flag=True, help=_("List the conditions that the study keeps."))
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help=_("Write the quotes as .csv or .xlsx, without words that were not released."),
)
@waive_option()
@coder_option()
@json_option()
@csv_option()
def retrieve_command(
    study: Path,
    by: str | None,
    key: str | None,
    saved: str,
    save: str,
    forget: str,
    target: Path | None,
    waived: tuple[str, ...],
    coder: str | None,
    *,
    lists: bool,
    as_json: bool,
    csv_path: Path | None,
    **asked: Any,
) -> None:
    """Find quotes."""
    with opened(study, coder) as work:
        if lists or forget:
            _keep_house(work, forget)
            return
        wanted = saved or Conditions(**asked)
        if save and isinstance(wanted, Conditions):
            work.save_retrieval(save, wanted)
            click.echo(_("Kept as “{name}”.").format(name=save), err=True)
        if target is not None:
            click.echo(_("Quotes: {path}").format(path=work.export_quotes(wanted, target, waived=waivers(waived))))
            return
        shown = work.retrieve(wanted, by=by or "participant")
        if key is not None:
            print_quotes(shown.evidence(key))
        elif as_json:
            _print_json(shown, study, is_list=by is None)
        elif by is None and csv_path is None:
            print_quotes(shown.evidence("all"))
            cautions(shown.result.cautions)
        else:
            rows = shown.result.lines() if by is not None else None
            title = _("Quotes by code and {by}").format(by=_(by or "participant"))
            show(shown, _columns(shown.result), study=study, title=title, as_json=False, csv_path=csv_path, rows=rows)


def _keep_house(work: Study, forget: str) -> None:
    if forget:
        work.forget_retrieval(forget)
    columns = [
        Column(_("name"), lambda kept: kept.name),
        Column(
            _("conditions"),
            lambda kept: "; ".join(f"{_(name)}: {', '.join(values)}" for name, values in kept.conditions.asked()),
        ),
    ]
    table(_("Kept retrievals"), columns, work.retrievals())


def _print_json(shown: Shown[Retrieval], study: Path, *, is_list: bool) -> None:
    told = shown.to_dict()
    told["quotes_found"] = plain(shown.evidence("all")) if is_list else []
    print_result(shown.result, study, shown={name: value for name, value in told.items() if name != "settings"})


def _columns(result: Retrieval) -> list[Column]:
    def cell(number: int) -> Column:
        return Column(result.columns[number], lambda line: line.counts[number] or "", is_number=True)

    return [Column(_("code"), lambda line: line.code), *map(cell, range(len(result.columns)))]


@click.command(
    "summarise",
    help=summary("summarise") + "\n\n" + _("Without words it shows what is written; empty words take yours out."),
    epilog=examples(
        "kangni summarise work.kangni ENV.U01 P01 '台账压力大,夜里也在补'",
        "kangni summarise work.kangni ENV.U01 P01",
    ),
)
@study_argument()
@click.argument("code")
@click.argument("participant")
@click.argument("words", required=False)
@coder_option()
def summarise_command(study: Path, code: str, participant: str, words: str | None, coder: str | None) -> None:
    """Write or show the summary of a cell."""
    with opened(study, coder) as work:
        if words is not None:
            work.summarise_cell(code, participant, words)
        found = work.retrieve(Conditions(codes=(code,), people=(participant,))).result
    for each in found.summaries:
        if (each.code.casefold(), each.participant.casefold()) == (code.casefold(), participant.casefold()):
            click.echo(f"{each.author}: {each.text.text(reading_language())}")
